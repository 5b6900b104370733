//! Files to send, as a program describes them.

use std::path::{Path, PathBuf};

use haul_model::naming::FileName;
use haul_model::place::Bases;
use haul_model::task::{BadTask, Field, Request, Resuming, Upload, Work};
use haul_model::upload::{Content, Given, pack, place};
use haul_store::NewRecord;

use super::choices::common_choices;
use super::{Choices, Describe, Sent, Wants, record, task};
use crate::library::Refused;
use crate::{Links, sendable_file};

/// Files to send to a server: a form with fields and files, or one file as it is.
///
/// A relative path is looked for where the program runs.
///
/// ```
/// use haul_engine::library::UploadTask;
///
/// let form = UploadTask::new("https://example.org/photos", "/home/me/one.jpg")
///     .field("album", "summer")
///     .also("/home/me/two.jpg");
/// let plain = UploadTask::new("https://example.org/file", "/home/me/one.jpg").binary().method("PUT");
/// ```
#[derive(Debug, Clone)]
pub struct UploadTask {
    sent: Sent,
    choices: Choices,
    files: Vec<FileChoice>,
    fields: Vec<(String, String)>,
    kind: Kind,
    links: Links,
    resuming: Resuming,
    limit_rate: Option<u64>,
}

/// A file with what is said of it.
#[derive(Debug, Clone)]
struct FileChoice {
    path: PathBuf,
    field: Option<String>,
    mime: Option<String>,
}

/// What the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Form,
    Binary,
}

impl UploadTask {
    /// A file for this address, in the field `file` of a form, by POST.
    #[must_use]
    pub fn new(url: impl Into<String>, file: impl Into<PathBuf>) -> Self {
        Self {
            sent: Sent { url: url.into(), ..Sent::default() },
            choices: Choices::default(),
            files: vec![FileChoice { path: file.into(), field: None, mime: None }],
            fields: Vec::new(),
            kind: Kind::Form,
            links: Links::Refused,
            resuming: Resuming::Never,
            limit_rate: None,
        }
    }

    common_choices!();

    /// Sends the file as it is (M160). A `Range` among the headers says which slice of it (M161); a `Content-Disposition`
    /// takes the place of the usual one, and an empty one leaves it out.
    #[must_use]
    pub const fn binary(mut self) -> Self {
        self.kind = Kind::Binary;
        self
    }

    /// Another field of the form; a name may come again (M162).
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Another file of the form. The fields of several are called like the files, without the extension, unless you say so
    /// (M163).
    #[must_use]
    pub fn also(mut self, file: impl Into<PathBuf>) -> Self {
        self.files.push(FileChoice { path: file.into(), field: None, mime: None });
        self
    }

    /// The name of the last file's field.
    #[must_use]
    pub fn file_field(mut self, name: impl Into<String>) -> Self {
        if let Some(file) = self.files.last_mut() {
            file.field = Some(name.into());
        }
        self
    }

    /// The MIME type of the last file; what its name says unless you say so.
    #[must_use]
    pub fn mime(mut self, mime: impl Into<String>) -> Self {
        if let Some(file) = self.files.last_mut() {
            file.mime = Some(mime.into());
        }
        self
    }

    /// Sends the files that links lead to; they are refused unless you say so.
    #[must_use]
    pub const fn following_links(mut self) -> Self {
        self.links = Links::Followed;
        self
    }

    /// How it goes on after a break; from the beginning unless you say so.
    #[must_use]
    pub const fn resuming(mut self, resuming: Resuming) -> Self {
        self.resuming = resuming;
        self
    }

    /// Most bytes a second.
    #[must_use]
    pub const fn limit_rate(mut self, bytes_per_second: u64) -> Self {
        self.limit_rate = Some(bytes_per_second);
        self
    }

    fn content(files: Vec<Given>, fields: Vec<(String, String)>, kind: Kind) -> Result<Content, BadTask> {
        match kind {
            Kind::Form => {
                let fields = fields.into_iter().map(|(name, value)| Field { name, value }).collect();
                Ok(Content::Multipart { fields, files })
            }
            Kind::Binary if !fields.is_empty() => Err(BadTask::Form("a file that is sent as it is has no fields")),
            Kind::Binary => {
                let [file] =
                    <[Given; 1]>::try_from(files).map_err(|_| BadTask::Form("one file is sent as it is at a time"))?;
                Ok(Content::Binary(file))
            }
        }
    }
}

impl Describe for UploadTask {
    fn wants(&self) -> Wants {
        self.choices.wants
    }

    fn describe(self, _: &Bases) -> Result<NewRecord, Refused> {
        let request = Request {
            headers: self.sent.headers()?,
            secret_headers: self.sent.secret_headers.clone(),
            ..Request::of(self.sent.server()?, self.sent.method_or("POST")?)
        };
        let files = self.files.into_iter().map(|file| given(file, self.links)).collect::<Result<Vec<_>, _>>()?;
        let (folder, name): (PathBuf, FileName) = place(&files)?;
        let content = Self::content(files, self.fields, self.kind)?;
        let upload = pack(request, content, self.resuming, rand::random())?;
        let upload = Upload { limit_rate: self.limit_rate, ..upload };
        Ok(record(task(self.choices, Work::Upload(upload))?, folder, name))
    }
}

/// A file with its real path. The server hears the name that was given, not the one that a link leads to.
fn given(file: FileChoice, links: Links) -> Result<Given, Refused> {
    let FileChoice { path, field, mime } = file;
    let named = std::path::absolute(&path).unwrap_or(path);
    let name = named.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    Ok(Given { path: real(&named, links)?, field, name, mime })
}

fn real(named: &Path, links: Links) -> Result<PathBuf, Refused> {
    let path = sendable_file(named, links)?;
    if path.to_str().is_none() {
        Err(BadTask::Form("the path of a file is not UTF-8; rename it").into())
    } else {
        Ok(path)
    }
}

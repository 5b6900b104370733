//! A file to fetch, as a program describes it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use haul_model::describe::{self, SUGGESTED};
use haul_model::place::{Base, Bases, Location};
use haul_model::task::{BadTask, Conflict, Download, Work};
use haul_store::NewRecord;

use super::choices::{body_choices, common_choices};
use super::{Choices, Describe, Sent, Wants, record, task};
use crate::disk::allowed_folder;
use crate::library::Refused;

/// A file to fetch.
///
/// ```
/// use haul_engine::library::DownloadTask;
///
/// let task = DownloadTask::new("https://example.org/report.pdf")
///     .folder("reports/2026")
///     .suggested_name()
///     .checksum("sha-256=0000000000000000000000000000000000000000000000000000000000000000")
///     .retries(3);
/// ```
#[derive(Clone)]
pub struct DownloadTask {
    sent: Sent,
    choices: Choices,
    base: Option<Base>,
    folder: Folder,
    name: Option<String>,
    conflict: Conflict,
    checksum: Option<String>,
    checksum_from: Option<String>,
    mirrors: Vec<String>,
    lanes: Option<u32>,
    adjustments: Vec<Adjustment>,
}

/// Where it goes.
#[derive(Debug, Clone)]
enum Folder {
    /// A folder below a base.
    Below(String),
    /// A folder of its own.
    Absolute(PathBuf),
}

/// A change of what no method of the builder is about.
type Adjustment = Arc<dyn Fn(&mut Download) + Send + Sync>;

impl fmt::Debug for DownloadTask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DownloadTask").field("url", &self.sent.url).finish_non_exhaustive()
    }
}

impl DownloadTask {
    /// A file at this address. It goes to the download folder under a random name, unless you say otherwise.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            sent: Sent { url: url.into(), ..Sent::default() },
            choices: Choices::default(),
            base: None,
            folder: Folder::Below(String::new()),
            name: None,
            conflict: Conflict::Rename,
            checksum: None,
            checksum_from: None,
            mirrors: Vec::new(),
            lanes: None,
            adjustments: Vec::new(),
        }
    }

    common_choices!();
    body_choices!();

    /// The folder that a relative one begins in (M008); the downloads unless you say so.
    #[must_use]
    pub const fn base(mut self, base: Base) -> Self {
        self.base = Some(base);
        self
    }

    /// A folder below the base; it is made when it is missing, and a leading separator says nothing (M007).
    #[must_use]
    pub fn folder(mut self, folder: impl Into<String>) -> Self {
        self.folder = Folder::Below(folder.into());
        self
    }

    /// A folder of its own, absolute.
    #[must_use]
    pub fn into_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Folder::Absolute(folder.into());
        self
    }

    /// Its name, one without `/` and `\` (M006).
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The name that the server suggests, else the last part of the address (M079). A name of `?` says the same.
    #[must_use]
    pub fn suggested_name(self) -> Self {
        self.name(SUGGESTED)
    }

    /// Folder and name at once, of an absolute path.
    #[must_use]
    pub fn to_path(mut self, path: &Path) -> Self {
        self.folder = Folder::Absolute(path.parent().unwrap_or(path).to_owned());
        self.name = Some(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        self
    }

    /// Replaces a file of that name by one rename, once the new one is whole (M075). Unless you say so, or one of the next
    /// two, the next free `name (1)` is taken (M076).
    #[must_use]
    pub const fn overwriting(mut self) -> Self {
        self.conflict = Conflict::Overwrite;
        self
    }

    /// Is content with a file of that name (M085).
    #[must_use]
    pub const fn skipping_existing(mut self) -> Self {
        self.conflict = Conflict::Skip;
        self
    }

    /// Fails where a file of that name is.
    #[must_use]
    pub const fn failing_on_existing(mut self) -> Self {
        self.conflict = Conflict::Fail;
        self
    }

    /// The digest that the file has to have: `sha-256=HEX` and its like.
    #[must_use]
    pub fn checksum(mut self, digest: impl Into<String>) -> Self {
        self.checksum = Some(digest.into());
        self
    }

    /// A file on the server that holds its digest: an address, or an ending such as `.sha256`.
    #[must_use]
    pub fn checksum_from(mut self, place: impl Into<String>) -> Self {
        self.checksum_from = Some(place.into());
        self
    }

    /// Another address of the same file (M136).
    #[must_use]
    pub fn mirror(mut self, url: impl Into<String>) -> Self {
        self.mirrors.push(url.into());
        self
    }

    /// Most connections that fetch parts of it, 1 to 32. Unless you say so the engine finds the number that pays.
    #[must_use]
    pub const fn lanes(mut self, lanes: u32) -> Self {
        self.lanes = Some(lanes);
        self
    }

    /// Changes what no other method is about: speed, proxy, strictness, retries of permanent answers, and so on.
    ///
    /// ```
    /// use haul_engine::library::DownloadTask;
    ///
    /// let task = DownloadTask::new("https://example.org/f").with(|download| download.limit_rate = Some(500_000));
    /// ```
    #[must_use]
    pub fn with(mut self, adjustment: impl Fn(&mut Download) + Send + Sync + 'static) -> Self {
        self.adjustments.push(Arc::new(adjustment));
        self
    }
}

impl Describe for DownloadTask {
    fn wants(&self) -> Wants {
        self.choices.wants
    }

    fn describe(self, bases: &Bases) -> Result<NewRecord, Refused> {
        let url = self.sent.address()?;
        let (choice, name) = describe::name(self.name.as_deref(), &url, rand::random())?;
        let (location, folder) = place(self.base, self.folder, bases)?;
        let folder = allowed_folder(folder, bases)?;
        let (headers, window) = describe::window(self.sent.headers()?)?;
        let mut download = Download {
            method: self.sent.method()?,
            headers,
            secret_headers: self.sent.secret_headers,
            body: self.sent.body.transpose()?,
            conflict: self.conflict,
            checksum: self.checksum.map(|text| text.parse()).transpose().map_err(BadTask::Checksum)?,
            checksum_from: self.checksum_from.map(|text| describe::sidecar(&url, &text)).transpose()?,
            mirrors: describe::mirrors(&url, self.mirrors.iter().map(String::as_str))?,
            window,
            lanes: self.lanes.map(describe::lanes).transpose()?,
            ..Download::of(url, location, choice)
        };
        self.adjustments.iter().for_each(|adjustment| adjustment(&mut download));
        Ok(record(task(self.choices, Work::Download(download))?, folder, name))
    }
}

fn place(base: Option<Base>, folder: Folder, bases: &Bases) -> Result<(Location, PathBuf), BadTask> {
    let location = match folder {
        Folder::Below(folder) => describe::location(base, &folder)?,
        Folder::Absolute(folder) => {
            let text = folder.to_str().ok_or(BadTask::Folder)?;
            describe::location(Some(Base::Root), text)?
        }
    };
    let folder = location.resolve(bases);
    Ok((location, folder))
}

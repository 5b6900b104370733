//! A piece of work, as its creator described it.
//!
//! Owns [`Task`] and what is checked before one exists: method, headers, body, retries, priority (M012, M013, M017).
//! Refuses state: what becomes of a task stands in [`crate::status`].

mod download;
mod message;
mod request;
mod upload;
mod written;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use crate::auth::Auth;
use crate::describe::LONGEST_GROUP;
use crate::digest::DigestError;
use crate::link::LinkWish;
use crate::naming::NameError;
use crate::notification::Templates;
use crate::options::{AddedBy, MOST_LANES};
use crate::post_command::PostCommand;
use crate::retry::Permanent;
use crate::time::Timestamp;

pub use download::{Conflict, Download, NameChoice, Trust};
pub use message::{Body, Header, Method};
pub use request::{Calling, Private, Request};
pub use upload::{Field, FilePart, Form, Resuming, Upload};

/// The number of a task, unique for ever in one database and growing with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub u64);

impl fmt::Display for TaskId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The group of tasks that name none.
pub const DEFAULT_GROUP: &str = "default";

/// Why a description of a task is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadTask {
    /// Not one of the six methods.
    #[error("the method {0:?} is not supported; use GET, POST, HEAD, PUT, PATCH or DELETE")]
    Method(String),
    /// A header name or value that HTTP forbids.
    #[error("the header {0:?} holds characters that HTTP does not allow")]
    Header(String),
    /// JSON that is neither list nor map.
    #[error("the body has to be text, bytes, or a JSON list or object")]
    Body,
    /// Outside 0..=10.
    #[error("{0} tries are not possible; use 0 to 10")]
    Retries(u32),
    /// Outside 0..=10.
    #[error("the priority {0} is not possible; use 0 (first) to 10")]
    Priority(u32),
    /// Not an http or https address.
    #[error("{0}")]
    Url(String),
    /// No file name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// No digest.
    #[error(transparent)]
    Checksum(#[from] DigestError),
    /// A folder that no file system takes.
    #[error("the folder holds a NUL character")]
    Folder,
    /// A header that is for a proxy alone.
    #[error(
        "Proxy-Authorization is for the proxy alone. Put user name and password into the proxy's address, or store them \
         with `haul credentials set --proxy`"
    )]
    ProxyHeader,
    /// No range, or several.
    #[error("the range \"{0}\" is none that Haul knows; write one, such as bytes=0-99 or bytes=100-")]
    Range(String),
    /// Too many connections, or none.
    #[error("{0} connections are not possible; use 1 to {MOST_LANES}")]
    Lanes(u32),
    /// No name of a group.
    #[error("a group's name has at most {LONGEST_GROUP} characters, and no control characters")]
    Group,
    /// A relative path.
    #[error("the certificate is named by an absolute path, such as /home/me/me.pem")]
    Certificate,
    /// An upload that contradicts itself.
    #[error("{0}")]
    Form(&'static str),
    /// No argument list of a program.
    #[error(
        "a command is a program and its arguments, such as unzip $file; the program cannot be the downloaded file itself"
    )]
    Command,
    /// The text is no task, or of a kind that this version does not know.
    #[error("this is no task that Haul knows: {0}")]
    Unreadable(String),
}

/// The work of a task, by kind.
#[allow(clippy::large_enum_variant, reason = "tasks are held one at a time, and nearly all are downloads")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// A file to fetch.
    Download(Download),
    /// A request whose answer is the result.
    Request(Request),
    /// Files to send.
    Upload(Upload),
}

impl Work {
    /// The stable word for its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Download(_) => "download",
            Self::Request(_) => "request",
            Self::Upload(_) => "upload",
        }
    }

    /// What is sent to the server.
    #[must_use]
    pub fn calling(&self) -> Calling<'_> {
        match self {
            Self::Download(download) => download.calling(),
            Self::Request(request) => request.calling(),
            Self::Upload(upload) => upload.calling(),
        }
    }

    /// The parts that may hold a secret.
    #[must_use]
    pub fn private(&mut self) -> Private<'_> {
        match self {
            Self::Download(download) => download.private(),
            Self::Request(request) => request.private(),
            Self::Upload(upload) => upload.private(),
        }
    }

    /// The address without what only its server needs to know of it.
    #[must_use]
    pub fn url(&self) -> &Url {
        self.calling().url
    }

    /// The host that is asked; empty where the address has none.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url().host_str().unwrap_or_default()
    }

    /// What follows an answer that will not change by itself (M057).
    #[must_use]
    pub const fn permanent(&self) -> Permanent {
        match self {
            Self::Download(download) => download.permanent,
            Self::Request(request) => request.permanent,
            Self::Upload(upload) => upload.request.permanent,
        }
    }

    /// Longest time over all attempts, in seconds (M110).
    #[must_use]
    pub const fn max_seconds(&self) -> Option<u64> {
        match self {
            Self::Download(download) => download.max_seconds,
            Self::Request(request) => request.max_seconds,
            Self::Upload(upload) => upload.request.max_seconds,
        }
    }

    /// The command that takes over the finished file.
    #[must_use]
    pub const fn post_command(&self) -> Option<&PostCommand> {
        match self.as_download() {
            Some(download) => download.post_command.as_ref(),
            None => None,
        }
    }

    /// The download, where it is one.
    #[must_use]
    pub const fn as_download(&self) -> Option<&Download> {
        match self {
            Self::Download(download) => Some(download),
            Self::Request(_) | Self::Upload(_) => None,
        }
    }

    /// The download, where it is one.
    #[must_use]
    pub const fn as_download_mut(&mut self) -> Option<&mut Download> {
        match self {
            Self::Download(download) => Some(download),
            Self::Request(_) | Self::Upload(_) => None,
        }
    }
}

/// A piece of work. It is written as one flat object and read by [`Task::from_json`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// The creator's own id (M004).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// Group.
    pub group: String,
    /// 0 (first) to 10 (M017).
    pub priority: u8,
    /// Tries after a failure that passes, 0 to 10.
    pub retries: u8,
    /// Free text of the creator (M014).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metadata: String,
    /// Name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// Who added it; `None` where nobody noted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_by: Option<AddedBy>,
    /// Its notifications, in place of its group's or the default ones (M181).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Templates>,
    /// What it wishes of the link (M154, M155).
    #[serde(flatten)]
    pub link: LinkWish,
    /// What lets it in (M115); a secret, so that no record holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// What is to be done.
    #[serde(flatten)]
    pub work: Work,
}

impl Task {
    /// Reads a stored task (M019).
    ///
    /// # Errors
    /// [`BadTask::Unreadable`] for broken text and for a kind that this version does not know.
    pub fn from_json(text: &str) -> Result<Self, BadTask> {
        written::read(text).map_err(|error| BadTask::Unreadable(error.to_string()))
    }

    /// The text to store.
    ///
    /// # Errors
    /// [`BadTask::Unreadable`] never happens for a task that was built by this crate.
    pub fn to_json(&self) -> Result<String, BadTask> {
        serde_json::to_string(self).map_err(|error| BadTask::Unreadable(error.to_string()))
    }
}

/// Reads an address as people write it: without a scheme it is https; only http and https are taken (M114).
///
/// # Errors
/// [`BadTask::Url`] with a sentence for people.
pub fn parse_url(text: &str) -> Result<Url, BadTask> {
    let text = text.trim();
    let has_scheme = text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    });
    let bare_scheme = ["file:", "data:", "javascript:", "mailto:", "blob:", "magnet:"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let full = if has_scheme || bare_scheme { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&full).map_err(|error| {
        BadTask::Url(format!("\"{text}\" is not an address: {error}. Check it for typing mistakes."))
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BadTask::Url(format!("Haul downloads http and https addresses, not {}:.", url.scheme())));
    }
    if !escapes_are_whole(&full) {
        return Err(BadTask::Url(format!("\"{text}\" holds a % that is not followed by two hexadecimal digits.")));
    }
    Ok(url)
}

/// Appends query parameters exactly as they are, after `?` or `&` (M010).
pub fn append_query<'a>(url: &mut Url, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) {
    for (name, value) in parameters {
        let query = match url.query() {
            Some(before) if !before.is_empty() => format!("{before}&{name}={value}"),
            Some(_) | None => format!("{name}={value}"),
        };
        url.set_query(Some(&query));
    }
}

fn escapes_are_whole(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'%')
        .all(|(at, _)| bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

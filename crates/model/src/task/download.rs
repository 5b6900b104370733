//! A file to fetch, as its creator described it.
//!
//! Owns [`Download`] and the words of its choices. Refuses state.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::cookies::GivenCookie;
use crate::digest::Digest;
use crate::naming::FileName;
use crate::nearness::Approach;
use crate::options::{Coding, FileTime, OriginMark, Strictness};
use crate::place::Location;
use crate::post_command::PostCommand;
use crate::proxy::ProxyChoice;
use crate::range::AskedRange;
use crate::redirect::Downgrade;
use crate::retry::Permanent;
use crate::task::{Body, Calling, Header, Method, Private};

/// How the final name is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameChoice {
    /// This one.
    Given(FileName),
    /// The server's suggestion, else the last part of the address (M079).
    Suggested,
}

/// What happens when the final name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// The next free `file (n).ext` (M076).
    Rename,
    /// The old file is replaced by one rename (M075).
    Overwrite,
    /// The task is complete as it is.
    Skip,
    /// The task fails.
    Fail,
}

/// How far the server's certificate is trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It must be valid.
    #[default]
    Checked,
    /// Anything goes, at the first origin only.
    Insecure,
}

/// Whether a choice was left alone: of a million tasks nearly all leave nearly all choices alone, and those are not kept.
pub(super) fn is_usual<T: Default + PartialEq>(choice: &T) -> bool {
    *choice == T::default()
}

/// A file to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Address, query parameters included.
    pub url: Url,
    /// Request method.
    pub method: Method,
    /// Request headers in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// Request body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Where it goes.
    pub location: Location,
    /// Under which name.
    pub name: NameChoice,
    /// When the name is taken.
    pub conflict: Conflict,
    /// The digest it has to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<Digest>,
    /// Proxy of this task.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub proxy: ProxyChoice,
    /// Certificates.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub trust: Trust,
    /// Most bytes a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_rate: Option<u64>,
    /// Other addresses of the same file (M136).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<Url>,
    /// The only part of the resource that is wanted (M068).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<AskedRange>,
    /// Most connections, 1 to [`MOST_LANES`](crate::options::MOST_LANES); `None` leaves the number to the engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lanes: Option<u32>,
    /// When the server cannot give what was counted on.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub strictness: Strictness,
    /// Length it has to have, in bytes (M102).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Address of a file that holds its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum_from: Option<Url>,
    /// What that file said, once it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Digest>,
    /// Names of headers that are secret besides the well-known ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_headers: Vec<String>,
    /// Whether https may lead to http.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub downgrade: Downgrade,
    /// Whether a redirect may lead from a public server to a private one.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub approach: Approach,
    /// File with the certificate and key that identify the user to the first origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Cookies the user brought along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookies: Vec<GivenCookie>,
    /// What becomes of a content coding.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub coding: Coding,
    /// What follows an answer that will not change by itself (M057).
    #[serde(default, skip_serializing_if = "is_usual")]
    pub permanent: Permanent,
    /// Longest time over all attempts, in seconds (M110).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_seconds: Option<u64>,
    /// Whether the file says where it came from.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub origin_mark: OriginMark,
    /// Its modification time.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub file_time: FileTime,
    /// The command that takes over the finished file (M091).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_command: Option<PostCommand>,
}

impl Download {
    /// A plain GET of `url`, with every choice left alone.
    #[must_use]
    pub const fn of(url: Url, location: Location, name: NameChoice) -> Self {
        Self {
            url,
            method: Method::Get,
            headers: Vec::new(),
            body: None,
            location,
            name,
            conflict: Conflict::Rename,
            checksum: None,
            proxy: ProxyChoice::Followed,
            trust: Trust::Checked,
            limit_rate: None,
            mirrors: Vec::new(),
            window: None,
            lanes: None,
            strictness: Strictness::Lenient,
            size: None,
            checksum_from: None,
            published: None,
            secret_headers: Vec::new(),
            downgrade: Downgrade::Refused,
            approach: Approach::Refused,
            certificate: None,
            cookies: Vec::new(),
            coding: Coding::AsSent,
            permanent: Permanent::Fail,
            max_seconds: None,
            origin_mark: OriginMark::Written,
            file_time: FileTime::Written,
            post_command: None,
        }
    }

    /// What is sent.
    #[must_use]
    pub fn calling(&self) -> Calling<'_> {
        Calling {
            url: &self.url,
            method: self.method,
            headers: &self.headers,
            secret_headers: &self.secret_headers,
            body: self.body.as_ref(),
            proxy: &self.proxy,
            trust: self.trust,
            certificate: self.certificate.as_deref(),
            cookies: &self.cookies,
            downgrade: self.downgrade,
            approach: self.approach,
            coding: self.coding,
        }
    }

    /// The length that the task itself says, for a server that says none: that of its window, else its
    /// `Known-Content-Length` header (M043).
    #[must_use]
    pub fn hinted_length(&self) -> Option<u64> {
        let known = || self.headers.iter().find(|header| header.name.eq_ignore_ascii_case("known-content-length"));
        let window = self.window.and_then(|window| window.length(None));
        window.or_else(|| known()?.value.parse().ok())
    }

    /// What may hold a secret.
    #[must_use]
    pub fn private(&mut self) -> Private<'_> {
        let Self { url, headers, secret_headers, cookies, proxy, .. } = self;
        Private { url, headers, secret_headers, cookies, proxy, fields: Default::default() }
    }
}

//! Why a task stopped, in a category, a sentence and what helps.
//!
//! Owns [`Category`], [`Remedy`] and [`Fault`]. Refuses to guess from messages: whoever saw the error first names the
//! category. Rule kept here: the text of a category is stable, it is what scripts match on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a person or the program can do about a [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// The same request may work later; the program tries again by itself.
    RetryLater,
    /// What is on disk cannot be continued; a fresh start can work.
    StartOver,
    /// A person has to change something (space, password, address, folder); the part file is kept.
    AskUser,
    /// Nothing that this program can do helps.
    GiveUp,
}

/// A failed task's explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The kind of failure, stable text.
    pub category: Category,
    /// One or two sentences: what happened and what helps. Never holds a secret.
    pub message: String,
    /// What helps.
    pub remedy: Remedy,
}

impl Fault {
    /// Puts a fault together.
    #[must_use]
    pub fn new(category: Category, remedy: Remedy, message: impl Into<String>) -> Self {
        Self { category, message: message.into(), remedy }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// A text that names no [`Category`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{0}\" is not a fault category; the list is in docs/architecture.md")]
pub struct UnknownCategory(pub String);

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The kind of a failure: the words of `retry_policy.json` and of the fault matrix.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Category {
            /// An HTTP status that ended the attempt: `http.404`.
            Http(u16),
            $($(#[$doc])* $name,)*
        }

        impl Category {
            /// Every category but the numbered ones.
            pub const NAMED: &'static [Self] = &[$(Self::$name,)*];
        }

        impl fmt::Display for Category {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Http(status) => write!(formatter, "http.{status}"),
                    $(Self::$name => formatter.write_str($text),)*
                }
            }
        }

        impl FromStr for Category {
            type Err = UnknownCategory;

            fn from_str(text: &str) -> Result<Self, UnknownCategory> {
                match text {
                    $($text => Ok(Self::$name),)*
                    _ => text
                        .strip_prefix("http.")
                        .and_then(|digits| digits.parse().ok())
                        .filter(|status| (100..1000).contains(status))
                        .map(Self::Http)
                        .ok_or_else(|| UnknownCategory(text.to_owned())),
                }
            }
        }
    };
}

categories! {
    /// The server offers something else than before.
    HttpChanged = "http.changed",
    /// A content coding that could not be undone.
    HttpEncoding = "http.encoding",
    /// A success status without a body.
    HttpNoContent = "http.no_content",
    /// The answer is not HTTP.
    HttpProtocol = "http.protocol",
    /// A range was refused or answered wrongly.
    HttpRange = "http.range",
    /// The server wants HTTP/1.1.
    Http2Downgrade = "http2.downgrade",
    /// REFUSED_STREAM.
    Http2Refused = "http2.refused",
    /// A stream broke.
    Http2Stream = "http2.stream",
    /// No connection in time.
    NetConnectTimeout = "net.connect_timeout",
    /// The host name does not exist.
    NetDnsNxdomain = "net.dns_nxdomain",
    /// The name could not be looked up now.
    NetDnsTemporary = "net.dns_temporary",
    /// There is no network.
    NetOffline = "net.offline",
    /// Nothing listens there.
    NetRefused = "net.refused",
    /// The connection was reset.
    NetReset = "net.reset",
    /// Slower than the set minimum.
    NetSlow = "net.slow",
    /// No byte for the stall time.
    NetStall = "net.stall",
    /// The body ended early.
    NetTruncated = "net.truncated",
    /// The certificate is not trusted.
    TlsCert = "tls.cert",
    /// No common TLS.
    TlsHandshake = "tls.handshake",
    /// A broken TLS record.
    TlsRecord = "tls.record",
    /// A `Location` that is no address.
    RedirectBadLocation = "redirect.bad_location",
    /// A redirect would send a body to another origin.
    RedirectBodyCrossOrigin = "redirect.body_cross_origin",
    /// https to http.
    RedirectDowngrade = "redirect.downgrade",
    /// The chain meets itself.
    RedirectLoop = "redirect.loop",
    /// A redirect without an address.
    RedirectNoLocation = "redirect.no_location",
    /// Neither http nor https.
    RedirectSchemeBlocked = "redirect.scheme_blocked",
    /// More hops than allowed.
    RedirectTooMany = "redirect.too_many",
    /// An upload was redirected and needs consent.
    RedirectUploadNeedsConfirm = "redirect.upload_needs_confirm",
    /// A user name and password are needed.
    AuthRequired = "auth.required",
    /// Larger than the file system takes.
    DiskFileTooLarge = "disk.file_too_large",
    /// No space left.
    DiskFull = "disk.full",
    /// The disk reported an error.
    DiskIo = "disk.io",
    /// A network share went away.
    DiskOffline = "disk.offline",
    /// The folder or part file is gone.
    DiskPath = "disk.path",
    /// Writing is not allowed there.
    DiskPermission = "disk.permission",
    /// The file system is read-only.
    DiskReadOnly = "disk.read_only",
    /// The name is taken and the task says not to touch it.
    DiskExists = "disk.exists",
    /// Another program holds the database.
    DbBusy = "db.busy",
    /// The database is damaged.
    DbCorrupt = "db.corrupt",
    /// The file differs from the expected digest.
    IntegrityChecksum = "integrity.checksum",
    /// The file differs from the declared size.
    IntegritySize = "integrity.size",
    /// No file handles left.
    LocalFdLimit = "local.fd_limit",
    /// No memory left.
    LocalMemory = "local.memory",
    /// The command that takes over the file failed.
    LocalCommand = "local.command",
    /// The program itself failed.
    LocalInternal = "local.internal",
    /// A rule of this program refuses it.
    Policy = "policy",
    /// A resumable upload disagrees about the offset.
    UploadOffset = "upload.offset",
    /// The file changed while it was sent.
    UploadSourceChanged = "upload.source_changed",
    /// The server takes less.
    UploadTooLarge = "upload.too_large",
    /// Nobody knows whether the server took it.
    UploadUnknownOutcome = "upload.unknown_outcome",
    /// The user stopped it.
    User = "user",
}

impl Category {
    /// Whether it happened on the way to the server or back, so that another network may mend it.
    #[must_use]
    pub const fn is_of_network(self) -> bool {
        matches!(
            self,
            Self::NetConnectTimeout
                | Self::NetDnsNxdomain
                | Self::NetDnsTemporary
                | Self::NetOffline
                | Self::NetRefused
                | Self::NetReset
                | Self::NetSlow
                | Self::NetStall
                | Self::NetTruncated
        )
    }
}

impl Serialize for Category {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_read_back_from_its_own_text() {
        for category in Category::NAMED.iter().copied().chain([Category::Http(404), Category::Http(503)]) {
            assert_eq!(category.to_string().parse(), Ok(category));
        }
    }

    #[test]
    fn the_network_has_the_categories_that_say_so() {
        for category in Category::NAMED.iter().copied().chain([Category::Http(503)]) {
            assert_eq!(category.is_of_network(), category.to_string().starts_with("net."), "{category}");
        }
    }

    #[test]
    fn a_text_that_names_nothing_is_refused_with_its_name() {
        assert_eq!("net.sun_spots".parse::<Category>(), Err(UnknownCategory("net.sun_spots".into())));
        assert!("http.99999".parse::<Category>().is_err());
    }
}

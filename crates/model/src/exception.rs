//! Why a task failed, in the few kinds that programs tell apart.
//!
//! Owns [`ExceptionKind`] and which [`Category`] is which (M105). Refuses sentences: those come with the fault.

use std::fmt;

use crate::fault::{Category, Category as C};

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExceptionKind {
    /// A disk, a folder or a file.
    FileSystem,
    /// The address, or one that a server redirected to.
    Url,
    /// The way to the server or back: no connection, no certificate, no answer, half an answer.
    Connection,
    /// What is there cannot be continued.
    Resume,
    /// The server's answer, with its status code.
    Http(u16),
    /// Anything else.
    General,
}

impl ExceptionKind {
    /// The kind of a category.
    #[must_use]
    #[rustfmt::skip] // a table: one row a line
    pub const fn of(category: Category) -> Self {
        match category {
            C::Http(code) => Self::Http(code),
            C::AuthRequired => Self::Http(401),
            C::UploadTooLarge => Self::Http(413),
            C::HttpChanged | C::HttpRange | C::UploadOffset | C::UploadSourceChanged => Self::Resume,
            C::HttpEncoding | C::HttpNoContent | C::HttpProtocol | C::Http2Downgrade | C::Http2Refused | C::Http2Stream
            | C::NetConnectTimeout | C::NetDnsNxdomain | C::NetDnsTemporary | C::NetOffline | C::NetRefused | C::NetReset
            | C::NetSlow | C::NetStall | C::NetTruncated | C::TlsCert | C::TlsHandshake | C::TlsRecord
            | C::UploadUnknownOutcome => Self::Connection,
            C::RedirectBadLocation | C::RedirectBodyCrossOrigin | C::RedirectDowngrade | C::RedirectLoop
            | C::RedirectNoLocation | C::RedirectSchemeBlocked | C::RedirectTooMany
            | C::RedirectUploadNeedsConfirm => Self::Url,
            C::DiskFileTooLarge | C::DiskFull | C::DiskIo | C::DiskOffline | C::DiskPath | C::DiskPermission
            | C::DiskReadOnly | C::DiskExists => Self::FileSystem,
            C::DbBusy | C::DbCorrupt | C::IntegrityChecksum | C::IntegritySize | C::LocalFdLimit | C::LocalMemory
            | C::LocalInternal | C::LocalCommand | C::Policy | C::User => Self::General,
        }
    }
}

impl fmt::Display for ExceptionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FileSystem => formatter.write_str("file system"),
            Self::Url => formatter.write_str("url"),
            Self::Connection => formatter.write_str("connection"),
            Self::Resume => formatter.write_str("resume"),
            Self::Http(code) => write!(formatter, "http {code}"),
            Self::General => formatter.write_str("general"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m105_what_happens_on_the_way_is_a_connection_and_a_status_keeps_its_number() {
        for category in Category::NAMED.iter().copied().filter(|category| category.is_of_network()) {
            assert_eq!(ExceptionKind::of(category), ExceptionKind::Connection, "{category}");
        }
        assert_eq!(ExceptionKind::of(Category::Http(403)), ExceptionKind::Http(403));
        assert_eq!(ExceptionKind::of(Category::HttpChanged), ExceptionKind::Resume);
        assert_eq!(ExceptionKind::of(Category::DiskFull), ExceptionKind::FileSystem);
    }
}

//! From what was seen to its category.
//!
//! Owns the meaning of status codes and of Linux error numbers on files. Refuses to read messages.

use super::{Exchange, Sent};
use crate::fault::Category;

/// The category of a status that ends an attempt.
#[must_use]
pub const fn of_status(status: u16, exchange: Exchange) -> Category {
    match (status, exchange) {
        (204 | 205, _) => Category::HttpNoContent,
        (304, _) => Category::HttpProtocol,
        (401 | 407, _) => Category::AuthRequired,
        (409, Exchange::Append) => Category::UploadOffset,
        (412, _) => Category::HttpChanged,
        (413, _) => Category::UploadTooLarge,
        (416, _) => Category::HttpRange,
        (other, _) => Category::Http(other),
    }
}

/// The category of a Linux error number that came from working with the destination file.
#[must_use]
pub const fn of_disk_error(number: i32) -> Category {
    match number {
        ENOSPC | EDQUOT => Category::DiskFull,
        EFBIG => Category::DiskFileTooLarge,
        EPERM | EACCES => Category::DiskPermission,
        EROFS => Category::DiskReadOnly,
        ENOENT | ENOTDIR => Category::DiskPath,
        EEXIST | EISDIR => Category::DiskExists,
        ENOTCONN | ESTALE | EHOSTDOWN => Category::DiskOffline,
        EMFILE | ENFILE => Category::LocalFdLimit,
        ENOMEM => Category::LocalMemory,
        _ => Category::DiskIo,
    }
}

/// Whether a failure leaves open what the server has done: it may have had the whole request.
#[must_use]
pub const fn is_lost_answer(category: Category) -> bool {
    matches!(
        category,
        Category::NetReset
            | Category::NetTruncated
            | Category::NetStall
            | Category::NetSlow
            | Category::NetOffline
            | Category::TlsRecord
            | Category::HttpProtocol
            | Category::Http2Stream
    )
}

/// A POST whose answer was lost after bytes had left may have been carried out: nobody knows.
pub(super) const fn with_outcome(category: Category, exchange: Exchange) -> Category {
    if is_lost_answer(category) && matches!(exchange, Exchange::Post(Sent::Something)) {
        return Category::UploadUnknownOutcome;
    }
    category
}

const EPERM: i32 = 1;
const ENOENT: i32 = 2;
const ENOMEM: i32 = 12;
const EACCES: i32 = 13;
const EEXIST: i32 = 17;
const ENOTDIR: i32 = 20;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;
const EISDIR: i32 = 21;
const EFBIG: i32 = 27;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;
const ENOTCONN: i32 = 107;
const EHOSTDOWN: i32 = 112;
const ESTALE: i32 = 116;
const EDQUOT: i32 = 122;

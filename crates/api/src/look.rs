//! What a server says of a file before anybody wants it.
//!
//! Owns the answer; the question is a [`NewRequest`](crate::NewRequest) whose method and body are left out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file as its server describes it. What the server does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Look {
    /// Length in bytes; -1 when the server does not say.
    pub bytes: i64,
    /// The name that a download of it would take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// MIME type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Its tag, as the server spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When it was changed, as the server spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Why nothing is known, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

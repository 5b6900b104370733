//! How long a file is.
//!
//! Owns the answer; the question is a [`NewRequest`](crate::NewRequest) whose method and body are left out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long a file is (M245).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Size {
    /// Length in bytes; -1 when the server does not say.
    pub bytes: i64,
    /// Why nobody knows, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

//! The text of a stored task, read.
//!
//! Owns the two looks that are taken at it: one for what every task says of itself, one for its work. Rule kept here: neither
//! holds what it does not need, for a page of a list is a hundred of them.

use serde::Deserialize;

use crate::auth::Auth;
use crate::link::{LinkWish, Permission};
use crate::notification::Templates;
use crate::options::AddedBy;
use crate::task::{Task, Work};
use crate::time::Timestamp;

/// What every task says of itself.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    own_id: Option<String>,
    group: String,
    priority: u8,
    retries: u8,
    #[serde(default)]
    metadata: String,
    #[serde(default)]
    display_name: Option<String>,
    created: Timestamp,
    #[serde(default)]
    added_by: Option<AddedBy>,
    #[serde(default)]
    notifications: Option<Templates>,
    #[serde(default)]
    metered: Permission,
    #[serde(default)]
    requires_wifi: bool,
    #[serde(default)]
    auth: Option<Auth>,
    kind: Kind,
}

/// The word for the kind of its work.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Download,
    Request,
    Upload,
}

/// Reads a task.
pub(super) fn read(text: &str) -> serde_json::Result<Task> {
    let Head {
        own_id,
        group,
        priority,
        retries,
        metadata,
        display_name,
        created,
        added_by,
        notifications,
        metered,
        requires_wifi,
        auth,
        kind,
    } = serde_json::from_str(text)?;
    let work = match kind {
        Kind::Download => Work::Download(serde_json::from_str(text)?),
        Kind::Request => Work::Request(serde_json::from_str(text)?),
        Kind::Upload => Work::Upload(serde_json::from_str(text)?),
    };
    Ok(Task {
        own_id,
        group,
        priority,
        retries,
        metadata,
        display_name,
        created,
        added_by,
        notifications,
        link: LinkWish { metered, requires_wifi },
        auth,
        work,
    })
}

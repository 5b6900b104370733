//! A download to add, in the words of the surfaces.
//!
//! Owns what can be asked for and what became of it. Refuses rules: the host checks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::auth::NewAuth;
use crate::batch::NewBatch;
use crate::post_command::PostCommand;
use crate::wire::Refusal;

/// One header of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Request method (M012).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "UPPERCASE")]
#[ts(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the methods of RFC 9110 and RFC 5789")]
pub enum Method {
    #[default]
    Get,
    Post,
    Head,
    Put,
    Patch,
    Delete,
}

/// What is sent with the request (M013).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Body {
    /// Text as it is; empty text makes a request with length 0.
    Text(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A list or a map, sent as JSON; anything else is refused.
    Json(#[ts(type = "unknown")] serde_json::Value),
}

/// Where a relative folder begins (M008).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum BaseFolder {
    /// The download folder of the settings.
    #[default]
    Downloads,
    /// The desktop's documents folder.
    Documents,
    /// The folder for temporary files.
    Temporary,
    /// Haul's data folder.
    Support,
    /// `Library` below the data folder.
    Library,
    /// `/`: the folder is absolute.
    Root,
}

/// What happens when the name is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Conflict {
    /// `file (1).ext` (M076).
    #[default]
    Rename,
    /// The old file is replaced when the new one is whole (M075).
    Overwrite,
    /// Nothing is downloaded; the task is complete.
    Skip,
    /// The task fails.
    Fail,
}

/// When a new task begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Start {
    /// As soon as it has a slot.
    #[default]
    Now,
    /// When it is resumed (M001).
    Later,
}

/// How far the server's certificate is trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Trust {
    /// It must be valid.
    #[default]
    Checked,
    /// Anything goes, for this task and its first origin only.
    Insecure,
}

/// What a task says about metered links (M154).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Permission {
    /// As it is set for all tasks.
    #[default]
    AsSet,
    /// It may use them.
    Allowed,
    /// It waits for another link.
    Refused,
}

/// Notifications of one task, in place of the default ones (M181). A state without a text shows none (M178).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NotificationTexts {
    /// While it runs; the first line is the title. Tokens: `{filename}`, `{displayName}`, `{metadata}`, `{progress}`,
    /// `{networkSpeed}`, `{timeRemaining}`.
    pub running: Option<String>,
    /// When the file is there.
    pub complete: Option<String>,
    /// When it failed or was not found.
    pub failed: Option<String>,
    /// When it is stopped.
    pub paused: Option<String>,
    /// When it was called off.
    pub canceled: Option<String>,
    /// Whether a click on the notification of the finished task opens its file.
    pub tap_opens: bool,
    /// Name of the one notification that all tasks share which name it so (M184); its texts also know `{numFinished}`,
    /// `{numFailed}` and `{numTotal}`. It may not begin with `*`.
    pub together: Option<String>,
}

/// A download to add. Only `url` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewDownload {
    /// Address; without a scheme it is https.
    pub url: String,
    /// The creator's own id, kept verbatim (M004).
    #[serde(skip_serializing_if = "is_usual")]
    pub own_id: Option<String>,
    /// Where `folder` begins; absent: `root` for an absolute folder, else `downloads`.
    #[serde(skip_serializing_if = "is_usual")]
    pub base: Option<BaseFolder>,
    /// Folder below `base`, or an absolute one; it is made when missing.
    #[serde(skip_serializing_if = "is_usual")]
    pub folder: Option<String>,
    /// File name; `?` takes the server's (M079); absent makes a random one (M006).
    #[serde(skip_serializing_if = "is_usual")]
    pub name: Option<String>,
    /// What happens when the name is taken.
    #[serde(skip_serializing_if = "is_usual")]
    pub conflict: Conflict,
    /// `sha-256=HEX` and the like; checked before the file gets its name.
    #[serde(skip_serializing_if = "is_usual")]
    pub checksum: Option<String>,
    /// Request headers.
    #[serde(skip_serializing_if = "is_usual")]
    pub headers: Vec<Header>,
    /// Query parameters, appended as they are (M010).
    #[serde(skip_serializing_if = "is_usual")]
    pub query: Vec<Header>,
    /// Request method; absent: GET, or POST with a body.
    #[serde(skip_serializing_if = "is_usual")]
    pub method: Option<Method>,
    /// Request body.
    #[serde(skip_serializing_if = "is_usual")]
    pub body: Option<Body>,
    /// `user:password` for the first origin only.
    #[serde(skip_serializing_if = "is_usual")]
    pub user: Option<String>,
    /// Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`, or `none`; absent: as set.
    #[serde(skip_serializing_if = "is_usual")]
    pub proxy: Option<String>,
    /// Access token that lets in, and how it is renewed.
    #[serde(skip_serializing_if = "is_usual")]
    pub auth: Option<NewAuth>,
    /// How far the certificate is trusted.
    #[serde(skip_serializing_if = "is_usual")]
    pub trust: Trust,
    /// Most bytes a second; absent means no limit.
    #[serde(skip_serializing_if = "is_usual")]
    pub limit_rate: Option<u64>,
    /// Other addresses of the same file (M136).
    #[ts(as = "Option<Vec<String>>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub mirrors: Vec<String>,
    /// Most connections, 1 to 32; absent leaves the number to Haul, within the setting `lanes`.
    #[serde(skip_serializing_if = "is_usual")]
    pub lanes: Option<u32>,
    /// Fail when the file has changed after a stop, or when it cannot be had in parts that were asked for (M064, M133).
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub strict: bool,
    /// Length it has to have, in bytes (M102).
    #[serde(skip_serializing_if = "is_usual")]
    pub size: Option<u64>,
    /// File that holds the digest: an address, one relative to `url`, or an ending of it such as `.sha256`.
    #[serde(skip_serializing_if = "is_usual")]
    pub checksum_from: Option<String>,
    /// Request headers whose values are secret: sent to the first origin only, and shown nowhere.
    #[ts(as = "Option<Vec<Header>>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub secret_headers: Vec<Header>,
    /// Follow a redirect from https to http.
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub allow_downgrade: bool,
    /// Follow a redirect from a public server into the local network or to this computer.
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub allow_private_redirect: bool,
    /// PEM file with the certificate and key that identify the user to the first origin.
    #[serde(skip_serializing_if = "is_usual")]
    pub certificate: Option<String>,
    /// Cookies as the text of a `cookies.txt`; those of the sites that are asked are kept, as secrets of the task.
    #[serde(skip_serializing_if = "is_usual")]
    pub cookies: Option<String>,
    /// Ask for gzip and take it off (M089).
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub decode: bool,
    /// Retry answers that are not expected to change, such as 403 (M057).
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub retry_permanent: bool,
    /// Longest time over all attempts, in seconds (M110).
    #[serde(skip_serializing_if = "is_usual")]
    pub max_seconds: Option<u64>,
    /// Do not mark the finished file with its address.
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub private: bool,
    /// Give the finished file the server's time (M097).
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub server_time: bool,
    /// Whether it may use a metered link.
    #[ts(as = "Option<Permission>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub metered: Permission,
    /// Wait for a link that is neither metered nor mobile (M155).
    #[ts(as = "Option<bool>", optional)]
    #[serde(skip_serializing_if = "is_usual")]
    pub requires_wifi: bool,
    /// Command that takes over the finished file; only the person at this computer can set one.
    #[serde(skip_serializing_if = "is_usual")]
    pub post_command: Option<PostCommand>,
    /// Tries after a failure that passes, 0 to 10; absent: as set.
    #[serde(skip_serializing_if = "is_usual")]
    pub retries: Option<u32>,
    /// Group; absent: `default`.
    #[serde(skip_serializing_if = "is_usual")]
    pub group: Option<String>,
    /// 0 (first) to 10; absent: 5 (M017).
    #[serde(skip_serializing_if = "is_usual")]
    pub priority: Option<u32>,
    /// Free text, kept byte for byte (M014).
    #[serde(skip_serializing_if = "is_usual")]
    pub metadata: Option<String>,
    /// Name for people.
    #[serde(skip_serializing_if = "is_usual")]
    pub display_name: Option<String>,
    /// Notifications of this task; absent: the default ones.
    #[serde(skip_serializing_if = "is_usual")]
    pub notifications: Option<NotificationTexts>,
    /// When it begins.
    #[serde(skip_serializing_if = "is_usual")]
    pub start: Start,
}

/// Whether a choice was left alone: of a great many downloads nearly all leave nearly all choices alone, and those are not
/// sent.
fn is_usual<T: Default + PartialEq>(choice: &T) -> bool {
    *choice == T::default()
}

/// Who adds a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum AddedBy {
    /// A person, in the window.
    Window,
    /// The `haul` command.
    Command,
    /// Another program, through the socket of the daemon.
    #[default]
    Daemon,
    /// Another program, over D-Bus.
    Bus,
    /// A program that has the engine in itself.
    Library,
}

/// Downloads to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Add {
    /// In the order of the queue.
    pub downloads: Vec<NewDownload>,
    /// Who adds them.
    #[serde(default)]
    #[ts(as = "Option<AddedBy>", optional)]
    pub by: AddedBy,
    /// Makes them one batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub batch: Option<NewBatch>,
}

/// A download that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddedTask {
    /// Its number.
    pub id: u64,
    /// The creator's own id.
    pub own_id: Option<String>,
    /// Address without user name and password.
    pub url: String,
    /// The reserved final path; the server may still suggest another name when `name` was `?`.
    pub path: String,
}

/// What became of one [`NewDownload`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the queue.
    Added(AddedTask),
    /// It is not, and nothing was kept of it.
    Refused(Refusal),
}

/// What became of an [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Added {
    /// The revision before the first of them; a watch with `since` misses nothing of them.
    pub since: u64,
    /// One for each download, in order.
    pub outcomes: Vec<Outcome>,
    /// Number of the batch that was made of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub batch: Option<u64>,
}

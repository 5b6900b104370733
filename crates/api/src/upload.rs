//! Files to send, in the words of the surfaces.
//!
//! Owns what can be asked for. Refuses rules: the host checks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::auth::NewAuth;
use crate::batch::NewBatch;
use crate::new::{AddedBy, Header, Method, NotificationTexts, Permission, Start, Trust};

/// How files are put into a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum UploadForm {
    /// As parts of a form, with fields.
    #[default]
    Multipart,
    /// The one file as it is.
    Binary,
}

/// How an upload goes on after a break. Only one that is resumable can be paused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Resume {
    /// From its beginning, where sending it again does no harm.
    #[default]
    Never,
    /// At the server's offset (draft-ietf-httpbis-resumable-upload).
    Draft,
    /// At the server's offset (tus 1.0).
    Tus,
}

/// A file to send. Only `path` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct UploadFile {
    /// Absolute path.
    pub path: String,
    /// Field of the form; absent: `file`, or with several files the name without its extension.
    pub field: Option<String>,
    /// Name that the server hears; absent: the file's own.
    pub name: Option<String>,
    /// MIME type; absent: what the name says.
    pub mime: Option<String>,
}

/// Files to send to a server. Only `url` and `files` are needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewUpload {
    /// Address; without a scheme it is https.
    pub url: String,
    /// The files, in order; a single one where the form is `binary`.
    pub files: Vec<UploadFile>,
    /// How they are put into the body.
    #[ts(as = "Option<UploadForm>", optional)]
    pub form: UploadForm,
    /// Fields of the form in order, before the files; a name may come again. Their values are shown nowhere.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub fields: Vec<Header>,
    /// Request method; absent: POST.
    pub method: Option<Method>,
    /// How it goes on after a break.
    #[ts(as = "Option<Resume>", optional)]
    pub resume: Resume,
    /// Send files that links lead to.
    #[ts(as = "Option<bool>", optional)]
    pub follow_links: bool,
    /// The creator's own id, kept verbatim (M004).
    pub own_id: Option<String>,
    /// Query parameters, appended as they are (M010).
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub query: Vec<Header>,
    /// Request headers. Of a file that is sent as it is, `Range` names the slice to send, and an empty
    /// `Content-Disposition` leaves that header out.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub headers: Vec<Header>,
    /// Request headers whose values are secret: sent to the first origin only, and shown nowhere.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub secret_headers: Vec<Header>,
    /// `user:password` for the first origin only.
    pub user: Option<String>,
    /// Access token that lets in, and how it is renewed.
    pub auth: Option<NewAuth>,
    /// Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`, or `none`; absent: as set.
    pub proxy: Option<String>,
    /// How far the certificate is trusted.
    #[ts(as = "Option<Trust>", optional)]
    pub trust: Trust,
    /// PEM file with the certificate and key that identify the user to the first origin.
    pub certificate: Option<String>,
    /// Cookies as the text of a `cookies.txt`; those of the site that is asked are kept, as secrets of the task.
    pub cookies: Option<String>,
    /// Follow a redirect from https to http.
    #[ts(as = "Option<bool>", optional)]
    pub allow_downgrade: bool,
    /// Follow a redirect from a public server into the local network or to this computer.
    #[ts(as = "Option<bool>", optional)]
    pub allow_private_redirect: bool,
    /// Most bytes a second; absent means no limit.
    pub limit_rate: Option<u64>,
    /// Retry answers that are not expected to change, such as 403 (M057).
    #[ts(as = "Option<bool>", optional)]
    pub retry_permanent: bool,
    /// Longest time over all attempts, in seconds (M110).
    pub max_seconds: Option<u64>,
    /// Whether it may use a metered link.
    #[ts(as = "Option<Permission>", optional)]
    pub metered: Permission,
    /// Wait for a link that is neither metered nor mobile (M155).
    #[ts(as = "Option<bool>", optional)]
    pub requires_wifi: bool,
    /// Who adds it.
    #[ts(as = "Option<AddedBy>", optional)]
    pub by: AddedBy,
    /// Tries after a failure that passes, 0 to 10; absent: as set.
    pub retries: Option<u32>,
    /// Group; absent: `default`.
    pub group: Option<String>,
    /// 0 (first) to 10; absent: 5 (M017).
    pub priority: Option<u32>,
    /// Free text, kept byte for byte (M014).
    pub metadata: Option<String>,
    /// Name for people.
    pub display_name: Option<String>,
    /// Notifications of this task; absent: the default ones.
    pub notifications: Option<NotificationTexts>,
    /// When it begins.
    #[ts(as = "Option<Start>", optional)]
    pub start: Start,
}

/// Uploads to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Uploads {
    /// In the order of the queue.
    pub uploads: Vec<NewUpload>,
    /// Makes them one batch, which cannot be atomic: what a server has taken is not taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub batch: Option<NewBatch>,
}

//! A request to a server, in the words of the surfaces.
//!
//! Owns what can be asked of it. Refuses rules: the host checks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::auth::NewAuth;
use crate::new::{AddedBy, Body, Header, Method, Permission, Start, Trust};

/// A request whose answer is the result (M166, M167). Only `url` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewRequest {
    /// Address; without a scheme it is https.
    pub url: String,
    /// The creator's own id, kept verbatim (M004).
    pub own_id: Option<String>,
    /// Request method; absent: GET, or POST with a body.
    pub method: Option<Method>,
    /// Request body; text and JSON say their type unless a header does.
    pub body: Option<Body>,
    /// Query parameters, appended as they are (M010).
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub query: Vec<Header>,
    /// Request headers.
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
    /// Who adds it.
    #[ts(as = "Option<AddedBy>", optional)]
    pub by: AddedBy,
    /// When it begins.
    #[ts(as = "Option<Start>", optional)]
    pub start: Start,
}

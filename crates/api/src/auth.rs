//! Access tokens, in the words of the surfaces.
//!
//! Owns what can be said of them. Refuses to print one: they go in and never come out.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::new::Header;

/// An access token, where it goes, and how it is renewed (M115). In the values of headers and query parameters
/// `{accessToken}` and `{refreshToken}` stand for the tokens; all of it is kept as a secret of the task.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NewAuth {
    /// The token that lets in.
    pub access_token: Option<String>,
    /// Headers of every request to the first origin; without these and `access_query` it is
    /// `Authorization: Bearer {accessToken}`.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub access_headers: Vec<Header>,
    /// Query parameters of the first address.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub access_query: Vec<Header>,
    /// When the access token expires, in milliseconds since the epoch; absent: never, or as `expires_in` says.
    pub expires_at: Option<i64>,
    /// In how many seconds from now the access token expires.
    pub expires_in: Option<i64>,
    /// The token that renews.
    pub refresh_token: Option<String>,
    /// Where it renews: by a POST of JSON with `grant_type` and `refresh_token`, answered by JSON with `access_token` and
    /// perhaps `expires_in` and `refresh_token`.
    pub refresh_url: Option<String>,
    /// Headers of that request.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub refresh_headers: Vec<Header>,
    /// Query parameters of that request.
    #[ts(as = "Option<Vec<Header>>", optional)]
    pub refresh_query: Vec<Header>,
}

impl fmt::Debug for NewAuth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NewAuth(…)")
    }
}

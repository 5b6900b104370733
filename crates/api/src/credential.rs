//! Stored user names and passwords, in the words of the surfaces.
//!
//! Owns what can be asked about them. Refuses to show a password: one goes in and never comes out.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A stored login without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Credential {
    /// What it is for: scheme, host and port.
    pub place: String,
    /// Whether the place is a proxy.
    pub proxy: bool,
    /// The user name.
    pub user: String,
    /// Whether the password may travel over unencrypted http.
    pub allow_http: bool,
}

/// All stored logins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Credentials {
    /// Sorted by place.
    pub credentials: Vec<Credential>,
}

/// A login to store; an older one for the place is replaced.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetCredential {
    /// What it is for: an address, of which scheme, host and port count.
    pub place: String,
    /// Whether the place is a proxy.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub proxy: bool,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
    /// Whether the password may travel over unencrypted http.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub allow_http: bool,
}

impl fmt::Debug for SetCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SetCredential({:?}, …)", self.place)
    }
}

/// A login to forget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ForgetCredential {
    /// What it is for.
    pub place: String,
    /// Whether the place is a proxy.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub proxy: bool,
}

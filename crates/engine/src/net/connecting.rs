//! What can be set about the way to servers.
//!
//! Owns the values; the host stores them.

use std::path::PathBuf;

use haul_model::proxy::{BadProxy, Exceptions, ProxyChoice};

/// What can be set about the way to servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connecting {
    /// Proxy of tasks that name none; an error where the settings name something else.
    pub proxy: Result<ProxyChoice, BadProxy>,
    /// Hosts that are reached without the proxy of the settings, the environment or the desktop.
    pub exceptions: Exceptions,
    /// File with passwords, where one is to be looked at.
    pub netrc: Option<PathBuf>,
    /// File or folder with certificates of authorities to trust besides the system's.
    pub extra_certificates: Option<PathBuf>,
}

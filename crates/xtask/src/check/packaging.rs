//! The files that desktops and software centres read.
//!
//! Owns which validators must accept them; no network is asked.

use anyhow::Result;

use crate::shell;

/// The name that desktop entry, store entry, icon and window share.
const APP_ID: &str = "dev.haul.Haul";

/// Runs the validators of freedesktop.org over the packaging files.
pub(super) fn validate() -> Result<()> {
    shell::run(shell::command("desktop-file-validate").arg(format!("packaging/{APP_ID}.desktop")))?;
    let store_entry = format!("packaging/{APP_ID}.metainfo.xml");
    shell::run(shell::command("appstreamcli").args(["validate", "--no-net", &store_entry]))
}

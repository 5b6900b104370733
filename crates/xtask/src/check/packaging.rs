//! The files that desktops and software centres read.
//!
//! Owns which validators must accept them; no network is asked. Rule kept here: what the bus starts has the name that
//! the desktop entry is called by, and is the same program.

use std::fs;

use anyhow::{Result, ensure};

use crate::shell;

/// The name that desktop entry, store entry, icon and window share.
const APP_ID: &str = "dev.haul.Haul";

/// Runs the validators of freedesktop.org over the packaging files.
pub(super) fn validate() -> Result<()> {
    shell::run(shell::command("desktop-file-validate").arg(format!("packaging/{APP_ID}.desktop")))?;
    let store_entry = format!("packaging/{APP_ID}.metainfo.xml");
    shell::run(shell::command("appstreamcli").args(["validate", "--no-net", &store_entry]))?;
    let read = |ending: &str| fs::read_to_string(shell::root().join(format!("packaging/{APP_ID}.{ending}")));
    agree(&read("desktop")?, &read("service")?)
}

/// Whether the entry and the service of the bus name the same program.
fn agree(entry: &str, service: &str) -> Result<()> {
    let value = |text: &str, key: &str| {
        text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('=').map(str::to_owned)).unwrap_or_default()
    };
    let program = |exec: String| exec.split(' ').next().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    ensure!(value(service, "Name") == APP_ID, "the service of the bus has another name than {APP_ID}");
    ensure!(value(entry, "DBusActivatable") == "true", "the desktop entry does not say that the bus can start Haul");
    let (entry, service) = (program(value(entry, "Exec")), program(value(service, "Exec")));
    ensure!(entry == service, "the desktop entry starts {entry:?}, and the bus starts {service:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bus_that_starts_something_else_is_found() {
        let entry = "[Desktop Entry]\nExec=haul-desktop %U\nDBusActivatable=true\n[Desktop Action x]\nExec=haul x\n";
        let service = |name: &str, exec: &str| format!("[D-BUS Service]\nName={name}\nExec={exec}\n");
        assert!(agree(entry, &service(APP_ID, "/usr/bin/haul-desktop --hidden")).is_ok());
        assert!(agree(entry, &service(APP_ID, "/usr/bin/haul --hidden")).is_err());
        assert!(agree(entry, &service("dev.haul.Other", "/usr/bin/haul-desktop")).is_err());
        assert!(agree("Exec=haul-desktop\n", &service(APP_ID, "/usr/bin/haul-desktop")).is_err());
    }
}

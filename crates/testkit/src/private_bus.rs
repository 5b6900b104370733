//! A message bus of a test's own.
//!
//! Owns one `dbus-daemon` on which anybody may have any name, so that it stands for the session's or the system's. Rule
//! kept here: nothing of the person's own buses is reached, and the bus ends with the test.

use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::eventually::eventually;
use crate::home::Home;

/// A message bus; it ends when dropped.
pub struct PrivateBus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

impl PrivateBus {
    /// Starts one and waits until it can be reached.
    pub fn start() -> anyhow::Result<PrivateBus> {
        let folder = tempfile::Builder::new().prefix("haul-bus-").tempdir()?;
        let socket = folder.path().join("bus");
        let address = format!("unix:path={}", socket.display());
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", &format!("--address={address}")])
            .stderr(Stdio::null())
            .spawn()
            .context("starting dbus-daemon")?;
        let bus = PrivateBus { daemon, address, _folder: folder };
        eventually("the bus can be reached", || UnixStream::connect(&socket).ok())?;
        Ok(bus)
    }

    /// Gives its address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Makes it the system bus of every command of this home.
    pub fn as_system_bus_of(&self, home: Home) -> Home {
        home.env("DBUS_SYSTEM_BUS_ADDRESS", &self.address)
    }

    /// Makes it the session bus of every command of this home.
    pub fn as_session_bus_of(&self, home: Home) -> Home {
        home.env("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        // It has ended already when this fails.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

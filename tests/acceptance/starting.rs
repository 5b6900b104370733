//! A start does only what it has to.

use anyhow::Result;
use haul_testkit::{Home, Need, needs};

use crate::world::home;

/// Whether a daemon of this home looks for time zones while it starts.
fn looks_for_time_zones(home: &Home) -> Result<bool> {
    let seen = home.root().join("opened");
    let opened = format!("--output={}", seen.display());
    let mut daemon = home.daemon_under(&["strace", "-D", "-f", "-qq", "-e", "trace=open,openat", &opened])?;
    daemon.terminate()?;
    daemon.wait()?.expecting(0)?;
    Ok(std::fs::read_to_string(seen)?.contains("zoneinfo"))
}

#[test]
fn no_time_zone_is_looked_for_without_a_schedule() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let home = home()?;
    assert!(!looks_for_time_zones(&home)?);
    home.haul(["settings", "set", "limit_schedule", "mon-fri 08:00-18:00 500K"])?.expecting(0)?;
    assert!(looks_for_time_zones(&home)?, "a schedule needs one");
    Ok(())
}

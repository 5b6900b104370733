//! Haul costs almost nothing while it has nothing to do.

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, bytes, eventually};
use serde_json::json;

use crate::world::World;

/// Memory of the process that is its own, in KiB: what the program's file maps is shared and depends on the build.
fn own_memory(pid: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

#[test]
fn an_idle_daemon_is_small_before_and_after_its_work() -> Result<()> {
    let origin = Origin::serving(bytes(1, 2_000_000)).start_blocking()?;
    let world = World::start()?;
    assert!(own_memory(world.daemon.pid())? < 12 << 10, "{} KiB", own_memory(world.daemon.pid())?);
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?" });
    world.call("add", json!({ "downloads": (0..40).map(download).collect::<Vec<_>>() }))?;
    eventually("all tasks are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })?;
    let after = own_memory(world.daemon.pid())?;
    assert!(after < 40 << 10, "{after} KiB");
    Ok(())
}

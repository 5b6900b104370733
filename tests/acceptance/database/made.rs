//! A home's first database: whole or not there, whatever happens while it is made.

use anyhow::{Result, ensure};
use haul_testkit::{Need, needs};

use super::calls::{CHANGING, MANY, happened, on_database};
use super::tool::sql;
use crate::world::{World, home, names_in};

#[test]
fn f132_a_kill_at_any_step_of_the_first_start_leaves_no_database_or_a_whole_one() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    for round in 1..MANY {
        let home = home()?;
        let (log, database) = (home.root().join("calls"), home.folder().join("haul.db"));
        let wrapper = on_database(&home, &[&format!("{CHANGING}:signal=KILL:when={round}")], &log);
        let ended = home.spawn_under(&wrapper, ["settings", "set", "max_running", "3"])?.wait()?;
        if database.exists() {
            assert_eq!(sql(&database, "PRAGMA integrity_check; SELECT COUNT(*) FROM task")?, "ok\n0", "round {round}");
        }
        let listed = home.haul(["list", "--json"])?.expecting(0)?;
        assert_eq!((listed.stdout.as_str(), listed.stderr.as_str()), ("", ""), "round {round}");
        if !happened(&log) {
            assert!(round > 3 && ended.code == Some(0), "a first start has more than {round} steps");
            assert_eq!(std::fs::read(&database)?[18..20], [2, 2], "it is changed with a log");
            let beside = names_in(&home.folder())?.into_iter().filter(|name| name.starts_with("haul.db"));
            assert_eq!(beside.collect::<Vec<_>>(), ["haul.db"]);
            return Ok(());
        }
    }
    anyhow::bail!("the first start never came to its end")
}

#[test]
fn f136_a_first_database_where_there_are_no_locks_has_no_log() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let home = home()?;
    let log = home.root().join("calls");
    let mut wrapper = on_database(&home, &["fcntl:error=ENOLCK", "flock:error=ENOLCK"], &log);
    wrapper.extend(["-P".to_owned(), home.folder().join("lock").display().to_string()]);
    let world = World { daemon: home.daemon_under(&wrapper)?, home };
    world.add(&["--later", "http://127.0.0.1:9/a"])?;
    ensure!(happened(&log), "it had locks");
    assert_eq!(std::fs::read(world.home.folder().join("haul.db"))?[18..20], [1, 1]);
    assert!(!world.home.folder().join("haul.db-wal").exists());
    Ok(())
}

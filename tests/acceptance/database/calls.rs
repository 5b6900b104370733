//! A database whose system calls fail, end the process, or know no locks (rows 132, 133 and 136).

use std::path::Path;

use anyhow::{Result, ensure};
use haul_testkit::{Home, Need, injecting, needs};

use super::tool::sql;
use crate::world::{World, names_in};

/// Calls that change what the disk holds.
pub(super) const CHANGING: &str = "pwrite64,fdatasync,fsync,ftruncate,rename,renameat,renameat2,unlink";

/// More rounds than any of the loops below needs.
pub(super) const MANY: u32 = 500;

/// What to put before a command so that `injections` happen, but only to files whose names begin like the database's;
/// what happened stands in `log`.
pub(super) fn on_database(home: &Home, injections: &[&str], log: &Path) -> Vec<String> {
    let database = home.folder().join("haul.db");
    let mut words = injecting(injections, &database);
    let database = database.display();
    let endings = ["-wal", "-shm", "-journal", ".schema-1.new", ".schema-1", ".new", ".built"];
    for ending in endings {
        words.extend(["-P".to_owned(), format!("{database}{ending}")]);
    }
    words.iter_mut().filter(|word| *word == "/dev/null").for_each(|word| *word = log.display().to_string());
    words
}

pub(super) fn happened(log: &Path) -> bool {
    std::fs::read_to_string(log).is_ok_and(|log| log.contains("INJECTED") || log.contains("SIGKILL"))
}

/// A home with three tasks, closed.
fn closed_home() -> Result<Home> {
    let mut world = World::start()?;
    for name in ["/a", "/b", "/c"] {
        world.add(&["--later", &format!("http://127.0.0.1:9{name}")])?;
    }
    world.daemon.terminate()?;
    world.daemon.wait()?.expecting(0)?;
    Ok(world.home)
}

/// Makes a database of the first schema with the tasks of the newest one.
fn first_schema(newest: &Path, first: &Path) -> Result<()> {
    sql(first, include_str!("../../../crates/store/src/migrations/0001.sql"))?;
    let columns = sql(first, "SELECT group_concat(name, ', ') FROM pragma_table_info('task')")?;
    let copy = format!("INSERT INTO main.task ({columns}) SELECT {columns} FROM newest.task");
    let newest = newest.display();
    sql(first, &format!("ATTACH '{newest}' AS newest; {copy}; DETACH newest; PRAGMA user_version = 1"))?;
    Ok(())
}

fn tasks_of(home: &Home) -> Result<usize> {
    let listed = home.haul(["list", "--json"])?.expecting(0)?;
    ensure!(listed.stderr.is_empty(), "{}", listed.stderr);
    Ok(listed.json_lines()?.len())
}

#[test]
fn f132_a_kill_at_any_step_of_a_migration_leaves_the_old_or_the_new_schema() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let home = closed_home()?;
    let database = home.folder().join("haul.db");
    let old = home.root().join("old.db");
    let newest = sql(&database, "PRAGMA user_version")?;
    first_schema(&database, &old)?;
    let log = home.root().join("calls");
    for round in 1..MANY {
        for name in names_in(&home.folder())?.iter().filter(|name| name.starts_with("haul.db")) {
            std::fs::remove_file(home.folder().join(name))?;
        }
        std::fs::copy(&old, &database)?;
        let wrapper = on_database(&home, &[&format!("{CHANGING}:signal=KILL:when={round}")], &log);
        let ended = home.spawn_under(&wrapper, ["list"])?.wait()?;
        let version = sql(&database, "PRAGMA user_version")?;
        let copy = home.folder().join("haul.db.schema-1");
        if version == newest {
            assert_eq!(sql(&copy, "PRAGMA user_version; SELECT COUNT(*) FROM task")?, "1\n3", "round {round}");
        } else {
            assert_eq!(version, "1", "round {round}");
        }
        assert_eq!((tasks_of(&home)?, copy.exists()), (3, true), "round {round}");
        assert_eq!(
            sql(&database, "PRAGMA integrity_check; PRAGMA user_version")?,
            format!("ok\n{newest}"),
            "round {round}"
        );
        if ended.code == Some(0) {
            assert!(round > 10, "a migration has more than {round} steps");
            return Ok(());
        }
    }
    anyhow::bail!("the migration never came to its end")
}

#[test]
fn f133_a_call_that_fails_is_a_sentence_and_leaves_the_database_whole() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let home = closed_home()?;
    let database = home.folder().join("haul.db");
    let log = home.root().join("calls");
    for calls in ["pwrite64,ftruncate", "fdatasync,fsync", "pread64"] {
        for round in 1..MANY {
            let wrapper = on_database(&home, &[&format!("{calls}:error=EIO:when={round}")], &log);
            let priority = (round % 11).to_string();
            let ended = home.spawn_under(&wrapper, ["set", "1", "--priority", &priority])?.wait()?;
            let what = format!("{calls} number {round}: {}", ended.stderr);
            assert!(matches!(ended.code, Some(0 | 1)) && !ended.stderr.contains("panicked"), "{what}");
            assert!(ended.code == Some(0) || ended.stderr.starts_with("haul: "), "{what}");
            assert_eq!(sql(&database, "PRAGMA integrity_check")?, "ok", "{what}");
            assert_eq!(tasks_of(&home)?, 3, "{what}");
            assert!(!names_in(&home.folder())?.iter().any(|name| name.contains("damaged")), "{what}");
            if ended.code == Some(0) && ended.stderr.is_empty() {
                assert_eq!(sql(&database, "SELECT priority FROM task WHERE id = 1")?, priority, "{what}");
            }
            if !happened(&log) {
                assert!(round > 1, "none of {calls} was made");
                break;
            }
            ensure!(round + 1 < MANY, "{calls} never came to its end");
        }
    }
    Ok(())
}

#[test]
fn f136_where_there_are_no_locks_there_is_no_log_and_one_process() -> Result<()> {
    if !needs(Need::Strace) {
        return Ok(());
    }
    let home = closed_home()?;
    let log = home.root().join("calls");
    let mut wrapper = on_database(&home, &["fcntl:error=ENOLCK", "flock:error=ENOLCK"], &log);
    wrapper.extend(["-P".to_owned(), home.folder().join("lock").display().to_string()]);
    let mut world = World { daemon: home.daemon_under(&wrapper)?, home };
    let id = world.add(&["--later", "http://127.0.0.1:9/d"])?;
    let database = world.home.folder().join("haul.db");
    // Bytes 18 and 19 say how it is written: 2 means with a log.
    assert_eq!(std::fs::read(&database)?[18..20], [1, 1]);
    assert!(!world.home.folder().join("haul.db-wal").exists());
    let second = world.home.spawn_under(&wrapper, ["daemon"])?.wait()?.expecting(1)?;
    assert!(second.stderr.contains("running already"), "{}", second.stderr);
    world.daemon.kill9()?;
    world.daemon = world.home.daemon_under(&wrapper)?;
    assert_eq!((world.list()?.len(), &world.show(id)?["held"]), (4, &true.into()));
    Ok(())
}

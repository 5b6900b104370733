//! A database that does not take changes for a while (rows 125 to 127 and 135).

use std::path::Path;

use anyhow::{Context as _, Result};
use haul_store::{Store, StoreError};
use haul_testkit::{Need, SmallDisk, needs};
use rusqlite::Connection;

use crate::place::{Place, all, new};

async fn insert(store: &Store, name: &str) -> Result<Result<(), StoreError>> {
    Ok(store.insert(vec![new(name)?], |_| false).await.map(|_| ()))
}

#[tokio::test]
async fn f125_a_database_that_another_program_holds_refuses_at_once_and_takes_the_change_later() -> Result<()> {
    let place = Place::with_tasks(2).await?;
    let store = Store::open(&place.path)?.store;
    let other = Connection::open(&place.path)?;
    other.execute_batch("BEGIN EXCLUSIVE")?;
    assert_eq!(insert(&store, "a.bin").await?, Err(StoreError::Busy));
    assert_eq!((store.trouble(), all(&store).await?.len()), (Some(StoreError::Busy), 2), "it can be read meanwhile");
    other.execute_batch("ROLLBACK")?;
    assert_eq!(insert(&store, "a.bin").await?, Ok(()));
    assert_eq!((store.trouble(), all(&store).await?.len()), (None, 3));
    Ok(())
}

#[tokio::test]
async fn a_probe_finds_out_that_the_database_takes_changes_again() -> Result<()> {
    let place = Place::with_tasks(2).await?;
    let store = Store::open(&place.path)?.store;
    let other = Connection::open(&place.path)?;
    other.execute_batch("BEGIN EXCLUSIVE")?;
    assert_eq!(store.probe().await, Err(StoreError::Busy));
    other.execute_batch("ROLLBACK")?;
    assert_eq!((store.probe().await, store.trouble()), (Ok(()), None));
    Ok(())
}

#[tokio::test]
async fn f126_f127_a_full_disk_is_no_damage_and_passes() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::memory("size=1m")?;
    let path = disk.path().join("haul.db");
    let store = Store::open(&path)?.store;
    insert(&store, "a.bin").await??;
    let ballast = disk.leave_free(0)?;
    assert_eq!(until_refused(&store).await?, StoreError::Full, "while it is open (row 126)");
    let kept = all(&store).await?;
    // A kill: the log stays as it is.
    let killed = Killed::keeping(&path)?;
    drop(store);
    std::fs::remove_file(ballast)?;
    killed.bring_back()?;
    let ballast = disk.leave_free(0)?;
    let opened = Store::open(&path)?;
    assert_eq!((opened.damage, opened.store.trouble()), (None, Some(StoreError::Full)), "at a start (row 127)");
    assert_eq!(all(&opened.store).await?, kept, "the list is shown, its log included");
    assert_eq!(insert(&opened.store, "c.bin").await?, Err(StoreError::Full));
    std::fs::remove_file(ballast)?;
    assert_eq!(insert(&opened.store, "c.bin").await?, Ok(()), "it recovers by itself");
    assert_eq!((opened.store.trouble(), all(&opened.store).await?.len()), (None, kept.len() + 1));
    Ok(())
}

/// Adds tasks until the disk is full.
async fn until_refused(store: &Store) -> Result<StoreError> {
    for number in 0..1000 {
        if let Err(error) = insert(store, &format!("more-{number}.bin")).await? {
            return Ok(error);
        }
    }
    anyhow::bail!("the disk is not full")
}

#[tokio::test]
async fn f135_a_read_only_folder_is_read_and_told() -> Result<()> {
    if !needs(Need::Mount) {
        return Ok(());
    }
    let disk = SmallDisk::memory("size=1m")?;
    let path = disk.path().join("haul.db");
    let store = Store::open(&path)?.store;
    insert(&store, "a.bin").await??;
    let killed = Killed::keeping(&path)?;
    drop(store);
    killed.bring_back()?;
    disk.remount("ro")?;
    let opened = Store::open(&path)?;
    assert!(matches!(opened.store.trouble(), Some(StoreError::Denied(_))), "{:?}", opened.store.trouble());
    assert_eq!(all(&opened.store).await?.len(), 1);
    let refused = insert(&opened.store, "b.bin").await?;
    assert!(matches!(refused, Err(StoreError::Denied(_))), "{refused:?}");
    disk.remount("rw")?;
    assert_eq!(insert(&opened.store, "b.bin").await?, Ok(()));
    assert_eq!(all(&opened.store).await?.len(), 2);
    Ok(())
}

/// The database with its log, as a kill would leave them.
struct Killed<'a> {
    path: &'a Path,
    files: Vec<(&'static str, Vec<u8>)>,
}

impl<'a> Killed<'a> {
    fn keeping(path: &'a Path) -> Result<Self> {
        let files = ["", "-wal"].map(|ending| Ok((ending, std::fs::read(named(path, ending))?)));
        Ok(Self { path, files: files.into_iter().collect::<Result<_>>()? })
    }

    fn bring_back(self) -> Result<()> {
        for (ending, bytes) in self.files {
            std::fs::write(named(self.path, ending), bytes).with_context(|| format!("bringing {ending:?} back"))?;
        }
        Ok(())
    }
}

fn named(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

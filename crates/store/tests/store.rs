//! What the database promises to the engine.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result};
use haul_model::digest::Digest;
use haul_model::link::LinkWish;
use haul_model::naming::FileName;
use haul_model::place::{Base, Location};
use haul_model::remote::{Ranges, Remote};
use haul_model::segments::Segment;
use haul_model::status::{State, TaskStatus};
use haul_model::task::{Conflict, Download, NameChoice, Task, TaskId, Work};
use haul_model::time::Timestamp;
use haul_store::{Change, NewRecord, Order, OrderBy, Query, Record, Still, Store, StoreError};
use rusqlite::Connection;

fn task(own_id: Option<&str>, conflict: Conflict) -> Result<Task> {
    Ok(Task {
        own_id: own_id.map(str::to_owned),
        group: "default".into(),
        priority: 5,
        retries: 5,
        metadata: "a\u{0}b ✓".into(),
        display_name: None,
        notifications: None,
        added_by: None,
        link: LinkWish::default(),
        auth: None,
        created: Timestamp(1),
        work: Work::Download(Download {
            conflict,
            ..Download::of(
                "http://127.0.0.1/a.tar.gz".parse()?,
                Location { base: Base::Root, folder: "/d".into() },
                NameChoice::Suggested,
            )
        }),
    })
}

fn new(task: Task, name: &str) -> Result<NewRecord> {
    Ok(NewRecord {
        task,
        secrets: None,
        state: State::to_run(),
        host: "127.0.0.1".into(),
        url: format!("http://127.0.0.1/{name}"),
        folder: "/d".into(),
        name: FileName::typed_by_user(name)?,
    })
}

fn free(_: &Path) -> bool {
    false
}

async fn insert(store: &Store, record: NewRecord) -> Result<Result<Record, StoreError>> {
    let kept = store.insert(vec![record.clone()], free).await?.pop().context("one answer for one task")?;
    Ok(kept.map(|kept| record.kept(kept, None)))
}

fn open() -> Result<(tempfile::TempDir, PathBuf, Store)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("haul.db");
    let store = Store::open(&path)?.store;
    Ok((folder, path, store))
}

#[tokio::test]
async fn m168_a_task_is_read_back_as_it_was_kept_after_a_restart() -> Result<()> {
    let (_folder, path, store) = open()?;
    let kept = insert(&store, new(task(Some("my/own id"), Conflict::Rename)?, "a.bin")?).await??;
    drop(store);
    let store = Store::open(&path)?.store;
    assert_eq!(store.load(kept.id).await?.0, kept);
    assert_eq!(store.by_own_id("my/own id".into()).await?, Some(kept.id));
    Ok(())
}

#[tokio::test]
async fn a_key_of_secrets_is_loose_before_its_task_is_kept_and_after_it_is_forgotten() -> Result<()> {
    let (_folder, path, store) = open()?;
    store.loosen(vec!["one".into(), "two".into()]).await?;
    let record = NewRecord { secrets: Some("one".into()), ..new(task(None, Conflict::Rename)?, "a")? };
    let kept = insert(&store, record).await??;
    assert_eq!((store.loose().await?, kept.secrets.as_deref()), (vec!["two".to_owned()], Some("one")));
    store.settle(vec!["two".into()]).await?;
    store.apply(vec![Change::Forget { id: kept.id }]).await?;
    drop(store);
    assert_eq!(Store::open(&path)?.store.loose().await?, ["one"]);
    Ok(())
}

#[tokio::test]
async fn one_change_that_fails_leaves_nothing_of_those_before_it_and_the_next_ones_are_kept() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let id = insert(&store, new(task(None, Conflict::Rename)?, "a")?).await??.id;
    let (no_text, name) = (PathBuf::from(OsStr::from_bytes(b"/\xff")), FileName::typed_by_user("b")?);
    let changes = vec![Change::Priority { id, priority: 1 }, Change::Moved { id, folder: no_text, name }];
    assert!(matches!(store.apply(changes).await, Err(StoreError::Unreadable(_))));
    assert_eq!(store.waiting_of(id).await?.priority, 5);
    store.apply(vec![Change::Priority { id, priority: 2 }]).await?;
    assert_eq!(store.waiting_of(id).await?.priority, 2);
    Ok(())
}

#[tokio::test]
async fn m077_two_live_tasks_never_share_a_path() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let names = ["a.tar.gz", "a.tar.gz", "a.tar.gz"].map(|name| new(task(None, Conflict::Rename)?, name));
    let records = names.into_iter().collect::<Result<Vec<_>>>()?;
    let mut kept = Vec::new();
    for record in store.insert(records, free).await? {
        kept.push(record?.name.to_string());
    }
    assert_eq!(kept, ["a.tar.gz", "a (1).tar.gz", "a (2).tar.gz"]);
    Ok(())
}

/// How many paths were looked at; only one test asks for it.
static LOOKS: AtomicUsize = AtomicUsize::new(0);

fn counted(_: &Path) -> bool {
    LOOKS.fetch_add(1, Ordering::Relaxed);
    false
}

#[tokio::test]
async fn m077_a_great_many_tasks_of_one_name_do_not_each_count_from_its_beginning() -> Result<()> {
    const TASKS: usize = 500;
    let (_folder, _, store) = open()?;
    let records: Vec<NewRecord> =
        (0..TASKS).map(|_| new(task(None, Conflict::Rename)?, "index.html")).collect::<Result<_>>()?;
    let kept = store.insert(records, counted).await?.into_iter().collect::<Result<Vec<_>, _>>()?;
    let last = kept.last().context("none was kept")?;
    assert_eq!(last.name.as_str(), format!("index ({}).html", TASKS - 1));
    assert!(LOOKS.load(Ordering::Relaxed) <= 2 * TASKS, "{LOOKS:?} looks for {TASKS} names");
    Ok(())
}

#[tokio::test]
async fn m077_a_task_that_replaces_its_file_is_refused_while_another_one_writes_it() -> Result<()> {
    let (_folder, _path, store) = open()?;
    insert(&store, new(task(None, Conflict::Overwrite)?, "a")?).await??;
    let second = insert(&store, new(task(None, Conflict::Overwrite)?, "a")?).await?;
    assert!(matches!(second, Err(StoreError::Reserved(_))), "{second:?}");
    Ok(())
}

#[tokio::test]
async fn m005_an_id_can_be_used_again_only_when_its_task_has_ended() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let first = insert(&store, new(task(Some("x"), Conflict::Rename)?, "a")?).await??;
    let second = insert(&store, new(task(Some("x"), Conflict::Rename)?, "b")?).await?;
    assert!(matches!(second, Err(StoreError::DuplicateId(_))), "{second:?}");
    let ended = State { status: TaskStatus::Canceled, ..first.state };
    store.apply(vec![Change::State { id: first.id, state: ended, finished: Some(Timestamp(2)) }]).await?;
    assert!(insert(&store, new(task(Some("x"), Conflict::Rename)?, "b")?).await?.is_ok());
    Ok(())
}

#[tokio::test]
async fn segments_come_back_as_they_were_committed_and_count_as_received() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let id = insert(&store, new(task(None, Conflict::Rename)?, "a")?).await??.id;
    let segments = vec![Segment { start: 0, end: Some(10), done: 10 }, Segment { start: 10, end: None, done: 14 }];
    store.checkpoint(id, segments.clone()).await?;
    let (record, found) = store.load(id).await?;
    assert_eq!((found, record.received), (segments, 14));
    Ok(())
}

#[tokio::test]
async fn what_was_proven_of_one_part_is_forgotten_when_another_one_begins() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let kept = insert(&store, new(task(None, Conflict::Rename)?, "a")?).await??;
    store.checkpoint(kept.id, vec![Segment { start: 0, end: Some(10), done: 7 }]).await?;
    let remote = Remote {
        total: Some(12),
        resource: None,
        source: 0,
        validator: None,
        weak_etag: None,
        ranges: Ranges::Offered,
        content_type: None,
        redirects: Vec::new(),
        digests: Vec::new(),
        modified: None,
    };
    let part = "a.1.haulpart".to_owned();
    let old_part = Some("a.haulpart".to_owned());
    store.apply(vec![Change::Learned { id: kept.id, remote, name: kept.name, part, old_part }]).await?;
    let (record, segments) = store.load(kept.id).await?;
    assert_eq!((record.received, segments), (0, Vec::new()));
    Ok(())
}

#[tokio::test]
async fn a_published_digest_is_kept_until_the_file_turns_out_wrong() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let kept = insert(&store, new(task(None, Conflict::Rename)?, "a")?).await??;
    store.checkpoint(kept.id, vec![Segment { start: 0, end: Some(10), done: 10 }]).await?;
    let digest: Digest = "md5=900150983cd24fb0d6963f7d28e17f72".parse()?;
    store.apply(vec![Change::Published { id: kept.id, digest: digest.clone() }]).await?;
    let (record, _) = store.load(kept.id).await?;
    let published = |record: &Record| match &record.task.work {
        Work::Download(download) => download.published.clone(),
        Work::Request(_) | Work::Upload(_) => None,
    };
    assert_eq!(published(&record), Some(digest));
    store.apply(vec![Change::Rejected { id: kept.id, old_part: "a.rejected".to_owned() }]).await?;
    let (record, segments) = store.load(kept.id).await?;
    assert_eq!((published(&record), segments), (None, Vec::new()));
    assert_eq!((record.old_part.as_deref(), record.received), (Some("a.rejected"), 0));
    Ok(())
}

#[tokio::test]
async fn a_search_takes_its_text_as_it_is_and_a_window_counts_all_that_match() -> Result<()> {
    let (_folder, _path, store) = open()?;
    for name in ["50%.txt", "500.txt", "a_b.txt", "axb.txt"] {
        insert(&store, new(task(None, Conflict::Rename)?, name)?).await??;
    }
    let search = |text: &str| Query { search: Some(text.into()), ..Query::default() };
    assert_eq!(store.find(search("50%")).await?.matching, 1);
    assert_eq!(store.find(search("A_B")).await?.matching, 1);
    let window = Query { by: OrderBy::Name, order: Order::Ascending, offset: 1, count: Some(2), ..Query::default() };
    let found = store.find(window).await?;
    let names: Vec<_> = found.records.iter().map(|record| record.name.to_string()).collect();
    assert_eq!((found.matching, names), (4, vec!["500.txt".into(), "a_b.txt".to_owned()]));
    Ok(())
}

#[tokio::test]
async fn m175_a_damaged_database_is_set_aside_and_told_about() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("haul.db");
    std::fs::write(&path, "this is no database, but it is long enough to be taken for one".repeat(100))?;
    let opened = Store::open(&path)?;
    let damage = opened.damage.context("the damaged file is named")?;
    assert!(std::fs::read_to_string(damage.aside)?.starts_with("this is no database"));
    assert_eq!(opened.store.find(Query::default()).await?.matching, 0);
    Ok(())
}

#[tokio::test]
async fn f131_a_database_of_a_newer_version_is_left_as_it_is() -> Result<()> {
    let (_folder, path, store) = open()?;
    drop(store);
    rusqlite::Connection::open(&path)?.pragma_update(None, "user_version", 9999)?;
    let before = std::fs::read(&path)?;
    let refused = Store::open(&path);
    assert!(matches!(refused, Err(StoreError::Newer)), "{refused:?}");
    assert_eq!(std::fs::read(&path)?, before);
    Ok(())
}

#[tokio::test]
async fn a_database_is_read_as_it_lies_there_only_when_it_was_closed_and_is_up_to_date() -> Result<()> {
    let (_folder, path, store) = open()?;
    let kept = insert(&store, new(task(Some("x"), Conflict::Rename)?, "a")?).await??;
    assert!(Still::of(&path).is_none(), "what was committed last may be in the log alone");
    drop(store);
    let still = Still::of(&path).context("it was closed")?;
    assert_eq!(still.find(&Query::default())?.records, std::slice::from_ref(&kept));
    assert_eq!(still.by_own_id("x")?, Some(kept.id));
    drop(still);
    std::fs::write(path.with_extension("db.doubt"), "")?;
    assert!(Still::of(&path).is_none(), "damage was found in it");
    std::fs::remove_file(path.with_extension("db.doubt"))?;
    Connection::open(&path)?.pragma_update(None, "user_version", 3)?;
    assert!(Still::of(&path).is_none(), "it is of another version");
    assert!(Still::of(&path.with_extension("none")).is_none(), "there is none");
    Ok(())
}

#[tokio::test]
async fn a_reader_of_everything_goes_on_after_the_last_row_in_either_order() -> Result<()> {
    let (_folder, _path, store) = open()?;
    for name in ["a", "b", "c"] {
        insert(&store, new(task(None, Conflict::Rename)?, name)?).await??;
    }
    for (order, expected) in [(Order::Ascending, [3]), (Order::Descending, [1])] {
        let query = Query { after: Some(TaskId(2)), order, ..Query::default() };
        let found = store.find(query).await?;
        assert_eq!(found.records.iter().map(|record| record.id.0).collect::<Vec<_>>(), expected);
    }
    Ok(())
}

#[tokio::test]
async fn a_task_that_nobody_kept_is_unknown() -> Result<()> {
    let (_folder, _path, store) = open()?;
    let unknown = store.load(TaskId(77)).await;
    assert!(matches!(unknown, Err(StoreError::Unknown)), "{unknown:?}");
    Ok(())
}

#[tokio::test]
async fn f106_the_database_is_closed_to_others_and_a_closed_one_is_a_single_file() -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path, store) = open()?;
    insert(&store, new(task(None, Conflict::Rename)?, "a.bin")?).await??;
    for name in ["haul.db", "haul.db-wal", "haul.db-shm"] {
        let file = folder.path().join(name);
        let mode = std::fs::metadata(&file).with_context(|| name.to_owned())?.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
    drop(store);
    let left: Vec<_> = std::fs::read_dir(folder.path())?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    assert_eq!(left, [path], "the log was moved into the database");
    Ok(())
}

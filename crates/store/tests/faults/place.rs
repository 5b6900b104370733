//! A folder with a database in it, and what it held.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use haul_model::link::LinkWish;
use haul_model::naming::FileName;
use haul_model::place::{Base, Location};
use haul_model::remote::{Ranges, Remote};
use haul_model::segments::Segment;
use haul_model::status::State;
use haul_model::task::{Download, NameChoice, Task, TaskId, Work};
use haul_model::time::Timestamp;
use haul_store::{Change, Kept, NewRecord, Order, Query, Record, Store};

/// A folder with a database.
pub(crate) struct Place {
    _folder: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Result<Place> {
        let folder = tempfile::tempdir()?;
        Ok(Place { path: folder.path().join("haul.db"), _folder: folder })
    }

    /// One with so many tasks in a closed database.
    pub(crate) async fn with_tasks(tasks: u64) -> Result<Place> {
        let place = Place::new()?;
        let store = Store::open(&place.path)?.store;
        fill(&store, tasks).await?;
        Ok(place)
    }

    /// A copy as it is now, taken while the database is open or after.
    pub(crate) fn copied(&self) -> Result<Place> {
        let other = Place::new()?;
        for entry in std::fs::read_dir(self.folder())? {
            let from = entry?.path();
            std::fs::copy(&from, other.folder().join(from.file_name().context("a name")?))?;
        }
        Ok(other)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().expect("the database lies in a folder")
    }

    pub(crate) fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    pub(crate) fn names(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.folder())? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}

/// Adds tasks, each with a part file of which 1000 bytes and its own number are proven.
pub(crate) async fn fill(store: &Store, tasks: u64) -> Result<()> {
    let records = (1..=tasks).map(|number| new(&format!("file-{number}.bin"))).collect::<Result<Vec<_>>>()?;
    let mut changes = Vec::new();
    for record in store.insert(records, |_| false).await? {
        let Kept { id, name } = record?;
        let part = format!("{name}.haulpart");
        changes.push(Change::Learned { id, remote: remote(), name, part, old_part: None });
    }
    store.apply(changes).await?;
    for id in store.begun().await? {
        store.checkpoint(id, vec![Segment { start: 0, end: Some(5_000), done: 1_000 + id.0 }]).await?;
    }
    Ok(())
}

fn remote() -> Remote {
    Remote {
        total: Some(5_000),
        validator: None,
        weak_etag: None,
        ranges: Ranges::Offered,
        content_type: None,
        redirects: Vec::new(),
        digests: Vec::new(),
        modified: None,
        resource: None,
        source: 0,
    }
}

/// A task that is not kept yet.
pub(crate) fn new(name: &str) -> Result<NewRecord> {
    let url = format!("http://127.0.0.1/{name}");
    let location = Location { base: Base::Root, folder: "/d".into() };
    let task = Task {
        own_id: None,
        group: "default".into(),
        priority: 5,
        retries: 5,
        metadata: String::new(),
        display_name: None,
        notifications: None,
        added_by: None,
        link: LinkWish::default(),
        auth: None,
        created: Timestamp(1),
        work: Work::Download(Download::of(url.parse()?, location, NameChoice::Suggested)),
    };
    let name = FileName::typed_by_user(name)?;
    Ok(NewRecord {
        task,
        secrets: None,
        state: State::to_run(),
        host: "127.0.0.1".into(),
        url,
        folder: "/d".into(),
        name,
    })
}

/// All records, oldest first.
pub(crate) async fn all(store: &Store) -> Result<Vec<Record>> {
    Ok(store.find(Query { order: Order::Ascending, ..Query::default() }).await?.records)
}

/// Whatever is proven of a task is what [`fill`] proved, or nothing.
pub(crate) async fn is_honest(store: &Store, id: TaskId) -> Result<()> {
    let (_, segments) = store.load(id).await?;
    let written = [Segment { start: 0, end: Some(5_000), done: 1_000 + id.0 }];
    ensure!(segments.is_empty() || segments == written, "{id}: {segments:?}");
    Ok(())
}

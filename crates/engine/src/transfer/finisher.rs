//! Small files that are whole at the same time get their names together.
//!
//! Owns the last steps of files without a name: bytes on disk, records, names, entries of the folders; each step is done
//! once for all files that wait. Refuses to judge a file, and to wait for more of them: a lone one goes at once, and who comes
//! meanwhile is the next group. Rules kept here: a record is kept after the bytes are on disk, a name is given after the
//! record is kept, and what cannot be done for all is left to each (rows 112 to 115).

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use haul_model::naming::FileName;
use haul_store::{Change, Store};
use rustix::io::Errno;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::disk::{Folder, Lasting};
use crate::transfer::finish::Marks;
use crate::trouble::Trouble;

/// A whole, right file without a name.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) file: Arc<File>,
    /// Number of its file system.
    pub(super) device: u64,
    pub(super) folder: Arc<Folder>,
    pub(super) name: FileName,
    pub(super) marks: Marks,
    /// What has to be kept before it gets its name.
    pub(super) changes: Vec<Change>,
    pub(super) stop: CancellationToken,
}

/// What became of a file.
#[derive(Debug)]
pub(super) enum Fate {
    /// It has its name, and that is on disk.
    Placed,
    /// Its record is kept; it did not get the name.
    Recorded,
    /// Nothing of it is kept.
    Left,
    /// It was told to stop before anything of it was kept.
    Stopped,
    /// The disk does not hold it, or does not hold its name.
    Broken(io::Error),
}

/// A file that waits for its fate.
type Waiting = (Whole, oneshot::Sender<Fate>);

/// Who does the last steps.
#[derive(Debug)]
pub(crate) struct Finisher {
    store: Arc<Store>,
    queue: Mutex<Queue>,
    lasting: Mutex<Lasting>,
}

#[derive(Debug, Default)]
struct Queue {
    files: Vec<Waiting>,
    /// Whether somebody takes them.
    is_served: bool,
}

impl Finisher {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self { store, queue: Mutex::default(), lasting: Mutex::default() }
    }

    /// Does the last steps of a file, with whoever else waits by then.
    pub(super) async fn finish(self: &Arc<Self>, whole: Whole) -> Result<Fate, Trouble> {
        let (answer, fate) = oneshot::channel();
        let is_first = {
            let mut queue = self.queue();
            queue.files.push((whole, answer));
            !std::mem::replace(&mut queue.is_served, true)
        };
        if is_first {
            let (service, runtime) = (Service(Arc::clone(self)), Handle::current());
            tokio::task::spawn_blocking(move || service.run(&runtime));
        }
        fate.await.map_err(|_| Trouble::internal("the last steps of a file were not done"))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that wait; when nobody does, the next one calls for service.
    fn next_group(&self) -> Option<Vec<Waiting>> {
        let mut queue = self.queue();
        queue.is_served = !queue.files.is_empty();
        queue.is_served.then(|| std::mem::take(&mut queue.files))
    }

    fn finish_all(&self, group: Vec<Waiting>, runtime: &Handle) {
        let mut group = self.synced(wanted(group));
        let changes: Vec<Change> = group.iter_mut().flat_map(|(whole, _)| std::mem::take(&mut whole.changes)).collect();
        if changes.is_empty() {
            return;
        }
        if let Err(error) = runtime.block_on(self.store.apply(changes)) {
            tracing::debug!(%error, "the records of some files are kept one by one");
            return tell(group, || Fate::Left);
        }
        place(group);
    }

    /// Those whose bytes are on disk.
    fn synced(&self, group: Vec<Waiting>) -> Vec<Waiting> {
        for (whole, _) in &group {
            whole.marks.set(&whole.file);
        }
        let files: Vec<(u64, &File)> = group.iter().map(|(whole, _)| (whole.device, &*whole.file)).collect();
        let synced = self.lasting.lock().unwrap_or_else(PoisonError::into_inner).sync(&files);
        let keep = |((whole, answer), synced): (Waiting, io::Result<()>)| match synced {
            Ok(()) => Some((whole, answer)),
            Err(error) => {
                // An attempt that does not wait any more has been ended.
                let _ = answer.send(Fate::Broken(error));
                None
            }
        };
        group.into_iter().zip(synced).filter_map(keep).collect()
    }
}

/// Serves the queue until it is empty. Should it not get that far, nobody waits in vain.
struct Service(Arc<Finisher>);

impl Service {
    fn run(&self, runtime: &Handle) {
        while let Some(group) = self.0.next_group() {
            self.0.finish_all(group, runtime);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.queue() = Queue::default();
        }
    }
}

/// Those that nobody has stopped.
fn wanted(group: Vec<Waiting>) -> Vec<Waiting> {
    let (stopped, wanted) = group.into_iter().partition(|(whole, _): &Waiting| whole.stop.is_cancelled());
    tell(stopped, || Fate::Stopped);
    wanted
}

/// Gives all of them their names, and puts each folder's entries on disk once.
fn place(group: Vec<Waiting>) {
    let is_named = |(whole, _): &Waiting| whole.folder.name(&whole.file, whole.name.as_str()).is_ok_and(|named| named);
    let (named, others): (Vec<_>, Vec<_>) = group.into_iter().partition(is_named);
    tell(others, || Fate::Recorded);
    let mut synced: HashMap<(u64, u64), Option<Errno>> = HashMap::new();
    let mut fates = Vec::with_capacity(named.len());
    for (whole, answer) in named {
        let sync = || whole.folder.sync().err().map(|error| number_of(&error));
        let failed = match whole.folder.identity() {
            Ok(identity) => *synced.entry(identity).or_insert_with(sync),
            Err(error) => Some(number_of(&error)),
        };
        fates.push((answer, failed.map_or(Fate::Placed, |error| Fate::Broken(error.into()))));
    }
    for (answer, fate) in fates {
        let _ = answer.send(fate);
    }
}

fn number_of(error: &io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::IO)
}

fn tell(group: Vec<Waiting>, fate: impl Fn() -> Fate) {
    for (_, answer) in group {
        let _ = answer.send(fate());
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{FileExt as _, MetadataExt as _};
    use std::path::Path;

    use anyhow::{Context as _, Result};
    use haul_model::task::TaskId;
    use haul_model::time::Timestamp;

    use super::*;

    /// Files that wait for a finisher, in one folder.
    struct Bench {
        finisher: Arc<Finisher>,
        folder: Arc<Folder>,
        fates: Vec<oneshot::Receiver<Fate>>,
        at: tempfile::TempDir,
    }

    impl Bench {
        fn new() -> Result<Self> {
            let at = tempfile::tempdir()?;
            let store = Store::open(&at.path().join("haul.db"))?.store;
            let folder = Arc::new(Folder::open(&at.path().join("files"))?);
            Ok(Self { finisher: Arc::new(Finisher::new(Arc::new(store))), folder, fates: Vec::new(), at })
        }

        fn whole(&self, name: &str) -> Result<Whole> {
            let file = self.folder.create_nameless().context("a folder without nameless files")?;
            file.write_all_at(name.as_bytes(), 0)?;
            Ok(Whole {
                device: file.metadata()?.dev(),
                file: Arc::new(file),
                folder: Arc::clone(&self.folder),
                name: FileName::typed_by_user(name)?,
                marks: Marks::default(),
                changes: vec![Change::FirstByte { id: TaskId(1), at: Timestamp(1) }],
                stop: CancellationToken::new(),
            })
        }

        fn waits(&mut self, whole: Whole) {
            let (answer, fate) = oneshot::channel();
            self.finisher.queue().files.push((whole, answer));
            self.fates.push(fate);
        }

        /// Serves all that wait; says what became of each, in one word.
        async fn served(self) -> Result<(Vec<String>, Vec<String>)> {
            let (service, runtime) = (Service(self.finisher), Handle::current());
            tokio::task::spawn_blocking(move || service.run(&runtime)).await?;
            let mut fates = Vec::new();
            for fate in self.fates {
                fates.push(format!("{:?}", fate.await?));
            }
            let entries = std::fs::read_dir(self.at.path().join("files"))?;
            let mut names = entries
                .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
                .collect::<Result<Vec<_>>>()?;
            names.sort();
            Ok((fates, names))
        }
    }

    #[tokio::test]
    async fn files_that_wait_together_all_get_their_names() -> Result<()> {
        let mut bench = Bench::new()?;
        for name in ["a", "b", "c", "d", "e"] {
            bench.waits(bench.whole(name)?);
        }
        let (fates, names) = bench.served().await?;
        assert_eq!((fates, names.join("")), (vec!["Placed".to_owned(); 5], "abcde".to_owned()));
        Ok(())
    }

    #[tokio::test]
    async fn m076_a_name_that_is_taken_is_left_alone_and_holds_up_nobody() -> Result<()> {
        let mut bench = Bench::new()?;
        std::fs::write(bench.at.path().join("files/b"), "theirs")?;
        for name in ["a", "b", "c"] {
            bench.waits(bench.whole(name)?);
        }
        let theirs = bench.at.path().join("files/b");
        let at = std::fs::File::open(&theirs)?;
        let (fates, names) = bench.served().await?;
        assert_eq!((fates.join(" "), names.join("")), ("Placed Recorded Placed".to_owned(), "abc".to_owned()));
        assert_eq!(std::io::read_to_string(at)?, "theirs");
        Ok(())
    }

    #[tokio::test]
    async fn m028_one_that_is_stopped_is_left_out() -> Result<()> {
        let mut bench = Bench::new()?;
        let stopped = bench.whole("stopped")?;
        stopped.stop.cancel();
        bench.waits(stopped);
        bench.waits(bench.whole("wanted")?);
        let (fates, names) = bench.served().await?;
        assert_eq!((fates.join(" "), names.join(" ")), ("Stopped Placed".to_owned(), "wanted".to_owned()));
        Ok(())
    }

    #[tokio::test]
    async fn f125_no_file_of_a_group_gets_a_name_when_the_records_are_refused() -> Result<()> {
        let mut bench = Bench::new()?;
        let mut refused = bench.whole("refused")?;
        let unwritable = Path::new(std::ffi::OsStr::from_bytes(b"\xff")).to_owned();
        let name = refused.name.clone();
        refused.changes.push(Change::Moved { id: TaskId(1), folder: unwritable, name });
        bench.waits(refused);
        bench.waits(bench.whole("other")?);
        let (fates, names) = bench.served().await?;
        assert_eq!((fates.join(" "), names.len()), ("Left Left".to_owned(), 0));
        Ok(())
    }
}

//! From a whole part file to the final name.
//!
//! Owns the checks of length and digest, the last sync and the rename. Rules kept here: the record says that a rename
//! is about to happen before it happens, so that a start after a cut knows what to look for (rows 113 and 114).

use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;

use haul_model::digest::{Algorithm, Digest};
use haul_model::fault::Category;
use haul_model::log::Happening;
use haul_model::naming::FileName;
use haul_model::options::{FileTime, OriginMark};
use haul_model::segments::SegmentMap;
use haul_model::status::Phase;
use haul_model::task::{Conflict, Download};
use haul_model::time::Timestamp;
use haul_store::{Change, Record};
use url::Url;

use crate::clock;
use crate::disk;
use crate::transfer::attempt::Attempt;
use crate::transfer::finisher::{Fate, Whole};
use crate::transfer::rolling::Rolling;
use crate::transfer::{Halt, blocking, ground, nameless, placed, saving, sidecar};
use crate::trouble::{Trouble, of_disk};

/// Compares length and digests with what is known. A file that is wrong is moved aside, never placed.
pub(crate) async fn verify(attempt: &mut Attempt) -> Result<(), Halt> {
    if attempt.record.part.is_some() {
        attempt.lines.entered(Phase::Verifying).await;
    }
    let Some(part) = attempt.part.clone() else { return Err(Trouble::internal("nothing to verify").into()) };
    holds(attempt, &part)?;
    let path = attempt.path();
    let length = part.metadata().map_err(|error| of_disk(&error, &path))?.len();
    if length != attempt.lines.meter.map().received() {
        return Err(Halt::PartLost);
    }
    if let Err(trouble) = has_declared_size(attempt.download(), Some(length)) {
        return Err(reject(attempt, trouble).await);
    }
    sidecar::learn(attempt, sidecar::Need::Now).await?;
    let wanted = algorithms(attempt);
    let rolling = Arc::clone(&attempt.rolling);
    let rolling = if rolling.computes(&wanted) { rolling } else { Arc::new(Rolling::new(wanted)) };
    let reads_nothing = rolling.has_seen(length);
    let stop = attempt.lines.stop.clone();
    let finish = move || rolling.finish(&part, || !stop.is_cancelled());
    let found = if reads_nothing { finish() } else { blocking(finish).await? };
    let found = found.map_err(|error| of_disk(&error, &path))?.ok_or(Halt::Stopped)?;
    match judge(attempt, &found) {
        Ok(digest) => {
            attempt.record.digest = digest;
            Ok(())
        }
        Err(trouble) => Err(reject(attempt, trouble).await),
    }
}

/// Whether the file is still what was written, and where.
fn holds(attempt: &Attempt, file: &File) -> Result<(), Halt> {
    match attempt.record.part {
        Some(_) => ground::holds(&attempt.lines, &attempt.folder, file),
        None => ground::holds_nameless(&attempt.lines, &attempt.folder, file),
    }
}

/// The digests to compute while the file of this attempt arrives.
pub(crate) fn rolling(attempt: &Attempt) -> Rolling {
    let published = sidecar::likely_algorithm(attempt.download());
    Rolling::new(algorithms(attempt).into_iter().chain(published))
}

/// Whether a length is the one that the task's creator declared (M102).
pub(crate) fn has_declared_size(download: &Download, length: Option<u64>) -> Result<(), Trouble> {
    let (Some(declared), Some(length)) = (download.size, length) else { return Ok(()) };
    if declared == length {
        return Ok(());
    }
    let message = format!("The file is not the expected one: it has {length} bytes, expected {declared}.");
    Err(Trouble::new(Category::IntegritySize, message))
}

/// Forgets a part that another program has deleted or changed: nothing of it can be proven, so nothing is kept.
pub(crate) async fn forget_part(attempt: &mut Attempt) -> Result<(), Halt> {
    tracing::info!(id = %attempt.record.id, "the part file was changed by another program");
    let parts = [attempt.record.part.take(), attempt.record.old_part.take()];
    for part in parts.into_iter().flatten() {
        attempt.on_folder(move |folder| folder.remove(&part)).await?;
    }
    attempt.keep(Change::NoPart { id: attempt.record.id }).await?;
    attempt.part = None;
    attempt.lines.meter.reset(SegmentMap::whole(None));
    Ok(())
}

fn algorithms(attempt: &Attempt) -> Vec<Algorithm> {
    let announced = attempt.record.remote.iter().flat_map(|remote| &remote.digests);
    demanded(attempt.download()).into_iter().chain(announced).map(Digest::algorithm).collect()
}

/// The digest that the creator of the task gave, or pointed to.
fn demanded(download: &Download) -> Option<&Digest> {
    download.checksum.as_ref().or(download.published.as_ref())
}

/// Compares what was computed with what was demanded and announced; gives the digest to keep. What was demanded wins: a
/// server that announces another digest of the right file is wrong about it.
fn judge(attempt: &Attempt, found: &[Digest]) -> Result<Option<Digest>, Trouble> {
    let demanded = demanded(attempt.download());
    if let Some(demanded) = demanded {
        compare(demanded, found)?;
    }
    let announced = attempt.record.remote.as_ref().map(|remote| remote.digests.as_slice()).unwrap_or_default();
    for digest in announced {
        match (compare(digest, found), demanded) {
            (Ok(()), _) => {}
            (Err(trouble), None) => return Err(trouble),
            (Err(trouble), Some(_)) => {
                tracing::warn!(id = %attempt.record.id, message = %trouble.message, "the server announced another digest");
            }
        }
    }
    Ok(demanded.or(announced.first()).cloned())
}

fn compare(expected: &Digest, found: &[Digest]) -> Result<(), Trouble> {
    let algorithm = expected.algorithm();
    match found.iter().find(|digest| digest.algorithm() == algorithm) {
        Some(digest) if digest == expected => Ok(()),
        Some(digest) => {
            let (found, expected) = (digest.hex(), expected.hex());
            let message = format!(
                "The file came whole and is not the one that was expected. Start over, or check the checksum. Its {algorithm} is \
                 {found}, expected {expected}."
            );
            Err(Trouble::new(Category::IntegrityChecksum, message))
        }
        None => Err(Trouble::internal("a digest was not computed")),
    }
}

/// Moves a wrong file aside, so that nobody takes it for the right one and nothing is lost; the next attempt begins from
/// nothing. An older part goes: there is one wrong file of a task at most.
async fn reject(attempt: &mut Attempt, trouble: Trouble) -> Halt {
    if attempt.arrives_together() {
        // Nothing of a batch that is called off stays behind.
        return forget_part(attempt).await.map_or_else(|halt| halt, |()| trouble.into());
    }
    match set_aside(attempt).await {
        Ok(rejected) => {
            let path = attempt.folder.path().join(rejected);
            let message =
                format!("{} It is kept as {}; check the source, then retry.", trouble.message, path.display());
            Trouble::new(trouble.category, message).into()
        }
        Err(halt) => halt,
    }
}

async fn set_aside(attempt: &mut Attempt) -> Result<String, Halt> {
    if attempt.record.part.is_none() {
        nameless::become_part(attempt).await?;
    }
    let part = attempt.record.part.take().unwrap_or_default();
    if let Some(older) = attempt.record.old_part.take() {
        attempt.on_folder(move |folder| folder.remove(&older)).await?;
    }
    attempt.part = None;
    loop {
        let name = attempt.record.name.to_string();
        let rejected = attempt.on_folder(move |folder| folder.free_rejected(&name)).await?;
        attempt.keep(Change::Rejected { id: attempt.record.id, old_part: rejected.clone() }).await?;
        let (from, to) = (part.clone(), rejected.clone());
        if attempt.on_folder(move |folder| folder.place(&from, &to)).await? {
            attempt.record.old_part = Some(rejected.clone());
            return Ok(rejected);
        }
    }
}

/// Gives the file its final name.
pub(crate) async fn place(attempt: &mut Attempt) -> Result<(), Halt> {
    // A command that comes after it counts as much as what came before.
    if attempt.record.part.is_none() && attempt.record.task.work.post_command().is_none() {
        attempt.lines.settles().await;
    } else {
        attempt.lines.entered(Phase::Placing).await;
    }
    let mut told = verified(attempt);
    if attempt.record.part.is_none() && among_others(attempt, &mut told).await? {
        return Ok(());
    }
    let (file, inode) = synced(attempt).await?;
    loop {
        if attempt.lines.stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        let name = attempt.record.name.clone();
        let placing = placing(attempt, inode);
        let told = std::mem::take(&mut told);
        match attempt.record.part {
            Some(_) => attempt.keep_telling(placing, told).await?,
            // Nothing else names the file: after a kill it would be fetched once more beside itself.
            None => attempt.keep_telling_surely(placing, told).await?,
        }
        if appear(attempt, Arc::clone(&file), name.clone()).await? {
            break;
        }
        attempt.record.name = another_name(attempt, name).await?;
    }
    clean_up(attempt).await;
    Ok(())
}

/// Gives a file without a name its own, together with others that are whole by now; false when that is left to this
/// attempt, and then what the log tells is only left when it is not kept.
async fn among_others(attempt: &mut Attempt, told: &mut Vec<Happening>) -> Result<bool, Halt> {
    let Some(file) = attempt.part.clone() else { return Err(Trouble::internal("nothing to place").into()) };
    let known = file.metadata().map_err(|error| of_disk(&error, &attempt.path()))?;
    let (id, at) = (attempt.record.id, clock::now());
    let mut changes = attempt.pending.clone();
    changes.push(placing(attempt, known.ino()));
    changes.extend(told.iter().cloned().map(|what| Change::Happened { id, at, what }));
    let whole = Whole {
        file,
        device: known.dev(),
        folder: Arc::clone(&attempt.folder),
        name: attempt.record.name.clone(),
        marks: Marks::of(attempt),
        changes,
        stop: attempt.lines.stop.clone(),
    };
    let fate = attempt.lines.site.finisher.finish(whole).await?;
    if matches!(fate, Fate::Placed | Fate::Recorded) {
        attempt.pending.clear();
        told.clear();
    }
    match fate {
        Fate::Placed => Ok(true),
        Fate::Recorded | Fate::Left => Ok(false),
        Fate::Stopped => Err(Halt::Stopped),
        Fate::Broken(error) => Err(of_disk(&error, &attempt.path()).into()),
    }
}

/// Makes the file last as it is, for its name to be given later: nothing but a rename is missing from then on.
pub(crate) async fn seal(attempt: &mut Attempt) -> Result<(), Halt> {
    let (_, inode) = synced(attempt).await?;
    saving::keep_surely(&attempt.lines.site.store, &attempt.lines.stop, &[placing(attempt, inode)]).await?;
    clean_up(attempt).await;
    Ok(())
}

/// Whether an earlier attempt has sealed the file.
pub(crate) async fn is_sealed(attempt: &Attempt) -> Result<bool, Halt> {
    let record = attempt.record.clone();
    Ok(blocking(move || placed::is_sealed(&record)).await?)
}

/// What the log tells of a file that is whole.
fn verified(attempt: &Attempt) -> Vec<Happening> {
    attempt.record.digest.iter().map(|digest| Happening::Verified { digest: digest.clone() }).collect()
}

/// What has to be known before the file gets its name.
fn placing(attempt: &Attempt, inode: u64) -> Change {
    let Record { id, name, digest, .. } = attempt.record.clone();
    Change::Placing { id, name, digest, bytes: attempt.lines.meter.map().received(), inode }
}

/// Puts on disk all there is of the file, and gives its inode.
async fn synced(attempt: &Attempt) -> Result<(Arc<File>, u64), Halt> {
    let Some(file) = attempt.part.clone() else { return Err(Trouble::internal("nothing to place").into()) };
    let path = attempt.path();
    let marks = Marks::of(attempt);
    let synced = Arc::clone(&file);
    let synced = blocking(move || {
        marks.set(&synced);
        disk::sync_all(&synced).and_then(|()| synced.metadata())
    });
    let inode = synced.await?.map_err(|error| of_disk(&error, &path))?.ino();
    holds(attempt, &file)?;
    Ok((file, inode))
}

/// Gives the file its name and syncs the folder; false when the name is taken.
async fn appear(attempt: &Attempt, file: Arc<File>, name: FileName) -> Result<bool, Trouble> {
    let (conflict, part) = (attempt.download().conflict, attempt.record.part.clone());
    let placed = attempt
        .on_folder(move |folder| match (part, conflict) {
            (Some(part), Conflict::Overwrite) => folder.replace(&part, name.as_str()).map(|()| true),
            (Some(part), Conflict::Rename | Conflict::Skip | Conflict::Fail) => folder.place(&part, name.as_str()),
            (None, _) => Ok(folder.name(&file, name.as_str())? && folder.sync().map(|()| true)?),
        })
        .await;
    placed.map_err(
        |trouble| if trouble.category == Category::DiskPath { ground::folder_gone(&attempt.folder) } else { trouble },
    )
}

/// What the file is to say of itself besides its bytes. A file system that cannot keep it is no failure (row 107).
#[derive(Debug, Default)]
pub(super) struct Marks {
    origin: Option<Url>,
    modified: Option<Timestamp>,
}

impl Marks {
    fn of(attempt: &Attempt) -> Self {
        let download = attempt.download();
        let is_place = matches!(download.url.scheme(), "http" | "https");
        let origin = match download.origin_mark {
            OriginMark::Written if is_place => Some(download.url.clone()),
            OriginMark::Written | OriginMark::Absent => None,
        };
        let modified = match download.file_time {
            FileTime::Server => attempt.record.remote.as_ref().and_then(|remote| remote.modified),
            FileTime::Written => None,
        };
        Self { origin, modified }
    }

    pub(super) fn set(&self, file: &File) {
        if let Some(Err(error)) = self.origin.as_ref().map(|url| disk::mark_origin(file, url)) {
            tracing::debug!(%error, "the file does not say where it came from");
        }
        if let Some(Err(error)) = self.modified.map(|at| disk::set_modified(file, at)) {
            tracing::debug!(%error, "the file does not have the server's time");
        }
    }
}

/// The name appeared meanwhile: the next free one is taken, or the task ends, as its creator chose.
async fn another_name(attempt: &Attempt, taken: FileName) -> Result<FileName, Halt> {
    match attempt.download().conflict {
        Conflict::Rename | Conflict::Overwrite => attempt.reserve(taken).await,
        Conflict::Skip | Conflict::Fail => {
            let path = attempt.folder.path().join(taken.as_str());
            let message = format!("{} exists already. Choose another name, then retry.", path.display());
            Err(Trouble::new(Category::DiskExists, message).into())
        }
    }
}

/// Whether the rename that was about to happen did happen.
pub(crate) async fn was_placed(attempt: &Attempt) -> Result<bool, Halt> {
    if attempt.part.is_some() {
        return Ok(false);
    }
    let record = attempt.record.clone();
    let placed = blocking(move || placed::is_placed(&record)).await?;
    if placed {
        clean_up(attempt).await;
    }
    Ok(placed)
}

/// Nothing of a placed file's parts stays behind. The record forgets them when it says that the task is complete, and
/// not before: a start in between would find neither and fetch the file again.
async fn clean_up(attempt: &Attempt) {
    let Some(old) = attempt.record.old_part.clone() else { return };
    if let Err(trouble) = attempt.on_folder(move |folder| folder.remove(&old)).await {
        tracing::warn!(message = %trouble.message, "a part file was left behind");
    }
}

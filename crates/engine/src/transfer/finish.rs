//! From a whole part file to the final name.
//!
//! Owns the checks of length and digest, the last sync and the rename. Rules kept here: the record says that a rename
//! is about to happen before it happens, so that a start after a cut knows what to look for (rows 113 and 114).

use haul_model::fault::Category;
use haul_model::naming::FileName;
use haul_model::status::Phase;
use haul_model::task::Conflict;
use haul_store::Change;

use crate::disk;
use crate::transfer::attempt::Attempt;
use crate::transfer::{Halt, blocking};
use crate::trouble::{Trouble, of_disk};

/// Compares length and digest with what is known.
pub(crate) async fn verify(attempt: &mut Attempt) -> Result<(), Halt> {
    attempt.lines.entered(Phase::Verifying).await;
    let Some(part) = attempt.part.clone() else { return Err(Trouble::internal("nothing to verify").into()) };
    let expected = attempt.lines.meter.map().received();
    let path = attempt.folder.path().join(attempt.record.part.as_deref().unwrap_or_default());
    let length = part.metadata().map_err(|error| of_disk(&error, &path))?.len();
    if length != expected {
        let message =
            "The part file was changed by another program, and was thrown away. Retry to fetch the file anew.";
        return Err(begin_anew(attempt, Trouble::new(Category::DiskPath, message)).await);
    }
    let Some(wanted) = attempt.download().checksum.clone() else { return Ok(()) };
    let (algorithm, stop) = (wanted.algorithm(), attempt.lines.stop.clone());
    let found = blocking(move || disk::digest_of(&part, algorithm, || !stop.is_cancelled())).await?;
    let found = found.map_err(|error| of_disk(&error, &path))?.ok_or(Halt::Stopped)?;
    if found == wanted {
        attempt.record.digest = Some(found);
        return Ok(());
    }
    let message = format!(
        "The file is not the expected one: its {} is {}, expected {}. Nothing was kept; check the source, then retry.",
        algorithm.as_str(),
        found.hex(),
        wanted.hex()
    );
    Err(begin_anew(attempt, Trouble::new(Category::IntegrityChecksum, message)).await)
}

/// Deletes the part, so that the next attempt begins from nothing.
async fn begin_anew(attempt: &mut Attempt, trouble: Trouble) -> Halt {
    for part in [attempt.record.part.take(), attempt.record.old_part.take()].into_iter().flatten() {
        if let Err(other) = attempt.on_folder(move |folder| folder.remove(&part)).await {
            tracing::warn!(message = %other.message, "a part file could not be deleted");
        }
    }
    match attempt.keep(Change::NoPart { id: attempt.record.id }).await {
        Ok(()) => trouble.into(),
        Err(database) => database.into(),
    }
}

/// Gives the file its final name.
pub(crate) async fn place(attempt: &mut Attempt) -> Result<(), Halt> {
    attempt.lines.entered(Phase::Placing).await;
    let (Some(file), Some(part)) = (attempt.part.clone(), attempt.record.part.clone()) else {
        return Err(Trouble::internal("nothing to place").into());
    };
    let path = attempt.folder.path().join(&part);
    blocking(move || disk::sync_all(&file)).await?.map_err(|error| of_disk(&error, &path))?;
    loop {
        if attempt.lines.stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        let name = attempt.record.name.clone();
        let (id, digest) = (attempt.record.id, attempt.record.digest.clone());
        let bytes = attempt.lines.meter.map().received();
        attempt.keep(Change::Placing { id, name: name.clone(), digest, bytes }).await?;
        if rename(attempt, part.clone(), name.clone()).await? {
            break;
        }
        attempt.record.name = another_name(attempt, name).await?;
    }
    clean_up(attempt).await;
    Ok(())
}

async fn rename(attempt: &Attempt, part: String, name: FileName) -> Result<bool, Trouble> {
    let conflict = attempt.download().conflict;
    let placed = attempt
        .on_folder(move |folder| match conflict {
            Conflict::Overwrite => folder.replace(&part, name.as_str()).map(|()| true),
            Conflict::Rename | Conflict::Skip | Conflict::Fail => folder.place(&part, name.as_str()),
        })
        .await;
    placed.map_err(|trouble| {
        if trouble.category != Category::DiskPath {
            return trouble;
        }
        let path = attempt.folder.path().display().to_string();
        Trouble::new(Category::DiskPath, format!("{path} was deleted or moved. Choose a folder, then retry."))
    })
}

/// The name appeared meanwhile: the next free one is taken, or the task ends, as its creator chose.
async fn another_name(attempt: &Attempt, taken: FileName) -> Result<FileName, Halt> {
    match attempt.download().conflict {
        Conflict::Rename | Conflict::Overwrite => {
            let store = &attempt.lines.site.store;
            Ok(store.reserve(attempt.record.id, taken, disk::exists).await.map_err(Trouble::database)?)
        }
        Conflict::Skip | Conflict::Fail => {
            let path = attempt.folder.path().join(taken.as_str());
            let message = format!("{} exists already. Choose another name, then retry.", path.display());
            Err(Trouble::new(Category::DiskExists, message).into())
        }
    }
}

/// After a start: whether the rename that was about to happen did happen.
pub(crate) async fn was_placed(attempt: &Attempt) -> Result<bool, Halt> {
    if attempt.part.is_some() {
        return Ok(false);
    }
    let (name, total) = (attempt.record.name.to_string(), attempt.record.remote.as_ref().and_then(|known| known.total));
    let length = attempt.on_folder(move |folder| folder.length(&name)).await?;
    let placed = length.is_some() && (total.is_none() || length == total);
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

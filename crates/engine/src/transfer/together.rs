//! The final names of files that arrive together.
//!
//! Owns the renames of an atomic batch whose files are all whole, right and on the disk. Refuses to take a name back: who
//! calls the batch off does. Rules kept here: a file is known by the inode and the length that were recorded when it was
//! verified, and nothing else is renamed; what a run before a cut has renamed is left as it is.

use haul_model::fault::Category;
use haul_model::naming::FileName;
use haul_model::task::{Conflict, TaskId};
use haul_store::{Change, Record};
use tokio_util::sync::CancellationToken;

use crate::disk::{self, Folder};
use crate::transfer::{Halt, Site, blocking, placed, saving};
use crate::trouble::{Trouble, of_disk};

/// How it went.
#[derive(Debug)]
pub(crate) enum Arrival {
    /// Every file has its name.
    Placed,
    /// It was told to stop; some files may have their names.
    Stopped,
    /// These files are not there any more, and no file has a name yet.
    Lost(Vec<TaskId>),
    /// A file could not get its name.
    Refused(TaskId, Trouble),
}

/// Gives every file of these tasks its final name.
pub(crate) async fn place(site: &Site, ids: Vec<TaskId>, stop: &CancellationToken) -> Arrival {
    let (mut sealed, mut lost, mut is_begun) = (Vec::new(), Vec::new(), false);
    for id in ids {
        let record = match site.store.load(id).await {
            Ok((record, _)) => record,
            Err(error) => return Arrival::Refused(id, Trouble::database(error)),
        };
        match blocking(move || (state_of(&record), record)).await {
            Ok((State::Placed, _)) => is_begun = true,
            Ok((State::Sealed, record)) => sealed.push(record),
            Ok((State::Lost, _)) => lost.push(id),
            Err(trouble) => return Arrival::Refused(id, trouble),
        }
    }
    match lost.first() {
        Some(id) if is_begun => return Arrival::Refused(*id, changed()),
        Some(_) => return Arrival::Lost(lost),
        None => {}
    }
    for record in sealed {
        let id = record.id;
        match place_one(site, record, stop).await {
            Ok(()) => {}
            Err(Halt::Trouble(trouble)) => return Arrival::Refused(id, trouble),
            Err(Halt::Stopped) => return Arrival::Stopped,
            Err(Halt::Missing | Halt::AlreadyThere | Halt::PartLost | Halt::Verified | Halt::CalledOff) => {
                return Arrival::Refused(id, changed());
            }
        }
    }
    Arrival::Placed
}

/// Where a file of the batch is.
enum State {
    Placed,
    Sealed,
    Lost,
}

/// Looks for a file; blocks. One that was linked to its name, by a run that was cut before it took the part's name away,
/// has that taken away now.
fn state_of(record: &Record) -> State {
    if placed::is_placed(record) {
        let part = record.part.as_ref().map(|part| record.folder.join(part));
        if let Some(Err(error)) = part.map(|part| disk::remove_file(&part)) {
            tracing::warn!(id = %record.id, %error, "a part file was left behind");
        }
        State::Placed
    } else if placed::is_sealed(record) {
        State::Sealed
    } else {
        State::Lost
    }
}

/// Gives one file its name; one that is taken is counted on, or refuses, as its creator chose.
async fn place_one(site: &Site, mut record: Record, stop: &CancellationToken) -> Result<(), Halt> {
    let conflict = record.task.work.as_download().map_or(Conflict::Fail, |download| download.conflict);
    loop {
        if stop.is_cancelled() {
            return Err(Halt::Stopped);
        }
        if rename(&record).await? {
            return Ok(());
        }
        match conflict {
            Conflict::Rename => record.name = another_name(site, &record, stop).await?,
            Conflict::Overwrite | Conflict::Skip | Conflict::Fail => return Err(taken(&record).into()),
        }
    }
}

async fn rename(record: &Record) -> Result<bool, Trouble> {
    let Some(part) = record.part.clone() else { return Err(changed()) };
    let (path, name) = (record.folder.clone(), record.name.clone());
    let renamed = blocking(move || Folder::open(&path)?.place(&part, name.as_str())).await?;
    renamed.map_err(|error| of_disk(&error, &record.folder.join(record.name.as_str())))
}

/// Reserves the next free name and says that it is about to be given, before it is.
async fn another_name(site: &Site, record: &Record, stop: &CancellationToken) -> Result<FileName, Halt> {
    let name = loop {
        match site.store.reserve(record.id, record.name.clone(), disk::exists).await {
            Ok(name) => break name,
            Err(error) => saving::wait(stop, error).await?,
        }
    };
    let (id, digest, bytes) = (record.id, record.digest.clone(), record.received);
    let Some(inode) = record.part_inode else { return Err(changed().into()) };
    let placing = Change::Placing { id, name: name.clone(), digest, bytes, inode };
    saving::keep_surely(&site.store, stop, &[placing]).await?;
    Ok(name)
}

fn taken(record: &Record) -> Trouble {
    let path = record.folder.join(record.name.as_str());
    let message = format!("{} exists already. Choose another name, then retry.", path.display());
    Trouble::new(Category::DiskExists, message)
}

fn changed() -> Trouble {
    let message = "Another program has changed the file before it got its name. Retry to fetch it again.";
    Trouble::new(Category::DiskPath, message)
}

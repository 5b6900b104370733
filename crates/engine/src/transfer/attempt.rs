//! From a record to a whole part file.
//!
//! Owns what one attempt knows and the order of its steps. Rule kept here: a continuation needs proof; without it the
//! file is fetched anew into a new part, and the old part stays until the new one is whole.

use std::fs::File;
use std::sync::Arc;

use haul_model::fault::Category;
use haul_model::range::AskedRange;
use haul_model::remote::Remote;
use haul_model::segments::SegmentMap;
use haul_model::status::Phase;
use haul_model::task::{Conflict, Download, Work};
use haul_model::validator::Validator;
use haul_store::{Change, Record, StoreError};

use crate::disk::Folder;
use crate::net::{self, Part, Wish};
use crate::transfer::learn::{self, Plan};
use crate::transfer::{Halt, Lines, Report, blocking, body, finish};
use crate::trouble::{Trouble, of_disk};

/// How often one attempt may ask for the file from its beginning.
const MOST_BEGINNINGS: u32 = 2;

/// What an attempt works with.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) lines: Lines,
    pub(crate) record: Record,
    pub(crate) folder: Arc<Folder>,
    pub(crate) part: Option<Arc<File>>,
}

impl Attempt {
    pub(crate) const fn download(&self) -> &Download {
        match &self.record.task.work {
            Work::Download(download) => download,
        }
    }

    /// Keeps a change of the record.
    pub(crate) async fn keep(&self, change: Change) -> Result<(), Trouble> {
        self.lines.site.store.apply(vec![change]).await.map_err(Trouble::database)
    }

    /// Runs something that blocks on the folder.
    pub(crate) async fn on_folder<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        let folder = Arc::clone(&self.folder);
        let path = self.folder.path().to_owned();
        blocking(move || work(&folder)).await?.map_err(|error| of_disk(&error, &path))
    }

    /// Says whether a pause could keep what is on disk.
    pub(crate) async fn learned(&self) {
        let can_pause = self.record.remote.as_ref().is_some_and(Remote::can_pause);
        let _ = self.lines.reports.send(Report::Learned(self.record.id, can_pause)).await;
    }

    fn continuation(&self) -> Option<(u64, Validator)> {
        let remote = self.record.remote.as_ref().filter(|remote| remote.can_continue())?;
        let (_, segment) = self.lines.meter.map().first_unfinished()?;
        (self.part.is_some() && segment.done > 0).then_some((segment.done, remote.validator.clone()?))
    }
}

/// Runs the attempt to its end.
pub(crate) async fn run(lines: Lines) -> Result<(), Halt> {
    let mut attempt = open(lines).await?;
    if attempt.record.placing && finish::was_placed(&attempt).await? {
        return Ok(());
    }
    respect_taken_name(&attempt).await?;
    fetch(&mut attempt).await?;
    finish::verify(&mut attempt).await?;
    finish::place(&mut attempt).await
}

async fn open(lines: Lines) -> Result<Attempt, Halt> {
    let (record, segments) = lines.site.store.load(lines.id).await.map_err(|error| {
        // A task that is gone has been removed: there is nothing left to do for it.
        if matches!(error, StoreError::Unknown) { Halt::Stopped } else { Trouble::database(error).into() }
    })?;
    let path = record.folder.clone();
    let folder = blocking(move || Folder::open(&path)).await?.map_err(|error| of_disk(&error, &record.folder))?;
    let mut attempt = Attempt { lines, record, folder: Arc::new(folder), part: None };
    let received: u64 = segments.iter().map(|segment| segment.done).max().unwrap_or(0);
    if let (Some(part), Ok(map)) = (attempt.record.part.clone(), SegmentMap::restore(segments)) {
        let file = attempt.on_folder(move |folder| folder.open_part(&part)).await?;
        // A part that is shorter than what was proven has been cut by somebody: nothing of it is trusted (row 94).
        let long_enough = file.as_ref().is_some_and(|file| file.metadata().is_ok_and(|meta| meta.len() >= received));
        if long_enough {
            attempt.part = file.map(Arc::new);
            attempt.lines.meter.reset(map);
            attempt.learned().await;
        }
    }
    Ok(attempt)
}

/// Ends the attempt when the final name is taken and the task is not to take another one.
pub(crate) async fn respect_taken_name(attempt: &Attempt) -> Result<(), Halt> {
    let conflict = attempt.download().conflict;
    if matches!(conflict, Conflict::Rename | Conflict::Overwrite) {
        return Ok(());
    }
    let name = attempt.record.name.to_string();
    if !attempt.on_folder(move |folder| folder.has(&name)).await? {
        return Ok(());
    }
    if conflict == Conflict::Skip {
        let reply = haul_model::remote::Reply { code: 304, ..Default::default() };
        attempt.keep(Change::Replied { id: attempt.record.id, reply }).await?;
        return Err(Halt::AlreadyThere);
    }
    let path = attempt.folder.path().join(attempt.record.name.as_str());
    let message = format!("{} exists already. Choose another name or folder, then retry.", path.display());
    Err(Trouble::new(Category::DiskExists, message).into())
}

async fn fetch(attempt: &mut Attempt) -> Result<(), Halt> {
    let mut from = attempt.continuation();
    let mut beginnings = 0;
    while !(attempt.part.is_some() && attempt.lines.meter.map().is_whole()) {
        if from.is_none() {
            beginnings += 1;
        }
        if beginnings > MOST_BEGINNINGS {
            let message = "The server keeps changing what it sends. Start over later, or ask its owner.";
            return Err(Trouble::new(Category::HttpChanged, message).into());
        }
        let known: Option<Remote> = if from.is_some() { attempt.record.remote.clone() } else { None };
        let part = from.as_ref().map(|(done, validator)| Part {
            range: AskedRange { first: *done, last: None },
            if_range: Some(validator),
        });
        let download = attempt.download();
        let wish = Wish { download, address: &download.url, part };
        let answer = tokio::select! {
            () = attempt.lines.stop.cancelled() => return Err(Halt::Stopped),
            answer = net::fetch(&attempt.lines.site.clients, wish) => answer?,
        };
        match learn::judge(attempt, from.take(), known.as_ref(), answer).await? {
            Plan::Write { answer, offset, limit } => {
                attempt.lines.entered(Phase::Transferring).await;
                body::write(attempt, answer, offset, limit).await?;
                from = attempt.continuation();
            }
            Plan::NothingMissing => return Ok(()),
            Plan::BeginAnew => {}
        }
    }
    Ok(())
}

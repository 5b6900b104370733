//! From a record to a whole part file.
//!
//! Owns what one attempt knows and the order of its steps. Rule kept here: a continuation needs proof; without it the
//! file is fetched anew into a new part, and the old part stays until the new one is whole.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use haul_model::batch::Atomicity;
use haul_model::fault::Category;
use haul_model::log::Happening;
use haul_model::naming::FileName;
use haul_model::options::{Coding, Strictness};
use haul_model::remote::{Remote, Reply};
use haul_model::segments::{Segment, SegmentMap};
use haul_model::task::{Conflict, Download};
use haul_model::validator::Comparison;
use haul_store::{Change, Record};

use crate::clock;
use crate::disk::{self, Folder};
use crate::net::Answer;
use crate::transfer::head::Head;
use crate::transfer::lane::OVERLAP;
use crate::transfer::processing::{self, Due};
use crate::transfer::rolling::Rolling;
use crate::transfer::sources::Sources;
use crate::transfer::space::{self, Claim};
use crate::transfer::{Halt, Lines, Report, blocking, crew, finish, learn, saving, sidecar};
use crate::trouble::{Trouble, of_disk};

/// How often one attempt may ask for the file from its beginning.
const MOST_BEGINNINGS: u32 = 2;

/// What who is strict hears of a file that is another one now.
const CHANGED: &str = "The file has changed on the server since it was begun. What is there is kept; add it again \
                       without --strict to start over.";

/// What an attempt works with.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) lines: Lines,
    pub(crate) record: Record,
    /// What is to be fetched, as it is known by now.
    pub(crate) download: Download,
    pub(crate) folder: Arc<Folder>,
    pub(crate) part: Option<Arc<File>>,
    pub(crate) sources: Sources,
    /// Whether parts may be asked for; a server that gave them wrongly is asked for everything.
    pub(crate) asks_for_parts: bool,
    /// Digests of the part, as far as it came in order in this attempt.
    pub(crate) rolling: Arc<Rolling>,
    /// Whether the file was to be unpacked and is now asked for as it is.
    pub(crate) has_given_up_unpacking: bool,
    /// Space that is still needed and not taken.
    pub(crate) claim: Option<Claim>,
    /// What the next commit of the record takes along.
    pub(crate) pending: Vec<Change>,
}

/// What a crew found out when it did not fill the file.
#[derive(Debug)]
pub(crate) enum Found {
    /// Nothing is missing.
    Whole,
    /// The file is another one now.
    Changed,
    /// The server does not give parts as it should.
    NoParts,
    /// The whole file comes where a part was asked for.
    Instead(Box<Answer>),
}

/// How an attempt goes on.
enum Next {
    /// With what is on disk.
    GoOn,
    /// From the beginning of the file.
    Begin,
    /// With a body that is the whole file.
    With(Box<Answer>),
}

impl Attempt {
    pub(crate) const fn download(&self) -> &Download {
        &self.download
    }

    /// Keeps a change of the record; waits for a database that is busy.
    pub(crate) async fn keep(&self, change: Change) -> Result<(), Halt> {
        saving::keep(&self.lines.site.store, &self.lines.stop, &change).await
    }

    /// Keeps a change of the record in one commit with what waits for one, and with what the log tells of it.
    pub(crate) async fn keep_telling(&mut self, change: Change, told: Vec<Happening>) -> Result<(), Halt> {
        let changes = self.with_pending(change, told);
        saving::keep_together(&self.lines.site.store, &self.lines.stop, &changes).await
    }

    /// The same for what must not be missing later.
    pub(crate) async fn keep_telling_surely(&mut self, change: Change, told: Vec<Happening>) -> Result<(), Halt> {
        let changes = self.with_pending(change, told);
        saving::keep_surely(&self.lines.site.store, &self.lines.stop, &changes).await
    }

    fn with_pending(&mut self, change: Change, told: Vec<Happening>) -> Vec<Change> {
        let (id, at) = (self.record.id, clock::now());
        let mut changes = std::mem::take(&mut self.pending);
        changes.push(change);
        changes.extend(told.into_iter().map(|what| Change::Happened { id, at, what }));
        changes
    }

    /// Where the bytes are, or the name that they get if they have none yet.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join(self.record.part.as_deref().unwrap_or(self.record.name.as_str()))
    }

    /// Reserves another final name.
    pub(crate) async fn reserve(&self, wanted: FileName) -> Result<FileName, Halt> {
        loop {
            match self.lines.site.store.reserve(self.record.id, wanted.clone(), disk::exists).await {
                Ok(name) => return Ok(name),
                Err(error) => saving::wait(&self.lines.stop, error).await?,
            }
        }
    }

    /// Keeps a change that nothing depends on: a busy or full database does not stop bytes (rows 125 and 126).
    pub(crate) async fn note(&self, change: Change) {
        self.note_all(vec![change]).await;
    }

    /// Keeps changes in one commit that nothing depends on.
    pub(crate) async fn note_all(&self, changes: Vec<Change>) {
        if let Err(error) = self.lines.site.store.apply(changes).await {
            tracing::warn!(id = %self.record.id, %error, "what the server said could not be saved");
        }
    }

    /// Looks at the folder, or makes an entry in it: a moment's work, done where the bytes are written. To hand it to
    /// another thread and back costs more than the work.
    pub(crate) fn in_folder<T>(&self, work: impl FnOnce(&Folder) -> std::io::Result<T>) -> Result<T, Trouble> {
        work(&self.folder).map_err(|error| of_disk(&error, self.folder.path()))
    }

    /// Runs something on the folder that waits for the disk.
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

    /// Whether what is on disk can be continued on proof: a strong validator, or enough bytes to compare.
    fn may_continue(&self) -> bool {
        let Some(remote) = self.record.remote.as_ref().filter(|remote| remote.can_continue()) else { return false };
        let map = self.lines.meter.map();
        let mut unfinished = map.unfinished();
        let (first, second) = (unfinished.next(), unfinished.next());
        let has_overlap = second.is_none() && first.is_some_and(|segment| segment.received() >= OVERLAP);
        self.part.is_some() && map.received() > 0 && (remote.validator.is_some() || has_overlap)
    }

    /// Refuses to go on over one connection when several were asked for and nothing less is wanted (M133).
    pub(crate) fn respect_strict_lanes(&self) -> Result<(), Trouble> {
        let download = self.download();
        if download.strictness == Strictness::Lenient || download.lanes.is_none_or(|lanes| lanes < 2) {
            return Ok(());
        }
        let message = "The server does not give the file in parts, or does not say what proves that they fit together. \
                       Add it again without --strict for one connection.";
        Err(Trouble::new(Category::HttpRange, message))
    }

    /// Whether an answer says that it is about another version than the stored one.
    fn is_another(&self, answer: &Answer) -> bool {
        let validator = self.record.remote.as_ref().and_then(|remote| remote.validator.as_ref());
        let head = Head::of(answer, self.download().method, true);
        validator.is_some_and(|validator| head.compare(validator) == Comparison::Different)
    }

    /// Asks for the file as it is from now on; false when that was so already.
    fn stops_unpacking(&mut self) -> bool {
        let was_unpacking = std::mem::replace(&mut self.download.coding, Coding::AsSent) == Coding::Decoded;
        self.has_given_up_unpacking |= was_unpacking;
        was_unpacking
    }

    /// Whether the file gets its name together with others (M141).
    pub(crate) fn arrives_together(&self) -> bool {
        self.record.batch.is_some_and(|membership| membership.atomicity == Atomicity::Together)
    }

    fn is_whole(&self) -> bool {
        self.part.is_some() && self.lines.meter.is_whole()
    }
}

/// Runs the attempt to its end.
pub(crate) async fn run(lines: Lines, record: Record, segments: Vec<Segment>, download: Download) -> Result<(), Halt> {
    if processing::due(&record)? == Due::Afterwards {
        return processing::afterwards(&record).await;
    }
    let mut attempt = open(lines, record, segments, download).await?;
    if attempt.arrives_together() {
        if !finish::is_sealed(&attempt).await? {
            put_in_place(&mut attempt).await?;
        }
        return Err(Halt::Verified);
    }
    if !(attempt.record.placing && finish::was_placed(&attempt).await?) {
        put_in_place(&mut attempt).await?;
    }
    processing::run(&attempt.lines, &attempt.record).await
}

/// Gets the whole, right file and gives it its name, or leaves that to the batch it arrives with.
async fn put_in_place(attempt: &mut Attempt) -> Result<(), Halt> {
    let ended = put(attempt).await;
    // Nothing came that could have taken it into its commit. A file that was there already has an answer of its own (M085).
    let pending = std::mem::take(&mut attempt.pending);
    if !pending.is_empty() && !matches!(ended, Err(Halt::AlreadyThere)) {
        attempt.note_all(pending).await;
    }
    ended
}

async fn put(attempt: &mut Attempt) -> Result<(), Halt> {
    respect_taken_name(attempt, &attempt.record.name).await?;
    sidecar::learn(attempt, sidecar::Need::Later).await?;
    match complete(attempt).await {
        Err(Halt::PartLost) => {
            finish::forget_part(attempt).await?;
            complete(attempt).await
        }
        Err(Halt::Trouble(trouble)) if trouble.category == Category::HttpEncoding && attempt.stops_unpacking() => {
            tracing::info!(id = %attempt.record.id, "what comes packed is damaged; it is asked for as it is");
            finish::forget_part(attempt).await?;
            complete(attempt).await
        }
        ended => ended,
    }?;
    if attempt.arrives_together() {
        return finish::seal(attempt).await;
    }
    finish::place(attempt).await
}

async fn complete(attempt: &mut Attempt) -> Result<(), Halt> {
    fetch(attempt).await?;
    finish::verify(attempt).await
}

async fn open(lines: Lines, record: Record, segments: Vec<Segment>, download: Download) -> Result<Attempt, Halt> {
    let folder = Folder::open(&record.folder).map_err(|error| of_disk(&error, &record.folder))?;
    let sources = Sources::of(&download, record.remote.as_ref().map_or(0, |remote| remote.source));
    let mut attempt = Attempt {
        lines,
        record,
        download,
        folder: Arc::new(folder),
        part: None,
        sources,
        asks_for_parts: true,
        rolling: Arc::default(),
        claim: None,
        pending: Vec::new(),
        has_given_up_unpacking: false,
    };
    let received: u64 = segments.iter().map(|segment| segment.done).max().unwrap_or(0);
    if let (Some(part), Ok(mut map)) = (attempt.record.part.clone(), SegmentMap::restore(segments)) {
        let file = attempt.on_folder(move |folder| folder.open_part(&part)).await?;
        if file.as_ref().is_some_and(|file| is_as_left(file, received)) {
            attempt.part = file.map(Arc::new);
            map.compact();
            attempt.lines.meter.reset(map);
            attempt.learned().await;
            attempt.claim = space::claim_rest(&attempt).await?;
        }
    }
    Ok(attempt)
}

/// Whether the part still holds what was written. One that is shorter than what was proven has been cut by somebody, and
/// one that somebody has written into may hold anything: nothing of it is trusted (rows 94 and 95).
fn is_as_left(part: &File, received: u64) -> bool {
    let was_written = disk::was_written_since(part).unwrap_or_else(|error| {
        tracing::debug!(%error, "the part file does not tell whether others have written into it");
        false
    });
    !was_written && part.metadata().is_ok_and(|meta| meta.len() >= received)
}

/// Ends the attempt when the final name is taken and the task is not to take another one.
pub(crate) async fn respect_taken_name(attempt: &Attempt, name: &FileName) -> Result<(), Halt> {
    let (conflict, rules) = (attempt.download().conflict, attempt.lines.site.tuning.get().disks);
    if matches!(conflict, Conflict::Rename | Conflict::Overwrite) && rules.skip_larger_than.is_none() {
        return Ok(());
    }
    let asked = name.as_str();
    let (is_taken, length) = attempt.in_folder(|folder| Ok((folder.has(asked)?, folder.length(asked)?)))?;
    if !is_taken {
        return Ok(());
    }
    if conflict == Conflict::Skip || length.is_some_and(|length| rules.skips(length)) {
        let reply = Reply { code: 304, ..Default::default() };
        attempt.keep(Change::Replied { id: attempt.record.id, reply }).await?;
        return Err(Halt::AlreadyThere);
    }
    if matches!(conflict, Conflict::Rename | Conflict::Overwrite) {
        return Ok(());
    }
    let path = attempt.folder.path().join(name.as_str());
    let message = format!("{} exists already. Choose another name or folder, then retry.", path.display());
    Err(Trouble::new(Category::DiskExists, message).into())
}

async fn fetch(attempt: &mut Attempt) -> Result<(), Halt> {
    let mut next = if attempt.may_continue() { Next::GoOn } else { Next::Begin };
    let mut beginnings = 0;
    while !attempt.is_whole() {
        if !matches!(next, Next::GoOn) {
            beginnings += 1;
            respect_limits(attempt, beginnings)?;
        }
        let stream = match next {
            Next::GoOn => None,
            Next::Begin => learn::begin(attempt).await?,
            Next::With(answer) => learn::instead(attempt, *answer).await?,
        };
        if attempt.is_whole() {
            return Ok(());
        }
        let found = crew::run(attempt, stream).await?;
        respect_strictness(attempt, &found)?;
        next = match found {
            Found::Whole => return Ok(()),
            Found::Changed => Next::Begin,
            Found::NoParts => {
                attempt.asks_for_parts = false;
                Next::Begin
            }
            Found::Instead(answer) => Next::With(answer),
        };
    }
    Ok(())
}

fn respect_limits(attempt: &Attempt, beginnings: u32) -> Result<(), Halt> {
    if beginnings <= MOST_BEGINNINGS {
        return Ok(());
    }
    tracing::info!(id = %attempt.record.id, "the server sent another file each time");
    let message = "The server keeps changing what it sends. Start over later, or ask its owner.";
    Err(Trouble::new(Category::HttpChanged, message).into())
}

/// Who asked for strictness is told what the server did instead of what was counted on (M064, M133).
fn respect_strictness(attempt: &Attempt, found: &Found) -> Result<(), Halt> {
    if attempt.download().strictness == Strictness::Lenient {
        return Ok(());
    }
    let (category, message) = match found {
        Found::Whole => return Ok(()),
        Found::Changed => (Category::HttpChanged, CHANGED),
        Found::Instead(answer) if attempt.is_another(answer) => (Category::HttpChanged, CHANGED),
        Found::NoParts | Found::Instead(_) => (
            Category::HttpRange,
            "The server does not give the file in parts. What is there is kept; add it again without --strict.",
        ),
    };
    Err(Trouble::new(category, message).into())
}

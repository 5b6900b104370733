//! What clients hear without asking.
//!
//! Owns the stream of one watch. Rule kept here: facts are told in order and none is left out unless the client is told
//! so; progress comes at most twice a second a task (M039), ticks at most four times a second.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use haul_api::wire::{Frame, write_frame};
use haul_api::{Progress, Refusal, TaskRef, Tick, Update, Watch};
use haul_engine::{Event, Fact, Reading};
use haul_model::progress::on_the_way;
use haul_model::status::State;
use haul_model::task::TaskId;
use haul_store::Record;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite};
use tokio::time::Instant;

use crate::answers::Core;
use crate::batches;
use crate::{presses, showing, view};

/// Least time between two ticks.
const TICK: Duration = Duration::from_millis(250);

/// Least time between two progress updates of one task.
const PROGRESS: Duration = Duration::from_millis(500);

/// Ends that are read at once for a mailbox.
const MAIL: u64 = 256;

/// Facts whose records are read at once.
const AT_ONCE: usize = 256;

/// Sends updates until the client goes.
pub(crate) async fn serve(
    core: &Core,
    watch: Watch,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
) -> Result<(), Refusal> {
    match watch {
        Watch::Ticks => ticks(core, stream).await,
        Watch::All => facts(core, &Wanted::All, core.engine().newest(), stream).await,
        Watch::Tasks { tasks, since } => {
            let since = since.unwrap_or_else(|| core.engine().newest());
            facts(core, &Wanted::Tasks(numbers(core, &tasks).await?), since, stream).await
        }
        Watch::Ends { tasks, since } => facts(core, &Wanted::Ends(numbers(core, &tasks).await?), since, stream).await,
        Watch::Mail { mailbox } => mail(core, &mailbox, stream).await,
        Watch::Notices(place) => showing::serve(core, place, stream).await,
        Watch::Presses => presses::serve(core, stream).await,
    }
}

async fn numbers(core: &Core, tasks: &[TaskRef]) -> Result<HashSet<TaskId>, Refusal> {
    let mut numbers = HashSet::new();
    for task in tasks {
        numbers.insert(core.resolve(task).await?);
    }
    Ok(numbers)
}

async fn ticks(core: &Core, stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send)) -> Result<(), Refusal> {
    let mut version = core.engine().version();
    write_frame(stream, &Update::Watching {}).await?;
    loop {
        let number = *version.borrow_and_update();
        let bytes_per_second = core.bytes_per_second();
        let tick = Tick { version: number, counts: core.counts(), bytes_per_second };
        write_frame(stream, &Update::Tick(tick)).await?;
        let earliest = Instant::now() + TICK;
        if gone(stream, async { version.changed().await.is_err() }).await {
            return Ok(());
        }
        tokio::time::sleep_until(earliest).await;
    }
}

/// Tells a mailbox of every end that it has not seen.
async fn mail(
    core: &Core,
    mailbox: &str,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
) -> Result<(), Refusal> {
    let mut version = core.engine().version();
    let (mut told, mut looked) = (0, None);
    write_frame(stream, &Update::Watching {}).await?;
    loop {
        version.borrow_and_update();
        let newest = Some(core.engine().newest());
        // Samples of progress wake readers too, and end nothing.
        while looked != newest {
            let ended = core.ended(mailbox, told, MAIL).await?;
            let is_all = (ended.len() as u64) < MAIL;
            for end in ended {
                told = end.number;
                write_frame(stream, &Update::Ended(end)).await?;
            }
            if is_all {
                looked = newest;
            }
        }
        if gone(stream, async { version.changed().await.is_err() }).await {
            return Ok(());
        }
    }
}

async fn facts(
    core: &Core,
    wanted: &Wanted,
    since: u64,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
) -> Result<(), Refusal> {
    let mut version = core.engine().version();
    let mut told = Told::since(since);
    write_frame(stream, &Update::Watching {}).await?;
    loop {
        version.borrow_and_update();
        let mut updates = told.facts(core, wanted).await?;
        match wanted {
            Wanted::All => updates.extend(told.progress(core, None)),
            Wanted::Tasks(tasks) => updates.extend(told.progress(core, Some(tasks))),
            Wanted::Ends(_) => {}
        }
        if !updates.is_empty() {
            Frame::all(&updates)?.write(stream).await?;
        }
        if gone(stream, async { version.changed().await.is_err() }).await {
            return Ok(());
        }
    }
}

/// Waits for `change`; true when the client or the engine has gone instead.
pub(crate) async fn gone(stream: &mut (impl AsyncBufRead + Unpin), change: impl Future<Output = bool>) -> bool {
    tokio::select! {
        ended = change => ended,
        // A watching client says nothing more: whatever can be read is its end.
        _ = stream.fill_buf() => true,
    }
}

/// What a client is told of.
enum Wanted {
    /// Everything.
    All,
    /// Everything of these tasks.
    Tasks(HashSet<TaskId>),
    /// How these tasks end.
    Ends(HashSet<TaskId>),
}

impl Wanted {
    fn has(&self, event: &Event) -> bool {
        match self {
            Self::All => true,
            Self::Tasks(tasks) => tasks.contains(&event.id),
            Self::Ends(tasks) => tasks.contains(&event.id) && is_end(&event.fact),
        }
    }
}

fn is_end(fact: &Fact) -> bool {
    match fact {
        Fact::Status(state) => state.status.is_final(),
        Fact::Removed => true,
        Fact::Added(_) | Fact::Batch(_) => false,
    }
}

/// How far a client has been told.
pub(crate) struct Told {
    cursor: u64,
    progress: HashMap<TaskId, (Instant, u64)>,
}

impl Told {
    /// A client that has been told of everything up to this fact.
    pub(crate) fn since(cursor: u64) -> Self {
        Self { cursor, progress: HashMap::new() }
    }

    async fn facts(&mut self, core: &Core, wanted: &Wanted) -> Result<Vec<Update>, Refusal> {
        let Ok(mut events) = core.engine().events_after(self.cursor) else {
            self.cursor = core.engine().newest();
            return Ok(vec![Update::Missed {}]);
        };
        self.cursor = events.last().map_or(self.cursor, |event| event.revision);
        events.retain(|event| wanted.has(event));
        let mut updates = Vec::with_capacity(events.len());
        for events in events.chunks(AT_ONCE) {
            let records = records_of(core, events).await;
            for event in events {
                updates.extend(update(core, wanted, event, &records).await);
            }
        }
        Ok(updates)
    }

    /// How far running tasks are, where it is time to tell.
    pub(crate) fn progress(&mut self, core: &Core, wanted: Option<&HashSet<TaskId>>) -> Vec<Update> {
        let now = Instant::now();
        let readings = core.engine().readings();
        self.progress.retain(|id, _| readings.iter().any(|(running, _)| running == id));
        let mut updates = Vec::new();
        for (id, reading) in readings {
            if wanted.is_some_and(|wanted| !wanted.contains(&id)) {
                continue;
            }
            let due = match self.progress.get(&id) {
                None => true,
                Some((at, received)) => now - *at >= PROGRESS && *received != reading.received,
            };
            if due {
                self.progress.insert(id, (now, reading.received));
                updates.push(Update::Progress(progress(id, &reading)));
            }
        }
        updates
    }
}

/// What a client is told of one fact.
async fn update(core: &Core, wanted: &Wanted, event: &Event, records: &HashMap<TaskId, Record>) -> Option<Update> {
    let (revision, id) = (event.revision, event.id);
    let seen = |state: &State| {
        let record = records.get(&id)?;
        Some((record, core.seen(view::row(record, state, core.engine().reading(id).as_ref()))))
    };
    match &event.fact {
        Fact::Removed => Some(Update::Removed { revision, id: id.0 }),
        Fact::Batch(progress) => Some(batches::update(core, revision, *progress).await),
        Fact::Added(state) => seen(state).map(|(_, task)| Update::Added { revision, task }),
        Fact::Status(state) => seen(state).map(|(record, task)| {
            let is_told = state.status.is_final() && !matches!(wanted, Wanted::Ends(_));
            let response = is_told.then(|| view::response(record)).flatten();
            Update::Status { revision, task, response }
        }),
    }
}

/// The records of the tasks that something is told of, each read once.
async fn records_of(core: &Core, events: &[Event]) -> HashMap<TaskId, Record> {
    let has_record = |event: &&Event| matches!(event.fact, Fact::Added(_) | Fact::Status(_));
    let mut ids: Vec<TaskId> = events.iter().filter(has_record).map(|event| event.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return HashMap::new();
    }
    // A task that is forgotten by now is told of by its `Removed`.
    let records = core.engine().store().load_all(ids).await.unwrap_or_default();
    records.into_iter().map(|record| (record.id, record)).collect()
}

fn progress(id: TaskId, reading: &Reading) -> Progress {
    let missing = reading.total.map(|total| total.saturating_sub(reading.received));
    Progress {
        id: id.0,
        received: reading.received,
        total: reading.total,
        progress: on_the_way(reading.received, reading.total),
        bytes_per_second: reading.speed.bytes_per_second(),
        seconds_left: missing.and_then(|missing| reading.speed.seconds_for(missing)),
    }
}

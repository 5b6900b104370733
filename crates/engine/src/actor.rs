//! The one place where tasks change.
//!
//! Owns the board, the running transfers and the timers. Refuses to block: transfers, disk and SQL run beside it.
//! Rules kept here: a turn takes all messages that wait, commits what they changed at once, and only then announces and
//! answers; a command on a running task is answered when its transfer has ended.

mod adding;
mod aside;
mod batch;
mod cleaning;
mod command;
mod edit;
mod ending;
mod farewell;
mod files;
mod groups;
mod policy;
mod restore;
mod sleep;
mod space;
mod starts;
mod turn;
mod unsaved;
mod waking;

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;
use haul_model::batch::Standing;
use haul_model::log::of_step;
use haul_model::queue::Limits;
use haul_model::status::{Effect, Input, State, TaskStatus, WaitingFor};
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use haul_store::{Change, CountRow};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::alarms::Alarms;
use crate::board::Board;
use crate::clock;
use crate::events::EventLog;
use crate::groups::Groups;
use crate::meter::{Meter, Meters};
use crate::net::surroundings::{Watch, system_bus};
use crate::transfer::{self, Lines, Outcome, Report, Site};
use crate::trouble::Trouble;

use aside::Aside;
use batch::Batches;
pub use batch::RefusedBatch;
pub(crate) use batch::{Wanted, impossible};
use cleaning::Cleaning;
pub(crate) use command::Command;
use command::Reply;
pub use command::{Done, EngineError, Fate, Verb};
pub use edit::Edit;
use farewell::Farewells;
use policy::Verdicts;
pub use restore::Rescheduled;
use space::Space;
use starts::Starts;
use turn::Turn;
use unsaved::Unsaved;
use waking::Around;

/// Most messages in one turn.
const TURN: usize = 1024;

/// Most tasks whose files wait for the disk and take no slot.
const MOST_SETTLING: usize = 64;

/// Longest time limit that is told from none, in seconds: ten years.
const LONGEST_TIME: u64 = 10 * 365 * 24 * 60 * 60;

/// Counts of all kept tasks, for readers outside.
pub(crate) type Tally = Arc<Mutex<Vec<CountRow>>>;

/// A transfer that runs, and what was asked of its task meanwhile.
#[derive(Debug)]
struct Running {
    stop: CancellationToken,
    /// Whether a pause can keep what is there; `None` while the server has not answered.
    can_pause: Option<bool>,
    wishes: Vec<(Verb, Reply)>,
    /// Why it was told to stop when nobody asked for it.
    ending: Option<Ending>,
    /// Whether its whole file waits for the disk and for nothing else.
    settles: bool,
}

/// Why a transfer is stopped that nobody wished to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// There is no network any more.
    Offline,
    /// It has taken as long as it may.
    TimeUp,
    /// It may not use the link there is.
    Hindered,
    /// The computer is about to sleep.
    Asleep,
}

/// What the actor shares with the handle.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) site: Arc<Site>,
    pub(crate) log: Arc<EventLog>,
    pub(crate) meters: Arc<Meters>,
    pub(crate) tally: Tally,
    pub(crate) groups: Arc<Groups>,
}

/// The actor.
pub(crate) struct Actor {
    board: Board,
    shared: Shared,
    limits: Limits,
    starts: Starts,
    running: HashMap<TaskId, Running>,
    transfers: JoinSet<()>,
    /// When tasks that wait are tried again.
    retries: Alarms,
    /// Until when tasks with a time limit may take.
    deadlines: Alarms,
    around: Around,
    /// What hinders whom, as readers were told last.
    verdicts: Verdicts,
    space: Space,
    batches: Batches,
    farewells: Farewells,
    /// When the schedule of speeds says something else; looked at while something runs.
    schedule: Option<Instant>,
    reports: mpsc::Sender<Report>,
    unsaved: Unsaved,
    cleaning: Cleaning,
    aside: Aside,
}

impl Actor {
    /// Works until `halt`, then stops all transfers and waits for them.
    pub(crate) async fn run(
        mut self,
        mut commands: mpsc::Receiver<Command>,
        mut reports: mpsc::Receiver<Report>,
        halt: CancellationToken,
    ) {
        let (watch, site) = (Watch::open(), Arc::clone(&self.shared.site));
        let listener = {
            let site = Arc::clone(&site);
            tokio::spawn(async move { system_bus::listen(&site.links, &site.sleep).await })
        };
        let mut sleep = site.sleep.watch();
        loop {
            self.pursue().await;
            let mut turn = Turn::default();
            self.grant(&mut turn);
            self.close(turn).await;
            let mut turn = Turn::default();
            let next = self.next_wake();
            tokio::select! {
                () = halt.cancelled() => break,
                command = commands.recv() => match command {
                    Some(command) => self.take_with_next(command, &mut commands, &mut turn).await,
                    None => break,
                },
                Some(report) = reports.recv() => {
                    // What was asked for before is heard first: a cancel beats the failure that comes now (M028).
                    self.take_all(&mut commands, &mut turn).await;
                    self.hear(report, &mut turn).await;
                }
                () = watch.changed() => self.hear_of_network(),
                () = site.links.changed() => self.reconsider(&mut turn).await,
                Ok(()) = sleep.changed() => self.hear_of_sleep(&mut turn),
                fitting = self.space.found() => self.try_again(fitting, &mut turn).await,
                () = std::future::ready(()), if self.aside.is_due() => self.forget_aside(&mut turn).await,
                () = std::future::ready(()), if self.is_to_clean() => self.clean_by_itself(&mut turn).await,
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => self.wake(&mut turn),
            }
            for _ in 0..TURN {
                self.take_all(&mut commands, &mut turn).await;
                let Ok(report) = reports.try_recv() else { break };
                self.hear(report, &mut turn).await;
            }
            // In one commit with what made room for them.
            self.grant(&mut turn);
            self.close(turn).await;
            self.let_sleep();
        }
        listener.abort();
        self.shut_down(&mut reports).await;
    }

    /// Takes the commands that wait, as many as fit into a turn.
    async fn take_all(&mut self, commands: &mut mpsc::Receiver<Command>, turn: &mut Turn) {
        for _ in 0..TURN {
            let Ok(command) = commands.try_recv() else { return };
            self.take_with_next(command, commands, turn).await;
        }
    }

    async fn shut_down(&mut self, reports: &mut mpsc::Receiver<Report>) {
        self.running.values().for_each(|running| running.stop.cancel());
        self.batches.stop();
        while !self.running.is_empty() {
            let Some(report) = reports.recv().await else { break };
            let mut turn = Turn::default();
            self.hear(report, &mut turn).await;
            self.close(turn).await;
        }
        while self.transfers.join_next().await.is_some() {}
        self.save_at_last().await;
        self.farewells.end().await;
    }

    /// Gives free slots away; nothing begins that could not be recorded.
    fn grant(&mut self, turn: &mut Turn) {
        while self.transfers.try_join_next().is_some() {}
        if !self.board.has_queue() || self.shared.site.store.trouble().is_some() || self.around.is_falling_asleep() {
            return;
        }
        let busy = self.busy();
        let shy = self.shared.site.hosts.most_tasks().0;
        let (doors, hindered) = (self.doors(), self.verdicts.hindered());
        // An attempt reads its record: what this turn has changed begins when that is committed.
        let changed = turn.changed_records();
        let is_free = |id| !self.running.contains_key(&id) && !changed.contains(&id);
        for id in self.board.plan(self.limits, &doors, &hindered, &busy, &shy, is_free) {
            self.note_start(id);
            self.step_quietly(id, Input::Granted, turn);
        }
    }

    /// The tasks that take slots: a limit is about servers and links, and who waits for the disk alone asks neither of them
    /// for anything. Few enough are left out that their open files are no burden.
    fn busy(&self) -> Vec<TaskId> {
        let (settling, mut busy): (Vec<_>, Vec<_>) = self.running.iter().partition(|(_, running)| running.settles);
        busy.extend(settling.into_iter().skip(MOST_SETTLING));
        busy.into_iter().map(|(id, _)| *id).collect()
    }

    /// Puts a live task into a state, with everything that follows from it.
    fn enter(&mut self, id: TaskId, state: State, turn: &mut Turn) {
        if !matches!(state.status, TaskStatus::WaitingToRetry { .. }) {
            self.retries.clear(id);
        }
        let rests = state.status.is_final()
            || matches!(
                state.status,
                TaskStatus::Paused { .. } | TaskStatus::Enqueued { waiting_for: WaitingFor::Siblings }
            );
        if state.status.is_final() {
            self.cleaning.count();
        }
        if rests && self.deadlines.clear(id) {
            turn.changes.push(Change::Begun { id, at: None });
        }
        self.around.note(id, &state.status);
        // Of a batch is told first, so that the end of its last task is the last that is heard of it.
        let before = self.board.get(id).map(|entry| entry.state().clone());
        if let Some(before) = &before {
            self.batches.note(id, Standing::of(&before.status), &state.status, turn);
        }
        match (&before, &state.status) {
            (Some(State { intent, status: TaskStatus::Running { .. } }), TaskStatus::Running { phase })
                if *intent == state.intent =>
            {
                self.shared.meters.enter(id, *phase);
                turn.announce(id, &state);
            }
            _ => turn.state(id, &state),
        }
        if let Some(what) = before.and_then(|before| of_step(&before.status, &state.status)) {
            turn.tell(id, what);
        }
        self.board.set(id, state);
    }

    /// A step that nobody waits for; one that makes no sense is noted and leaves the task as it is.
    fn step_quietly(&mut self, id: TaskId, input: Input, turn: &mut Turn) {
        if let Err(error) = self.step(id, input, turn) {
            tracing::warn!(%id, %error, "a step was refused");
        }
    }

    /// A step of a live task. `Discard` and `Withdraw` have been carried out by whoever asked.
    fn step(&mut self, id: TaskId, input: Input, turn: &mut Turn) -> Result<Done, EngineError> {
        let Some(entry) = self.board.get(id) else { return Err(EngineError::Unknown) };
        let transition = haul_model::status::step(entry.state(), input)?;
        if transition.next == *entry.state() {
            return Ok(Done::AlreadySo);
        }
        self.enter(id, transition.next, turn);
        match transition.effect {
            Effect::Begin => self.begin(id, turn),
            Effect::StopKeeping | Effect::Discard | Effect::Withdraw | Effect::Nothing => {}
        }
        Ok(Done::Changed)
    }

    fn begin(&mut self, id: TaskId, turn: &mut Turn) {
        if let Some(seconds) = self.board.most_seconds(id)
            && !self.deadlines.has(id)
        {
            self.deadlines.set(id, Instant::now() + Duration::from_secs(seconds.min(LONGEST_TIME)));
            turn.changes.push(Change::Begun { id, at: Some(clock::now()) });
        }
        if self.running.is_empty() && self.schedule.is_some() {
            self.follow_schedule();
        }
        let meter = Arc::new(Meter::default());
        let stop = CancellationToken::new();
        let (group, host) = (self.board.group_of(id).unwrap_or_default(), self.board.host_of(id).unwrap_or_default());
        self.shared.meters.begin(id, group, host, Arc::clone(&meter));
        self.running.insert(
            id,
            Running { stop: stop.clone(), can_pause: None, wishes: Vec::new(), ending: None, settles: false },
        );
        let reports = self.reports.clone();
        let lines = Lines { id, site: Arc::clone(&self.shared.site), meter, stop, reports: reports.clone() };
        let transfer = async move {
            if AssertUnwindSafe(transfer::run(lines)).catch_unwind().await.is_err() {
                let trouble = Trouble::internal("a transfer broke down");
                let outcome = Outcome::Failed { trouble, new_bytes: 0, reached: 0, flowing: Duration::ZERO };
                let _ = reports.send(Report::Ended(id, outcome)).await;
            }
        };
        self.transfers.spawn_on(transfer, self.shared.site.lanes.next());
    }
}

/// The time until a moment of the wall clock, at most `most`.
fn until(moment: Timestamp, most: Duration) -> Duration {
    let ahead = moment.0.saturating_sub(clock::now().0);
    Duration::from_millis(u64::try_from(ahead).unwrap_or(0)).min(most)
}

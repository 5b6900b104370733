//! The one place where tasks change.
//!
//! Owns the board, the running transfers and the timers. Refuses to block: transfers, disk and SQL run beside it.
//! Rules kept here: a turn takes all messages that wait, commits what they changed at once, and only then announces and
//! answers; a command on a running task is answered when its transfer has ended.

mod command;
mod edit;
mod ending;
mod turn;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use haul_model::queue::Limits;
use haul_model::status::{Effect, Input, State, TaskStatus};
use haul_model::task::TaskId;
use haul_store::{Change, CountRow, StoreError};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::board::Board;
use crate::clock;
use crate::events::EventLog;
use crate::meter::{Meter, Meters};
use crate::transfer::{self, Lines, Outcome, Report, Site};
use crate::trouble::Trouble;

pub(crate) use command::Command;
use command::Reply;
pub use command::{Done, EngineError, Fate, Verb};
pub use edit::Edit;
use turn::Turn;

/// Most messages in one turn.
const TURN: usize = 1024;

/// Time until a change that the database refused is offered again.
const PERSISTENCE: Duration = Duration::from_secs(1);

/// Longest time between two looks at the schedule of speeds while something runs.
const MINUTE: Duration = Duration::from_secs(60);

/// Counts of all kept tasks, for readers outside.
pub(crate) type Tally = Arc<Mutex<Vec<CountRow>>>;

/// A transfer that runs, and what was asked of its task meanwhile.
#[derive(Debug)]
struct Running {
    stop: CancellationToken,
    /// Whether a pause can keep what is there; `None` while the server has not answered.
    can_pause: Option<bool>,
    wishes: Vec<(Verb, Reply)>,
}

/// What the actor shares with the handle.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) site: Arc<Site>,
    pub(crate) log: Arc<EventLog>,
    pub(crate) meters: Arc<Meters>,
    pub(crate) tally: Tally,
}

/// The actor.
pub(crate) struct Actor {
    board: Board,
    shared: Shared,
    limits: Limits,
    running: HashMap<TaskId, Running>,
    transfers: JoinSet<()>,
    due: BTreeSet<(Instant, TaskId)>,
    /// When the schedule of speeds says something else; looked at while something runs.
    schedule: Option<Instant>,
    reports: mpsc::Sender<Report>,
    /// Changes that the database did not take yet.
    unsaved: Vec<Change>,
}

impl Actor {
    /// Takes in what is kept: what ran when the last process ended is queued again, or paused, as its intent says.
    pub(crate) async fn restore(
        shared: Shared,
        limits: Limits,
        reports: mpsc::Sender<Report>,
    ) -> Result<Self, StoreError> {
        let mut board = Board::default();
        board.count(&shared.site.store.counts().await?);
        let mut actor = Self {
            board,
            shared,
            limits,
            running: HashMap::new(),
            transfers: JoinSet::new(),
            due: BTreeSet::new(),
            schedule: None,
            reports,
            unsaved: Vec::new(),
        };
        let mut turn = Turn::default();
        for waiting in actor.shared.site.store.waiting().await? {
            let (id, stored) = (waiting.id, waiting.state.clone());
            if let TaskStatus::WaitingToRetry { at, .. } = &stored.status {
                let millis = u64::try_from(at.0 - clock::now().0).unwrap_or(0);
                actor.due.insert((Instant::now() + Duration::from_millis(millis), id));
            }
            actor.board.put(waiting);
            let restored = stored.clone().after_restart();
            if restored != stored {
                actor.enter(id, restored, &mut turn);
            }
        }
        actor.close(turn).await;
        actor.tally();
        actor.follow_schedule();
        Ok(actor)
    }

    /// Works until `halt`, then stops all transfers and waits for them.
    pub(crate) async fn run(
        mut self,
        mut commands: mpsc::Receiver<Command>,
        mut reports: mpsc::Receiver<Report>,
        halt: CancellationToken,
    ) {
        loop {
            let mut turn = Turn::default();
            self.grant(&mut turn);
            self.close(turn).await;
            let mut turn = Turn::default();
            let next = self.next_wake();
            tokio::select! {
                () = halt.cancelled() => break,
                command = commands.recv() => match command {
                    Some(command) => self.take(command, &mut turn).await,
                    None => break,
                },
                Some(report) = reports.recv() => self.hear(report, &mut turn).await,
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => self.retry_due(&mut turn),
            }
            for _ in 0..TURN {
                if let Ok(report) = reports.try_recv() {
                    self.hear(report, &mut turn).await;
                } else if let Ok(command) = commands.try_recv() {
                    self.take(command, &mut turn).await;
                } else {
                    break;
                }
            }
            self.close(turn).await;
        }
        self.shut_down(&mut reports).await;
    }

    async fn shut_down(&mut self, reports: &mut mpsc::Receiver<Report>) {
        self.running.values().for_each(|running| running.stop.cancel());
        while !self.running.is_empty() {
            let Some(report) = reports.recv().await else { break };
            let mut turn = Turn::default();
            self.hear(report, &mut turn).await;
            self.close(turn).await;
        }
        while self.transfers.join_next().await.is_some() {}
    }

    fn next_wake(&self) -> Option<Instant> {
        let again = (!self.unsaved.is_empty()).then(|| Instant::now() + PERSISTENCE);
        let due = self.due.first().map(|(at, _)| *at);
        let host = if self.board.has_queue() { self.shared.site.hosts.most_tasks().1 } else { None };
        let schedule = self.schedule.filter(|_| !self.running.is_empty());
        again.into_iter().chain(due).chain(host).chain(schedule).min()
    }

    /// Keeps to the schedule of speeds as the wall clock is now. That clock may jump: it is looked at once a minute while
    /// something runs, whatever the schedule says (row 120).
    fn follow_schedule(&mut self) {
        let next = self.shared.site.throttle.follow(clock::local());
        self.schedule = next.map(|next| Instant::now() + next.min(MINUTE));
    }

    fn retry_due(&mut self, turn: &mut Turn) {
        let now = Instant::now();
        if self.schedule.is_some_and(|at| at <= now) {
            self.follow_schedule();
        }
        while let Some((at, id)) = self.due.first().copied().filter(|(at, _)| *at <= now) {
            self.due.remove(&(at, id));
            self.step_quietly(id, Input::RetryDue, turn);
        }
    }

    /// Gives free slots away.
    fn grant(&mut self, turn: &mut Turn) {
        while self.transfers.try_join_next().is_some() {}
        if !self.board.has_queue() {
            return;
        }
        let busy: Vec<TaskId> = self.running.keys().copied().collect();
        let shy = self.shared.site.hosts.most_tasks().0;
        for id in self.board.plan(self.limits, &busy, &shy, |id| !self.running.contains_key(&id)) {
            self.step_quietly(id, Input::Granted, turn);
        }
    }

    /// Puts a live task into a state, with everything that follows from it.
    fn enter(&mut self, id: TaskId, state: State, turn: &mut Turn) {
        turn.state(id, &state);
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
        let transition = haul_model::status::step(&entry.state, input)?;
        if transition.next == entry.state {
            return Ok(Done::AlreadySo);
        }
        self.enter(id, transition.next, turn);
        match transition.effect {
            Effect::Begin => self.begin(id),
            Effect::StopKeeping | Effect::Discard | Effect::Withdraw | Effect::Nothing => {}
        }
        Ok(Done::Changed)
    }

    fn begin(&mut self, id: TaskId) {
        if self.running.is_empty() && self.schedule.is_some() {
            self.follow_schedule();
        }
        let meter = Arc::new(Meter::default());
        let stop = CancellationToken::new();
        self.shared.meters.begin(id, Arc::clone(&meter));
        self.running.insert(id, Running { stop: stop.clone(), can_pause: None, wishes: Vec::new() });
        let reports = self.reports.clone();
        let lines = Lines { id, site: Arc::clone(&self.shared.site), meter, stop, reports: reports.clone() };
        let lane = self.shared.site.lanes.next().spawn(transfer::run(lines));
        self.transfers.spawn(async move {
            if let Err(error) = lane.await {
                let trouble = Trouble::internal(&error.to_string());
                let outcome = Outcome::Failed { trouble, new_bytes: 0, flowing: Duration::ZERO };
                let _ = reports.send(Report::Ended(id, outcome)).await;
            }
        });
    }
}

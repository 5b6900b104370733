//! What happens without a command or a report: a moment comes, the network turns, the computer wakes up.
//!
//! Owns every wake of the actor. Rules kept here: while nothing runs or waits nothing wakes up; a wait that the network
//! caused ends when the network is back, not when its time is over; many such waits do not end in the same moment.

use std::collections::BTreeSet;
use std::time::Duration;

use haul_model::fault::{Category, Fault, Remedy};
use haul_model::status::{Input, PausedBy, Phase, TaskStatus};
use haul_model::task::TaskId;
use tokio::time::Instant;

use crate::actor::turn::Turn;
use crate::actor::{Actor, Ending};
use crate::net::surroundings::{self, Turn as NetworkTurn, Way};

/// Longest time between two looks at the schedule of speeds while something runs.
const MINUTE: Duration = Duration::from_secs(60);

/// Time between two looks at the surroundings while something runs or waits and nothing is heard of them.
const LOOK: Duration = Duration::from_secs(10);

/// Time for the messages about one change of the network to arrive.
const SETTLING: Duration = Duration::from_millis(300);

/// A network that is gone for less than this has not been lost: connections survive it.
const GRACE: Duration = Duration::from_secs(2);

/// A sleep that is worth mentioning.
const NAP: Duration = Duration::from_secs(1);

/// Within this time all waits end that the network caused.
const SPREAD: Duration = Duration::from_secs(5);

/// What is known of the network and of sleep, and when to look again.
#[derive(Debug)]
pub(super) struct Around {
    way: Way,
    slept: Duration,
    pub(super) look_at: Instant,
    /// Whether a change was heard of that nobody has looked at.
    heard: bool,
    lost_since: Option<Instant>,
    /// Since when the computer has been on its way to sleep.
    pub(super) asleep_since: Option<Instant>,
    /// Tasks that rest until the network is back.
    resting: BTreeSet<TaskId>,
}

impl Around {
    pub(super) fn now() -> Self {
        Self {
            way: Way::now(),
            slept: surroundings::slept(),
            look_at: Instant::now() + LOOK,
            heard: false,
            lost_since: None,
            asleep_since: None,
            resting: BTreeSet::new(),
        }
    }

    /// Whether the computer is about to sleep.
    pub(super) const fn is_falling_asleep(&self) -> bool {
        self.asleep_since.is_some()
    }

    /// Keeps in mind who rests because of the network or a sleep.
    pub(super) fn note(&mut self, id: TaskId, status: &TaskStatus) {
        if matches!(status, TaskStatus::Paused { by: PausedBy::System }) {
            self.resting.insert(id);
        } else {
            self.resting.remove(&id);
        }
    }
}

impl Actor {
    /// The next moment at which something is to be done unasked.
    pub(super) fn next_wake(&self) -> Option<Instant> {
        let is_busy = !self.running.is_empty();
        let is_waiting = !self.retries.is_empty() || !self.around.resting.is_empty();
        let moments = [
            self.next_save(),
            self.retries.next(),
            self.deadlines.next(),
            if self.board.has_queue() { self.shared.site.hosts.most_tasks().1 } else { None },
            self.schedule.filter(|_| is_busy),
            self.next_start(),
            (is_busy || is_waiting || self.around.heard || self.around.is_falling_asleep())
                .then_some(self.around.look_at),
            self.space.next_look(),
            self.aside.next_look(),
        ];
        moments.into_iter().flatten().min()
    }

    /// Does everything whose moment has come.
    pub(super) fn wake(&mut self, turn: &mut Turn) {
        let now = Instant::now();
        while let Some(id) = self.retries.take_due(now) {
            self.step_quietly(id, Input::RetryDue, turn);
        }
        while let Some(id) = self.deadlines.take_due(now) {
            self.time_is_up(id, turn);
        }
        if self.schedule.is_some_and(|at| at <= now) {
            self.follow_schedule();
        }
        if self.around.look_at <= now {
            self.look_around(turn);
        }
        self.space.look(now);
        self.aside.look(now);
    }

    /// Keeps to the schedule of speeds as the wall clock is now. That clock may jump: it is looked at once a minute while
    /// something runs, whatever the schedule says (row 120).
    pub(super) fn follow_schedule(&mut self) {
        let throttle = &self.shared.site.throttle;
        let next = throttle.follow(throttle.moment());
        self.schedule = next.map(|next| Instant::now() + next.min(MINUTE));
    }

    /// The network has changed somehow.
    pub(super) fn hear_of_network(&mut self) {
        self.around.heard = true;
        self.shared.site.links.try_again();
        self.around.look_at = self.around.look_at.min(Instant::now() + SETTLING);
    }

    /// The network leads somewhere again, as those say who watch it.
    pub(super) fn network_is_better(&mut self) {
        self.hasten(|_, category| category.is_of_network());
    }

    fn look_around(&mut self, turn: &mut Turn) {
        let (now, slept, way) = (Instant::now(), surroundings::slept(), Way::now());
        let nap = slept.saturating_sub(self.around.slept);
        self.around.slept = slept;
        if nap > NAP {
            tracing::info!(seconds = nap.as_secs(), "the computer has slept");
            self.shared.site.clients.begin_anew();
            self.retries.bring_forward(nap);
            self.hasten(|_, category| category.is_of_network());
        }
        if self.around.is_falling_asleep() && (nap > NAP || self.sleeps_too_long()) {
            self.awake(turn);
        }
        let heard = std::mem::take(&mut self.around.heard);
        self.around.look_at = now + LOOK;
        let turned = self.around.way.turn(way);
        if turned == Some(NetworkTurn::Lost) {
            let since = *self.around.lost_since.get_or_insert(now);
            if now < since + GRACE {
                (self.around.heard, self.around.look_at) = (true, since + GRACE);
                return;
            }
        }
        self.around.lost_since = None;
        self.around.way = way;
        if turned.is_some() {
            self.shared.site.clients.begin_anew();
        }
        match turned {
            Some(NetworkTurn::Lost) => self.network_lost(),
            Some(NetworkTurn::Back | NetworkTurn::Moved) => self.hasten(|_, category| category.is_of_network()),
            // Something smaller may have changed, such as the way to one host.
            None if heard => {
                self.hasten(|host, category| category == Category::NetOffline && surroundings::is_reachable(host))
            }
            None => {}
        }
        self.wake_resting(turn);
    }

    /// Running tasks that can be continued rest until the network is back; the others may yet survive it (M070).
    fn network_lost(&mut self) {
        tracing::info!("there is no network any more");
        for (id, running) in &mut self.running {
            let is_near = self.board.host_of(*id).is_some_and(surroundings::is_reachable);
            let needs_network = self.board.get(*id).is_none_or(|entry| needs_network(&entry.state().status));
            if running.can_pause == Some(true) && running.ending.is_none() && !is_near && needs_network {
                running.ending = Some(Ending::Offline);
                running.stop.cancel();
            }
        }
    }

    /// Tasks that rest go on when there is a way to their hosts.
    pub(super) fn wake_resting(&mut self, turn: &mut Turn) {
        if self.around.is_falling_asleep() {
            return;
        }
        let is_near = |id: &TaskId| self.board.host_of(*id).is_none_or(surroundings::is_reachable);
        let awake: Vec<TaskId> = self.around.resting.iter().copied().filter(is_near).collect();
        for id in awake {
            self.step_quietly(id, Input::Resume, turn);
        }
    }

    /// Ends the waits soon whose host and reason are meant.
    fn hasten(&mut self, is_meant: impl Fn(&str, Category) -> bool) {
        let mut waiting = self.retries.tasks();
        waiting.retain(|id| {
            self.board.get(*id).is_some_and(|entry| match &entry.state().status {
                TaskStatus::WaitingToRetry { why, .. } => {
                    is_meant(self.board.host_of(*id).unwrap_or_default(), why.category)
                }
                TaskStatus::Enqueued { .. }
                | TaskStatus::Running { .. }
                | TaskStatus::Paused { .. }
                | TaskStatus::Complete
                | TaskStatus::NotFound
                | TaskStatus::Failed { .. }
                | TaskStatus::Canceled => false,
            })
        });
        let now = Instant::now();
        for (index, id) in waiting.iter().enumerate() {
            self.retries.set(*id, now + spread(index, waiting.len()));
        }
    }

    /// The task has taken as long as it may (M110).
    fn time_is_up(&mut self, id: TaskId, turn: &mut Turn) {
        if let Some(running) = self.running.get_mut(&id) {
            running.ending = Some(Ending::TimeUp);
            running.stop.cancel();
        } else {
            self.step_quietly(id, Input::TimeUp(time_up()), turn);
        }
    }

    /// What follows when a transfer has stopped because of `ending`.
    pub(super) fn ended_by(&self, id: TaskId, ending: Option<Ending>) -> Input {
        match ending {
            None | Some(Ending::Hindered) => Input::Stopped,
            Some(Ending::Asleep) if self.around.is_falling_asleep() => Input::Pause(PausedBy::System),
            // It is awake again already.
            Some(Ending::Asleep) => Input::Stopped,
            Some(Ending::TimeUp) => Input::TimeUp(time_up()),
            // It may have come back while the transfer was stopping.
            Some(Ending::Offline) if self.board.host_of(id).is_some_and(surroundings::is_reachable) => Input::Stopped,
            Some(Ending::Offline) => Input::Pause(PausedBy::System),
        }
    }
}

/// Whether a task in this state waits for bytes from a server; one whose file is whole does not.
pub(super) const fn needs_network(status: &TaskStatus) -> bool {
    match status {
        TaskStatus::Running { phase } => match phase {
            Phase::Connecting | Phase::Transferring => true,
            Phase::Verifying | Phase::Processing | Phase::Placing => false,
        },
        TaskStatus::Enqueued { .. }
        | TaskStatus::WaitingToRetry { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Failed { .. }
        | TaskStatus::Canceled => true,
    }
}

fn time_up() -> Fault {
    let message = "The download did not end within the time it was given. Retry gives it the same time again.";
    Fault::new(Category::Policy, Remedy::AskUser, message)
}

/// The pause before the wait at `index` of `count` ends.
fn spread(index: usize, count: usize) -> Duration {
    let (index, count) = (u32::try_from(index).unwrap_or(u32::MAX), u32::try_from(count).unwrap_or(u32::MAX));
    SPREAD / count.max(1) * index.min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f013_waits_that_end_together_are_spread_over_five_seconds() {
        assert_eq!([0, 1, 4].map(|index| spread(index, 5)), [0, 1, 4].map(Duration::from_secs));
        assert_eq!(spread(0, 1), Duration::ZERO);
        let last = spread(99_999, 100_000);
        assert!(last < SPREAD && last > Duration::from_secs(4), "{last:?}");
    }
}

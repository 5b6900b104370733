//! The computer goes to sleep and wakes up.
//!
//! Owns what is done in the moment before a sleep and right after it. Rules kept here: what can be continued rests with its
//! checkpoint written and goes on at once after waking; nothing begins on the way to sleep; a sleep that nobody ends is over
//! by itself.

use tokio::time::{Duration, Instant};

use crate::actor::turn::Turn;
use crate::actor::waking::needs_network;
use crate::actor::{Actor, Ending};
use crate::net::surroundings::SleepPhase;

/// Longest time on the way to sleep, by a clock that stands still in it.
const LONGEST: Duration = Duration::from_secs(60);

impl Actor {
    /// Somebody says that the computer is about to sleep, or awake.
    pub(super) fn hear_of_sleep(&mut self, turn: &mut Turn) {
        match (self.shared.site.sleep.now(), self.around.asleep_since) {
            (SleepPhase::Leaving, None) => self.rest(),
            (SleepPhase::Awake, Some(_)) => self.awake(turn),
            (SleepPhase::Leaving | SleepPhase::Ready, Some(_)) | (SleepPhase::Awake | SleepPhase::Ready, None) => {}
        }
    }

    /// Lets the computer sleep once everything that rests has been written down.
    pub(super) fn let_sleep(&self) {
        let is_stopping = self.running.values().any(|running| running.ending == Some(Ending::Asleep));
        if self.around.is_falling_asleep() && !is_stopping {
            self.shared.site.sleep.may_begin();
        }
    }

    /// Whether the computer has been on its way to sleep for too long to believe it.
    pub(super) fn sleeps_too_long(&self) -> bool {
        self.around.asleep_since.is_some_and(|since| since.elapsed() > LONGEST)
    }

    /// The computer has slept, or does not after all: what rests goes on where there is a way.
    pub(super) fn awake(&mut self, turn: &mut Turn) {
        tracing::info!("the computer is awake");
        self.around.asleep_since = None;
        self.shared.site.clients.begin_anew();
        self.shared.site.sleep.is_over();
        self.around.look_at = Instant::now();
        self.network_is_better();
        self.wake_resting(turn);
    }

    /// Running tasks that can be continued stop; the connections of the others may yet survive.
    fn rest(&mut self) {
        tracing::info!("the computer is about to sleep");
        self.around.asleep_since = Some(Instant::now());
        for (id, running) in &mut self.running {
            let needs_network = self.board.get(*id).is_none_or(|entry| needs_network(&entry.state().status));
            if running.can_pause == Some(true) && running.ending.is_none() && needs_network {
                running.ending = Some(Ending::Asleep);
                running.stop.cancel();
            }
        }
    }
}

//! Whether this computer is about to sleep, as far as anybody says.
//!
//! Owns the last word about it, and lets those who say it know when everything is at rest. Refuses to find it out: the
//! system bus does.

use tokio::sync::watch;

/// How far the computer is on its way to sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It is not.
    Awake,
    /// It is, and waits for those who have something to put down.
    Leaving,
    /// It is, and nobody has anything in hand.
    Ready,
}

/// The phase, shared.
#[derive(Debug)]
pub(crate) struct Sleep {
    phase: watch::Sender<Phase>,
}

impl Default for Sleep {
    fn default() -> Self {
        Self { phase: watch::Sender::new(Phase::Awake) }
    }
}

impl Sleep {
    /// Hears of every change.
    pub(crate) fn watch(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// As it is now.
    pub(crate) fn now(&self) -> Phase {
        *self.phase.borrow()
    }

    /// The computer is about to sleep.
    pub(super) fn begins(&self) {
        self.phase.send_replace(Phase::Leaving);
    }

    /// It is awake, or does not sleep after all.
    pub(crate) fn is_over(&self) {
        self.turns(|phase| *phase != Phase::Awake, Phase::Awake);
    }

    /// Nothing is in hand any more.
    pub(crate) fn may_begin(&self) {
        self.turns(|phase| *phase == Phase::Leaving, Phase::Ready);
    }

    /// Waits until nothing is in hand, or the computer does not sleep after all.
    pub(super) async fn ready(&self) {
        // The sender is kept here, so this ends by the phase alone.
        let _ = self.phase.subscribe().wait_for(|phase| *phase != Phase::Leaving).await;
    }

    fn turns(&self, from: impl Fn(&Phase) -> bool, to: Phase) {
        self.phase.send_if_modified(|phase| {
            let turns = from(phase);
            if turns {
                *phase = to;
            }
            turns
        });
    }
}

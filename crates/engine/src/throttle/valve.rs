//! What bytes have to pass on their way in.
//!
//! Owns the valve of a running task and what the tasks of a group have in common. Refuses to stall: a valve waits exactly
//! as long as the bytes already taken allow. Rules kept here: the lanes of a task have one place among the tasks of its
//! group, and its tasks one place among the groups; without a limit a valve costs one look at a number.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use haul_model::group::Weight;
use haul_model::queue;
use tokio::sync::Mutex;

use crate::throttle::level::{Level, portion_of};

/// What the running tasks of a group have in common.
#[derive(Debug)]
pub(super) struct GroupValve {
    level: Level,
    /// Its weight, and in the lowest byte that of the heaviest group.
    weights: AtomicU64,
    /// Held by the task that takes the group's turn at the limit of everything: a group has one place there, however many
    /// tasks it has.
    turn: Mutex<()>,
}

impl GroupValve {
    pub(super) fn new(rate: Option<u64>, weight: Weight) -> Self {
        let valve = Self { level: Level::new(rate), weights: AtomicU64::new(0), turn: Mutex::default() };
        valve.weigh(weight, weight);
        valve
    }

    /// Keeps to another limit and another weight.
    pub(super) fn set(&self, rate: Option<u64>, weight: Weight) {
        self.level.set(rate);
        self.weigh(weight, self.weights().1);
    }

    pub(super) fn weight(&self) -> Weight {
        self.weights().0
    }

    /// The heaviest of all groups weighs this.
    pub(super) fn stand_beside(&self, heaviest: Weight) {
        self.weigh(self.weight(), heaviest);
    }

    fn weigh(&self, weight: Weight, heaviest: Weight) {
        let packed = u64::from(weight.get()) << 8 | u64::from(heaviest.get());
        self.weights.store(packed, Ordering::Relaxed);
    }

    fn weights(&self) -> (Weight, Weight) {
        let packed = self.weights.load(Ordering::Relaxed);
        let weight = |number: u64| u32::try_from(number & 0xff).ok().and_then(|number| Weight::try_from(number).ok());
        (weight(packed >> 8).unwrap_or_default(), weight(packed).unwrap_or_default())
    }

    /// What the group takes in its turn at a limit of everything.
    fn portion(&self, rate: u64) -> u64 {
        let (weight, heaviest) = self.weights();
        queue::portion(portion_of(rate), weight, heaviest)
    }
}

/// The valve of one running task, which its lanes share.
#[derive(Debug)]
pub(crate) struct Valve {
    own: Level,
    group: Arc<GroupValve>,
    total: Arc<Level>,
    /// Bytes to take at once; 0 is no limit.
    portion: AtomicU64,
    /// Bytes taken and not waited for yet. The lanes of a task stand in line for it: so a task has one place in the lines
    /// that it shares with other tasks, and pays there in the same coin as they do.
    owed: Mutex<Owed>,
}

/// Bytes taken and not waited for yet, at each level.
#[derive(Debug, Default)]
struct Owed {
    own: u64,
    group: u64,
    total: u64,
}

impl Valve {
    pub(super) fn new(own: Option<u64>, group: Arc<GroupValve>, total: Arc<Level>) -> Self {
        let valve = Self { own: Level::new(own), group, total, portion: AtomicU64::new(0), owed: Mutex::default() };
        valve.refresh();
        valve
    }

    /// Most bytes to take at once so that the pace stays even; `None` when nothing limits the task.
    pub(crate) fn portion(&self) -> Option<usize> {
        match self.portion.load(Ordering::Relaxed) {
            0 => None,
            portion => Some(usize::try_from(portion).unwrap_or(usize::MAX)),
        }
    }

    /// Waits until `bytes` more may have been taken.
    pub(crate) async fn take(&self, bytes: u64) {
        if self.portion.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut owed = self.owed.lock().await;
        if let Some(bytes) = due(&mut owed.own, bytes, &self.own, portion_of) {
            self.own.pass(bytes).await;
        }
        if let Some(bytes) = due(&mut owed.group, bytes, &self.group.level, portion_of) {
            self.group.level.pass(bytes).await;
        }
        if let Some(bytes) = due(&mut owed.total, bytes, &self.total, |rate| self.group.portion(rate)) {
            let _turn = self.group.turn.lock().await;
            self.total.pass(bytes).await;
        }
    }

    /// Keeps to another limit of the task alone.
    pub(super) fn limit(&self, own: Option<u64>) {
        self.own.set(own);
        self.refresh();
    }

    /// Looks at all limits again.
    pub(super) fn refresh(&self) {
        let alone = [self.own.rate(), self.group.level.rate()].into_iter().flatten().map(portion_of);
        let shared = self.total.rate().map(|rate| self.group.portion(rate));
        self.portion.store(alone.chain(shared).min().unwrap_or(0), Ordering::Relaxed);
    }
}

/// What is to be paid at a level now, when `bytes` more were taken: a portion, not a crumb more or less, for shares are
/// counted in portions. A rate that has fallen does not ask for all that was taken at a higher one.
fn due(owed: &mut u64, bytes: u64, level: &Level, portion: impl Fn(u64) -> u64) -> Option<u64> {
    let Some(rate) = level.rate() else {
        *owed = 0;
        return None;
    };
    let portion = portion(rate);
    *owed = (*owed + bytes).min(2 * portion_of(rate));
    *owed = owed.checked_sub(portion)?;
    Some(portion)
}

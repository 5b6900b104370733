//! How fast tasks may be.
//!
//! Owns the limits of everything, of groups and of tasks, and the valves of all running tasks. Refuses to stall: a valve
//! waits exactly as long as the bytes already taken allow. Rules kept here: tasks that want more than there is get equal
//! shares, whatever their number of lanes, and what one does not use the others get; a change holds at once; without a
//! limit a valve costs one look at a number.

mod level;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use haul_model::rate::Rates;
use haul_model::schedule::LocalTime;
use haul_model::task::TaskId;

use level::{Level, portion_of};

/// What all tasks share.
#[derive(Debug)]
pub(crate) struct Throttle {
    limits: Mutex<Limits>,
}

#[derive(Debug)]
struct Limits {
    rates: Rates,
    total: Arc<Level>,
    groups: HashMap<String, Arc<Level>>,
    tasks: HashMap<TaskId, Limited>,
    /// Limits of running tasks that were changed since they began.
    edited: HashMap<TaskId, Option<u64>>,
}

/// A running task.
#[derive(Debug)]
struct Limited {
    valve: Arc<Valve>,
    group: String,
    own: Option<u64>,
}

impl Throttle {
    /// Keeps to `rates`, at this moment of the week.
    pub(crate) fn new(rates: Rates, now: LocalTime) -> Self {
        let total = Arc::new(Level::new(total_of(&rates, now)));
        let limits = Limits { rates, total, groups: HashMap::new(), tasks: HashMap::new(), edited: HashMap::new() };
        Self { limits: Mutex::new(limits) }
    }

    /// The valve of a running task, the same one for all of its lanes. `own` is its own limit as it was when it began; what
    /// [`Throttle::edit`] said since holds.
    pub(crate) fn valve(&self, id: TaskId, group: &str, own: Option<u64>) -> Arc<Valve> {
        let mut limits = self.lock();
        if let Some(known) = limits.tasks.get(&id) {
            return Arc::clone(&known.valve);
        }
        let own = limits.edited.get(&id).copied().unwrap_or(own);
        let of_group = limits.rates.of_group(group);
        let of_group = limits.groups.entry(group.to_owned()).or_insert_with(|| Arc::new(Level::new(of_group)));
        let of_group = Arc::clone(of_group);
        let levels = [Arc::new(Level::new(own.or(limits.rates.per_task))), of_group, Arc::clone(&limits.total)];
        let valve = Arc::new(Valve { levels, tightest: AtomicU64::new(0), owed: tokio::sync::Mutex::default() });
        valve.refresh();
        limits.tasks.insert(id, Limited { valve: Arc::clone(&valve), group: group.to_owned(), own });
        valve
    }

    /// A running task has another limit of its own, whether or not bytes flow yet.
    pub(crate) fn edit(&self, id: TaskId, own: Option<u64>) {
        let mut limits = self.lock();
        limits.edited.insert(id, own);
        let default = limits.rates.per_task;
        if let Some(task) = limits.tasks.get_mut(&id) {
            task.own = own;
            task.valve.levels[0].set(own.or(default));
            task.valve.refresh();
        }
    }

    /// The task does not run any more.
    pub(crate) fn end(&self, id: TaskId) {
        let mut limits = self.lock();
        limits.edited.remove(&id);
        let Some(ended) = limits.tasks.remove(&id) else { return };
        if !limits.tasks.values().any(|task| task.group == ended.group) {
            limits.groups.remove(&ended.group);
        }
    }

    /// Keeps to other rates from now on.
    pub(crate) fn set(&self, rates: Rates, now: LocalTime) {
        self.lock().rates = rates;
        self.follow(now);
    }

    /// Keeps to the schedule at this moment of the week, and says when to look again.
    pub(crate) fn follow(&self, now: LocalTime) -> Option<Duration> {
        let limits = self.lock();
        limits.total.set(total_of(&limits.rates, now));
        limits.groups.iter().for_each(|(name, level)| level.set(limits.rates.of_group(name)));
        for task in limits.tasks.values() {
            task.valve.levels[0].set(task.own.or(limits.rates.per_task));
            task.valve.refresh();
        }
        limits.rates.schedule.seconds_to_next(now).map(|seconds| Duration::from_secs(u64::from(seconds)))
    }

    fn lock(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn total_of(rates: &Rates, now: LocalTime) -> Option<u64> {
    rates.schedule.at(now).unwrap_or(rates.total)
}

/// The valve of one running task, which its lanes share.
#[derive(Debug)]
pub(crate) struct Valve {
    /// Of the task, of its group and of everything.
    levels: [Arc<Level>; 3],
    /// Bytes a second that the tightest of them lets through; 0 is no limit.
    tightest: AtomicU64,
    /// Bytes taken and not waited for yet at each level. The lanes of a task stand in line for it: so a task has one place
    /// in the lines that it shares with other tasks, and pays there in the same coin as they do.
    owed: tokio::sync::Mutex<[u64; 3]>,
}

impl Valve {
    /// Most bytes to take at once so that the pace stays even; `None` when nothing limits the task.
    pub(crate) fn portion(&self) -> Option<usize> {
        match self.tightest.load(Ordering::Relaxed) {
            0 => None,
            rate => Some(usize::try_from(portion_of(rate)).unwrap_or(usize::MAX)),
        }
    }

    /// Waits until `bytes` more may have been taken.
    pub(crate) async fn take(&self, bytes: u64) {
        if self.tightest.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut owed = self.owed.lock().await;
        for (level, owed) in self.levels.iter().zip(owed.iter_mut()) {
            let Some(rate) = level.rate() else {
                *owed = 0;
                continue;
            };
            *owed += bytes;
            if *owed >= portion_of(rate) {
                level.pass(std::mem::take(owed)).await;
            }
        }
    }

    fn refresh(&self) {
        let tightest = self.levels.iter().filter_map(|level| level.rate()).min();
        self.tightest.store(tightest.unwrap_or(0), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use haul_model::rate::parse_groups;
    use tokio::task::JoinSet;
    use tokio::time::{Instant, advance, timeout};

    use super::*;

    const NOON: LocalTime = LocalTime { weekday: 0, second: 12 * 3600 };

    /// Bytes that a reader reads at once when nobody holds it back.
    const CHUNK: u64 = 16 << 10;

    fn throttle(rates: Rates) -> Arc<Throttle> {
        Arc::new(Throttle::new(rates, NOON))
    }

    fn total(rate: u64) -> Arc<Throttle> {
        throttle(Rates { total: Some(rate), ..Rates::default() })
    }

    /// Begins `lanes` lanes that take all they get, from an endless network.
    fn lanes(lanes: usize, valve: &Arc<Valve>, running: &mut JoinSet<()>) -> Arc<AtomicU64> {
        let taken = Arc::new(AtomicU64::new(0));
        for _ in 0..lanes {
            let (valve, taken) = (Arc::clone(valve), Arc::clone(&taken));
            running.spawn(async move {
                loop {
                    let portion = valve.portion().map_or(CHUNK, |portion| (portion as u64).min(CHUNK));
                    taken.fetch_add(portion, Ordering::Relaxed);
                    valve.take(portion).await;
                    if valve.portion().is_none() {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            });
        }
        taken
    }

    /// Bytes a second that flow in the next `seconds`.
    async fn measured(taken: &AtomicU64, seconds: u64) -> f64 {
        let before = taken.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        (taken.load(Ordering::Relaxed) - before) as f64 / seconds as f64
    }

    /// Half of what the contract allows: what the lanes hold in their hands at the beginning is not paid for yet.
    fn is_close(found: f64, wanted: u64) -> bool {
        (found / wanted as f64 - 1.0).abs() <= 0.05
    }

    #[tokio::test(start_paused = true)]
    async fn m151_the_average_over_ten_seconds_is_the_limit() {
        for rate in [50_000, 500_000, 10_000_000] {
            for number in [1, 8] {
                let throttle = throttle(Rates::default());
                let mut running = JoinSet::new();
                let taken = lanes(number, &throttle.valve(TaskId(1), "default", Some(rate)), &mut running);
                let found = measured(&taken, 10).await;
                assert!(is_close(found, rate), "{found} instead of {rate} over {number} lanes");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn m152_a_total_limit_is_shared_by_all_tasks() {
        for rate in [50_000, 500_000, 10_000_000] {
            let throttle = total(rate);
            let mut running = JoinSet::new();
            let tasks: Vec<_> =
                (0..4).map(|id| lanes(1, &throttle.valve(TaskId(id), "default", None), &mut running)).collect();
            let found = each_measured(&tasks, 10).await;
            assert!(is_close(found.iter().sum(), rate), "{found:?} of {rate}");
            assert!(found.iter().all(|found| (found * 4.0 / rate as f64 - 1.0).abs() < 0.1), "{found:?} of {rate}");
        }
    }

    /// Bytes a second of several takers in the same time.
    async fn each_measured(tasks: &[Arc<AtomicU64>], seconds: u64) -> Vec<f64> {
        let before: Vec<u64> = tasks.iter().map(|taken| taken.load(Ordering::Relaxed)).collect();
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let after = tasks.iter().map(|taken| taken.load(Ordering::Relaxed));
        after.zip(before).map(|(after, before)| (after - before) as f64 / seconds as f64).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_with_many_lanes_gets_no_more_than_one_with_a_single_one() {
        let throttle = total(1_000_000);
        let mut running = JoinSet::new();
        let wide = lanes(8, &throttle.valve(TaskId(1), "default", None), &mut running);
        let narrow = lanes(1, &throttle.valve(TaskId(2), "default", Some(900_000)), &mut running);
        let found = each_measured(&[wide, narrow], 10).await;
        assert!(found.iter().all(|found| (found / 500_000.0 - 1.0).abs() < 0.1), "{found:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_does_not_use_the_others_get() {
        let throttle = total(1_000_000);
        let mut running = JoinSet::new();
        let modest = lanes(1, &throttle.valve(TaskId(1), "default", Some(100_000)), &mut running);
        let greedy = lanes(4, &throttle.valve(TaskId(2), "default", None), &mut running);
        let found = each_measured(&[modest, greedy], 10).await;
        assert!(is_close(found[0], 100_000) && is_close(found[1], 900_000), "{found:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn m152_a_group_and_every_task_without_a_limit_of_its_own_have_theirs() -> anyhow::Result<()> {
        let groups = parse_groups("films=200000")?;
        let throttle = throttle(Rates { groups, per_task: Some(150_000), ..Rates::default() });
        let mut running = JoinSet::new();
        let films: Vec<_> =
            (0..2).map(|id| lanes(2, &throttle.valve(TaskId(id), "films", None), &mut running)).collect();
        let other = lanes(2, &throttle.valve(TaskId(7), "default", None), &mut running);
        let own = lanes(2, &throttle.valve(TaskId(8), "default", Some(400_000)), &mut running);
        let found = each_measured(&[films[0].clone(), films[1].clone(), other, own], 10).await;
        assert!(is_close(found[0] + found[1], 200_000), "{found:?}");
        assert!(is_close(found[2], 150_000) && is_close(found[3], 400_000), "{found:?}");
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn m153_f017_a_change_holds_at_once_without_a_stall_or_a_burst() {
        let throttle = throttle(Rates::default());
        let mut running = JoinSet::new();
        let tasks: Vec<_> = (0..4).map(|id| lanes(2, &throttle.valve(TaskId(id), "g", None), &mut running)).collect();
        advance(Duration::from_secs(1)).await;
        for rate in [10_000_000, 50 << 10, 1_000_000, 50 << 10] {
            throttle.set(Rates { total: Some(rate), ..Rates::default() }, NOON);
            for second in 0..3 {
                let found: f64 = each_measured(&tasks, 1).await.iter().sum();
                assert!(found <= 2.0 * rate as f64, "a burst of {found} at {rate} in second {second}");
                assert!(second == 0 || found >= 0.9 * rate as f64, "a stall: {found} at {rate} in second {second}");
            }
        }
        throttle.set(Rates::default(), NOON);
        let found: f64 = each_measured(&tasks, 1).await.iter().sum();
        assert!(found > 10_000_000.0, "off is off: {found}");
    }

    #[tokio::test(start_paused = true)]
    async fn m153_whoever_waits_for_a_slow_limit_is_let_go_when_it_is_lifted() {
        let throttle = throttle(Rates::default());
        let valve = throttle.valve(TaskId(1), "default", Some(1));
        let begun = Instant::now();
        let waiting = tokio::spawn(async move { valve.take(1 << 20).await });
        advance(Duration::from_secs(1)).await;
        throttle.edit(TaskId(1), None);
        assert!(timeout(Duration::from_secs(1), waiting).await.is_ok());
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_of_its_own_that_was_changed_holds_for_every_later_lane() {
        let throttle = throttle(Rates::default());
        let before = throttle.valve(TaskId(1), "default", None);
        assert_eq!(before.portion(), None);
        throttle.edit(TaskId(1), Some(16 << 10));
        assert_eq!(throttle.valve(TaskId(1), "default", None).portion(), Some(1 << 10));
        throttle.end(TaskId(1));
        assert_eq!(throttle.valve(TaskId(1), "default", None).portion(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn the_schedule_takes_the_place_of_the_total_limit_while_it_says_something() -> anyhow::Result<()> {
        let schedule = "daily 08:00-18:00 32K; daily 18:00-20:00 off".parse()?;
        let throttle = throttle(Rates { total: Some(64 << 10), schedule, ..Rates::default() });
        let valve = throttle.valve(TaskId(1), "default", None);
        let portion_at = |hour: u32| {
            let next = throttle.follow(LocalTime { second: hour * 3600, ..NOON });
            (valve.portion(), next.map(|next| next.as_secs() / 3600))
        };
        assert_eq!(portion_at(7), (Some(4 << 10), Some(1)));
        assert_eq!(portion_at(8), (Some(2 << 10), Some(10)));
        assert_eq!(portion_at(19), (None, Some(1)));
        assert_eq!(portion_at(20), (Some(4 << 10), Some(12)));
        Ok(())
    }
}

//! How fast tasks may be.
//!
//! Owns the limits of everything, of groups and of tasks, and which of them holds for a running task. Refuses to count
//! bytes: the valves do. Rules kept here: groups that want more than there is get shares by their weights, tasks of a
//! group equal ones, whatever their number of lanes, and what one does not use the others get; a change holds at once.

mod level;
mod valve;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use haul_model::group::{GroupSpec, Weight};
use haul_model::rate::{Ceiling, Rates};
use haul_model::schedule::LocalTime;
use haul_model::task::TaskId;

use crate::clock;
use level::Level;
use valve::GroupValve;
pub(crate) use valve::Valve;

/// What all tasks share.
#[derive(Debug)]
pub(crate) struct Throttle {
    limits: Mutex<Limits>,
}

#[derive(Debug)]
struct Limits {
    rates: Rates,
    total: Arc<Level>,
    /// What is said of groups, whether or not they have running tasks.
    said: HashMap<String, (Option<u64>, Weight)>,
    /// Those that have running tasks.
    groups: HashMap<String, Arc<GroupValve>>,
    tasks: HashMap<TaskId, Limited>,
    /// Limits of running tasks that were changed since they began.
    edited: HashMap<TaskId, Option<u64>>,
    /// Groups of running tasks that have another name since they began.
    regrouped: HashMap<TaskId, String>,
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
    pub(crate) fn new(rates: Rates, groups: &BTreeMap<String, GroupSpec>, now: LocalTime) -> Self {
        let total = Arc::new(Level::new(rates.ceiling(now).rate()));
        let said = groups.iter().map(|(name, spec)| (name.clone(), (spec.limit_rate, spec.weight))).collect();
        let (groups, tasks, edited, regrouped) = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        let limits = Limits { rates, total, said, groups, tasks, edited, regrouped };
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
        let group = limits.regrouped.get(&id).cloned().unwrap_or_else(|| group.to_owned());
        let (rate, weight) = limits.said.get(&group).copied().unwrap_or_default();
        let of_group = limits.groups.entry(group.clone()).or_insert_with(|| Arc::new(GroupValve::new(rate, weight)));
        let of_group = Arc::clone(of_group);
        let valve = Arc::new(Valve::new(own.or(limits.rates.per_task), of_group, Arc::clone(&limits.total)));
        limits.tasks.insert(id, Limited { valve: Arc::clone(&valve), group, own });
        limits.weigh();
        valve
    }

    /// A running task has another limit of its own, whether or not bytes flow yet.
    pub(crate) fn edit(&self, id: TaskId, own: Option<u64>) {
        let mut limits = self.lock();
        limits.edited.insert(id, own);
        let default = limits.rates.per_task;
        if let Some(task) = limits.tasks.get_mut(&id) {
            task.own = own;
            task.valve.limit(own.or(default));
        }
    }

    /// The task does not run any more.
    pub(crate) fn end(&self, id: TaskId) {
        let mut limits = self.lock();
        limits.edited.remove(&id);
        limits.regrouped.remove(&id);
        let Some(ended) = limits.tasks.remove(&id) else { return };
        if !limits.tasks.values().any(|task| task.group == ended.group) {
            limits.groups.remove(&ended.group);
            limits.weigh();
        }
    }

    /// Keeps to other rates from now on.
    pub(crate) fn set(&self, rates: Rates, now: LocalTime) {
        self.lock().rates = rates;
        self.follow(now);
    }

    /// Something else holds for a group from now on.
    pub(crate) fn set_group(&self, group: &str, spec: &GroupSpec) {
        let mut limits = self.lock();
        limits.said.insert(group.to_owned(), (spec.limit_rate, spec.weight));
        if let Some(running) = limits.groups.get(group) {
            running.set(spec.limit_rate, spec.weight);
            limits.weigh();
        }
    }

    /// A group has another name from now on, for those of `running` too that have not begun to fetch.
    pub(crate) fn rename_group(&self, from: &str, to: &str, running: impl IntoIterator<Item = TaskId>) {
        let mut limits = self.lock();
        if let Some(said) = limits.said.remove(from) {
            limits.said.insert(to.to_owned(), said);
        }
        if let Some(of_group) = limits.groups.remove(from) {
            limits.groups.insert(to.to_owned(), of_group);
        }
        limits.regrouped.extend(running.into_iter().map(|id| (id, to.to_owned())));
        limits.tasks.values_mut().filter(|task| task.group == from).for_each(|task| task.group = to.to_owned());
    }

    /// Keeps to the schedule at this moment of the week, and says when to look again.
    pub(crate) fn follow(&self, now: LocalTime) -> Option<Duration> {
        let limits = self.lock();
        limits.total.set(limits.rates.ceiling(now).rate());
        for task in limits.tasks.values() {
            task.valve.limit(task.own.or(limits.rates.per_task));
        }
        limits.rates.schedule.seconds_to_next(now).map(|seconds| Duration::from_secs(u64::from(seconds)))
    }

    /// The moment of the week, as far as the schedule needs it.
    pub(crate) fn moment(&self) -> LocalTime {
        clock::local(&self.lock().rates.schedule)
    }

    /// What all tasks together may use at this moment of the week.
    pub(crate) fn ceiling(&self, now: LocalTime) -> Ceiling {
        self.lock().rates.ceiling(now)
    }

    fn lock(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limits {
    /// Lets every group know how heavy it is among those that have running tasks.
    fn weigh(&self) {
        let heaviest = self.groups.values().map(|group| group.weight()).max().unwrap_or_default();
        self.groups.values().for_each(|group| group.stand_beside(heaviest));
        self.tasks.values().for_each(|task| task.valve.refresh());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use haul_model::group::BadWeight;
    use tokio::task::JoinSet;
    use tokio::time::{Instant, advance, timeout};

    use super::*;

    const NOON: LocalTime = LocalTime { weekday: 0, second: 12 * 3600 };

    /// Bytes that a reader reads at once when nobody holds it back.
    const CHUNK: u64 = 16 << 10;

    fn throttle(rates: Rates) -> Arc<Throttle> {
        Arc::new(Throttle::new(rates, &BTreeMap::new(), NOON))
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
    async fn m152_a_group_and_every_task_without_a_limit_of_its_own_have_theirs() {
        let throttle = throttle(Rates { per_task: Some(150_000), ..Rates::default() });
        throttle.set_group("films", &GroupSpec { limit_rate: Some(200_000), ..GroupSpec::default() });
        let mut running = JoinSet::new();
        let films: Vec<_> =
            (0..2).map(|id| lanes(2, &throttle.valve(TaskId(id), "films", None), &mut running)).collect();
        let other = lanes(2, &throttle.valve(TaskId(7), "default", None), &mut running);
        let own = lanes(2, &throttle.valve(TaskId(8), "default", Some(400_000)), &mut running);
        let found = each_measured(&[films[0].clone(), films[1].clone(), other, own], 10).await;
        assert!(is_close(found[0] + found[1], 200_000), "{found:?}");
        assert!(is_close(found[2], 150_000) && is_close(found[3], 400_000), "{found:?}");
    }

    fn weighing(weight: u32) -> Result<GroupSpec, BadWeight> {
        Ok(GroupSpec { weight: weight.try_into()?, ..GroupSpec::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn m129_groups_share_a_limit_by_their_weights_and_a_new_weight_holds_at_once() -> Result<(), BadWeight> {
        for rate in [100_000, 1_000_000, 20_000_000] {
            let throttle = total(rate);
            throttle.set_group("heavy", &weighing(30)?);
            let mut running = JoinSet::new();
            let heavy = lanes(2, &throttle.valve(TaskId(1), "heavy", None), &mut running);
            let light: Vec<_> =
                (2..6).map(|id| lanes(1, &throttle.valve(TaskId(id), "light", None), &mut running)).collect();
            let of_groups = async || {
                let all: Vec<_> = std::iter::once(&heavy).chain(&light).cloned().collect();
                let found = each_measured(&all, 10).await;
                (found[0], found[1..].iter().sum::<f64>(), found)
            };
            let (heavy, light, each) = of_groups().await;
            assert!(is_close(heavy, rate * 3 / 4) && is_close(light, rate / 4), "{each:?} of {rate}");
            assert!(each[2..].iter().all(|one| (one / each[1] - 1.0).abs() < 0.1), "{each:?} of {rate}");
            throttle.set_group("light", &weighing(90)?);
            let (heavy, light, each) = of_groups().await;
            assert!(is_close(heavy, rate / 4) && is_close(light, rate * 3 / 4), "{each:?} of {rate}");
        }
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_heavy_group_does_not_use_a_light_one_gets() -> Result<(), BadWeight> {
        let throttle = total(1_000_000);
        throttle.set_group("heavy", &weighing(100)?);
        throttle.set_group("light", &weighing(1)?);
        let mut running = JoinSet::new();
        let modest = lanes(1, &throttle.valve(TaskId(1), "heavy", Some(100_000)), &mut running);
        let greedy = lanes(4, &throttle.valve(TaskId(2), "light", None), &mut running);
        let found = each_measured(&[modest, greedy], 10).await;
        assert!(is_close(found[0], 100_000) && is_close(found[1], 900_000), "{found:?}");
        throttle.end(TaskId(1));
        assert_eq!(
            throttle.valve(TaskId(2), "light", None).portion(),
            throttle.valve(TaskId(3), "light", None).portion()
        );
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
    async fn the_limit_of_a_group_goes_with_its_name_for_tasks_that_run_and_that_begin() {
        let throttle = throttle(Rates::default());
        throttle.set_group("films", &GroupSpec { limit_rate: Some(16 << 10), ..GroupSpec::default() });
        let flowing = throttle.valve(TaskId(1), "films", None);
        throttle.rename_group("films", "series", [TaskId(1), TaskId(2)]);
        assert_eq!(throttle.valve(TaskId(2), "films", None).portion(), Some(1 << 10), "it began under the old name");
        throttle.set_group("series", &GroupSpec { limit_rate: Some(32 << 10), ..GroupSpec::default() });
        assert_eq!(flowing.portion(), Some(2 << 10));
        assert_eq!(throttle.valve(TaskId(3), "films", None).portion(), None, "nothing holds for the old name");
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

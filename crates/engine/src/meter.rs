//! How far running tasks are, for whoever looks.
//!
//! Owns a [`Meter`] for every running task and the sampling of their speeds. Refuses to send: readers read. Rule kept
//! here: nothing wakes up while no task runs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use haul_model::progress::Speed;
use haul_model::segments::{Segment, SegmentMap};
use haul_model::status::Phase;
use haul_model::task::TaskId;
use tokio::sync::{Notify, watch};

use crate::clock;
use crate::history::{Histories, SpeedPoint};

/// Time between two samples: four a second.
const SAMPLE: Duration = Duration::from_millis(250);

/// How far one running task is.
#[derive(Debug)]
pub(crate) struct Meter {
    state: Mutex<MeterState>,
}

#[derive(Debug)]
struct MeterState {
    map: SegmentMap,
    speed: Speed,
    sampled: u64,
    at: Instant,
    /// Bytes written since the meter was made.
    new_bytes: u64,
    /// The connections, by the first byte of the part that each fills.
    lanes: BTreeMap<u64, Flow>,
}

/// How fast one connection is.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    /// How far its part was when it was looked at last; `None` before.
    sampled: Option<u64>,
    speed: Speed,
}

/// One reading of a [`Meter`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Bytes that are written.
    pub received: u64,
    /// Length of the file, when known.
    pub total: Option<u64>,
    /// Smoothed speed.
    pub speed: Speed,
    /// The parts of the file.
    pub segments: Vec<Segment>,
    /// How fast the connections are, by the first byte of the part that each fills.
    pub lanes: BTreeMap<u64, Speed>,
}

/// What goes on between this computer and a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostActivity {
    /// Tasks that run.
    pub tasks: u64,
    /// Their connections.
    pub connections: u64,
    /// Speed of all of them, in bytes a second.
    pub bytes_per_second: u64,
}

impl Default for Meter {
    fn default() -> Self {
        let map = SegmentMap::whole(None);
        Self {
            state: Mutex::new(MeterState {
                map,
                speed: Speed::default(),
                sampled: 0,
                at: Instant::now(),
                new_bytes: 0,
                lanes: BTreeMap::new(),
            }),
        }
    }
}

impl Meter {
    /// Begins again with another map.
    pub(crate) fn reset(&self, map: SegmentMap) {
        let mut state = lock(&self.state);
        state.sampled = map.received();
        state.map = map;
    }

    /// `bytes` more of the segment that begins at `start` are there, up to `done`.
    pub(crate) fn advance(&self, start: u64, done: u64, bytes: u64) {
        let mut state = lock(&self.state);
        state.map.advance(start, done);
        state.new_bytes += bytes;
    }

    /// The segment that begins at `start`, as it is now.
    pub(crate) fn segment(&self, start: u64) -> Option<Segment> {
        lock(&self.state).map.at(start)
    }

    /// Bytes that are there without a gap before the first one that the segment misses.
    pub(crate) fn behind(&self, start: u64) -> u64 {
        lock(&self.state).map.behind(start)
    }

    /// A connection fills the segment that begins at `start` from now on.
    pub(crate) fn opens(&self, start: u64) {
        lock(&self.state).lanes.insert(start, Flow::default());
    }

    /// No connection fills it any more.
    pub(crate) fn closes(&self, start: u64) {
        lock(&self.state).lanes.remove(&start);
    }

    /// No connection fills anything any more.
    pub(crate) fn closes_all(&self) {
        lock(&self.state).lanes.clear();
    }

    /// Changes how the file is divided.
    pub(crate) fn divide<T>(&self, change: impl FnOnce(&mut SegmentMap) -> T) -> T {
        change(&mut lock(&self.state).map)
    }

    /// Bytes that are missing; `None` while nobody knows how long the file is.
    pub(crate) fn left(&self) -> Option<u64> {
        let state = lock(&self.state);
        state.map.total().map(|total| total.saturating_sub(state.map.received()))
    }

    /// Whether nothing is missing.
    pub(crate) fn is_whole(&self) -> bool {
        lock(&self.state).map.is_whole()
    }

    /// The body has ended after `total` bytes.
    pub(crate) fn ends_at(&self, total: u64) {
        lock(&self.state).map.ends_at(total);
    }

    /// Bytes written since the meter was made.
    pub(crate) fn new_bytes(&self) -> u64 {
        lock(&self.state).new_bytes
    }

    pub(crate) fn map(&self) -> SegmentMap {
        lock(&self.state).map.clone()
    }

    fn read(&self) -> Reading {
        let state = lock(&self.state);
        Reading {
            received: state.map.received(),
            total: state.map.total(),
            speed: state.speed,
            segments: state.map.segments().to_vec(),
            lanes: state.lanes.iter().map(|(start, lane)| (*start, lane.speed)).collect(),
        }
    }

    /// Takes the speeds, and gives how many bytes came in which time.
    fn sample(&self) -> (u64, Duration) {
        let mut state = lock(&self.state);
        let (received, now) = (state.map.received(), Instant::now());
        let (bytes, elapsed) = (received.saturating_sub(state.sampled), now - state.at);
        state.speed.sample(bytes, elapsed);
        (state.sampled, state.at) = (received, now);
        let MeterState { map, lanes, .. } = &mut *state;
        for (start, lane) in lanes {
            let done = map.at(*start).map_or(*start, |segment| segment.done);
            lane.speed.sample(done.saturating_sub(lane.sampled.unwrap_or(done)), elapsed);
            lane.sampled = Some(done);
        }
        (bytes, elapsed)
    }

    /// How many connections there are; what is not divided has one.
    pub(crate) fn connections(&self) -> u64 {
        (lock(&self.state).lanes.len() as u64).max(1)
    }
}

/// A running task.
#[derive(Debug)]
struct Metered {
    meter: Arc<Meter>,
    phase: Phase,
    group: String,
    host: String,
}

/// The meters of all running tasks.
#[derive(Debug)]
pub(crate) struct Meters {
    running: Mutex<HashMap<TaskId, Metered>>,
    histories: Mutex<Histories>,
    begun: Notify,
    version: watch::Sender<u64>,
}

impl Meters {
    pub(crate) fn new(version: watch::Sender<u64>) -> Self {
        Self { running: Mutex::default(), histories: Mutex::default(), begun: Notify::new(), version }
    }

    pub(crate) fn begin(&self, id: TaskId, group: &str, host: &str, meter: Arc<Meter>) {
        lock(&self.histories).begin(id);
        let (phase, group, host) = (Phase::Connecting, group.to_owned(), host.to_owned());
        lock(&self.running).insert(id, Metered { meter, phase, group, host });
        self.begun.notify_one();
    }

    /// The task is in this phase from now on; no record says so.
    pub(crate) fn enter(&self, id: TaskId, phase: Phase) {
        if let Some(task) = lock(&self.running).get_mut(&id) {
            task.phase = phase;
        }
    }

    /// The phase of a running task.
    pub(crate) fn phase(&self, id: TaskId) -> Option<Phase> {
        lock(&self.running).get(&id).map(|task| task.phase)
    }

    pub(crate) fn end(&self, id: TaskId) {
        let Some(ended) = lock(&self.running).remove(&id) else { return };
        let (bytes, elapsed) = ended.meter.sample();
        lock(&self.histories).end(id, bytes, elapsed, clock::now());
    }

    /// How fast a task was in the last minutes in which it ran, or all tasks together, oldest first.
    pub(crate) fn history(&self, id: Option<TaskId>) -> Vec<SpeedPoint> {
        lock(&self.histories).of(id)
    }

    /// The hosts of running tasks, in order of their names.
    pub(crate) fn hosts(&self) -> BTreeMap<String, HostActivity> {
        let mut hosts: BTreeMap<String, HostActivity> = BTreeMap::new();
        for Metered { meter, host, phase: _, group: _ } in lock(&self.running).values() {
            let of_host = hosts.entry(host.clone()).or_default();
            of_host.tasks += 1;
            of_host.connections += meter.connections();
            of_host.bytes_per_second += lock(&meter.state).speed.bytes_per_second();
        }
        hosts
    }

    pub(crate) fn read(&self, id: TaskId) -> Option<Reading> {
        let meter = lock(&self.running).get(&id).map(|task| Arc::clone(&task.meter))?;
        Some(meter.read())
    }

    pub(crate) fn read_all(&self) -> Vec<(TaskId, Reading)> {
        let meters: Vec<_> = lock(&self.running).iter().map(|(id, task)| (*id, Arc::clone(&task.meter))).collect();
        meters.into_iter().map(|(id, meter)| (id, meter.read())).collect()
    }

    /// Whether there is any.
    pub(crate) fn is_busy(&self) -> bool {
        !lock(&self.running).is_empty()
    }

    /// A group has another name from now on.
    pub(crate) fn rename_group(&self, from: &str, to: &str) {
        lock(&self.running).values_mut().filter(|task| task.group == from).for_each(|task| task.group = to.to_owned());
    }

    /// How fast the tasks of each group are together, in bytes a second.
    pub(crate) fn speeds(&self) -> HashMap<String, u64> {
        let mut speeds = HashMap::new();
        for task in lock(&self.running).values() {
            let speed = lock(&task.meter.state).speed.bytes_per_second();
            *speeds.entry(task.group.clone()).or_default() += speed;
        }
        speeds
    }

    /// Samples speeds while anything runs; sleeps otherwise. Never returns.
    pub(crate) async fn sample(&self) {
        let mut round = Instant::now();
        loop {
            let meters: Vec<_> = lock(&self.running).iter().map(|(id, task)| (*id, Arc::clone(&task.meter))).collect();
            if meters.is_empty() {
                // Readers hear once that nothing runs any more; the fact of the last end may have come before.
                self.version.send_modify(|version| *version += 1);
                lock(&self.histories).rest(round.elapsed(), clock::now());
                self.begun.notified().await;
                round = Instant::now();
            } else {
                let samples: Vec<_> = meters.iter().map(|(id, meter)| (*id, meter.sample())).collect();
                lock(&self.histories).take(&samples, round.elapsed(), clock::now());
                round = Instant::now();
                self.version.send_modify(|version| *version += 1);
                tokio::time::sleep(SAMPLE).await;
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

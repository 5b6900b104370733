//! How long a start takes.
//!
//! Owns the steps from the start of the process to the first picture, and writes them into the log once it is drawn, where
//! that is asked for (`HAUL_LOG=haul_desktop=debug`). Refuses to judge.
//! Rule kept here: the clock runs from the moment the kernel made the process, so that nothing before `main` is left out.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use tokio::sync::Notify;
use tokio::time::timeout;

/// A step on the way to the first picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The program's own code begins.
    Begun,
    /// The screen answers.
    Screen,
    /// Somebody hosts the tasks.
    Hosted,
    /// The toolkit stands, without a window.
    Prepared,
    /// The window is there, and its web view loads.
    Window,
    /// The page runs and listens.
    Listening,
    /// The page has drawn the first rows.
    Drawn,
}

/// How long whatever can wait waits for the first picture.
const MOMENT: Duration = Duration::from_secs(1);

/// The steps that were reached, each once.
#[derive(Default)]
pub(crate) struct Steps {
    reached: Mutex<Vec<(Step, Duration)>>,
    drawn: Notify,
}

impl Steps {
    /// Notes that a step was reached; the last one tells them all. A later window is no start.
    pub(crate) fn reached(&self, step: Step) {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(since) = since_start().filter(|_| reached.iter().all(|(known, _)| *known != step)) else { return };
        reached.push((step, since));
        if step == Step::Drawn {
            let told: Vec<String> =
                reached.iter().map(|(step, since)| format!("{step:?} {}", since.as_millis())).collect();
            tracing::debug!("milliseconds of the start: {}", told.join(", "));
            self.drawn.notify_one();
        }
    }

    /// Waits for the first picture, or a moment: processors that draw it have nothing else to do meanwhile.
    pub(crate) async fn first_picture(&self) {
        let _drawn_or_late = timeout(MOMENT, self.drawn.notified()).await;
    }
}

/// The age of this process; nothing where the kernel does not tell.
fn since_start() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let begun = begun(&stat)?;
    let now = clock_gettime(ClockId::Boottime);
    let now = Duration::new(u64::try_from(now.tv_sec).ok()?, u32::try_from(now.tv_nsec).ok()?);
    Some(now.saturating_sub(begun))
}

/// When the process of this `stat` began, since the machine did; the kernel tells people hundredths of a second.
fn begun(stat: &str) -> Option<Duration> {
    // The name may hold anything; what follows its closing bracket does not.
    let (_, fields) = stat.rsplit_once(") ")?;
    fields.split(' ').nth(19)?.parse::<u64>().ok().map(|hundredths| Duration::from_millis(10 * hundredths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_read_behind_any_name() {
        let stat = "7 (a) b ( c) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 99 88";
        assert_eq!(begun(stat), Some(Duration::from_millis(123_450)));
        assert_eq!(begun("7 (a"), None);
    }

    #[test]
    fn this_process_has_begun_before_now() {
        assert!(since_start().is_some_and(|age| age < Duration::from_secs(3600)));
    }
}

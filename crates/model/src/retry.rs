//! Which event is tried again, when, and how often.
//!
//! Owns [`decide`], the one answer to "it went wrong, and now?"; the cases are in `retry_policy.json`. Refuses to wait:
//! the caller holds the timer, and passes in the time, the chance and what happened before. Rule kept here: a task has
//! one budget, whatever number of connections it uses, and no answer of a server makes a tight loop.

mod classify;
mod retry_after;
mod rules;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::fault::{Category, Remedy};
use crate::time::Timestamp;

pub use classify::{is_lost_answer, of_disk_error, of_status};
pub use retry_after::RetryAfter;
pub use rules::{Change, Limit, Pace, Part, Rule, rule};

/// The longest pause of the backoff.
const LONGEST_BACKOFF: u64 = 512;

/// The shortest pause that a server's `Retry-After` can ask for.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// New bytes after which earlier failures no longer count.
const PROGRESS_BYTES: u64 = 1 << 20;

/// Time of flowing bytes after which earlier failures no longer count.
const PROGRESS_TIME: Duration = Duration::from_secs(60);

/// What kind of exchange went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exchange {
    /// A file or answer was fetched: GET or HEAD.
    #[default]
    Fetch,
    /// A whole file was put: repeating it does no harm (RFC 9110 section 9.2.2).
    Put,
    /// A body was posted: repeating it may do the same thing twice.
    Post(Sent),
    /// A piece was added to a resumable upload.
    Append,
}

/// How much of a request had left when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Nothing reached the server.
    Nothing,
    /// At least a byte may have.
    Something,
}

/// One failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'a> {
    /// What happened, as its origin saw it.
    pub category: Category,
    /// During what.
    pub exchange: Exchange,
    /// The value of `Retry-After`, if the answer had one.
    pub retry_after: Option<&'a str>,
}

/// What the task has been through, and what it may still do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// Failures in a row without progress, before this one. [`is_progress`] says when it returns to 0.
    pub failures: u32,
    /// How many of them had this event's category.
    pub of_this_category: u32,
    /// Retries left of the 0 to 10 that the task was given.
    pub retries_left: u32,
    /// Whether there is a network now.
    pub network: Network,
    /// What happens after an answer that will not change by itself.
    pub permanent: Permanent,
}

/// Whether there is a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    /// There is.
    #[default]
    Up,
    /// There is none, or it was gone when the event happened.
    Down,
}

/// What happens after a status such as 403, which is not retried unless the task asks for it (M057).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permanent {
    /// The task fails at once.
    #[default]
    Fail,
    /// It is retried within the budget like a server error. 404 never is (M026).
    Retry,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// What happened; differs from the event's where a lost answer leaves the outcome of a POST unknown.
    pub category: Category,
    /// What follows.
    pub next: Next,
    /// What becomes of the part file.
    pub part: Part,
    /// Who waits.
    pub scope: Scope,
}

/// What follows a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A retry after a pause by the monotonic clock. Costs one of the task's retries, except for `db.busy`.
    After(Duration),
    /// A correction that costs no retry: the same work, asked for differently.
    AtOnce(Change),
    /// A retry when the network is back, not by a timer; costs no retry.
    WhenOnline,
    /// One silent repeat within the same attempt, before the failure is believed.
    RepeatOnce,
    /// The end of the attempts.
    Stop {
        /// What helps.
        remedy: Remedy,
        /// Earlier than this the server does not want to be asked.
        not_before: Option<Timestamp>,
    },
}

/// How far a pause reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This task.
    Task,
    /// Every task of the host.
    Host,
    /// Every task of the host, and afterwards it gets one connection at a time.
    HostOnOneConnection,
}

/// Decides what follows an event.
///
/// `now` is the wall clock, used for HTTP dates alone; `jitter` is a fresh random number from 0.0 to 1.0.
#[must_use]
pub fn decide(event: &Event<'_>, history: &History, now: Timestamp, jitter: f64) -> Decision {
    let category = classify::with_outcome(event.category, event.exchange);
    let mut rule = rule(category, event.exchange);
    if history.permanent == Permanent::Retry && rules::is_permanent_answer(category) {
        rule = Rule { pace: Pace::Backoff, limit: Limit::TRANSIENT, ..rule };
    }
    let wish = event.retry_after.and_then(RetryAfter::parse);
    let next = next(&rule, history, wish, now, jitter);
    Decision { category, next, part: rule.part, scope: scope(category, next, wish) }
}

/// The pause before attempt `failures + 1`: 2, 4, 8 … 512 seconds, within 10 % of `jitter` (M053).
///
/// `failures` counts the failures in a row, at least 1; `jitter` from 0.0 to 1.0 picks the place within the tolerance.
#[must_use]
pub fn backoff(failures: u32, jitter: f64) -> Duration {
    let seconds = 1_u64.checked_shl(failures.max(1)).map_or(LONGEST_BACKOFF, |seconds| seconds.min(LONGEST_BACKOFF));
    Duration::from_secs(seconds).mul_f64(0.9 + 0.2 * jitter.clamp(0.0, 1.0))
}

/// Whether an attempt made enough progress for the failures before it to be forgotten.
#[must_use]
pub fn is_progress(new_bytes: u64, flowing: Duration) -> bool {
    new_bytes >= PROGRESS_BYTES || (new_bytes > 0 && flowing >= PROGRESS_TIME)
}

impl Next {
    /// Whether the task is now waiting to retry, rather than failed.
    #[must_use]
    pub const fn is_retry(&self) -> bool {
        match self {
            Self::After(_) | Self::AtOnce(_) | Self::WhenOnline => true,
            Self::RepeatOnce | Self::Stop { .. } => false,
        }
    }
}

fn next(rule: &Rule, history: &History, wish: Option<RetryAfter>, now: Timestamp, jitter: f64) -> Next {
    let stop = Next::Stop { remedy: rule.limit.remedy(), not_before: None };
    let has_retry = history.retries_left > 0 && rule.limit.allows(history);
    match rule.pace {
        Pace::Backoff | Pace::NewConnection if has_retry => after(history, wish, now, jitter),
        Pace::BackoffForFree if rule.limit.allows(history) => after(history, wish, now, jitter),
        Pace::AtOnce(change) if rule.limit.allows(history) => Next::AtOnce(change),
        Pace::WhenOnline => Next::WhenOnline,
        Pace::NeverButWhenOnline if history.network == Network::Down => Next::WhenOnline,
        Pace::NeverButOnce if history.of_this_category == 0 => Next::RepeatOnce,
        Pace::Backoff | Pace::BackoffForFree | Pace::NewConnection | Pace::AtOnce(_) => stop,
        Pace::NeverButWhenOnline | Pace::NeverButOnce | Pace::Never => stop,
    }
}

/// The later of backoff and `Retry-After`; a wish beyond the cap is the user's to wait for.
fn after(history: &History, wish: Option<RetryAfter>, now: Timestamp, jitter: f64) -> Next {
    let own = backoff(history.failures.saturating_add(1), jitter);
    let Some(wish) = wish else { return Next::After(own) };
    match wish.pause(now) {
        Ok(pause) => Next::After(own.max(pause).max(SHORTEST_PAUSE)),
        Err(too_late) => Next::Stop { remedy: Remedy::AskUser, not_before: Some(too_late) },
    }
}

fn scope(category: Category, next: Next, wish: Option<RetryAfter>) -> Scope {
    if category == Category::Http(429) {
        return Scope::HostOnOneConnection;
    }
    if wish.is_some() && next.is_retry() { Scope::Host } else { Scope::Task }
}

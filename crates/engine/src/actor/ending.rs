//! What follows when a transfer says something.
//!
//! Owns the end of a transfer: its outcome, the wishes that came meanwhile, and whether it is tried again. Rule kept
//! here: a wish beats a failure, and a cancel beats even a file that was placed in the same moment (M028).

use haul_model::fault::{Category, Fault, Remedy};
use haul_model::retry::{
    Decision, Event, Exchange, History, Network, Next, RetryAfter, Scope, Sent, decide, is_progress,
};
use haul_model::status::{Input, Phase, TaskStatus};
use haul_model::task::{Calling, Conflict, Method, TaskId, Upload, Work};
use haul_store::{Change, Record};
use tokio::time::{Duration, Instant};

use crate::actor::command::Verb;
use crate::actor::turn::Turn;
use crate::actor::{Actor, Ending, Running};
use crate::board::Failures;
use crate::clock;
use crate::disk;
use crate::net::surroundings;
use crate::transfer::{Outcome, Report, blocking};
use crate::trouble::Trouble;

/// Longest wait for a network that is gone: should nobody hear of its return, it is tried.
const OFFLINE: Duration = Duration::from_secs(15);

impl Actor {
    pub(super) async fn hear(&mut self, report: Report, turn: &mut Turn) {
        match report {
            Report::Entered(id, phase) => self.step_quietly(id, Input::Entered(phase), turn),
            Report::Settles(id) => {
                if let Some(running) = self.running.get_mut(&id) {
                    running.settles = true;
                }
                self.step_quietly(id, Input::Entered(Phase::Placing), turn);
            }
            Report::Learned(id, can_pause) => {
                if let Some(running) = self.running.get_mut(&id) {
                    running.can_pause = Some(can_pause);
                }
            }
            Report::Ended(id, outcome) => self.ended(id, outcome, turn).await,
            Report::Arrived(batch, arrival) => self.arrived(batch, arrival, turn).await,
        }
    }

    async fn ended(&mut self, id: TaskId, outcome: Outcome, turn: &mut Turn) {
        let Some(Running { wishes, ending, .. }) = self.running.remove(&id) else { return };
        if ending == Some(Ending::Hindered) && self.deadlines.clear(id) {
            turn.changes.push(Change::Begun { id, at: None });
        }
        self.shared.meters.end(id);
        self.shared.site.throttle.end(id);
        let canceled = wishes.iter().any(|(verb, _)| matches!(verb, Verb::Cancel));
        let withdrawn = matches!(outcome, Outcome::Placed) && canceled && self.withdraw(id).await;
        match outcome {
            Outcome::Placed if withdrawn => {}
            Outcome::Placed => self.step_quietly(id, Input::Placed, turn),
            // The file is not this task's: a cancel takes nothing back.
            Outcome::AlreadyThere if !canceled => self.step_quietly(id, Input::Placed, turn),
            Outcome::Verified if !canceled => self.step_quietly(id, Input::Verified, turn),
            Outcome::Missing if !canceled => self.step_quietly(id, Input::Missing, turn),
            Outcome::CalledOff if !canceled => self.call_off(id, turn).await,
            Outcome::Stopped if wishes.is_empty() => self.step_quietly(id, self.ended_by(id, ending), turn),
            Outcome::Failed { .. } if wishes.is_empty() && ending == Some(Ending::TimeUp) => {
                self.step_quietly(id, self.ended_by(id, ending), turn);
            }
            Outcome::Failed { trouble, new_bytes, reached, flowing } if wishes.is_empty() => {
                let gained = self.gained(id, new_bytes, reached);
                let progressed = is_progress(gained, flowing) && !is_in_vain(trouble.category);
                self.failed(id, trouble, progressed, turn).await;
            }
            Outcome::Verified
            | Outcome::AlreadyThere
            | Outcome::Missing
            | Outcome::CalledOff
            | Outcome::Stopped
            | Outcome::Failed { .. } => {}
        }
        for (verb, reply) in wishes {
            let answer = Box::pin(self.carry_out_at_rest(id, verb, turn)).await;
            turn.answers.push((reply, answer));
        }
        // A wish that could not be fulfilled, such as a cancel whose part file cannot be deleted, leaves a task that nobody
        // works on: it waits for its turn again.
        let is_left =
            self.board.get(id).is_some_and(|entry| matches!(entry.state().status, TaskStatus::Running { .. }));
        if is_left && !self.running.contains_key(&id) {
            self.step_quietly(id, Input::Stopped, turn);
        }
        self.withdraw_later(id);
    }

    /// Ends a task that the program called off before it began.
    async fn call_off(&mut self, id: TaskId, turn: &mut Turn) {
        if let Err(error) = Box::pin(self.carry_out_at_rest(id, Verb::Cancel, turn)).await {
            tracing::warn!(%id, %error, "a task could not be called off");
        }
    }

    /// Takes back a file that was placed after its task had been canceled; false when it stays. One that has taken the
    /// place of another stays: that one cannot be brought back, so the user would be left with neither.
    async fn withdraw(&self, id: TaskId) -> bool {
        let Ok((record, _)) = self.shared.site.store.load(id).await else { return false };
        if record.task.work.as_download().is_none_or(|download| download.conflict == Conflict::Overwrite) {
            return false;
        }
        let path = record.folder.join(record.name.as_str());
        match blocking(move || disk::remove_file(&path)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(%id, %error, "a canceled task's file could not be deleted");
                false
            }
            Err(trouble) => {
                tracing::warn!(%id, message = %trouble.message, "a canceled task's file was left behind");
                false
            }
        }
    }

    async fn failed(&mut self, id: TaskId, trouble: Trouble, progressed: bool, turn: &mut Turn) {
        let record = match self.shared.site.store.load(id).await {
            Ok((record, _)) => record,
            Err(error) => {
                let fault = Fault::new(trouble.category, Remedy::AskUser, format!("{} {error}", trouble.message));
                return self.step_quietly(id, Input::Died(fault), turn);
            }
        };
        let work = &record.task.work;
        let (network, exchange) = (network_of(&work.calling()), exchange_of(work, trouble.category));
        let trouble = seen_with(network, trouble);
        let Some(failures) = self.count_failure(id, &trouble, progressed) else { return };
        let retries_left = if progressed { record.task.retries } else { record.retries_left };
        let history = History {
            failures: failures.in_a_row,
            of_this_category: failures.of_category,
            retries_left: u32::from(retries_left),
            network,
            permanent: work.permanent(),
        };
        let event = Event { category: trouble.category, exchange, retry_after: trouble.retry_after.as_deref() };
        let decision = decide(&event, &history, clock::now(), rand::random());
        // With mirrors the lanes know which of the hosts it was, and have told.
        if work.as_download().is_none_or(|download| download.mirrors.is_empty()) {
            self.spread(id, &decision, &event);
        }
        let wait = match decision.next {
            Next::After(pause) => {
                turn.changes.push(Change::Retries { id, left: retries_left.saturating_sub(1) });
                pause
            }
            Next::AtOnce(_) | Next::RepeatOnce => Duration::ZERO,
            Next::WhenOnline => OFFLINE,
            Next::Stop { remedy, .. } => {
                self.give_up(&record, trouble, decision.category, remedy, turn);
                if decision.category == Category::DiskFull {
                    self.remember_full(&record).await;
                }
                return;
            }
        };
        let at = clock::now().plus_millis(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        let why = Fault::new(decision.category, Remedy::RetryLater, trouble.message);
        self.step_quietly(id, Input::Broke(why, at), turn);
        self.retries.set(id, Instant::now() + wait);
    }

    /// What the host said to one task holds for all of its tasks (row 47). What it asks for counts, not how long this task
    /// waits because of its own failures.
    fn spread(&self, id: TaskId, decision: &Decision, event: &Event<'_>) {
        let Some(host) = self.board.host_of(id) else { return };
        let Next::After(own_pause) = decision.next else { return };
        let wish = event.retry_after.and_then(RetryAfter::parse).and_then(|wish| wish.pause(clock::now()).ok());
        let until = Instant::now() + wish.unwrap_or(own_pause);
        match decision.scope {
            Scope::Task => {}
            Scope::Host => self.shared.site.hosts.hold(host, until),
            Scope::HostOnOneConnection => {
                self.shared.site.hosts.hold(host, until);
                self.shared.site.hosts.limit_to_one(host, until);
            }
        }
    }

    fn give_up(&mut self, record: &Record, trouble: Trouble, category: Category, remedy: Remedy, turn: &mut Turn) {
        let message = if category == Category::UploadUnknownOutcome {
            Trouble::unknown_outcome().message
        } else if record.task.retries > 0 && decided_to_wait(category) {
            format!("{} Haul has stopped trying; retry when it works again.", trouble.message)
        } else {
            trouble.message
        };
        self.step_quietly(record.id, Input::Died(Fault::new(category, remedy, message)), turn);
    }

    /// Counts this failure and says how many there were before it.
    fn count_failure(&mut self, id: TaskId, trouble: &Trouble, progressed: bool) -> Option<Failures> {
        let failures = self.board.failures_mut(id)?;
        if progressed {
            *failures = Failures { furthest: failures.furthest, ..Failures::default() };
        }
        let same = failures.category == Some(trouble.category);
        let before = Failures { of_category: if same { failures.of_category } else { 0 }, ..*failures };
        *failures = Failures {
            in_a_row: before.in_a_row + 1,
            category: Some(trouble.category),
            of_category: before.of_category + 1,
            ..before
        };
        Some(before)
    }

    /// How much further than ever before the file has come. Bytes that come again and again, because the server begins
    /// anew each time, are no progress: their failures would never end.
    fn gained(&mut self, id: TaskId, new_bytes: u64, reached: u64) -> u64 {
        let Some(failures) = self.board.failures_mut(id) else { return 0 };
        let before = failures.furthest;
        failures.furthest = before.max(reached);
        new_bytes.min(reached.saturating_sub(before))
    }
}

/// Whether what came before a failure of this kind is of no use after it.
const fn is_in_vain(category: Category) -> bool {
    matches!(category, Category::HttpChanged | Category::HttpRange)
}

/// Whether there is a network for this download: a way to its proxy, or else to its server.
fn network_of(calling: &Calling<'_>) -> Network {
    let host = calling.proxy.address().unwrap_or(calling.url).host_str().unwrap_or_default();
    if surroundings::is_reachable(host) { Network::Up } else { Network::Down }
}

/// Without a network silence on the way means that: it ends when the network is back, and costs no retry. Whoever refuses
/// or says goodbye is there.
fn seen_with(network: Network, trouble: Trouble) -> Trouble {
    use Category::{NetConnectTimeout, NetDnsTemporary, NetReset, NetStall};
    let is_silence =
        matches!(trouble.category, NetConnectTimeout | NetDnsTemporary | NetReset | NetStall | Category::NetOffline);
    match network {
        Network::Down if is_silence => {
            let message = "There is no network right now. The download goes on when it is back.";
            Trouble::new(Category::NetOffline, message)
        }
        Network::Down | Network::Up => trouble,
    }
}

/// What it means to send the request again. A body that is posted is sent twice only when it cannot have arrived.
fn exchange_of(work: &Work, category: Category) -> Exchange {
    use Category::{NetConnectTimeout, NetDnsNxdomain, NetDnsTemporary, NetRefused, TlsCert, TlsHandshake};
    let never_left =
        matches!(category, NetConnectTimeout | NetDnsNxdomain | NetDnsTemporary | NetRefused | TlsCert | TlsHandshake);
    if work.as_upload().is_some_and(Upload::can_pause) {
        return Exchange::Append;
    }
    match work.calling().method {
        Method::Get | Method::Head => Exchange::Fetch,
        Method::Put | Method::Delete => Exchange::Put,
        Method::Post | Method::Patch => Exchange::Post(if never_left { Sent::Nothing } else { Sent::Something }),
    }
}

/// Whether failures of this kind are tried again while there are retries left.
fn decided_to_wait(category: Category) -> bool {
    use haul_model::retry::{Pace, rule};
    matches!(rule(category, Exchange::Fetch).pace, Pace::Backoff | Pace::BackoffForFree | Pace::NewConnection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f013_without_a_network_silence_is_that_and_a_refusal_is_not() {
        let seen = |network, category| seen_with(network, Trouble::new(category, "It was so.")).category;
        for silence in [Category::NetConnectTimeout, Category::NetDnsTemporary, Category::NetReset, Category::NetStall]
        {
            assert_eq!(seen(Network::Down, silence), Category::NetOffline, "{silence}");
            assert_eq!(seen(Network::Up, silence), silence);
        }
        for answer in [Category::NetRefused, Category::NetTruncated, Category::NetDnsNxdomain, Category::Http(503)] {
            assert_eq!(seen(Network::Down, answer), answer, "{answer}");
        }
    }
}

//! What the end of one lane means for the others.
//!
//! Owns the consequences: who goes on, which address is left, what the host is remembered for, and when the transfer has
//! to begin anew. Rule kept here: an answer that contradicts what is stored stops every lane before another byte is written.

use haul_model::fault::Category;
use haul_model::remote::{Ranges, Reply};
use haul_model::retry::RetryAfter;
use haul_store::Change;
use tokio::time::Instant;

use crate::clock;
use crate::net::{Answer, Connection};
use crate::transfer::Halt;
use crate::transfer::attempt::{Attempt, Found};
use crate::transfer::crew::{Crew, Worker};
use crate::transfer::lane::End;
use crate::transfer::learn::is_elsewhere;
use crate::trouble::Trouble;

/// A lane that brought so much before it broke is replaced at once.
const FORGIVEN: u64 = 1 << 20;

impl Crew {
    /// Draws the consequences of a lane's end; something is found when the crew has nothing more to do.
    pub(super) async fn ended(&mut self, attempt: &mut Attempt, start: u64, end: End) -> Result<Option<Found>, Halt> {
        let Some(worker) = self.workers.remove(&start) else { return Ok(None) };
        self.load.lines.meter.closes(start);
        match end {
            End::Filled | End::Stopped => {
                self.note_speed(start, &worker);
                self.proven();
                Ok(None)
            }
            End::PartLost => Err(Halt::PartLost),
            End::Disk(trouble) | End::Coded(trouble) => Err(trouble.into()),
            End::Refused(halt, reply) => self.refused(attempt, &worker, halt, reply).await,
            End::Broke(trouble) => self.broke(attempt, start, &worker, trouble).await,
            End::Complete(total) => {
                self.load.lines.meter.ends_at(total.saturating_sub(self.load.window_first()));
                // A server that says so of a file that misses something contradicts itself.
                Ok((!self.load.lines.meter.is_whole()).then_some(Found::Changed))
            }
            End::Changed | End::Unproven | End::CannotRange | End::Whole(_) if self.is_mirror(&worker) => {
                Ok(self.other_content(attempt, &worker))
            }
            End::Changed => Ok(Some(Found::Changed)),
            End::Unproven => Ok(self.unproven()),
            End::CannotRange => self.without_parts(attempt, start, None).await,
            End::Whole(answer) => self.without_parts(attempt, start, Some(answer)).await,
        }
    }

    fn is_mirror(&self, worker: &Worker) -> bool {
        worker.source != self.load.remote.source
    }

    /// A mirror has another file. It is left; when nobody else can give the rest, the file begins anew from there.
    fn other_content(&mut self, attempt: &mut Attempt, worker: &Worker) -> Option<Found> {
        tracing::info!(id = %self.load.lines.id, source = worker.source, "a mirror has other content and is left");
        attempt.sources.leave(worker.source);
        if self.workers.is_empty() && attempt.sources.remaining() == 0 {
            attempt.sources.prefer(worker.source);
            return Some(Found::Changed);
        }
        None
    }

    /// Nothing says that the answer fits to what is there. The others come that far, and what they bring can be compared;
    /// without others there is nothing to go on with.
    fn unproven(&mut self) -> Option<Found> {
        if self.workers.is_empty() {
            return Some(Found::Changed);
        }
        self.ramp.refused(self.workers.len());
        self.give_back_untouched();
        None
    }

    /// The server gives no parts. When another lane's answer goes on through all that is missing, nothing is lost by
    /// that; otherwise the whole file comes over one connection (row 20).
    async fn without_parts(
        &mut self,
        attempt: &mut Attempt,
        start: u64,
        whole: Option<Box<Answer>>,
    ) -> Result<Option<Found>, Halt> {
        self.give_back_untouched();
        if self.load.lines.meter.segment(start).is_some() {
            return Ok(Some(whole.map_or(Found::NoParts, Found::Instead)));
        }
        self.ramp.refused(1);
        attempt.respect_strict_lanes()?;
        if let Some(remote) = attempt.record.remote.as_mut() {
            remote.ranges = Ranges::Refused;
            let remote = remote.clone();
            self.taught(attempt, remote).await;
        }
        Ok(None)
    }

    /// Gives segments that nobody has touched back to the lane before them, as far as its answer goes: what comes anyway
    /// need not be asked for, and an address that works only once cannot be asked again.
    fn give_back_untouched(&self) {
        self.load.lines.meter.divide(|map| {
            for (start, worker) in self.workers.iter().filter(|(_, worker)| worker.granted) {
                while let Some(end) = map.at(*start).and_then(|segment| segment.end)
                    && let Some(next) = map.at(end)
                    && !self.workers.contains_key(&end)
                    && worker.reach >= next.end
                    && map.join(end)
                {}
            }
        });
    }

    /// A request was refused. While others work that means fewer lanes; otherwise it is the end, or the turn of the next
    /// address.
    async fn refused(
        &mut self,
        attempt: &mut Attempt,
        worker: &Worker,
        halt: Halt,
        reply: Option<Box<Reply>>,
    ) -> Result<Option<Found>, Halt> {
        self.remember(attempt, worker, &halt);
        // Who gives no connection of its own says nothing about the file by that: the next lane shares one.
        let only_shares = self.is_shared && worker.connection == Connection::Own && reply.is_none();
        if self.workers.is_empty() && attempt.sources.remaining() < 2 && !only_shares {
            if let Some(reply) = reply {
                attempt.note(Change::Replied { id: attempt.record.id, reply: *reply }).await;
            }
            return Err(halt);
        }
        if attempt.sources.remaining() > 1 {
            return self.leave(attempt, worker, halt);
        }
        self.ramp.refused(self.workers.len());
        self.give_back_untouched();
        self.trouble = Some(halt);
        Ok(None)
    }

    /// A connection broke. The last one ends the attempt, so that the pause before the next is the task's.
    async fn broke(
        &mut self,
        attempt: &mut Attempt,
        start: u64,
        worker: &Worker,
        trouble: Trouble,
    ) -> Result<Option<Found>, Halt> {
        let brought =
            self.load.lines.meter.segment(start).map_or(0, |segment| segment.done.saturating_sub(worker.from));
        if self.workers.is_empty() && attempt.sources.remaining() < 2 {
            return Err(trouble.into());
        }
        if brought < FORGIVEN {
            if attempt.sources.remaining() > 1 {
                return self.leave(attempt, worker, trouble.into());
            }
            self.ramp.refused(self.workers.len());
            self.give_back_untouched();
        }
        self.trouble = Some(trouble.into());
        Ok(None)
    }

    /// Asks an address no more. With the last one the attempt ends.
    fn leave(&mut self, attempt: &mut Attempt, worker: &Worker, halt: Halt) -> Result<Option<Found>, Halt> {
        let is_local = matches!(&halt, Halt::Trouble(trouble) if !is_elsewhere(trouble));
        attempt.sources.leave(worker.source);
        if is_local || (attempt.sources.remaining() == 0 && self.workers.is_empty()) {
            return Err(self.trouble.take().unwrap_or(halt));
        }
        self.trouble.get_or_insert(halt);
        Ok(None)
    }

    /// Tells everybody what this host has said about how it wants to be asked (rows 47 and 51).
    fn remember(&self, attempt: &Attempt, worker: &Worker, halt: &Halt) {
        let Halt::Trouble(trouble) = halt else { return };
        let host = attempt.sources.address(worker.source).host_str().unwrap_or_default().to_owned();
        let hosts = &self.load.lines.site.hosts;
        let wish = trouble.retry_after.as_deref().and_then(RetryAfter::parse);
        if let Some(Ok(pause)) = wish.map(|wish| wish.pause(clock::now())) {
            hosts.hold(&host, Instant::now() + pause);
        }
        let is_too_many = matches!(
            trouble.category,
            Category::Http(429 | 503) | Category::NetReset | Category::NetRefused | Category::NetTruncated
        );
        if is_too_many && !self.workers.is_empty() {
            let most = if trouble.category == Category::Http(429) { 1 } else { self.workers.len() };
            hosts.limit_lanes(&host, most);
        }
    }
}

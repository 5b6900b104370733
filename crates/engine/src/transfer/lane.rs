//! One connection that fills one segment.
//!
//! Owns the request for the rest of a segment, the judgement of its answer, and the way of its bytes into the part file.
//! Refuses to decide what becomes of the transfer: it says how it ended. Rules kept here: no byte is written before the
//! answer is proven to be of the same version; a lane never writes beyond the end its segment has at that moment.

use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use bytes::Bytes;
use haul_model::fault::Category;
use haul_model::range::{self, Accept, Asked, AskedRange, Overlap, Prior, Restart, Verdict};
use haul_model::remote::Reply;
use haul_model::segments::Segment;
use haul_model::validator::{Comparison, Validator};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::disk;
use crate::net::{self, Answer, Connection, Part, Wish};
use crate::transfer::checkpoint;
use crate::transfer::decoder::Decoder;
use crate::transfer::head::Head;
use crate::transfer::load::Load;
use crate::transfer::turn::{Pace, Turn};
use crate::transfer::{Halt, refusal};
use crate::trouble::{Trouble, of_disk};

/// Bytes that are read again and compared where no validator proves the file unchanged.
pub(crate) const OVERLAP: u64 = 64 << 10;

/// A body that is about to be written.
#[derive(Debug)]
pub(crate) struct Stream {
    /// The answer with its body.
    pub(crate) answer: Box<Answer>,
    /// Bytes of the body to pass over first.
    pub(crate) skip: u64,
    /// Bytes after those that belong to the file; `None` when only the end of the body tells.
    pub(crate) length: Option<u64>,
    /// What takes a content coding off.
    pub(crate) decoder: Option<Decoder>,
}

/// A lane granted: the server gives what was asked for.
#[derive(Debug)]
pub(crate) struct Granted {
    /// Its segment.
    pub(crate) start: u64,
    /// What the server said.
    pub(crate) reply: Reply,
    /// Whether it said so over a connection that others may share.
    pub(crate) is_shared: bool,
}

/// How a lane ended.
#[derive(Debug)]
pub(crate) enum End {
    /// Its segment misses nothing.
    Filled,
    /// It was told to stop.
    Stopped,
    /// The server, or the way to it, refused before a byte came.
    Refused(Halt, Option<Box<Reply>>),
    /// The connection broke on the way.
    Broke(Trouble),
    /// Instead of a part the server sends the whole file.
    Whole(Box<Answer>),
    /// The file is another one now.
    Changed,
    /// The answer does not say of which version it is, and nothing is stored that could be compared.
    Unproven,
    /// The server does not give parts as it should.
    CannotRange,
    /// All bytes of a file of this length are there already.
    Complete(u64),
    /// The body cannot be unpacked.
    Coded(Trouble),
    /// Another program has deleted or cut the part file.
    PartLost,
    /// The disk does not take more.
    Disk(Trouble),
}

/// One lane.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) load: Arc<Load>,
    /// Its segment.
    pub(crate) start: u64,
    /// The address it asks.
    pub(crate) address: Url,
    /// Whether that is another one than what is stored came from.
    pub(crate) is_mirror: bool,
    /// What it asks by: several lanes over one connection would be one.
    pub(crate) connection: Connection,
    pub(crate) stop: CancellationToken,
    pub(crate) granted: mpsc::Sender<Granted>,
}

impl Lane {
    /// Fills the segment from a body that has begun already, and asks for what is missing after it.
    pub(crate) async fn run(self, stream: Option<Stream>) -> End {
        match self.fill(stream).await {
            Ok(()) => End::Filled,
            Err(end) => end,
        }
    }

    async fn fill(&self, mut stream: Option<Stream>) -> Result<(), End> {
        let mut had_answer = stream.is_some();
        while let Some(segment) = self.load.lines.meter.segment(self.start).filter(|segment| !segment.is_whole()) {
            let body = match stream.take() {
                Some(body) => body,
                None => match self.ask(segment).await {
                    // The connection of the answer before was ended without a word; that says nothing about a new one.
                    Err(End::Refused(Halt::Trouble(trouble), None)) if had_answer && is_unanswered(&trouble) => {
                        self.ask(segment).await?
                    }
                    asked => asked?,
                },
            };
            had_answer = true;
            let before = segment.done;
            self.pour(body).await?;
            let after = self.load.lines.meter.segment(self.start);
            if after.is_some_and(|segment| segment.done == before && !segment.is_whole()) {
                let message = "The server ended the file early.";
                return Err(End::Broke(Trouble::new(Category::NetTruncated, message)));
            }
        }
        Ok(())
    }

    /// Asks for the rest of the segment. An answer that does not say of which version it is has to show it.
    async fn ask(&self, segment: Segment) -> Result<Stream, End> {
        let behind = OVERLAP.min(self.load.lines.meter.behind(self.start));
        let overlap = if self.load.remote.validator.is_some() { 0 } else { behind };
        match self.ask_with(segment, overlap).await {
            Err(End::Unproven) if overlap < behind => self.ask_with(segment, behind).await,
            asked => asked,
        }
    }

    /// Asks for the rest of the segment, and so much before it, and judges the answer.
    async fn ask_with(&self, segment: Segment, overlap: u64) -> Result<Stream, End> {
        let load = &self.load;
        let range = AskedRange {
            first: load.window_first() + segment.done - overlap,
            last: segment.end.map(|end| load.window_first() + end - 1),
        };
        let part = Part { range, if_range: load.remote.validator.as_ref() };
        let calling = load.download.calling();
        let wish = Wish { part: Some(part), connection: self.connection, ..Wish::at(&self.address, calling) };
        let answer = tokio::select! {
            () = self.stop.cancelled() => return Err(End::Stopped),
            answer = net::fetch(&load.lines.site.clients, wish) => answer,
        };
        let answer = answer.map_err(|trouble| End::Refused(Halt::Trouble(trouble), None))?;
        let asked = Asked {
            range: Some(range),
            if_range: part.if_range.map(Validator::if_range),
            overlap: if overlap > 0 { Overlap::WillBeCompared } else { Overlap::Unchecked },
        };
        self.judge(answer, &asked, overlap).await
    }

    async fn judge(&self, answer: Answer, asked: &Asked<'_>, overlap: u64) -> Result<Stream, End> {
        let remote = &self.load.remote;
        let prior = Prior {
            validator: remote.validator.as_ref(),
            weak_etag: remote.weak_etag.as_deref(),
            total: if self.load.download.window.is_some() { remote.resource } else { remote.total },
            content_type: remote.content_type.as_deref(),
        };
        let head = Head::of(&answer, self.load.download.method, true);
        let verdict = range::judge(asked, Some(&prior), &head.answer());
        if self.is_mirror && overlap == 0 && !self.is_same_version(&head) {
            return Err(End::Changed);
        }
        match verdict {
            // Who does not name the version may not have looked at `If-Range` either.
            Verdict::Accept(
                Accept::WriteAtFirst(_)
                | Accept::WriteAtFirstThenRequestRest(_)
                | Accept::WriteAtFirstTruncateToRequested(_),
            ) if overlap == 0 && !self.is_named(&head) => Err(End::Unproven),
            Verdict::Accept(
                Accept::WriteAtFirst(offered)
                | Accept::WriteAtFirstThenRequestRest(offered)
                | Accept::WriteAtFirstTruncateToRequested(offered),
            ) => self.accept(answer, offered.length(), overlap).await,
            // Everything was asked for and everything comes: at position 0 that is the part.
            Verdict::Accept(Accept::WriteFromZero { .. } | Accept::WriteFromZeroSingleStream { .. })
            | Verdict::Restart(Restart::UseBodyKeepOldPartialUntilDone { .. }) => Err(End::Whole(Box::new(answer))),
            Verdict::Accept(Accept::AlreadyCompleteVerify { total }) => Err(End::Complete(total)),
            Verdict::Restart(Restart::ReissueWithoutRange) => Err(End::CannotRange),
            Verdict::Restart(Restart::ReissueFromZero) => Err(End::Changed),
            Verdict::Fail(refusal) => {
                let (halt, reply) = tokio::select! {
                    () = self.stop.cancelled() => return Err(End::Stopped),
                    read = refusal::read(refusal, answer) => read,
                };
                Err(End::Refused(halt, Some(Box::new(reply))))
            }
        }
    }

    /// A mirror has to show the very validator; what it does not say proves nothing (M137).
    fn is_same_version(&self, head: &Head) -> bool {
        let validator = self.load.remote.validator.as_ref();
        validator.is_some_and(|validator| head.compare(validator) == Comparison::Same)
    }

    /// Whether the answer names the version that is stored.
    fn is_named(&self, head: &Head) -> bool {
        let validator = self.load.remote.validator.as_ref();
        validator.is_none_or(|validator| head.compare(validator) == Comparison::Same)
    }

    async fn accept(&self, mut answer: Answer, length: u64, overlap: u64) -> Result<Stream, End> {
        let reply = answer.reply();
        let leftover = if overlap > 0 { Some(self.compare(&mut answer, overlap).await?) } else { None };
        let _ = self.granted.send(Granted { start: self.start, reply, is_shared: answer.is_shared() }).await;
        if let Some(leftover) = leftover {
            answer.give_back(leftover);
        }
        Ok(Stream { answer: Box::new(answer), skip: 0, length: Some(length - overlap), decoder: None })
    }

    /// Reads the overlap and compares it with what is stored; gives what came after it in the same piece.
    async fn compare(&self, answer: &mut Answer, overlap: u64) -> Result<Bytes, End> {
        let done = self.load.lines.meter.segment(self.start).map_or(0, |segment| segment.done);
        let length = usize::try_from(overlap).unwrap_or(usize::MAX);
        let mut stored = vec![0; length];
        self.load.part.read_exact_at(&mut stored, done - overlap).map_err(|error| self.disk(&error))?;
        let mut compared = 0;
        while compared < length {
            let mut piece = self.next(answer).await?.ok_or_else(|| End::Broke(early()))?;
            let same = piece.split_to(piece.len().min(length - compared));
            if stored[compared..compared + same.len()] != same[..] {
                return Err(End::Changed);
            }
            compared += same.len();
            if !piece.is_empty() {
                return Ok(piece);
            }
        }
        Ok(Bytes::new())
    }

    /// Writes a body into the segment until either ends.
    async fn pour(&self, stream: Stream) -> Result<(), End> {
        let Stream { mut answer, mut skip, length, decoder } = stream;
        if let Some(decoder) = decoder {
            return self.unpack(answer, decoder).await;
        }
        let (mut left, mut pace, mut turn) = (length, Pace::new(), None);
        while left != Some(0) {
            let Some(mut piece) = self.next_in_turn(&mut answer, &pace, &mut turn).await? else {
                return self.body_ended(left);
            };
            pace.count(piece.len() as u64);
            let passed = piece.len().min(usize::try_from(skip).unwrap_or(usize::MAX));
            drop(piece.split_to(passed));
            skip -= passed as u64;
            if let Some(left) = &mut left {
                piece.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= piece.len() as u64;
            }
            if !self.take(piece).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes what a coded body stands for. Such a file comes over one connection, from its beginning to its end.
    async fn unpack(&self, mut answer: Box<Answer>, mut decoder: Decoder) -> Result<(), End> {
        while let Some(mut piece) = self.next(&mut answer).await? {
            while let Some(plain) = decoder.next(&mut piece).map_err(End::Coded)? {
                self.take(plain).await?;
            }
        }
        let rest = decoder.finish().map_err(End::Broke)?;
        self.take(rest).await?;
        self.body_ended(None)
    }

    /// The next piece, and where several fast lanes write the turn to do so.
    async fn next_in_turn<'a>(
        &'a self,
        answer: &mut Answer,
        pace: &Pace,
        turn: &mut Option<Turn<'a>>,
    ) -> Result<Option<Bytes>, End> {
        if let Some(mine) = turn.take()
            && let Some((mine, next)) = mine.lasts_for(self.next(answer)).await
        {
            *turn = Some(mine);
            return next;
        }
        let next = self.next(answer).await?;
        if pace.is_fast() && self.load.lines.meter.connections() > 1 && self.load.valve.portion().is_none() {
            *turn = tokio::select! {
                () = self.stop.cancelled() => return Err(End::Stopped),
                mine = self.load.turns.take() => Some(mine),
            };
        }
        Ok(next)
    }

    async fn next(&self, answer: &mut Answer) -> Result<Option<Bytes>, End> {
        tokio::select! {
            () = self.stop.cancelled() => Err(End::Stopped),
            piece = answer.chunk() => piece.map_err(End::Broke),
        }
    }

    /// Writes a piece at the pace that is allowed; `false` when the segment is whole.
    async fn take(&self, mut piece: Bytes) -> Result<bool, End> {
        loop {
            let Some(most) = self.load.valve.portion() else { return self.write(&piece) };
            let portion = piece.split_to(piece.len().min(most));
            if !self.write(&portion)? {
                return Ok(false);
            }
            tokio::select! {
                () = self.stop.cancelled() => return Err(End::Stopped),
                () = self.load.valve.take(portion.len() as u64) => {}
            }
            if piece.is_empty() {
                return Ok(true);
            }
        }
    }

    /// Writes on the lane's own thread: handing every piece to another one costs more than the write (measured: 1.1 times
    /// the bare loop's processor time here, 1.5 to 2.8 there). No other work runs on the threads of the lanes.
    fn write(&self, piece: &Bytes) -> Result<bool, End> {
        let load = &self.load;
        let Some(segment) = load.lines.meter.segment(self.start) else { return Ok(false) };
        let room = segment.end.map_or(u64::MAX, |end| end - segment.done);
        // A write behind the end of a file that was cut would fill the hole with zeros (row 94).
        let length = load.remote.total.unwrap_or(segment.done);
        if !disk::part_is_intact(&load.part, length).map_err(|error| self.disk(&error))? {
            return Err(End::PartLost);
        }
        let fits = &piece[..piece.len().min(usize::try_from(room).unwrap_or(usize::MAX))];
        load.part.write_all_at(fits, segment.done).map_err(|error| self.disk(&error))?;
        load.rolling.push(segment.done, fits);
        load.lines.meter.advance(self.start, segment.done + fits.len() as u64, fits.len() as u64);
        checkpoint::count(load, fits.len() as u64);
        Ok(room > fits.len() as u64)
    }

    /// The body is over: that is the end of a file without a length, and too early for any other.
    fn body_ended(&self, left: Option<u64>) -> Result<(), End> {
        let segment = self.load.lines.meter.segment(self.start);
        match (left, segment) {
            (None, Some(Segment { end: None, done, .. })) => {
                self.load.lines.meter.ends_at(done);
                Ok(())
            }
            (Some(_) | None, _) => Err(End::Broke(early())),
        }
    }

    fn disk(&self, error: &std::io::Error) -> End {
        End::Disk(of_disk(error, &self.load.path))
    }
}

/// Whether a request may have met a connection that its server had just ended.
const fn is_unanswered(trouble: &Trouble) -> bool {
    matches!(trouble.category, Category::NetReset | Category::NetTruncated)
}

fn early() -> Trouble {
    Trouble::new(Category::NetTruncated, "The server ended the file early.")
}

//! What the first answer teaches.
//!
//! Owns the step between the first request and the first written byte: judgement, name, part file, record. Refuses
//! continuations: lanes judge those. Rule kept here: the first answer is kept and becomes the first lane, so an address
//! that works only once is enough.

use std::sync::Arc;

use haul_model::data_url::DataUrl;
use haul_model::fault::Category;
use haul_model::log::Happening;
use haul_model::naming;
use haul_model::options::Coding;
use haul_model::range::{self, Accept, Asked, ContentRange, Verdict};
use haul_model::remote::{Ranges, Remote, Reply};
use haul_model::segments::SegmentMap;
use haul_model::task::{Method, NameChoice};
use haul_store::Change;

use crate::clock;
use crate::net::{self, Answer, Part, Wish};
use crate::transfer::attempt::{self, Attempt};
use crate::transfer::decoder::{self, Decoder};
use crate::transfer::head::Head;
use crate::transfer::lane::Stream;
use crate::transfer::{Halt, finish, inline, nameless, refusal, space};
use crate::trouble::Trouble;

/// What is known of the file before its first byte.
struct Shape {
    /// Length of the file.
    total: Option<u64>,
    /// Length of the resource it is a part of.
    resource: Option<u64>,
    ranges: Ranges,
    /// Bytes of the body before the file begins.
    skip: u64,
    /// Bytes of the body after those; fewer than the file has where the server gives less than was asked for.
    body: Option<u64>,
}

/// Asks for the file from its beginning, one address after the other until one gives it, and begins a part for it.
/// `None` when there is nothing to fetch: the file is empty.
pub(crate) async fn begin(attempt: &mut Attempt) -> Result<Option<Stream>, Halt> {
    if DataUrl::is(&attempt.download().url) {
        inline::begin(attempt).await?;
        return Ok(None);
    }
    loop {
        let Some(source) = attempt.sources.first() else {
            return Err(Trouble::internal("no address is left to ask").into());
        };
        let halt = match ask(attempt, source).await {
            Ok(begun) => return Ok(begun),
            Err(halt) => halt,
        };
        let is_of_the_source =
            matches!(&halt, Halt::Missing) || matches!(&halt, Halt::Trouble(trouble) if is_elsewhere(trouble));
        if !is_of_the_source || attempt.sources.remaining() < 2 {
            return Err(halt);
        }
        tracing::info!(id = %attempt.record.id, source, "an address is left for the next one");
        attempt.sources.leave(source);
    }
}

/// Whether another address of the same file may do better.
pub(crate) fn is_elsewhere(trouble: &Trouble) -> bool {
    let word = trouble.category.to_string();
    ["net.", "tls.", "http", "redirect.", "auth."].iter().any(|kind| word.starts_with(kind))
}

async fn ask(attempt: &mut Attempt, source: usize) -> Result<Option<Stream>, Halt> {
    let download = attempt.download();
    let window = download.window.filter(|_| attempt.asks_for_parts);
    let part = window.map(|range| Part { range, if_range: None });
    let wish = Wish { part, ..Wish::at(attempt.sources.address(source), download.calling()) };
    let answer = tokio::select! {
        () = attempt.lines.stop.cancelled() => return Err(Halt::Stopped),
        answer = net::fetch(&attempt.lines.site.clients, wish) => answer?,
    };
    let head = Head::of(&answer, download.method, window.is_some());
    let reply = answer.reply();
    let asked = Asked { range: window, ..Asked::default() };
    let shape = match range::judge(&asked, None, &head.answer()) {
        Verdict::Accept(Accept::WriteFromZero { total }) => of_whole(attempt, total, head.ranges()),
        Verdict::Accept(Accept::WriteFromZeroSingleStream { total }) => of_whole(attempt, total, Ranges::Refused),
        Verdict::Accept(
            Accept::WriteAtFirst(offered)
            | Accept::WriteAtFirstThenRequestRest(offered)
            | Accept::WriteAtFirstTruncateToRequested(offered),
        ) => Ok(of_part(attempt, offered)),
        Verdict::Accept(Accept::AlreadyCompleteVerify { total }) => of_whole(attempt, Some(total), head.ranges()),
        Verdict::Restart(_) => Err(Trouble::new(
            Category::HttpRange,
            "The server does not give the part of the file that was asked for. Ask for the whole file instead.",
        )
        .into()),
        Verdict::Fail(refused) => {
            let (halt, reply) = tokio::select! {
                () = attempt.lines.stop.cancelled() => return Err(Halt::Stopped),
                read = refusal::read(refused, answer) => read,
            };
            attempt.note(Change::Replied { id: attempt.record.id, reply }).await;
            return Err(halt);
        }
    };
    start(attempt, shape?, source, &head, reply, answer).await
}

/// Takes a body that holds the whole file although a part was asked for: it goes into a new part file.
pub(crate) async fn instead(attempt: &mut Attempt, answer: Answer) -> Result<Option<Stream>, Halt> {
    let head = Head::of(&answer, attempt.download().method, true);
    let total = match range::judge(&Asked::default(), None, &head.answer()) {
        Verdict::Accept(Accept::WriteFromZero { total }) => total,
        Verdict::Accept(_) | Verdict::Restart(_) | Verdict::Fail(_) => {
            return Err(Trouble::internal("an answer was judged in two ways").into());
        }
    };
    let shape = of_whole(attempt, total, Ranges::Refused)?;
    let (source, reply) = (attempt.record.remote.as_ref().map_or(0, |remote| remote.source), answer.reply());
    start(attempt, shape, source, &head, reply, answer).await
}

/// A body that holds the whole resource.
fn of_whole(attempt: &Attempt, resource: Option<u64>, ranges: Ranges) -> Result<Shape, Halt> {
    let Some(window) = attempt.download().window else {
        // An answer to HEAD has no body, whatever length it names.
        let total = if attempt.download().method == Method::Head { Some(0) } else { resource };
        return Ok(Shape { total, resource: None, ranges, skip: 0, body: total });
    };
    if resource.is_some_and(|resource| resource <= window.first) {
        let message = "The file ends before the range that was asked for begins. Ask for another range.";
        return Err(Trouble::new(Category::HttpRange, message).into());
    }
    let total = window.length(resource);
    Ok(Shape { total, resource, ranges: Ranges::Refused, skip: window.first, body: total })
}

/// A body that holds the part that the task wants.
fn of_part(attempt: &Attempt, offered: ContentRange) -> Shape {
    let wanted = attempt.download().window.and_then(|window| window.length(offered.total));
    let total = wanted.unwrap_or_else(|| offered.length());
    let body = Some(total.min(offered.length()));
    Shape { total: Some(total), resource: offered.total, ranges: Ranges::Offered, skip: 0, body }
}

async fn start(
    attempt: &mut Attempt,
    shape: Shape,
    source: usize,
    head: &Head,
    reply: Reply,
    mut answer: Answer,
) -> Result<Option<Stream>, Halt> {
    attempt.pending = vec![Change::Replied { id: attempt.record.id, reply }];
    let Shape { total, resource, ranges, skip, body } = shape;
    let decoder = match attempt.download().coding {
        Coding::Decoded => Decoder::of(head.content_encoding.as_deref())?,
        // It was to be unpacked, could not be, and comes packed all the same: what would be kept is not what was wanted.
        Coding::AsSent if attempt.has_given_up_unpacking && head.is_coded() => return Err(decoder::unknown().into()),
        Coding::AsSent => None,
    };
    // What comes out of a coding has no length that anybody knows, and a part of what goes in is nothing.
    let (total, ranges, body) = if decoder.is_some() { (None, Ranges::Refused, None) } else { (total, ranges, body) };
    // What it says of itself counts less than what it has just done.
    let ranges = if attempt.asks_for_parts { ranges } else { Ranges::Refused };
    finish::has_declared_size(attempt.download(), total)?;
    let remote = Remote {
        total,
        validator: head.validator(),
        weak_etag: head.etag.clone().filter(|etag| etag.starts_with("W/")),
        ranges,
        content_type: head.content_type.clone(),
        redirects: answer.redirects.clone(),
        resource,
        source,
        // What is announced is of the whole resource.
        digests: if attempt.download().window.is_none() { head.digests(&answer) } else { Vec::new() },
        modified: head.modified(),
    };
    let name = name(attempt, head, &answer).await?;
    attempt.record.name = name.clone();
    let is_all = skip == 0 && body == total && decoder.is_none();
    if is_all && nameless::takes(attempt, &remote, &mut answer).await? {
        return Ok(None);
    }
    begin_part(attempt, remote, name).await?;
    if total == Some(0) {
        return Ok(None);
    }
    Ok(Some(Stream { answer: Box::new(answer), skip, length: body, decoder }))
}

/// The name that was chosen, or the one that the server suggests; it stays the same once a part file has it.
async fn name(attempt: &Attempt, head: &Head, answer: &Answer) -> Result<naming::FileName, Halt> {
    match attempt.download().name {
        NameChoice::Given(_) => Ok(attempt.record.name.clone()),
        NameChoice::Suggested if attempt.record.part.is_some() => Ok(attempt.record.name.clone()),
        NameChoice::Suggested => {
            let lines = answer.lines("content-disposition");
            let wanted = naming::choose(lines, &answer.url, head.content_type.as_deref());
            attempt::respect_taken_name(attempt, &wanted).await?;
            // The name that the record has is reserved already; only a file of that name speaks against it.
            if wanted == attempt.record.name && !attempt.in_folder(|folder| folder.has(wanted.as_str()))? {
                return Ok(wanted);
            }
            attempt.reserve(wanted).await
        }
    }
}

/// Records a new part file for `name` and makes it; an older part that is worth something stays until the new one is
/// whole. A name is on record before a file has it, so a kill leaves no file behind that nobody knows.
pub(super) async fn begin_part(attempt: &mut Attempt, remote: Remote, name: naming::FileName) -> Result<(), Halt> {
    let total = remote.total;
    let claim = space::promise(attempt, total)?;
    let older = set_aside(attempt).await?;
    (attempt.record.name, attempt.record.remote) = (name.clone(), Some(remote.clone()));
    let mut told = told(&remote, older.as_deref());
    let (part, file) = loop {
        let part = attempt.in_folder(|folder| folder.free_part(name.as_str()))?;
        (attempt.record.part, attempt.record.old_part) = (Some(part.clone()), older.clone());
        let (id, remote, name, old_part) = (attempt.record.id, remote.clone(), name.clone(), older.clone());
        let learned = Change::Learned { id, remote, name, part: part.clone(), old_part };
        if total != Some(0) {
            attempt.pending.push(Change::FirstByte { id, at: clock::now() });
        }
        attempt.keep_telling(learned, std::mem::take(&mut told)).await?;
        if let Some(file) = space::create_part(attempt, &part)? {
            break (part, file);
        }
    };
    let file = Arc::new(file);
    attempt.claim = space::take(attempt, &part, &file, total, claim).await?;
    attempt.lines.meter.reset(SegmentMap::whole(total));
    attempt.part = Some(file);
    attempt.rolling = Arc::new(finish::rolling(attempt));
    attempt.learned().await;
    Ok(())
}

/// What the log tells of an answer that begins a new part.
pub(super) fn told(remote: &Remote, older: Option<&str>) -> Vec<Happening> {
    let told = [
        remote.redirects.last().map(|to| Happening::Redirected { to: to.clone() }),
        (remote.ranges == Ranges::Refused).then_some(Happening::NoParts),
        older.map(|_| Happening::BegunAnew),
    ];
    told.into_iter().flatten().collect()
}

/// Of the parts there are, keeps the newest with bytes in it and deletes the other. That happens before the new part
/// gets a name: afterwards the two could have the same one.
async fn set_aside(attempt: &mut Attempt) -> Result<Option<String>, Trouble> {
    let is_worth_nothing = attempt.part.take().is_none() || attempt.lines.meter.map().received() == 0;
    let (kept, unwanted) = match (attempt.record.part.take(), attempt.record.old_part.take()) {
        (Some(part), old) if is_worth_nothing => (old, Some(part)),
        (Some(part), old) => (Some(part), old),
        (None, old) => (old, None),
    };
    if let Some(unwanted) = unwanted {
        attempt.on_folder(move |folder| folder.remove(&unwanted)).await?;
    }
    Ok(kept)
}

//! What an answer teaches, and what may be done with its body.
//!
//! Owns the step between the head of an answer and the first written byte: judgement, name, part file, record.

use std::sync::Arc;

use haul_model::fault::Category;
use haul_model::naming;
use haul_model::range::{self, Accept, Asked, AskedRange, Overlap, Prior, Refusal, Restart, Verdict};
use haul_model::remote::{Ranges, Remote, Reply};
use haul_model::retry::{Exchange, of_status};
use haul_model::segments::SegmentMap;
use haul_model::task::{Method, NameChoice};
use haul_model::validator::{HttpVersion, Validator};
use haul_store::Change;

use crate::disk;
use crate::net::Answer;
use crate::transfer::attempt::{self, Attempt};
use crate::transfer::{Halt, blocking};
use crate::trouble::{Trouble, of_disk};

/// Longest text of an error answer that is kept, in bytes.
const ERROR_TEXT: usize = 64 << 10;

/// What follows from an answer.
pub(crate) enum Plan {
    /// Its body is written from `offset` on, at most `limit` bytes of it.
    Write {
        /// The answer with its body.
        answer: Box<Answer>,
        /// Position of the first byte.
        offset: u64,
        /// Most bytes to write.
        limit: Option<u64>,
    },
    /// All bytes are there already.
    NothingMissing,
    /// The file has to be asked for from its beginning.
    BeginAnew,
}

/// Judges an answer to a request that asked for `asked`, given what was `known` of the file.
pub(crate) async fn judge(
    attempt: &mut Attempt,
    asked: Option<(u64, Validator)>,
    known: Option<&Remote>,
    answer: Answer,
) -> Result<Plan, Halt> {
    let head = Head::of(&answer, attempt.download().method, asked.is_some());
    let reply = answer.reply();
    let prior = known.map(|remote| Prior {
        validator: remote.validator.as_ref(),
        weak_etag: remote.weak_etag.as_deref(),
        total: remote.total,
        content_type: remote.content_type.as_deref(),
    });
    let request = Asked {
        range: asked.as_ref().map(|(first, _)| AskedRange { first: *first, last: None }),
        if_range: asked.as_ref().map(|(_, validator)| validator.if_range()),
        overlap: Overlap::Unchecked,
    };
    match range::judge(&request, prior.as_ref(), &head.answer()) {
        Verdict::Accept(accept) => {
            attempt.keep(Change::Replied { id: attempt.record.id, reply }).await?;
            accepted(attempt, accept, &head, answer).await
        }
        Verdict::Restart(Restart::UseBodyKeepOldPartialUntilDone { total }) => {
            attempt.keep(Change::Replied { id: attempt.record.id, reply }).await?;
            from_zero(attempt, total, Ranges::Refused, &head, answer).await
        }
        Verdict::Restart(Restart::ReissueWithoutRange | Restart::ReissueFromZero) => Ok(Plan::BeginAnew),
        Verdict::Fail(refusal) => Err(refused(attempt, refusal, answer, reply).await),
    }
}

async fn accepted(attempt: &mut Attempt, accept: Accept, head: &Head, answer: Answer) -> Result<Plan, Halt> {
    match accept {
        // Everything to the end was asked for, so no answer is longer than that.
        Accept::WriteAtFirst(range)
        | Accept::WriteAtFirstThenRequestRest(range)
        | Accept::WriteAtFirstTruncateToRequested(range) => {
            Ok(Plan::Write { answer: Box::new(answer), offset: range.first, limit: Some(range.length()) })
        }
        Accept::WriteFromZero { total } => from_zero(attempt, total, head.ranges(), head, answer).await,
        Accept::WriteFromZeroSingleStream { total } => from_zero(attempt, total, Ranges::Refused, head, answer).await,
        Accept::AlreadyCompleteVerify { total } => {
            if attempt.part.is_none() {
                from_zero(attempt, Some(total), head.ranges(), head, answer).await?;
            }
            attempt.lines.meter.ends_at(total);
            Ok(Plan::NothingMissing)
        }
    }
}

async fn from_zero(
    attempt: &mut Attempt,
    total: Option<u64>,
    ranges: Ranges,
    head: &Head,
    answer: Answer,
) -> Result<Plan, Halt> {
    // An answer to HEAD has no body, whatever length it names.
    let total = if attempt.download().method == Method::Head { Some(0) } else { total };
    check_space(attempt, total).await?;
    let remote = Remote {
        total,
        validator: head.validator(),
        weak_etag: head.etag.clone().filter(|etag| etag.starts_with("W/")),
        ranges,
        content_type: head.content_type.clone(),
        redirects: answer.redirects.clone(),
    };
    let name = match attempt.download().name {
        NameChoice::Given(_) => attempt.record.name.clone(),
        NameChoice::Suggested if attempt.record.part.is_some() => attempt.record.name.clone(),
        NameChoice::Suggested => {
            let lines = answer.lines("content-disposition");
            let wanted = naming::choose(lines, &answer.url, head.content_type.as_deref());
            let store = &attempt.lines.site.store;
            store.reserve(attempt.record.id, wanted, disk::exists).await.map_err(Trouble::database)?
        }
    };
    if name != attempt.record.name {
        attempt.record.name = name.clone();
        attempt::respect_taken_name(attempt).await?;
    }
    begin_part(attempt, remote, name).await?;
    Ok(Plan::Write { answer: Box::new(answer), offset: 0, limit: total })
}

/// Makes a new part file for `name` and records it; an older part stays until the new one is whole.
async fn begin_part(attempt: &mut Attempt, remote: Remote, name: naming::FileName) -> Result<(), Halt> {
    let wanted = name.to_string();
    let (part, file) = attempt.on_folder(move |folder| folder.create_part(&wanted)).await?;
    let total = remote.total;
    if let Some(total) = total {
        let (length, path) = (file.try_clone(), attempt.folder.path().join(&part));
        // Announcing the length finds a file system that cannot hold it before the first byte, and reserves nothing.
        let grown = blocking(move || length.and_then(|file| file.set_len(total))).await?;
        if let Err(error) = grown {
            let unwanted = part.clone();
            attempt.on_folder(move |folder| folder.remove(&unwanted)).await?;
            return Err(of_disk(&error, &path).into());
        }
    }
    let older = match (attempt.record.part.take(), attempt.record.old_part.take()) {
        (Some(older), Some(oldest)) => {
            attempt.on_folder(move |folder| folder.remove(&oldest)).await?;
            Some(older)
        }
        (older, oldest) => older.or(oldest),
    };
    (attempt.record.part, attempt.record.old_part) = (Some(part.clone()), older.clone());
    (attempt.record.name, attempt.record.remote) = (name.clone(), Some(remote.clone()));
    let map = SegmentMap::whole(total);
    let id = attempt.record.id;
    attempt.keep(Change::Learned { id, remote, name, part, old_part: older }).await?;
    attempt.lines.meter.reset(map);
    attempt.part = Some(Arc::new(file));
    attempt.learned().await;
    Ok(())
}

async fn check_space(attempt: &Attempt, total: Option<u64>) -> Result<(), Halt> {
    let Some(total) = total else { return Ok(()) };
    let free = attempt.on_folder(|folder| folder.free_space()).await?;
    if total <= free {
        return Ok(());
    }
    let path = attempt.folder.path().display().to_string();
    let message = format!(
        "The file needs {}, but only {} are free in {path}. Free some space, then retry.",
        megabytes(total),
        megabytes(free)
    );
    Err(Trouble::new(Category::DiskFull, message).into())
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

async fn refused(attempt: &Attempt, refusal: Refusal, answer: Answer, mut reply: Reply) -> Halt {
    let (status, host) = (reply.code, answer.url.host_str().unwrap_or("the server").to_owned());
    let retry_after = reply.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value.clone());
    reply.body = tokio::select! {
        () = attempt.lines.stop.cancelled() => None,
        text = error_text(answer) => text,
    };
    if let Err(trouble) = attempt.keep(Change::Replied { id: attempt.record.id, reply }).await {
        return trouble.into();
    }
    if status == 404 {
        return Halt::Missing;
    }
    let (category, message) = match refusal {
        Refusal::ResourceChanged => (
            Category::HttpChanged,
            format!("{host} now offers a page instead of the file. Sign in or find the new address, then retry."),
        ),
        Refusal::AuthRequired => {
            (Category::AuthRequired, format!("{host} wants a user name and password. Give them, then retry."))
        }
        Refusal::RetryLater => {
            (of_status(status, Exchange::Fetch), format!("{host} is too busy or out of order (status {status})."))
        }
        Refusal::HttpError => (
            of_status(status, Exchange::Fetch),
            format!("{host} refuses this address (status {status}). Check it, or ask its owner."),
        ),
        Refusal::Protocol | Refusal::UnsolicitedPartial => (
            of_status(status, Exchange::Fetch),
            format!("{host} sent an answer without a file (status {status}). Check the address."),
        ),
    };
    let category = if refusal == Refusal::UnsolicitedPartial { Category::HttpProtocol } else { category };
    Halt::Trouble(Trouble { category, message, retry_after })
}

async fn error_text(mut answer: Answer) -> Option<String> {
    let mut text = Vec::new();
    while text.len() < ERROR_TEXT
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        text.extend_from_slice(&chunk);
    }
    text.truncate(ERROR_TEXT);
    Some(String::from_utf8_lossy(&text).into_owned()).filter(|text| !text.is_empty())
}

/// The head of an answer in the words of the judgement.
struct Head {
    status: u16,
    content_range: Option<String>,
    content_length: Option<String>,
    content_type: Option<String>,
    content_encoding: Option<String>,
    transfer_encoding: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    date: Option<String>,
    accept_ranges: Option<String>,
    version: HttpVersion,
}

impl Head {
    fn of(answer: &Answer, method: Method, ranged: bool) -> Self {
        let content_range = answer.text("content-range");
        let status = match answer.status() {
            201 => 200,
            202 if method != Method::Get => 200,
            // Nobody asked for a part; when the part is the whole file, it is as good as 200 (M025).
            206 if !ranged && content_range.as_deref().is_some_and(is_whole_file) => 200,
            status => status,
        };
        Self {
            status,
            content_range,
            content_length: answer.text("content-length"),
            content_type: answer.text("content-type"),
            content_encoding: answer.text("content-encoding"),
            transfer_encoding: answer.text("transfer-encoding"),
            etag: answer.text("etag"),
            last_modified: answer.text("last-modified"),
            date: answer.text("date"),
            accept_ranges: answer.text("accept-ranges"),
            version: answer.version(),
        }
    }

    fn answer(&self) -> range::Answer<'_> {
        range::Answer {
            status: self.status,
            content_range: self.content_range.as_deref(),
            content_length: self.content_length.as_deref(),
            content_type: self.content_type.as_deref(),
            content_encoding: self.content_encoding.as_deref(),
            transfer_encoding: self.transfer_encoding.as_deref(),
            etag: self.etag.as_deref(),
            last_modified: self.last_modified.as_deref(),
        }
    }

    fn validator(&self) -> Option<Validator> {
        let (etag, modified, date) = (self.etag.as_deref(), self.last_modified.as_deref(), self.date.as_deref());
        Validator::of_answer(etag, modified, date, self.version)
    }

    fn ranges(&self) -> Ranges {
        match self.accept_ranges.as_deref().map(str::trim) {
            Some(units) if units.eq_ignore_ascii_case("bytes") => Ranges::Offered,
            Some(units) if units.eq_ignore_ascii_case("none") => Ranges::Refused,
            Some(_) | None => Ranges::Unproven,
        }
    }
}

fn is_whole_file(content_range: &str) -> bool {
    range::ContentRange::parse(content_range)
        .is_some_and(|range| range.first == 0 && range.total == Some(range.last + 1))
}

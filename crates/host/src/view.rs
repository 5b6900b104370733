//! Records in the words of the surfaces.
//!
//! Owns the step from what is kept to what is shown. Refuses secrets: addresses lose user names and passwords.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haul_api::{AddedBy, CommandRun, Details, Header, Lane, LogEntry, Phase, Response, RunWord, Status, TaskView};
use haul_engine::Reading;
use haul_model::fault::Fault;
use haul_model::link::Permission;
use haul_model::options;
use haul_model::post_command::{Run, Said};
use haul_model::progress::{Speed, fraction};
use haul_model::proxy::ProxyChoice;
use haul_model::redirect::{Query, redacted_url};
use haul_model::remote::Remote;
use haul_model::segments::Segment;
use haul_model::status::{self, PausedBy, State, TaskStatus, WaitingFor};
use haul_model::task::{Upload, Work};
use haul_store::Record;

/// Path of the file that is fetched or sent; empty where there is none.
pub(crate) fn path(record: &Record) -> String {
    match &record.task.work {
        Work::Download(_) => record.folder.join(record.name.as_str()).display().to_string(),
        Work::Request(_) => String::new(),
        Work::Upload(upload) => upload.files().first().map(|path| path.display().to_string()).unwrap_or_default(),
    }
}

/// A row of the list: a record in `state`, which may be older or newer than the record's own.
pub(crate) fn row(record: &Record, state: &State, reading: Option<&Reading>) -> TaskView {
    let work = &record.task.work;
    let known = record.remote.as_ref().and_then(|known| known.total);
    let total = reading
        .and_then(|reading| reading.total)
        .or(known)
        .or(record.delivery.as_ref().map(|delivery| delivery.length));
    let received = reading.map_or(record.received, |reading| reading.received.max(record.received));
    let speed = reading.map(|reading| reading.speed).unwrap_or_default();
    let fault = fault(&state.status);
    TaskView {
        id: record.id.0,
        own_id: record.task.own_id.clone(),
        kind: work.kind().to_owned(),
        method: work.as_download().is_none().then(|| work.calling().method.as_str().to_owned()),
        status: status(&state.status),
        phase: phase(&state.status),
        category: fault.map(|fault| fault.category.to_string()),
        message: message(&state.status),
        remedy: fault.map(|fault| remedy(fault).to_owned()),
        retry_at: retry_at(&state.status),
        held: matches!(state.status, TaskStatus::Enqueued { waiting_for: WaitingFor::Start }),
        waiting_for: waiting_for(&state.status),
        url: redacted_url(work.url(), Query::Shown),
        host: work.host().to_owned(),
        name: record.name.to_string(),
        path: path(record),
        received,
        total: total.and_then(|total| i64::try_from(total).ok()).unwrap_or(-1),
        progress: fraction(&state.status, received, total),
        bytes_per_second: speed.bytes_per_second(),
        seconds_left: reading.and(total).and_then(|total| speed.seconds_for(total.saturating_sub(received))),
        lanes: reading.map(lanes).unwrap_or_default(),
        pausable: work.as_upload().map(Upload::can_pause).or(record.remote.as_ref().map(Remote::can_pause)),
        group: record.task.group.clone(),
        batch: record.batch.map(|membership| membership.batch.0),
        priority: u32::from(record.task.priority),
        display_name: record.task.display_name.clone(),
        metadata: record.task.metadata.clone(),
        created: record.task.created.0,
        finished: record.finished.map(|at| at.0),
        digest: record.digest.as_ref().map(ToString::to_string),
    }
}

/// What is kept of a task beside its record.
#[derive(Debug)]
pub(crate) struct Kept {
    /// What is proven of the file.
    pub(crate) segments: Vec<Segment>,
    /// What happened to it.
    pub(crate) log: Vec<LogEntry>,
}

/// Everything known of a record in `state`.
pub(crate) fn details(record: &Record, state: &State, reading: Option<&Reading>, kept: Kept) -> Details {
    let download = record.task.work.as_download();
    let task = row(record, state, reading);
    let lanes =
        if reading.is_none() { kept.segments.iter().map(|segment| lane(segment, None)).collect() } else { task.lanes };
    Details {
        task: TaskView { lanes, ..task },
        retries_left: u32::from(record.retries_left),
        redirects: record.remote.as_ref().map(|remote| remote.redirects.clone()).unwrap_or_default(),
        validator: record
            .remote
            .as_ref()
            .and_then(|remote| remote.validator.as_ref())
            .map(|validator| validator.if_range().to_owned()),
        response: response(record),
        added_by: record.task.added_by.map(added_by),
        proxy: proxy(record.task.work.calling().proxy),
        first_byte: record.first_byte.map(|at| at.0),
        expected_digest: download
            .and_then(|download| download.checksum.as_ref().or(download.published.as_ref()))
            .map(ToString::to_string),
        limit_rate: record.task.work.limit_rate(),
        max_lanes: download.and_then(|download| download.lanes),
        command: record.post_run.as_ref().map(command_run),
        uri: None,
        metered: permission(record.task.link.metered),
        requires_wifi: record.task.link.requires_wifi,
        log: kept.log,
    }
}

fn proxy(choice: &ProxyChoice) -> Option<String> {
    match choice {
        ProxyChoice::Followed => None,
        ProxyChoice::Direct => Some("none".to_owned()),
        ProxyChoice::Through(url) => Some(redacted_url(url, Query::Shown)),
    }
}

const fn added_by(by: options::AddedBy) -> AddedBy {
    match by {
        options::AddedBy::Window => AddedBy::Window,
        options::AddedBy::Command => AddedBy::Command,
        options::AddedBy::Daemon => AddedBy::Daemon,
        options::AddedBy::Bus => AddedBy::Bus,
        options::AddedBy::Library => AddedBy::Library,
    }
}

fn command_run(run: &Run) -> CommandRun {
    let bare = |word| CommandRun { run: word, code: None, signal: None, why: None, stdout: None, stderr: None };
    let heard = |word, said: &Said| {
        let (stdout, stderr) = (Some(said.stdout.clone()), Some(said.stderr.clone()));
        CommandRun { stdout, stderr, ..bare(word) }
    };
    match run {
        Run::Begun => bare(RunWord::Running),
        Run::Unseen => bare(RunWord::Unseen),
        Run::Exited { code, said } => CommandRun { code: Some(*code), ..heard(RunWord::Exited, said) },
        Run::Killed { signal, said } => CommandRun { signal: Some(*signal), ..heard(RunWord::Killed, said) },
        Run::NotStarted { why } => CommandRun { why: Some(why.clone()), ..bare(RunWord::NotStarted) },
    }
}

/// What the server said last; with its whole body where that is the result and the record was loaded by itself.
pub(crate) fn response(record: &Record) -> Option<Response> {
    let reply = record.reply.as_ref()?;
    let (mime, charset) = reply.mime_and_charset();
    let (body, base64) = match &record.answer {
        Some(answer) => as_text(answer),
        None => (reply.body.clone(), None),
    };
    Some(Response {
        code: reply.code,
        reason: reply.reason.clone(),
        headers: reply
            .headers
            .iter()
            .map(|(name, value)| Header { name: name.clone(), value: value.clone() })
            .collect(),
        mime,
        charset,
        body,
        base64,
    })
}

/// A body as text, or in base64 where it is none. Controls count as none: in a frame they would be six times as long.
fn as_text(body: &[u8]) -> (Option<String>, Option<String>) {
    let is_plain = |text: &&str| !text.chars().any(|it| it.is_control() && !matches!(it, '\t' | '\n' | '\r'));
    match std::str::from_utf8(body).ok().filter(is_plain) {
        Some(text) => (Some(text.to_owned()), None),
        None => (None, Some(STANDARD.encode(body))),
    }
}

const fn fault(status: &TaskStatus) -> Option<&Fault> {
    match status {
        TaskStatus::Failed { fault } | TaskStatus::WaitingToRetry { why: fault, .. } => Some(fault),
        TaskStatus::Enqueued { .. }
        | TaskStatus::Running { .. }
        | TaskStatus::Paused { .. }
        | TaskStatus::Complete
        | TaskStatus::NotFound
        | TaskStatus::Canceled => None,
    }
}

fn message(status: &TaskStatus) -> Option<String> {
    if matches!(status, TaskStatus::NotFound) {
        return Some("The server has no file at this address. Check it, or ask its owner.".to_owned());
    }
    if matches!(status, TaskStatus::Paused { by: PausedBy::System }) {
        return Some("There is no network. The download goes on by itself when it is back.".to_owned());
    }
    if let TaskStatus::Enqueued { waiting_for: WaitingFor::Network(why) } = status {
        return Some(why.sentence().to_owned());
    }
    fault(status).map(|fault| fault.message.clone())
}

/// What a task says about metered links.
pub(crate) const fn permission(permission: Permission) -> haul_api::Permission {
    match permission {
        Permission::AsSet => haul_api::Permission::AsSet,
        Permission::Allowed => haul_api::Permission::Allowed,
        Permission::Refused => haul_api::Permission::Refused,
    }
}

const fn retry_at(status: &TaskStatus) -> Option<i64> {
    if let TaskStatus::WaitingToRetry { at, .. } = status { Some(at.0) } else { None }
}

const fn remedy(fault: &Fault) -> &'static str {
    use haul_model::fault::Remedy;
    match fault.remedy {
        Remedy::RetryLater => "retry_later",
        Remedy::StartOver => "start_over",
        Remedy::AskUser => "ask_user",
        Remedy::GiveUp => "give_up",
    }
}

/// The word of a status.
pub(crate) const fn status(status: &TaskStatus) -> Status {
    match status {
        TaskStatus::Enqueued { .. } => Status::Enqueued,
        TaskStatus::Running { .. } => Status::Running,
        TaskStatus::WaitingToRetry { .. } => Status::WaitingToRetry,
        TaskStatus::Paused { .. } => Status::Paused,
        TaskStatus::Complete => Status::Complete,
        TaskStatus::NotFound => Status::NotFound,
        TaskStatus::Failed { .. } => Status::Failed,
        TaskStatus::Canceled => Status::Canceled,
    }
}

/// What a task of this status waits for, as far as the task alone says.
const fn waiting_for(status: &TaskStatus) -> Option<haul_api::WaitingFor> {
    let TaskStatus::Enqueued { waiting_for } = status else { return None };
    Some(match waiting_for {
        WaitingFor::Start => haul_api::WaitingFor::Start,
        WaitingFor::Network(_) => haul_api::WaitingFor::Network,
        WaitingFor::Slot => haul_api::WaitingFor::Slot,
        WaitingFor::Siblings => haul_api::WaitingFor::Siblings,
    })
}

const fn phase(status: &TaskStatus) -> Option<Phase> {
    let TaskStatus::Running { phase } = status else { return None };
    Some(match phase {
        status::Phase::Connecting => Phase::Connecting,
        status::Phase::Transferring => Phase::Transferring,
        status::Phase::Verifying => Phase::Verifying,
        status::Phase::Processing => Phase::Processing,
        status::Phase::Placing => Phase::Placing,
    })
}

fn lanes(reading: &Reading) -> Vec<Lane> {
    reading.segments.iter().map(|segment| lane(segment, reading.lanes.get(&segment.start))).collect()
}

fn lane(segment: &Segment, speed: Option<&Speed>) -> Lane {
    let Segment { start, end, done } = *segment;
    Lane { start, end, done, bytes_per_second: speed.map(|speed| speed.bytes_per_second()) }
}

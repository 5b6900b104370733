//! What there is, as a table or as records.
//!
//! Owns `list` and `show`. Rule kept here: a record for programs is the host's own, a table for people is calm.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use haul_api::{AddedBy, CommandRun, Details, ListQuery, OneTask, RunWord, Status, TaskRef, TaskView, WaitingFor};

use crate::args::List;
use crate::door;
use crate::exit::Exit;
use crate::log;
use crate::output::{Output, ago, plain, size, span};
use crate::pages::{self, Extent};

/// Rows that a person sees who has said nothing about it.
const SHOWN: u64 = 100;

/// Lists what there is, oldest first.
pub(crate) async fn list(home: Option<PathBuf>, which: List, out: &Output) -> anyhow::Result<Exit> {
    let names_them = which.ids.is_some();
    let extent = match which.limit {
        Some(most) => Extent::Newest(most),
        None if which.all || names_them || !std::io::stdout().is_terminal() => Extent::All,
        None => Extent::Newest(SHOWN),
    };
    let query = ListQuery {
        status: which.status.map(Into::into),
        group: which.group,
        older_than: which.older_than,
        ids: which.ids.map(|ids| ids.into_iter().map(TaskRef::Text).collect()),
        ..ListQuery::default()
    };
    pages::print(home, query, extent, out).await
}

/// Prints what matches, all at once: an order of its own has no windows.
pub(crate) async fn print(home: Option<PathBuf>, query: ListQuery, out: &Output) -> anyhow::Result<Exit> {
    let page = door::ask(home, async |client| Ok(client.list(query).await?)).await?;
    out.text(&if out.is_json() { out.values(&page.rows) } else { Table::default().lines(&page.rows) });
    Ok(Exit::Done)
}

/// Shows everything known about one task.
pub(crate) async fn show(home: Option<PathBuf>, id: String, out: &Output) -> anyhow::Result<Exit> {
    let details = details(home, id).await?;
    if out.is_json() {
        out.value(&details);
    } else {
        facts(&details).iter().for_each(|(name, value)| out.line(&format!("{name:<10} {value}")));
        log::lines(&details.log).iter().for_each(|line| out.line(&format!("{:<10} {line}", "log")));
    }
    Ok(Exit::Done)
}

/// Everything known about one task.
pub(crate) async fn details(home: Option<PathBuf>, id: String) -> anyhow::Result<Details> {
    door::ask(home, async |client| Ok(client.show(OneTask { task: TaskRef::Text(id) }).await?)).await
}

/// A table of tasks that may come in several parts; its columns only ever grow.
#[derive(Debug, Default)]
pub(crate) struct Table {
    widths: Option<[usize; 7]>,
}

impl Table {
    /// The next lines; the first of all say what the columns are.
    pub(crate) fn lines(&mut self, tasks: &[TaskView]) -> String {
        let head = ["ID", "STATUS", "DONE", "SIZE", "SPEED", "LEFT", "NAME"].map(str::to_owned);
        let head = (self.widths.is_none() && !tasks.is_empty()).then_some(head);
        let rows: Vec<[String; 7]> = head.into_iter().chain(tasks.iter().map(row)).collect();
        let before = self.widths.unwrap_or_default();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 7] = std::array::from_fn(|column| before[column].max(width(column)));
        self.widths = (!rows.is_empty()).then_some(widths).or(self.widths);
        let line = |row: &[String; 7]| {
            let [id, status, done, size, speed, left, name] = row;
            let [w0, w1, w2, w3, w4, w5, _] = widths;
            let line = format!("{id:>w0$}  {status:<w1$}  {done:>w2$}  {size:>w3$}  {speed:>w4$}  {left:>w5$}  {name}");
            format!("{}\n", plain(&line))
        };
        rows.iter().map(line).collect()
    }
}

fn row(task: &TaskView) -> [String; 7] {
    let running = task.status == Status::Running;
    [
        task.own_id.as_deref().map_or_else(|| task.id.to_string(), |own| plain(own).into_owned()),
        words(task).to_owned(),
        done(task),
        u64::try_from(task.total).map_or_else(|_| String::new(), size),
        if running { format!("{}/s", size(task.bytes_per_second)) } else { String::new() },
        task.seconds_left.filter(|_| running).map_or_else(String::new, span),
        plain(task.display_name.as_deref().unwrap_or(&task.name)).into_owned(),
    ]
}

fn done(task: &TaskView) -> String {
    match u64::try_from(task.total) {
        _ if task.status == Status::Complete => "100%".to_owned(),
        Ok(0) | Err(_) if task.received == 0 => String::new(),
        Ok(0) | Err(_) => size(task.received),
        Ok(total) => format!("{}%", u128::from(task.received) * 100 / u128::from(total)),
    }
}

/// A status for people.
pub(crate) const fn words(task: &TaskView) -> &'static str {
    match task.status {
        Status::Enqueued if task.held => "not started",
        Status::Enqueued if matches!(task.waiting_for, Some(WaitingFor::Queue)) => "queue paused",
        Status::Enqueued if matches!(task.waiting_for, Some(WaitingFor::Network)) => "needs another network",
        Status::Enqueued if matches!(task.waiting_for, Some(WaitingFor::Host)) => "server asks to wait",
        Status::Enqueued if matches!(task.waiting_for, Some(WaitingFor::Siblings)) => "waits for batch",
        Status::Enqueued => "waiting",
        Status::Running => "running",
        Status::WaitingToRetry => "will retry",
        Status::Paused => "paused",
        Status::Complete => "complete",
        Status::NotFound => "not found",
        Status::Failed => "failed",
        Status::Canceled => "canceled",
    }
}

const fn adder(by: AddedBy) -> &'static str {
    match by {
        AddedBy::Window => "the window",
        AddedBy::Command => "the command",
        AddedBy::Daemon => "a program through the daemon",
        AddedBy::Bus => "a program over the bus",
        AddedBy::Library => "a program with the engine in it",
    }
}

/// What became of a command, for people.
fn command(run: &CommandRun) -> String {
    let heard = run.stderr.as_deref().filter(|text| !text.trim().is_empty()).or(run.stdout.as_deref());
    let heard = heard.map(|text| text.lines().collect::<Vec<_>>().join(" | ")).unwrap_or_default();
    let end = match run.run {
        RunWord::Running => "runs".to_owned(),
        RunWord::Unseen => "nobody saw its end".to_owned(),
        RunWord::Exited => format!("ended with code {}", run.code.unwrap_or_default()),
        RunWord::Killed => format!("ended by signal {}", run.signal.unwrap_or_default()),
        RunWord::NotStarted => format!("could not be started: {}", run.why.as_deref().unwrap_or_default()),
    };
    if heard.is_empty() { end } else { format!("{end}: {heard}") }
}

fn facts(details: &Details) -> Vec<(&'static str, String)> {
    let task = &details.task;
    let length = u64::try_from(task.total).map_or_else(|_| "unknown".to_owned(), size);
    let mut facts = vec![
        ("id", task.id.to_string()),
        ("status", words(task).to_owned()),
        ("address", task.url.clone()),
        ("path", task.path.clone()),
        ("received", format!("{} of {length}", size(task.received))),
        ("group", task.group.clone()),
        ("priority", task.priority.to_string()),
        ("added", ago(task.created)),
    ];
    let optional = [
        ("own id", task.own_id.clone()),
        ("name", task.display_name.clone()),
        ("ended", task.finished.map(ago)),
        ("reason", task.message.clone()),
        ("category", task.category.clone()),
        ("digest", task.digest.clone()),
        ("expected", details.expected_digest.clone()),
        ("limit", details.limit_rate.map(|rate| format!("{}/s", size(rate)))),
        ("validator", details.validator.clone()),
        ("added by", details.added_by.map(|by| adder(by).to_owned())),
        ("first byte", details.first_byte.map(ago)),
        ("command", details.command.as_ref().map(command)),
        ("answer", details.response.as_ref().map(|response| response.code.to_string())),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    facts.extend(details.redirects.iter().map(|address| ("redirect", address.clone())));
    facts
}

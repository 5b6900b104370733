//! Downloads that are added together.
//!
//! Owns `batch` and the form of its lists. Rule kept here: a list is added whole or not at all, and a line that is wrong is
//! named by its number (M145).

use std::path::PathBuf;

use haul_api::{
    Add, Added, AddedBy, BaseFolder, BatchDetails, BatchQuery, BatchRef, BatchStatus, BatchView, BatchesQuery, Client,
    Code, NewDownload, Outcome, Refusal, Start,
};

use crate::args::{BatchAction, NewBatch};
use crate::bars::Bars;
use crate::exit::{Exit, WrongUsage};
use crate::get::{Screen, until_ended};
use crate::list::Table;
use crate::output::{Detail, Output, ago, plain, size};
use crate::progress::{Event, Lines};
use crate::{daemon, door, input, wish};

/// Does what was asked of batches.
pub(crate) async fn run(
    home: Option<PathBuf>,
    action: BatchAction,
    detail: Detail,
    out: &Output,
) -> anyhow::Result<Exit> {
    match action {
        BatchAction::Add(new) if new.wait => wait(home, *new, detail, out).await,
        BatchAction::Add(new) => add(home, *new, out).await,
        BatchAction::Show { id } => show(home, id, out).await,
        BatchAction::List => list(home, out).await,
    }
}

async fn add(home: Option<PathBuf>, new: NewBatch, out: &Output) -> anyhow::Result<Exit> {
    let wanted = Wanted::of(new)?;
    let client = daemon::client(home).await?;
    let added = wanted.ask(&client, out).await?;
    let Some(batch) = added.batch else { return Ok(Exit::Failed) };
    if out.is_json() {
        for outcome in &added.outcomes {
            if let Outcome::Added(task) = outcome {
                out.value(&Event::added(task));
            }
        }
        out.value(&Event::batch(batch, (0, 0), added.outcomes.len() as u64, None));
    } else {
        out.line(&batch.to_string());
    }
    Ok(Exit::Done)
}

async fn wait(home: Option<PathBuf>, new: NewBatch, detail: Detail, out: &Output) -> anyhow::Result<Exit> {
    let wanted = Wanted::of(new)?;
    let urls: Vec<String> = wanted.lines.iter().map(|line| line.url.clone()).collect();
    let screen = if out.is_json() { Screen::Programs(Lines::new(out)) } else { Screen::People(Bars::new(out, detail)) };
    let ask = async |client: &Client| wanted.ask(client, out).await;
    let told = async |client: &Client, added: &Added, exit| tell(client, added, exit, out).await;
    until_ended(home, &urls, screen, out, ask, told).await
}

/// Says how the batch ended; that of an atomic one is the end of the download that it failed with.
async fn tell(client: &Client, added: &Added, exit: Exit, out: &Output) -> anyhow::Result<Exit> {
    let Some(number) = added.batch else { return Ok(exit) };
    let query = BatchQuery { batch: BatchRef::Number(number), offset: 0, count: 0 };
    let BatchDetails { batch, results, .. } = client.batch(query).await?;
    if out.is_json() && batch.size == 0 {
        out.value(&Event::batch(number, (0, 0), 0, None));
    }
    let Some(failure) = batch.failure else { return Ok(exit) };
    out.complain(&failure.message);
    let failed = results.iter().find(|task| task.id == failure.task);
    Ok(failed.map_or(exit, |task| Exit::of_status(task.status, task.category.as_deref())))
}

async fn show(home: Option<PathBuf>, id: String, out: &Output) -> anyhow::Result<Exit> {
    let query = BatchQuery { batch: BatchRef::Text(id), offset: 0, count: 0 };
    let details = door::ask(home, async |client| Ok(client.batch(query).await?)).await?;
    if out.is_json() {
        out.value(&details);
        return Ok(Exit::Done);
    }
    facts(&details).iter().for_each(|(name, value)| out.line(&format!("{name:<10} {value}")));
    if !details.results.is_empty() {
        out.text(&Table::default().lines(&details.results));
    }
    Ok(Exit::Done)
}

async fn list(home: Option<PathBuf>, out: &Output) -> anyhow::Result<Exit> {
    let page = door::ask(home, async |client| Ok(client.batches(BatchesQuery::default()).await?)).await?;
    for batch in &page.batches {
        if out.is_json() {
            out.value(batch);
        } else {
            out.line(&row(batch));
        }
    }
    Ok(Exit::Done)
}

fn row(batch: &BatchView) -> String {
    let id = batch.own_id.clone().unwrap_or_else(|| batch.id.to_string());
    let ended = format!("{}/{}", batch.num_succeeded, batch.size);
    let name = batch.name.as_deref().unwrap_or_default();
    format!("{:<8}  {:<11}  {ended:<9}  {}", plain(&id), word(batch.status), plain(name)).trim_end().to_owned()
}

fn facts(details: &BatchDetails) -> Vec<(&'static str, String)> {
    let batch = &details.batch;
    let ended = format!("{} of {} complete, {} without a file", batch.num_succeeded, batch.size, batch.num_failed);
    let mut facts = vec![
        ("id", batch.id.to_string()),
        ("status", word(batch.status).to_owned()),
        ("files", if batch.atomic { "all or none" } else { "each by itself" }.to_owned()),
        ("ended", ended),
        ("added", ago(batch.created)),
    ];
    let optional = [
        ("own id", batch.own_id.clone()),
        ("name", batch.name.clone()),
        ("limit", details.limit_rate.map(|rate| format!("{}/s", size(rate)))),
        ("reason", batch.failure.as_ref().map(|failure| failure.message.clone())),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    facts
}

const fn word(status: BatchStatus) -> &'static str {
    match status {
        BatchStatus::Open => "open",
        BatchStatus::Placing => "placing",
        BatchStatus::Withdrawing => "withdrawing",
        BatchStatus::Complete => "complete",
        BatchStatus::Failed => "failed",
        BatchStatus::Canceled => "canceled",
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: usize,
    url: String,
    name: Option<String>,
    checksum: Option<String>,
}

/// A batch as it was asked for.
struct Wanted {
    lines: Vec<Line>,
    batch: haul_api::NewBatch,
    like: NewDownload,
}

impl Wanted {
    fn of(new: NewBatch) -> anyhow::Result<Self> {
        let lines = read(input::numbered(&new.file)?)?;
        let transfer = &new.transfer;
        for (option, is_given) in [
            ("--checksum", transfer.checksum.is_some()),
            ("--mirror", !transfer.mirrors.is_empty()),
            ("--size", transfer.size.is_some()),
        ] {
            if is_given && lines.len() > 1 {
                let count = lines.len();
                return Err(WrongUsage(format!("{option} is meant for one file, but there are {count} lines")).into());
            }
        }
        let batch = haul_api::NewBatch { own_id: new.id.clone(), name: new.name.clone(), atomic: new.atomic };
        Ok(Self { lines, batch, like: like(new)? })
    }

    /// Adds the batch; a refusal says which lines are wrong.
    async fn ask(&self, client: &Client, out: &Output) -> Result<Added, Refusal> {
        let downloads = self.lines.iter().map(|line| {
            let Line { number: _, url, name, checksum } = line.clone();
            let like = self.like.clone();
            NewDownload { url, name: name.or(like.name), checksum: checksum.or(like.checksum), ..like }
        });
        let (downloads, batch) = (downloads.collect(), Some(self.batch.clone()));
        let added = client.add(Add { downloads, by: AddedBy::Command, batch }).await?;
        let mut first = None;
        for (outcome, line) in added.outcomes.iter().zip(&self.lines) {
            if let Outcome::Refused(refusal) = outcome
                && refusal.code != Code::BatchRefused
            {
                let message = format!("line {}: {}", line.number, refusal.message);
                let refusal = Refusal::new(refusal.code, message);
                if out.is_json() {
                    out.value(&Event::refused(&line.url, &refusal));
                }
                out.complain(&refusal.message);
                first.get_or_insert(refusal.code);
            }
        }
        match first {
            Some(code) => Err(Refusal::new(code, "Nothing of the list was added.")),
            None => Ok(added),
        }
    }
}

fn like(new: NewBatch) -> anyhow::Result<NewDownload> {
    let NewBatch { dir, base, on_conflict, private, remote_time, group, priority, metadata, .. } = new;
    let folder = if base.is_none() { dir.as_deref().map(wish::from_here).transpose()? } else { dir };
    Ok(NewDownload {
        base: base.map(BaseFolder::from),
        folder,
        name: Some(wish::AS_SUGGESTED.to_owned()),
        conflict: on_conflict.into(),
        private,
        server_time: remote_time,
        group,
        priority,
        metadata,
        start: if new.later { Start::Later } else { Start::Now },
        ..wish::coming(new.transfer, wish::asking(new.access)?)
    })
}

/// Reads the lines; every wrong one is named.
fn read(lines: Vec<(usize, String)>) -> Result<Vec<Line>, WrongUsage> {
    let (mut read, mut wrong) = (Vec::with_capacity(lines.len()), Vec::new());
    for (number, text) in lines {
        let mut fields = text.split('\t').map(|field| Some(field.trim()).filter(|field| !field.is_empty()));
        match (fields.next().flatten(), fields.next().flatten(), fields.next().flatten(), fields.next()) {
            (Some(url), name, checksum, None) => read.push(Line {
                number,
                url: url.to_owned(),
                name: name.map(str::to_owned),
                checksum: checksum.map(str::to_owned),
            }),
            (_, _, _, _) => wrong.push(number.to_string()),
        }
    }
    if wrong.is_empty() {
        return Ok(read);
    }
    let numbers = wrong.join(", ");
    Err(WrongUsage(format!(
        "line {numbers}: a line is an address, and after a tab each a file name and ALGO=HEX. Nothing was added."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Result<Vec<Line>, WrongUsage> {
        read((1..).zip(text.lines().map(str::to_owned)).collect())
    }

    #[test]
    fn a_line_is_an_address_and_perhaps_a_name_and_a_digest() -> Result<(), WrongUsage> {
        let found = lines("a.example/1\nb.example/2\tb.bin\tmd5=00\nc.example/3\t\tmd5=01\t")
            .map(|lines| lines.into_iter().map(|line| (line.url, line.name, line.checksum)).collect::<Vec<_>>());
        assert!(found.is_err(), "a fourth field is none");
        let found = lines("a.example/1\nb.example/2\tb.bin\tmd5=00\nc.example/3\t\tmd5=01")?;
        let names: Vec<_> = found.iter().map(|line| line.name.as_deref()).collect();
        let digests: Vec<_> = found.iter().map(|line| line.checksum.as_deref()).collect();
        assert_eq!((names, digests), (vec![None, Some("b.bin"), None], vec![None, Some("md5=00"), Some("md5=01")]));
        Ok(())
    }

    #[test]
    fn m145_every_wrong_line_is_named() {
        let wrong = lines("a.example/1\n\tname\nb.example/2\n \t \ta=b").expect_err("two lines have no address");
        assert!(wrong.0.starts_with("line 2, 4: "), "{}", wrong.0);
    }
}

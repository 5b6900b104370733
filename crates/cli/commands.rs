//! The commands that ask once and are done.
//!
//! Owns `add`, the verbs and `set`, and how their answers are printed. Rule kept here: what was changed is
//! data, what was refused is a sentence for people.

use std::path::PathBuf;

use haul_api::{
    Added, AddedTask, BatchQuery, BatchRef, Changed, Client, Edit, Outcome, Permission, Priority, Refusal, Selection,
    Start, Status, TaskRef,
};

use crate::args::{Answer, Changes, New, Tasks};
use crate::exit::Exit;
use crate::output::{Output, json_line, plain};
use crate::progress::Event;
use crate::{daemon, door, wish};

/// Most downloads of one call; more of them take several, of which the next is on its way while the last is kept.
const AT_ONCE: usize = 8192;

/// Puts downloads into the queue of whoever hosts, else of a daemon in the background.
pub(crate) async fn add(home: Option<PathBuf>, new: New, start: Start, out: &Output) -> anyhow::Result<Exit> {
    let alike = wish::alike(new, start)?;
    let client = daemon::client(home).await?;
    let (mut exit, mut asked) = (Exit::Done, alike.urls.chunks(AT_ONCE));
    let calls = alike.urls.chunks(AT_ONCE).map(|urls| alike.of(urls));
    let told = |added: Added| exit = exit.together(answered(&added, asked.next().unwrap_or_default(), out));
    client.add_all(calls, told).await?;
    Ok(exit)
}

/// Prints what became of downloads that were added with one call.
fn answered(added: &Added, urls: &[String], out: &Output) -> Exit {
    let (mut exit, mut lines) = (Exit::Done, String::new());
    for (outcome, url) in added.outcomes.iter().zip(urls) {
        match outcome {
            Outcome::Added(task) => accepted(task, out, &mut lines),
            Outcome::Refused(refusal) => {
                out.text(&std::mem::take(&mut lines));
                exit = exit.together(refused(url, refusal, out));
            }
        }
    }
    out.text(&lines);
    exit
}

fn accepted(task: &AddedTask, out: &Output, lines: &mut String) {
    if out.is_json() {
        lines.push_str(&json_line(&Event::added(task)));
    } else {
        let name = task.own_id.clone().unwrap_or_else(|| task.id.to_string());
        lines.push_str(&plain(&name));
    }
    lines.push('\n');
}

/// Tells that a download was refused.
pub(crate) fn refused(url: &str, refusal: &Refusal, out: &Output) -> Exit {
    if out.is_json() {
        out.value(&Event::refused(url, refusal));
    }
    out.complain(&refusal.message);
    Exit::of_refusal(refusal)
}

pub(crate) async fn pause(home: Option<PathBuf>, tasks: Tasks, out: &Output) -> anyhow::Result<Exit> {
    let changed = door::ask(home, async |client| Ok(client.pause(selection(tasks)).await?)).await?;
    Ok(report(&changed, out))
}

pub(crate) async fn resume(home: Option<PathBuf>, tasks: Tasks, out: &Output) -> anyhow::Result<Exit> {
    Ok(report(&daemon::client(home).await?.resume(selection(tasks)).await?, out))
}

pub(crate) async fn cancel(home: Option<PathBuf>, tasks: Tasks, out: &Output) -> anyhow::Result<Exit> {
    let changed = door::ask(home, async |client| Ok(client.cancel(selection(tasks)).await?)).await?;
    Ok(report(&changed, out))
}

pub(crate) async fn retry(home: Option<PathBuf>, tasks: Tasks, out: &Output) -> anyhow::Result<Exit> {
    Ok(report(&daemon::client(home).await?.retry(selection(tasks)).await?, out))
}

pub(crate) async fn set(home: Option<PathBuf>, tasks: Tasks, changes: Changes, out: &Output) -> anyhow::Result<Exit> {
    // A new address is a new start for what has failed, so somebody has to be there who works on it.
    if changes.url.is_some() {
        return Ok(report(&change(&daemon::client(home).await?, tasks, changes).await?, out));
    }
    let changed = door::ask(home, async |client| change(&client, tasks, changes).await).await?;
    Ok(report(&changed, out))
}

async fn change(client: &Client, tasks: Tasks, changes: Changes) -> anyhow::Result<Changed> {
    let Changes { priority, limit_rate, url, connections, metered, wifi_only, name, dir, to_group } = changes;
    let folder = dir.map(|dir| wish::from_here(&dir)).transpose()?;
    let (metered, requires_wifi) = (metered.map(Permission::from), wifi_only.map(|answer| answer == Answer::Yes));
    let mut changed = Changed::default();
    let is_edit = limit_rate.is_some() || url.is_some() || connections.is_some();
    let is_placed = name.is_some() || folder.is_some() || to_group.is_some();
    if is_edit || is_placed || metered.is_some() || requires_wifi.is_some() {
        for task in named(client, &tasks).await? {
            let (url, retry) = (url.clone(), url.is_some());
            let (name, folder, group) = (name.clone(), folder.clone(), to_group.clone());
            let lanes = connections;
            let edit = Edit { task, limit_rate, url, lanes, metered, requires_wifi, name, folder, group, retry };
            let edited = client.edit(edit).await?;
            changed.changed.extend(edited.changed);
            changed.refused.extend(edited.refused);
        }
    }
    if let Some(priority) = priority {
        let moved = client.prioritize(Priority { tasks: selection(tasks), priority }).await?;
        changed
            .changed
            .extend(moved.changed.into_iter().filter(|id| !changed.changed.contains(id)).collect::<Vec<_>>());
        changed.refused.extend(moved.refused);
    }
    Ok(changed)
}

/// The tasks that are changed one by one; those of a batch are asked for.
async fn named(client: &Client, tasks: &Tasks) -> anyhow::Result<Vec<TaskRef>> {
    let Some(batch) = &tasks.batch else { return Ok(tasks.ids.iter().cloned().map(TaskRef::Text).collect()) };
    let query = BatchQuery { batch: BatchRef::Text(batch.clone()), offset: 0, count: 0 };
    let results = client.batch(query).await?.results;
    Ok(results.iter().filter(|task| task.status != Status::Complete).map(|task| TaskRef::Number(task.id)).collect())
}

fn selection(tasks: Tasks) -> Selection {
    match tasks {
        Tasks { all: true, .. } => Selection::All,
        Tasks { group: Some(group), .. } => Selection::Group(group),
        Tasks { batch: Some(batch), .. } => Selection::Batch(BatchRef::Text(batch)),
        Tasks { ids, .. } => Selection::Tasks(ids.into_iter().map(TaskRef::Text).collect()),
    }
}

/// Prints what was changed, and tells what was refused.
pub(crate) fn report(changed: &Changed, out: &Output) -> Exit {
    if out.is_json() {
        out.value(changed);
    } else {
        changed.changed.iter().for_each(|id| out.line(&id.to_string()));
    }
    let mut exit = Exit::Done;
    for refused in &changed.refused {
        out.complain(&refused.why.message);
        exit = exit.together(Exit::of_refusal(&refused.why));
    }
    exit
}

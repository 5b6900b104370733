//! Groups and queues.
//!
//! Owns `group`, `queue` and `reset`. Rule kept here: what lets downloads begin reaches somebody who works on them.

use std::path::PathBuf;

use anyhow::Context as _;
use haul_api::{
    Changed, GroupView, ListQuery, Nothing, OneGroup, OneQueue, Permission, Position, QueueState, RenameGroup, Reorder,
    Said, SetGroup, Sort, SortKey, Status, TaskRef,
};

use crate::args::{Choice, GroupAction, GroupChanges, Move, QueueAction};
use crate::exit::Exit;
use crate::output::{Output, plain, size};
use crate::{commands, daemon, door, list, wish};

/// `haul group`.
pub(crate) async fn group(home: Option<PathBuf>, action: GroupAction, out: &Output) -> anyhow::Result<Exit> {
    match action {
        GroupAction::List => {
            let found = door::ask(home, async |client| Ok(client.groups(Nothing {}).await?)).await?;
            if out.is_json() {
                found.groups.iter().for_each(|group| out.value(group));
            } else if !found.groups.is_empty() {
                table(&found.groups).iter().for_each(|line| out.line(line));
            }
            if found.queue_paused {
                out.tell("The queue is paused; `haul queue resume` lets downloads begin again.");
            }
        }
        GroupAction::Show { name } => {
            let found = door::ask(home, async |client| Ok(client.groups(Nothing {}).await?)).await?;
            let group = found.groups.iter().find(|group| group.group == name);
            show(group.with_context(|| format!("there is no group \"{name}\""))?, out);
        }
        GroupAction::Set { name, changes } => {
            let request = described(name, changes)?;
            show(&door::ask(home, async |client| Ok(client.set_group(request).await?)).await?, out);
        }
        GroupAction::Pause { name } => return pause(home, Some(name), out).await,
        GroupAction::Resume { name } => return resume(home, Some(name), out).await,
        GroupAction::Rename { name, to } => {
            let request = RenameGroup { group: name, to };
            show(&door::ask(home, async |client| Ok(client.rename_group(request).await?)).await?, out);
        }
        GroupAction::Forget { name } => {
            door::ask(home, async |client| Ok(client.forget_group(OneGroup { group: name }).await?)).await?;
        }
    }
    Ok(Exit::Done)
}

/// `haul queue`.
pub(crate) async fn queue(home: Option<PathBuf>, action: QueueAction, out: &Output) -> anyhow::Result<Exit> {
    match action {
        QueueAction::List { group } => {
            let query = ListQuery {
                status: Some(Status::Enqueued),
                group,
                by: SortKey::Queue,
                sort: Sort::Ascending,
                ..ListQuery::default()
            };
            list::print(home, query, out).await
        }
        QueueAction::Pause { group } => pause(home, group, out).await,
        QueueAction::Resume { group } => resume(home, group, out).await,
        QueueAction::Move(to) => {
            let request = reordered(to)?;
            let moved: Changed = door::ask(home, async |client| Ok(client.reorder(request).await?)).await?;
            Ok(commands::report(&moved, out))
        }
    }
}

/// `haul reset`.
pub(crate) async fn reset(home: Option<PathBuf>, group: String, out: &Output) -> anyhow::Result<Exit> {
    let reset = door::ask(home, async |client| Ok(client.reset(OneGroup { group }).await?)).await?;
    if out.is_json() {
        out.value(&reset);
    } else {
        out.line(&reset.canceled.to_string());
    }
    Ok(Exit::Done)
}

async fn pause(home: Option<PathBuf>, group: Option<String>, out: &Output) -> anyhow::Result<Exit> {
    let state = door::ask(home, async |client| Ok(client.pause_queue(OneQueue { group }).await?)).await?;
    Ok(told(&state, out))
}

async fn resume(home: Option<PathBuf>, group: Option<String>, out: &Output) -> anyhow::Result<Exit> {
    Ok(told(&daemon::client(home).await?.resume_queue(OneQueue { group }).await?, out))
}

fn told(state: &QueueState, out: &Output) -> Exit {
    if out.is_json() {
        out.value(state);
    }
    Exit::Done
}

fn described(group: String, changes: GroupChanges) -> anyhow::Result<SetGroup> {
    let GroupChanges { limit_rate, max_running, weight, folder, interval, retries, metered, notify } = changes;
    let folder = match folder {
        Some(Choice::This(folder)) => Some(Choice::This(wish::from_here(&folder)?)),
        Some(Choice::Usual) => Some(Choice::Usual),
        None => None,
    };
    let notifications = match notify.as_slice() {
        [] => Said::Nothing,
        [usual] if usual == "usual" => Said::TakenBack,
        _ => wish::notifications(notify)?.map_or(Said::Nothing, Said::This),
    };
    Ok(SetGroup {
        group,
        folder: said(folder),
        max_running: said(max_running),
        limit_rate: limit_rate.map_or(Said::Nothing, Said::This),
        weight: weight.map_or(Said::Nothing, Said::This),
        start_interval: interval.map_or(Said::Nothing, Said::This),
        retries: said(retries),
        notifications,
        metered: said(metered),
    })
}

fn said<T>(choice: Option<Choice<T>>) -> Said<T> {
    match choice {
        None => Said::Nothing,
        Some(Choice::Usual) => Said::TakenBack,
        Some(Choice::This(value)) => Said::This(value),
    }
}

fn reordered(to: Move) -> anyhow::Result<Reorder> {
    let Move { ids, first, last, up, down, before, after } = to;
    let (before, after) =
        (before.map(|id| Position::Before(TaskRef::Text(id))), after.map(|id| Position::After(TaskRef::Text(id))));
    let plain = [(first, Position::First), (last, Position::Last), (up, Position::Up), (down, Position::Down)];
    let to = plain.into_iter().find_map(|(given, position)| given.then_some(position)).or(before).or(after);
    let to = to.context("a move needs a place to go to")?;
    Ok(Reorder { tasks: ids.into_iter().map(TaskRef::Text).collect(), to })
}

fn table(groups: &[GroupView]) -> Vec<String> {
    let head = ["GROUP", "TASKS", "RUNNING", "WAITING", "SPEED", "LIMIT", "WEIGHT", "QUEUE"].map(str::to_owned);
    let rows: Vec<[String; 8]> = std::iter::once(head).chain(groups.iter().map(row)).collect();
    let widths: [usize; 8] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let line = |row: &[String; 8]| {
        let [name, tasks, running, waiting, speed, limit, weight, queue] = row;
        let [w0, w1, w2, w3, w4, w5, w6, _] = widths;
        format!(
            "{name:<w0$}  {tasks:>w1$}  {running:>w2$}  {waiting:>w3$}  {speed:>w4$}  {limit:>w5$}  {weight:>w6$}  {queue}"
        )
    };
    rows.iter().map(line).collect()
}

fn row(group: &GroupView) -> [String; 8] {
    [
        plain(&group.group).into_owned(),
        group.tasks.to_string(),
        group.running.to_string(),
        group.enqueued.to_string(),
        if group.running > 0 { format!("{}/s", size(group.bytes_per_second)) } else { String::new() },
        group.limit_rate.map_or_else(String::new, |rate| format!("{}/s", size(rate))),
        group.weight.to_string(),
        if group.queue_paused { "paused".to_owned() } else { String::new() },
    ]
}

fn show(group: &GroupView, out: &Output) {
    if out.is_json() {
        out.value(group);
        return;
    }
    let usual = || "usual".to_owned();
    let facts = [
        ("group", group.group.clone()),
        ("tasks", format!("{}, {} running, {} waiting", group.tasks, group.running, group.enqueued)),
        ("queue", if group.queue_paused { "paused" } else { "open" }.to_owned()),
        ("folder", group.folder.clone().unwrap_or_else(usual)),
        ("at once", group.max_running.map_or_else(usual, |most| most.to_string())),
        ("limit", group.limit_rate.map_or_else(|| "none".to_owned(), |rate| format!("{}/s", size(rate)))),
        ("weight", group.weight.to_string()),
        ("interval", format!("{} ms", group.start_interval)),
        ("metered", metered(group.metered).to_owned()),
        ("retries", group.retries.map_or_else(usual, |tries| tries.to_string())),
    ];
    facts.iter().for_each(|(name, value)| out.line(&format!("{name:<10} {value}")));
}

const fn metered(permission: Permission) -> &'static str {
    match permission {
        Permission::AsSet => "usual",
        Permission::Allowed => "allow",
        Permission::Refused => "refuse",
    }
}

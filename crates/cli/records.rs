//! The commands about what is kept.
//!
//! Owns `remove`, `clean`, `events` and `reschedule`. Rule kept here: an end of a download is noted as seen when it is
//! printed, and not before (M172).

use std::path::PathBuf;

use haul_api::{
    BatchRef, CleanUp, Client, Ended, FileFate, MailQuery, Matching, Nothing, Removal, Remove, Seen, Selection,
    TaskRef, Update, Watch,
};

use crate::args::{Events, Forgotten, Kept};
use crate::exit::Exit;
use crate::list::words;
use crate::output::Output;
use crate::{commands, daemon, door};

pub(crate) async fn remove(
    home: Option<PathBuf>,
    which: Forgotten,
    file: FileFate,
    out: &Output,
) -> anyhow::Result<Exit> {
    let request = Remove { tasks: selection(which), file, removal: Removal::ForGood };
    let changed = door::ask(home, async |client| Ok(client.remove(request).await?)).await?;
    Ok(commands::report(&changed, out))
}

fn selection(which: Forgotten) -> Selection {
    match which {
        Forgotten { all: true, .. } => Selection::All,
        Forgotten { batch: Some(batch), .. } => Selection::Batch(BatchRef::Text(batch)),
        Forgotten { status: None, older_than: None, group: Some(group), .. } => Selection::Group(group),
        Forgotten { status: None, older_than: None, ids, .. } => {
            Selection::Tasks(ids.into_iter().map(TaskRef::Text).collect())
        }
        Forgotten { status, older_than, group, .. } => {
            Selection::Matching(Matching { status: status.map(Into::into), group, older_than })
        }
    }
}

pub(crate) async fn clean(home: Option<PathBuf>, kept: Kept, out: &Output) -> anyhow::Result<Exit> {
    let request = CleanUp { max_records: kept.keep, max_age_days: kept.days };
    let cleaned = door::ask(home, async |client| Ok(client.clean_up(request).await?)).await?;
    if out.is_json() {
        out.value(&cleaned);
    } else {
        cleaned.removed.iter().for_each(|id| out.line(&id.to_string()));
    }
    Ok(Exit::Done)
}

pub(crate) async fn reschedule(home: Option<PathBuf>, out: &Output) -> anyhow::Result<Exit> {
    let found = daemon::client(home).await?.reschedule(Nothing {}).await?;
    if out.is_json() {
        out.value(&found);
    } else {
        found.rescheduled.iter().for_each(|id| out.line(&id.to_string()));
    }
    let mut exit = Exit::Done;
    for failed in &found.failed {
        out.complain(&failed.why.message);
        exit = exit.together(Exit::of_refusal(&failed.why));
    }
    Ok(exit)
}

pub(crate) async fn events(home: Option<PathBuf>, events: Events, out: &Output) -> anyhow::Result<Exit> {
    let Events { mailbox, follow } = events;
    if follow {
        return follow_mail(&daemon::client(home).await?, &mailbox, out).await;
    }
    door::ask(home, async |client| {
        loop {
            let query = MailQuery { mailbox: mailbox.clone(), count: None };
            let mail = client.mail(query).await?;
            let Some(last) = mail.ended.last().map(|end| end.number) else { return Ok(Exit::Done) };
            mail.ended.iter().for_each(|end| print(end, out));
            client.seen(Seen { mailbox: mailbox.clone(), number: last }).await?;
        }
    })
    .await
}

async fn follow_mail(client: &Client, mailbox: &str, out: &Output) -> anyhow::Result<Exit> {
    let mut updates = client.watch(Watch::Mail { mailbox: mailbox.to_owned() }).await?;
    while let Some(update) = updates.next().await? {
        let Update::Ended(end) = update else { continue };
        print(&end, out);
        client.seen(Seen { mailbox: mailbox.to_owned(), number: end.number }).await?;
    }
    Ok(Exit::Done)
}

fn print(end: &Ended, out: &Output) {
    if out.is_json() {
        out.value(end);
    } else {
        let task = &end.task;
        let name = task.own_id.clone().unwrap_or_else(|| task.id.to_string());
        let shown = if task.path.is_empty() { &task.url } else { &task.path };
        out.line(&format!("{name}  {}  {shown}", words(task)));
    }
}

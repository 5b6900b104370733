//! Downloading and waiting for it.
//!
//! Owns `get`: adding, following until every task has ended, and the end by Ctrl-C. Rule kept here: no event of its
//! tasks is missed, and an interrupted task stays, paused.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Context as _;
use haul_api::{
    Added, BatchFailure, Client, Code, Filter, ListQuery, OneTask, Outcome, Progress, Refusal, Selection, Start,
    Status, TaskRef, TaskView, Update, Updates, WaitingFor, Watch,
};
use haul_host::{Home, Host, Hosted};

use crate::args::New;
use crate::bars::Bars;
use crate::commands::refused;
use crate::daemon;
use crate::door;
use crate::exit::Exit;
use crate::output::{Detail, Output};
use crate::progress::{Event, Lines};
use crate::signals::Signals;
use crate::wish;

/// Adds the downloads and waits until all have ended.
pub(crate) async fn run(home: Option<PathBuf>, new: New, detail: Detail, out: &Output) -> anyhow::Result<Exit> {
    let wanted = wish::downloads(new, Start::Now)?;
    let urls: Vec<String> = wanted.downloads.iter().map(|download| download.url.clone()).collect();
    let screen = if out.is_json() { Screen::Programs(Lines::new(out)) } else { Screen::People(Bars::new(out, detail)) };
    let add = async |client: &Client| client.add(wanted).await;
    until_ended(home, &urls, screen, out, add, async |_: &Client, _: &Added, exit| Ok(exit)).await
}

/// Adds tasks, waits until all have ended, and then has `told` say how.
pub(crate) async fn until_ended(
    home: Option<PathBuf>,
    urls: &[String],
    screen: Screen<'_>,
    out: &Output,
    add: impl AsyncFnOnce(&Client) -> Result<Added, Refusal>,
    told: impl AsyncFnOnce(&Client, &Added, Exit) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let mut signals = Signals::listen().context("listening for signals")?;
    let hosted = Host::join(Home::from_environment(home.clone())?).await?;
    let client = hosted.client();
    door::tell_notes(&client).await;
    let work = async {
        let added = add(&client).await?;
        let mut waiting = Waiting::new(&added, urls, screen, out);
        let interrupted = tokio::select! {
            followed = waiting.follow(&client, added.since) => {
                followed?;
                return told(&client, &added, waiting.exit).await;
            }
            () = signals.any() => waiting.interrupt(&client),
        };
        interrupted.await
    };
    let exit = work.await;
    let unfinished = matches!(hosted, Hosted::Here(_)) && has_unfinished(&client).await;
    // Whoever interrupts twice does not want to wait for the disk.
    tokio::select! {
        () = hosted.stop() => {}
        () = signals.any() => return Ok(Exit::Interrupted),
    }
    if unfinished {
        // Others have added tasks while this command hosted; a daemon goes on with them, as it would have without it.
        daemon::client(home).await?;
    }
    exit
}

/// Whether tasks are left that nobody has paused or held.
async fn has_unfinished(client: &Client) -> bool {
    for filter in [Filter::Active, Filter::Queued] {
        let query = ListQuery { filter, count: 1000, ..ListQuery::default() };
        if client
            .list(query)
            .await
            .is_ok_and(|page| page.rows.iter().any(|task| !task.held && task.waiting_for != Some(WaitingFor::Siblings)))
        {
            return true;
        }
    }
    false
}

/// The downloads that have not ended, and the end so far.
struct Waiting<'a> {
    /// The last status of each that has not ended.
    live: HashMap<u64, Option<Status>>,
    exit: Exit,
    screen: Screen<'a>,
    out: &'a Output,
}

/// What is shown of tasks on their way.
pub(crate) enum Screen<'a> {
    /// Bars and sentences.
    People(Bars<'a>),
    /// Lines of JSON.
    Programs(Lines<'a>),
    /// Nothing.
    Blank,
}

impl Screen<'_> {
    /// Whether nothing is shown of a task before it has ended.
    const fn shows_only_ends(&self) -> bool {
        match self {
            Self::People(bars) => bars.shows_only_ends(),
            Self::Programs(_) => false,
            Self::Blank => true,
        }
    }

    /// A batch has come so far.
    fn batch(&self, batch: u64, ended: (u64, u64), size: u64, failure: Option<&BatchFailure>) {
        match self {
            Self::Programs(lines) => lines.batch(batch, ended, size, failure),
            Self::People(_) | Self::Blank => {}
        }
    }

    /// Prints what is due without any news; never ends.
    async fn late(&mut self) {
        match self {
            Self::People(_) | Self::Blank => std::future::pending().await,
            Self::Programs(lines) => lines.late().await,
        }
    }
}

impl<'a> Waiting<'a> {
    fn new(added: &Added, urls: &[String], screen: Screen<'a>, out: &'a Output) -> Self {
        let (mut live, mut exit) = (HashMap::new(), Exit::Done);
        for (outcome, url) in added.outcomes.iter().zip(urls) {
            match outcome {
                Outcome::Added(task) => {
                    live.insert(task.id, None);
                    if out.is_json() {
                        out.value(&Event::added(task));
                    }
                }
                Outcome::Refused(refusal) => exit = exit.together(refused(url, refusal, out)),
            }
        }
        Self { live, exit, screen, out }
    }

    fn tasks(&self) -> Vec<TaskRef> {
        self.live.keys().copied().map(TaskRef::Number).collect()
    }

    async fn follow(&mut self, client: &Client, since: u64) -> anyhow::Result<()> {
        if self.live.is_empty() {
            return Ok(());
        }
        let tasks = self.tasks();
        let watch = if self.screen.shows_only_ends() {
            Watch::Ends { tasks, since }
        } else {
            Watch::Tasks { tasks, since: Some(since) }
        };
        let mut updates: Updates = client.watch(watch).await?;
        while !self.live.is_empty() {
            // The second one never ends, so that no update is lost half-read.
            let update = tokio::select! {
                update = updates.next() => update?,
                () = self.screen.late() => continue,
            };
            match update {
                Some(Update::Added { task, .. } | Update::Status { task, .. }) => self.hear(&task),
                Some(Update::Removed { id, .. }) => self.removed(id),
                Some(Update::Progress(sample)) => self.sample(&sample),
                Some(Update::Batch { batch, succeeded, failed, size, failure, .. }) => {
                    self.screen.batch(batch, (succeeded, failed), size, failure.as_ref());
                }
                Some(Update::Missed {}) => self.ask_again(client).await?,
                Some(
                    Update::Watching {} | Update::Tick(_) | Update::Notice(_) | Update::Pressed(_) | Update::Ended(_),
                ) => {}
                None => return Err(Refusal::new(Code::Gone, "Haul has ended; the downloads go on with it.").into()),
            }
        }
        Ok(())
    }

    fn hear(&mut self, task: &TaskView) {
        let Some(before) = self.live.get_mut(&task.id) else { return };
        if *before == Some(task.status) {
            return;
        }
        *before = Some(task.status);
        match &mut self.screen {
            Screen::People(bars) => bars.status(task),
            Screen::Programs(lines) => lines.status(task),
            Screen::Blank => {}
        }
        if is_final(task.status) {
            self.live.remove(&task.id);
            self.exit = self.exit.together(Exit::of_status(task.status, task.category.as_deref()));
        }
    }

    fn sample(&mut self, sample: &Progress) {
        if self.live.get(&sample.id) != Some(&Some(Status::Running)) {
            return;
        }
        match &mut self.screen {
            Screen::People(bars) => bars.sample(sample),
            Screen::Programs(lines) => lines.sample(sample),
            Screen::Blank => {}
        }
    }

    fn removed(&mut self, id: u64) {
        if self.live.remove(&id).is_some() {
            self.out.complain(&format!("Task {id} was removed."));
            self.exit = self.exit.together(Exit::Failed);
        }
    }

    async fn ask_again(&mut self, client: &Client) -> anyhow::Result<()> {
        for task in self.tasks() {
            match client.show(OneTask { task: task.clone() }).await {
                Ok(details) => self.hear(&details.task),
                Err(Refusal { code: Code::UnknownTask, .. }) => {
                    if let TaskRef::Number(id) = task {
                        self.removed(id);
                    }
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }

    /// Ctrl-C: the tasks stay, paused.
    async fn interrupt(&self, client: &Client) -> anyhow::Result<Exit> {
        let changed = client.pause(Selection::Tasks(self.tasks())).await?;
        for refused in changed.refused {
            self.out.complain(&refused.why.message);
        }
        self.out.complain("Interrupted. `haul resume` goes on.");
        Ok(Exit::Interrupted)
    }
}

const fn is_final(status: Status) -> bool {
    match status {
        Status::Complete | Status::NotFound | Status::Failed | Status::Canceled => true,
        Status::Enqueued | Status::Running | Status::WaitingToRetry | Status::Paused => false,
    }
}

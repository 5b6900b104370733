//! Everything at a glance, for whoever shows it outside the window.
//!
//! Owns the one look at the host that tray icon, menu and launcher share. Refuses to draw.
//! Rules kept here: it looks at most once a second, and only after something changed; a failure needs attention until
//! somebody has seen the window.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use haul_api::{Counts, Filter, ListQuery, Nothing, Refusal, SpeedLimit, Status, TaskView};
use haul_words::Words;
use tauri::{AppHandle, Manager};
use tokio::sync::{Notify, watch};
use tokio::time::sleep;

use crate::link::Link;
use crate::window;

const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// How many tasks the menu names.
const RECENT: u64 = 3;

/// Running tasks whose progress is added up.
const MOST: u64 = 100;

/// What there is to show.
#[derive(Debug, Clone)]
pub(crate) struct Glance {
    /// How many tasks there are of each kind.
    pub(crate) counts: Counts,
    /// Tasks with a slot.
    pub(crate) running: u64,
    /// Speed of all together.
    pub(crate) bytes_per_second: u64,
    /// Whether something failed that nobody has seen yet.
    pub(crate) needs_attention: bool,
    /// How far those are together that are on their way, 0.0 to 1.0; absent where nobody knows.
    pub(crate) progress: Option<f64>,
    /// The newest tasks.
    pub(crate) recent: Vec<Recent>,
    /// What all together may use now.
    pub(crate) limit: SpeedLimit,
    /// Whether the launcher shows anything.
    pub(crate) in_launcher: bool,
    /// The words to say it with.
    pub(crate) words: Arc<Words>,
}

/// A task that the menu names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recent {
    /// Its number.
    pub(crate) task: u64,
    /// Its name.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) status: Status,
}

/// The latest look.
pub(crate) struct Glances {
    latest: watch::Sender<Option<Glance>>,
    seen: AtomicBool,
    look: Notify,
}

impl Default for Glances {
    fn default() -> Self {
        Self { latest: watch::Sender::new(None), seen: AtomicBool::default(), look: Notify::default() }
    }
}

/// The latest look, and every later one.
pub(crate) fn follow(app: &AppHandle) -> watch::Receiver<Option<Glance>> {
    app.state::<Glances>().latest.subscribe()
}

/// The words of the person who looks.
pub(crate) fn words(app: &AppHandle) -> Arc<Words> {
    let latest = app.state::<Glances>().latest.borrow().as_ref().map(|glance| Arc::clone(&glance.words));
    latest.unwrap_or_else(|| Arc::new(Words::chosen("")))
}

/// Says that a person looks at the window, so that failures until now need no attention any more.
pub(crate) fn seen(app: &AppHandle) {
    let glances = app.state::<Glances>();
    glances.seen.store(true, Ordering::Relaxed);
    glances.look.notify_one();
}

/// Looks whenever something changed, for ever.
pub(crate) async fn keep_looking(app: AppHandle) {
    let glances = app.state::<Glances>();
    let mut ticks = app.state::<Link>().ticks();
    let mut failures_seen = None;
    let mut spoken = Spoken::default();
    loop {
        tokio::select! {
            changed = ticks.changed() => if changed.is_err() { return },
            () = glances.look.notified() => {}
        }
        match look(&app, &mut failures_seen, &mut spoken).await {
            Ok(glance) => drop(glances.latest.send_replace(Some(glance))),
            Err(refusal) => tracing::debug!("the tray shows what it knew: {refusal}"),
        }
        sleep(BETWEEN_LOOKS).await;
    }
}

async fn look(app: &AppHandle, failures_seen: &mut Option<u64>, spoken: &mut Spoken) -> Result<Glance, Refusal> {
    let client = app.state::<Link>().client()?;
    let (now, settings) = (client.overview(Nothing {}).await?, client.settings(Nothing {}).await?);
    // Tasks that were called off are counted with those that failed, and need nobody's attention.
    let mut failures = 0;
    if now.counts.failed > 0 {
        for status in [Status::Failed, Status::NotFound] {
            let query = ListQuery { status: Some(status), count: 1, ..ListQuery::default() };
            failures += client.list(query).await?.matching;
        }
    }
    let looked_at = app.state::<Glances>().seen.swap(false, Ordering::Relaxed) || window::is_looked_at(app);
    let seen = match *failures_seen {
        Some(seen) if !looked_at => seen.min(failures),
        Some(_) | None => failures,
    };
    *failures_seen = Some(seen);
    let mut progress = None;
    if settings.launcher_progress && now.counts.active > 0 {
        let active = ListQuery { filter: Filter::Active, count: MOST, ..ListQuery::default() };
        progress = progress_of(&client.list(active).await?.rows);
    }
    let newest = client.list(ListQuery { count: RECENT, ..ListQuery::default() }).await?.rows;
    let recent = newest.into_iter().map(|task| Recent { task: task.id, name: task.name, status: task.status });
    Ok(Glance {
        running: now.running,
        bytes_per_second: now.bytes_per_second,
        needs_attention: failures > seen,
        progress,
        recent: recent.collect(),
        limit: now.limit,
        in_launcher: settings.launcher_progress,
        words: spoken.words(&settings.language),
        counts: now.counts,
    })
}

/// The words of the language that was set last.
struct Spoken {
    language: String,
    words: Arc<Words>,
}

impl Default for Spoken {
    fn default() -> Self {
        Self { language: String::new(), words: Arc::new(Words::chosen("")) }
    }
}

impl Spoken {
    fn words(&mut self, language: &str) -> Arc<Words> {
        if self.language != language {
            *self = Self { language: language.to_owned(), words: Arc::new(Words::chosen(language)) };
        }
        Arc::clone(&self.words)
    }
}

/// How far tasks of known length are together.
fn progress_of(tasks: &[TaskView]) -> Option<f64> {
    parts(tasks.iter().map(|task| (task.received, task.total)))
}

#[allow(clippy::cast_precision_loss, reason = "a share is shown with two digits")]
fn parts(tasks: impl Iterator<Item = (u64, i64)>) -> Option<f64> {
    let known = tasks.filter_map(|(received, total)| Some((received, u64::try_from(total).ok()?)));
    let (received, total) = known.fold((0_u64, 0_u64), |(received, total), (some, all)| {
        (received.saturating_add(some.min(all)), total.saturating_add(all))
    });
    (total > 0).then(|| received as f64 / total as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m188_the_progress_of_all_counts_bytes_and_leaves_out_unknown_lengths() {
        assert_eq!(parts([(50, 100), (0, 300), (7, -1)].into_iter()), Some(0.125));
        assert_eq!(parts([(150, 100)].into_iter()), Some(1.0));
        assert_eq!(parts([(7, -1)].into_iter()), None);
        assert_eq!(parts(std::iter::empty()), None);
    }
}

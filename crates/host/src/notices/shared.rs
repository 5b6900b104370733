//! One notification for many tasks (M184).
//!
//! Owns when it is told again. Rules kept here: what moves is told at most twice a second, an end at once.

use std::time::{Duration, Instant};

use haul_api::{About, Notice};
use haul_model::notification::{Facts, Members, NoticeState, Templates, notification};
use haul_model::status::State;
use haul_store::{Query, Record};

use super::words::{action, kind};
use super::{Notices, winning};
use crate::answers::Core;

/// Least time between two tellings of what moves.
const BETWEEN: Duration = Duration::from_millis(500);

/// Most tasks that are looked through for members of a name that nobody remembers.
const MOST: u64 = 10_000;

/// A shared notification as one who shows it knows it.
#[derive(Debug)]
pub(super) struct Shared {
    templates: Templates,
    told: Option<(NoticeState, Members)>,
    earliest: Instant,
}

impl Shared {
    /// Another one shows it from now on.
    pub(super) fn is_hidden(&mut self) {
        self.told = None;
    }
}

impl Notices {
    /// A task that has a part in a shared notification is in this state.
    pub(super) async fn member_is(
        &mut self,
        core: &Core,
        name: &str,
        templates: Templates,
        record: &Record,
        state: &State,
        revision: u64,
    ) -> Vec<Notice> {
        if core.together().is_new(name) {
            gather(core, name, record).await;
        }
        core.together().note(name, record.id, part(state), revision);
        self.member_of.insert(record.id, name.to_owned());
        let shared = self.shared.entry(name.to_owned()).or_insert_with(|| Shared {
            templates: templates.clone(),
            told: None,
            earliest: Instant::now(),
        });
        shared.templates = templates;
        let own = self.gone(About::Task(record.id.0));
        own.into_iter().chain(self.of_shared(core, name)).collect()
    }

    /// Those that have moved and could not be told of at once.
    pub(crate) fn due(&mut self, core: &Core) -> Vec<Notice> {
        if self.shared.keys().any(|name| core.together().is_new(name)) {
            self.shared.retain(|name, _| !core.together().is_new(name));
            self.member_of.retain(|_, name| self.shared.contains_key(name));
        }
        let names: Vec<String> = self.shared.keys().cloned().collect();
        names.into_iter().filter_map(|name| self.of_shared(core, &name)).collect()
    }

    /// The shared notification of this name, if it is to be told.
    pub(super) fn of_shared(&mut self, core: &Core, name: &str) -> Option<Notice> {
        let shared = self.shared.get_mut(name)?;
        let about = About::Together(name.to_owned());
        let Some(now) = core.together().now(name) else {
            self.shared.remove(name);
            return self.gone(about);
        };
        let (state, members) = now;
        let is_early = state == NoticeState::Running && Instant::now() < shared.earliest;
        if shared.told == Some(now) || is_early {
            return None;
        }
        shared.earliest = Instant::now() + BETWEEN;
        if self.shows {
            shared.told = Some(now);
        }
        let facts =
            Facts { filename: name, progress: Some(fraction(members)), members: Some(members), ..Facts::default() };
        let shown = (members.total > 0).then(|| notification(&shared.templates, state, &facts)).flatten();
        let Some(shown) = shown else { return self.gone(about) };
        self.put(Notice {
            about,
            kind: kind(state),
            title: shown.title,
            body: shown.body,
            actions: shown.buttons.into_iter().map(action).collect(),
            // There is no one file that could be opened.
            tap: None,
            percent: shown.percent,
            sound: false,
        })
    }
}

/// Takes in the tasks of the group that have not ended and share this notification.
async fn gather(core: &Core, name: &str, like: &Record) {
    let statuses = vec!["enqueued", "running", "waiting_to_retry", "paused"];
    let query = Query { statuses, group: Some(like.task.group.clone()), count: Some(MOST), ..Query::default() };
    let Ok(found) = core.engine().store().find(query).await else { return };
    for record in found.records.iter().filter(|record| winning(core, record).together.as_deref() == Some(name)) {
        core.together().note(name, record.id, part(&record.state), 0);
    }
}

/// What a member is; one that waits for its turn is on its way.
fn part(state: &State) -> NoticeState {
    NoticeState::of(&state.status).unwrap_or(NoticeState::Running)
}

#[allow(clippy::cast_precision_loss, reason = "a fraction for people")]
fn fraction(members: Members) -> f64 {
    members.finished as f64 / (members.total.max(1)) as f64
}

//! A look at the list of a home that nobody hosts.
//!
//! Owns the list without a host: no engine, no look at every page, nothing that waits is taken in. Refuses whatever a start has
//! to do or to tell first; the caller asks a host then. Rules kept here: the home is held for as long as a look takes, and the
//! rows are those that a host would show.

use haul_api::{ListQuery, TaskRef, TaskView, WaitingFor};
use haul_model::group::{Flow, GroupSpec};
use haul_model::task::TaskId;
use haul_store::{Query, Still};

use crate::home::Home;
use crate::listing;
use crate::settings::SettingsFile;
use crate::view;

/// A window of the list of a home that nobody hosts.
#[derive(Debug, Clone, PartialEq)]
pub struct Glimpse {
    /// Rows that match, in all; 0 in a window after a task, for which nobody counts them again.
    pub matching: u64,
    /// The rows asked for.
    pub rows: Vec<TaskView>,
}

/// What a host would answer to [`haul_api::Client::list`]; `None` when somebody hosts, or a start is needed.
#[must_use]
pub fn glance(home: &Home, request: &ListQuery) -> Option<Glimpse> {
    // A home that was never used is made by a start.
    if !home.database().is_file() {
        return None;
    }
    let _lock = home.lock().ok().flatten()?;
    let settings = SettingsFile::peek(&home.settings())?;
    let still = Still::of(&home.database())?;
    let ids = request.ids.as_ref().map(|tasks| tasks.iter().filter_map(|task| number(&still, task)).collect());
    // Nobody has counted them yet.
    let query = Query { matching: request.after.map(|_| 0), ..listing::query(request.clone(), ids, &[]) };
    let (found, groups) = (still.find(&query).ok()?, still.groups().ok()?);
    let rows = found.records.iter().map(|record| {
        let row = view::row(record, &record.state.clone().after_restart(), None);
        let is_held = settings.queue_paused || holds(&groups, &row.group);
        if is_held && row.waiting_for == Some(WaitingFor::Slot) {
            return TaskView { waiting_for: Some(WaitingFor::Queue), ..row };
        }
        row
    });
    Some(Glimpse { matching: found.matching, rows: rows.collect() })
}

fn holds(groups: &[(String, GroupSpec)], name: &str) -> bool {
    groups.iter().any(|(group, spec)| group == name && spec.flow == Flow::Held)
}

/// The number behind a name: the creator's own id first, then a number as text.
fn number(still: &Still, task: &TaskRef) -> Option<TaskId> {
    match task {
        TaskRef::Number(number) => Some(TaskId(*number)),
        TaskRef::Text(text) => still.by_own_id(text).ok().flatten().or_else(|| text.parse().ok().map(TaskId)),
    }
}

//! The list in sections.
//!
//! Owns their order and what is said of each. Refuses to count: the store does. Rule kept here: a section is of the tasks that
//! were asked for, and one that has none is not there.

use std::collections::HashMap;

use haul_api::{
    Code, Refusal, SectionBy, SectionKey, SectionView, SectionWindow, SectionsPage, SectionsQuery, Status, TaskView,
};
use haul_model::batch::BatchId;
use haul_store::{CountRow, Query, Record, SectionRow, Sums};

use crate::answers::Core;
use crate::listing::{LONGEST_PAGE, query, spread, word};
use crate::refusals::database;
use crate::view;

/// The statuses as sections stand: what is worked on first, what is complete last.
const STATUSES: [Status; 8] = [
    Status::Running,
    Status::WaitingToRetry,
    Status::Enqueued,
    Status::Paused,
    Status::Failed,
    Status::NotFound,
    Status::Canceled,
    Status::Complete,
];

/// Most windows that are looked into.
const MOST_WINDOWS: usize = 200;

/// What is known of a section so far.
#[derive(Debug, Default)]
struct Sum {
    counts: HashMap<String, u64>,
    sums: Option<Sums>,
}

/// Sections in order, with the first batch that is one.
struct Arranged {
    sections: Vec<SectionView>,
    since: BatchId,
}

impl Core {
    /// Records as rows of the list.
    pub(crate) fn rows(&self, records: &[Record]) -> Vec<TaskView> {
        let engine = self.engine();
        let row = |record: &Record| view::row(record, &engine.seen(record), engine.reading(record.id).as_ref());
        records.iter().map(|record| self.seen(row(record))).collect()
    }
}

/// The sections, and rows of some of them.
pub(crate) async fn page(core: &Core, request: SectionsQuery) -> Result<SectionsPage, Refusal> {
    if request.list.ids.is_some() || request.list.after.is_some() || request.windows.len() > MOST_WINDOWS {
        let message = format!("Sections are of a filter or a search, with at most {MOST_WINDOWS} windows.");
        return Err(Refusal::new(Code::BadRequest, message));
    }
    let version = *core.engine().version().borrow();
    let tally = core.engine().counts();
    let whole = Query { matching: Some(0), count: None, ..query(request.list, None, &tally) };
    let Arranged { sections, since } = arranged(core, request.by, &whole).await?;
    let mut windows = Vec::with_capacity(request.windows.len());
    let mut room = LONGEST_PAGE;
    for window in request.windows {
        let section = sections.iter().find(|section| section.of == window.of);
        let asked = narrowed(&whole, window, section, since, &tally, room);
        let rows = rows(core, asked).await?;
        room -= rows.len() as u64;
        windows.push(rows);
    }
    let matching = sections.iter().map(|section| section.tasks).sum();
    Ok(SectionsPage { version, matching, counts: core.counts(), sections, windows })
}

async fn rows(core: &Core, asked: Option<Query>) -> Result<Vec<TaskView>, Refusal> {
    let Some(asked) = asked else { return Ok(Vec::new()) };
    let found = core.engine().store().find(asked).await.map_err(database)?;
    Ok(core.rows(&found.records))
}

/// The window of one section; `None` where nothing can be in it.
fn narrowed(
    whole: &Query,
    window: SectionWindow,
    section: Option<&SectionView>,
    since: BatchId,
    tally: &[CountRow],
    room: u64,
) -> Option<Query> {
    let section = section.filter(|section| window.offset < section.tasks)?;
    let count = window.count.min(room);
    let mut asked = Query { offset: window.offset, count: Some(count), ..whole.clone() };
    match window.of {
        SectionKey::Group(group) => asked.group = Some(group),
        SectionKey::Batch(batch) => asked.batch = Some(BatchId(batch)),
        SectionKey::Status(status) => asked.statuses = vec![word(status)],
        SectionKey::Rest => asked.batches_before = Some(since),
    }
    asked.spread = spread(section.tasks, tally);
    (count > 0).then_some(asked)
}

async fn arranged(core: &Core, by: SectionBy, whole: &Query) -> Result<Arranged, Refusal> {
    let store = core.engine().store();
    match by {
        SectionBy::Group => {
            let rows = store.by_group(whole.clone()).await.map_err(database)?;
            let mut sections = summed(rows, |group| (SectionKey::Group(group.clone()), None));
            sections.sort_by_cached_key(|section| match &section.of {
                SectionKey::Group(group) => group.clone(),
                SectionKey::Batch(_) | SectionKey::Status(_) | SectionKey::Rest => String::new(),
            });
            Ok(Arranged { sections, since: BatchId(0) })
        }
        SectionBy::Batch => {
            let found = store.by_batch(whole.clone()).await.map_err(database)?;
            let mut sections = summed(found.rows, |batch| match batch {
                Some(batch) => (SectionKey::Batch(batch.0), found.names.get(batch).cloned()),
                None => (SectionKey::Rest, None),
            });
            sections.sort_by_key(|section| match section.of {
                SectionKey::Batch(batch) => std::cmp::Reverse(batch),
                SectionKey::Group(_) | SectionKey::Status(_) | SectionKey::Rest => std::cmp::Reverse(0),
            });
            Ok(Arranged { sections, since: found.since })
        }
        SectionBy::Status => {
            let rows = store.by_group(whole.clone()).await.map_err(database)?;
            let of = |row: SectionRow<String>| {
                let status = STATUSES.into_iter().find(|status| word(*status) == row.status)?;
                Some(SectionRow { of: place(status), status: row.status, tasks: row.tasks, sums: row.sums })
            };
            let mut sections =
                summed(rows.into_iter().filter_map(of).collect(), |place| (SectionKey::Status(STATUSES[*place]), None));
            sections.sort_by_key(|section| match section.of {
                SectionKey::Status(status) => place(status),
                SectionKey::Group(_) | SectionKey::Batch(_) | SectionKey::Rest => STATUSES.len(),
            });
            Ok(Arranged { sections, since: BatchId(0) })
        }
    }
}

/// Where a status stands among the sections.
fn place(status: Status) -> usize {
    STATUSES.iter().position(|each| *each == status).unwrap_or(STATUSES.len())
}

/// One section for each key, in no order.
fn summed<K: std::hash::Hash + Eq>(
    rows: Vec<SectionRow<K>>,
    said: impl Fn(&K) -> (SectionKey, Option<String>),
) -> Vec<SectionView> {
    let mut sums: HashMap<K, Sum> = HashMap::new();
    for SectionRow { of, status, tasks, sums: far } in rows {
        let sum = sums.entry(of).or_default();
        *sum.counts.entry(status.clone()).or_default() += tasks;
        if let Some(far) = far {
            let so_far = sum.sums.unwrap_or_default();
            let is_live = matches!(status.as_str(), "running" | "waiting_to_retry" | "enqueued" | "paused");
            sum.sums = Some(Sums {
                received: so_far.received + far.received,
                total: so_far.total + far.total,
                sized: so_far.sized + far.sized,
                shares: so_far.shares + if is_live { far.shares } else { 0.0 },
            });
        }
    }
    let shown = |(key, sum): (K, Sum)| {
        let (of, name) = said(&key);
        view_of(of, name, &sum)
    };
    sums.into_iter().map(shown).collect()
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sums for people"
)]
fn view_of(of: SectionKey, name: Option<String>, sum: &Sum) -> SectionView {
    let count =
        |statuses: &[Status]| -> u64 { statuses.iter().filter_map(|status| sum.counts.get(word(*status))).sum() };
    let tasks: u64 = sum.counts.values().sum();
    let finished = count(&[Status::Complete]);
    let failed = count(&[Status::Failed, Status::NotFound, Status::Canceled]);
    let shares = sum.sums.map_or(0.0, |sums| sums.shares) + (finished + failed) as f64;
    SectionView {
        of,
        name,
        tasks,
        active: count(&[Status::Running, Status::WaitingToRetry]),
        queued: count(&[Status::Enqueued]),
        paused: count(&[Status::Paused]),
        finished,
        failed,
        received: sum.sums.map(|sums| sums.received as u64),
        total: sum.sums.filter(|sums| sums.sized == tasks).map(|sums| sums.total as u64),
        progress: if tasks == 0 { 1.0 } else { (shares / tasks as f64).clamp(0.0, 1.0) },
    }
}

//! Windows of the list, and the counts around them.
//!
//! Owns the step from a question to what the store is asked, and the words of a status. Refuses to answer by itself.

use haul_api::{Counts, Filter, GroupCount, ListQuery, Sort, SortKey, SpeedLimit, Status};
use haul_model::batch::BatchId;
use haul_model::rate::Ceiling;
use haul_model::task::TaskId;
use haul_store::{CountRow, Order, OrderBy, Query, Spread};

use crate::records::before;

/// Most rows of one page that a view may ask for.
pub(crate) const LONGEST_PAGE: u64 = 1000;

/// One in so many is a good part of all: sooner than that, going through all in order costs less than sorting those.
const A_GOOD_PART: u64 = 8;

/// What the store is asked, where `ids` are the numbers behind the names that are asked for.
pub(crate) fn query(request: ListQuery, ids: Option<Vec<TaskId>>, tally: &[CountRow]) -> Query {
    let mut statuses: Vec<&'static str> = match request.filter {
        Filter::All => Vec::new(),
        Filter::Active => vec![word(Status::Running), word(Status::WaitingToRetry)],
        Filter::Queued => vec![word(Status::Enqueued)],
        Filter::Paused => vec![word(Status::Paused)],
        Filter::Finished => vec![word(Status::Complete)],
        Filter::Failed => vec![word(Status::Failed), word(Status::NotFound), word(Status::Canceled)],
    };
    if let Some(status) = request.status {
        statuses = vec![word(status)];
    }
    let search = request.search.filter(|text| !text.trim().is_empty());
    let group = request.group.as_deref();
    let spread = group.map_or(Spread::Few, |group| spread(counted(tally, &[], Some(group)), tally));
    let is_counted = search.is_none() && ids.is_none() && request.older_than.is_none() && request.batch.is_none();
    Query {
        matching: match request.after {
            Some(_) => Some(0),
            None => is_counted.then(|| counted(tally, &statuses, group)),
        },
        statuses,
        spread,
        group: request.group,
        batch: request.batch.map(BatchId),
        batches_from: None,
        batches_before: None,
        search,
        ids,
        before: request.older_than.map(before),
        after: request.after.map(TaskId),
        by: match request.by {
            SortKey::Added => OrderBy::Added,
            SortKey::Name => OrderBy::Name,
            SortKey::Size => OrderBy::Size,
            SortKey::Status => OrderBy::Status,
            SortKey::Host => OrderBy::Host,
            SortKey::Group => OrderBy::Group,
            SortKey::Priority => OrderBy::Priority,
            SortKey::Finished => OrderBy::Finished,
            SortKey::Queue => OrderBy::Queue,
        },
        order: match request.sort {
            Sort::Descending => Order::Descending,
            Sort::Ascending => Order::Ascending,
        },
        offset: request.offset,
        count: (request.count > 0).then(|| request.count.min(LONGEST_PAGE)),
    }
}

/// The limit of all tasks together as a surface shows it.
pub(crate) const fn speed_limit(ceiling: Ceiling) -> SpeedLimit {
    SpeedLimit { rate: ceiling.rate(), scheduled: matches!(ceiling, Ceiling::Scheduled(_)) }
}

/// How so many tasks lie among all.
pub(crate) fn spread(tasks: u64, tally: &[CountRow]) -> Spread {
    if tasks > counted(tally, &[], None) / A_GOOD_PART { Spread::Many } else { Spread::Few }
}

/// How many tasks of these statuses, or of all, a group has, or all groups.
fn counted(tally: &[CountRow], statuses: &[&str], group: Option<&str>) -> u64 {
    let is_meant = |row: &&CountRow| {
        group.is_none_or(|group| row.group == group) && (statuses.is_empty() || statuses.contains(&row.status.as_str()))
    };
    tally.iter().filter(is_meant).map(|row| row.tasks).sum()
}

/// How many tasks each filter shows.
pub(crate) fn counts(rows: &[CountRow]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        counts.all += row.tasks;
        let counted = match row.status.as_str() {
            "running" | "waiting_to_retry" => &mut counts.active,
            "enqueued" => &mut counts.queued,
            "paused" => &mut counts.paused,
            "complete" => &mut counts.finished,
            _ => &mut counts.failed,
        };
        *counted += row.tasks;
        match counts.groups.iter_mut().find(|group| group.group == row.group) {
            Some(group) => group.tasks += row.tasks,
            None => counts.groups.push(GroupCount { group: row.group.clone(), tasks: row.tasks }),
        }
    }
    counts.groups.sort_by(|one, other| one.group.cmp(&other.group));
    counts
}

/// The stable word of a status.
pub(crate) const fn word(status: Status) -> &'static str {
    match status {
        Status::Enqueued => "enqueued",
        Status::Running => "running",
        Status::WaitingToRetry => "waiting_to_retry",
        Status::Paused => "paused",
        Status::Complete => "complete",
        Status::NotFound => "not_found",
        Status::Failed => "failed",
        Status::Canceled => "canceled",
    }
}

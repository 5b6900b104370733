//! The list in sections: how many tasks each group or batch has of those that are asked for, and how far they are.
//!
//! Owns its SQL. Refuses the words and the order of sections, and their rows: those are windows of the list like any other.
//! Rule kept here: without a search it is read from an index alone.

use std::collections::HashMap;

use haul_model::batch::BatchId;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

use crate::error::StoreError;
use crate::query::Query;
use crate::task::condition;

/// Most batches that are sections of their own; older ones are among the rest.
const MOST_BATCHES: u64 = 1000;

/// How much there is, and how much of it is there.
const SUMS: &str = "COUNT(*), total(received), total(max(total, received)), COUNT(total), \
                    total(CASE WHEN total > 0 THEN min(received, total) * 1.0 / total ELSE 0 END)";

/// Tasks of a section that have one status.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionRow<K> {
    /// The section.
    pub of: K,
    /// Status word.
    pub status: String,
    /// That many.
    pub tasks: u64,
    /// How far they are, where that is known.
    pub sums: Option<Sums>,
}

/// How far tasks are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    /// Bytes that are there.
    pub received: f64,
    /// Bytes of those whose length is known.
    pub total: f64,
    /// How many those are.
    pub sized: u64,
    /// The shares of all that are there, added up.
    pub shares: f64,
}

/// The list by batches.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchSections {
    /// The first batch that is a section of its own.
    pub since: BatchId,
    /// Tasks of batches from there on, and of the rest.
    pub rows: Vec<SectionRow<Option<BatchId>>>,
    /// Names for people.
    pub names: HashMap<BatchId, String>,
}

/// The tasks that match, by group and status.
pub(crate) fn by_group(connection: &Connection, query: &Query) -> Result<Vec<SectionRow<String>>, StoreError> {
    let (condition, values) = condition(query);
    let select = format!("SELECT group_name, status, {SUMS} FROM task WHERE {condition} GROUP BY group_name, status");
    let mut statement = connection.prepare_cached(&select)?;
    let rows = statement.query_map(params_from_iter(&values), |row| {
        Ok(SectionRow { of: row.get(0)?, status: row.get(1)?, tasks: row.get(2)?, sums: Some(sums(row)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The tasks that match, by batch and status. Of the rest only the numbers are known: no index says how far it is.
pub(crate) fn by_batch(connection: &Connection, query: &Query) -> Result<BatchSections, StoreError> {
    let since = since(connection)?;
    let own = Query { batches_from: Some(since), ..query.clone() };
    let (wanted, values) = condition(&own);
    let select = format!("SELECT batch, status, {SUMS} FROM task WHERE {wanted} GROUP BY batch, status");
    let mut statement = connection.prepare_cached(&select)?;
    let found = statement.query_map(params_from_iter(&values), |row| {
        let of = Some(BatchId(row.get(0)?));
        Ok(SectionRow { of, status: row.get(1)?, tasks: row.get(2)?, sums: Some(sums(row)?) })
    })?;
    let mut rows: Vec<SectionRow<Option<BatchId>>> = found.collect::<Result<_, _>>()?;
    let rest = rest(connection, query, &rows)?;
    rows.extend(rest);
    Ok(BatchSections { since, rows, names: names(connection, since)? })
}

/// What matches and is in none of `rows`.
fn rest(
    connection: &Connection,
    query: &Query,
    rows: &[SectionRow<Option<BatchId>>],
) -> Result<Vec<SectionRow<Option<BatchId>>>, StoreError> {
    let (condition, values) = condition(query);
    let select = format!("SELECT status, COUNT(*) FROM task WHERE {condition} GROUP BY status");
    let mut statement = connection.prepare_cached(&select)?;
    let all = statement.query_map(params_from_iter(&values), |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut rest = Vec::new();
    for one in all {
        let (status, tasks): (String, u64) = one?;
        let elsewhere: u64 = rows.iter().filter(|row| row.status == status).map(|row| row.tasks).sum();
        if tasks > elsewhere {
            rest.push(SectionRow { of: None, status, tasks: tasks - elsewhere, sums: None });
        }
    }
    Ok(rest)
}

fn since(connection: &Connection) -> Result<BatchId, StoreError> {
    let select = "SELECT id FROM batch ORDER BY id DESC LIMIT 1 OFFSET ?1";
    let first = connection.prepare_cached(select)?.query_row([MOST_BATCHES - 1], |row| row.get(0)).optional()?;
    Ok(BatchId(first.unwrap_or(1)))
}

fn names(connection: &Connection, since: BatchId) -> Result<HashMap<BatchId, String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT id, name FROM batch WHERE id >= ?1 AND name IS NOT NULL")?;
    let rows = select.query_map([since.0], |row| Ok((BatchId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn sums(row: &Row<'_>) -> rusqlite::Result<Sums> {
    Ok(Sums { received: row.get(3)?, total: row.get(4)?, sized: row.get(5)?, shares: row.get(6)? })
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::SUMS;
    use crate::error::StoreError;
    use crate::migrate::to_latest;

    #[test]
    fn sections_are_read_from_an_index_alone() -> Result<(), StoreError> {
        let mut connection = Connection::open_in_memory()?;
        to_latest(&mut connection)?;
        for (column, condition) in [("group_name", "1"), ("batch", "batch >= 1")] {
            let select = format!(
                "EXPLAIN QUERY PLAN SELECT {column}, status, {SUMS} FROM task WHERE {condition} GROUP BY {column}, status"
            );
            let plan: String = connection.prepare(&select)?.query_row([], |row| row.get("detail"))?;
            assert!(plan.contains("COVERING INDEX"), "{column}: {plan}");
        }
        Ok(())
    }
}

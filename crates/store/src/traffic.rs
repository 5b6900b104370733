//! The table of what each day brought.
//!
//! Owns reading it. Refuses to count: triggers do, in the commit that proves the bytes or ends the task. Rule kept here:
//! what is taken away from the list stays counted.

use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

/// What came and went, over a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes of downloads that are proven on disk.
    pub received: u64,
    /// Bytes of uploads that have left.
    pub sent: u64,
    /// Downloads that were completed.
    pub fetched: u64,
    /// Uploads that were completed.
    pub uploaded: u64,
}

/// Today, by the clock on the wall, and all the time together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Since midnight.
    pub today: Traffic,
    /// Since the first day.
    pub all: Traffic,
    /// The first day that counts, such as `2026-11-21`.
    pub since: Option<String>,
}

/// The sums of all columns; a number that damage has made absurd counts as the most that a day can have.
const SUMS: &str = "coalesce(sum(max(0, min(received, 1 << 50))), 0), coalesce(sum(max(0, min(sent, 1 << 50))), 0), \
                    coalesce(sum(max(0, min(fetched, 1 << 50))), 0), coalesce(sum(max(0, min(uploaded, 1 << 50))), 0), \
                    min(day)";

/// All that was counted.
pub(crate) fn totals(connection: &Connection) -> Result<Totals, StoreError> {
    let today = format!("SELECT {SUMS} FROM traffic WHERE day = date('now', 'localtime')");
    let (today, _) = connection.prepare_cached(&today)?.query_row([], sums)?;
    let (all, since) = connection.prepare_cached(&format!("SELECT {SUMS} FROM traffic"))?.query_row([], sums)?;
    Ok(Totals { today, all, since })
}

fn sums(row: &Row<'_>) -> rusqlite::Result<(Traffic, Option<String>)> {
    let traffic = Traffic { received: row.get(0)?, sent: row.get(1)?, fetched: row.get(2)?, uploaded: row.get(3)? };
    Ok((traffic, row.get(4)?))
}

/// Takes over what a damaged database still says of days that `new` knows nothing of.
pub(crate) fn salvage(damaged: &Connection, new: &Connection) -> Result<(), StoreError> {
    for (day, Traffic { received, sent, fetched, uploaded }) in days(damaged).unwrap_or_default() {
        new.prepare_cached(
            "INSERT OR IGNORE INTO traffic (day, received, sent, fetched, uploaded) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![day, received, sent, fetched, uploaded])?;
    }
    Ok(())
}

fn days(connection: &Connection) -> Result<Vec<(String, Traffic)>, StoreError> {
    let mut select = connection.prepare_cached("SELECT received, sent, fetched, uploaded, day FROM traffic")?;
    let rows = select.query_map([], |row| {
        let (traffic, day) = sums(row)?;
        Ok((day.unwrap_or_default(), traffic))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

//! The table of what each day brought.
//!
//! Owns counting and reading it. Rules kept here: it is counted in the commit that proves the bytes or ends the task, once
//! for all changes that are kept together; what is taken away from the list stays counted.

use haul_model::task::TaskId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

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

/// The most that a day can have of anything: what damage has made absurd counts as that.
const MOST: u64 = 1 << 50;

/// What changes of tasks bring, until they are all written.
#[derive(Debug, Default)]
pub(crate) struct Gain(Traffic);

impl Gain {
    /// So many bytes of the task are about to be proven.
    pub(crate) fn proves(&mut self, connection: &Connection, id: TaskId, bytes: u64) -> Result<(), StoreError> {
        let before: Option<(String, i64)> = connection
            .prepare_cached("SELECT kind, received FROM task WHERE id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((kind, before)) = before else { return Ok(()) };
        let more = bytes.saturating_add_signed(before.saturating_neg()).min(MOST);
        match kind.as_str() {
            "download" => self.0.received += more,
            "upload" => self.0.sent += more,
            _ => {}
        }
        Ok(())
    }

    /// A task of this kind is complete.
    pub(crate) fn completes(&mut self, kind: &str) {
        match kind {
            "download" => self.0.fetched += 1,
            "upload" => self.0.uploaded += 1,
            _ => {}
        }
    }

    /// Adds it to what this day has, by the clock on the wall.
    pub(crate) fn keep(self, connection: &Connection) -> Result<(), StoreError> {
        let Traffic { received, sent, fetched, uploaded } = self.0;
        if self.0 == Traffic::default() {
            return Ok(());
        }
        let mut add = connection.prepare_cached(
            "INSERT INTO traffic (day, received, sent, fetched, uploaded)
             VALUES (date('now', 'localtime'), ?1, ?2, ?3, ?4)
             ON CONFLICT (day) DO UPDATE SET received = max(0, min(received, ?5)) + excluded.received,
                                             sent = max(0, min(sent, ?5)) + excluded.sent,
                                             fetched = max(0, min(fetched, ?5)) + excluded.fetched,
                                             uploaded = max(0, min(uploaded, ?5)) + excluded.uploaded",
        )?;
        add.execute(params![received.min(MOST), sent.min(MOST), fetched, uploaded, MOST])?;
        Ok(())
    }
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

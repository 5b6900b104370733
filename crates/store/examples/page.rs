//! What a page of records costs beside the bare query: `page DATABASE`, measured alternately on the same file.
//!
//! Prints, for the first page and one in the middle, the median of each in microseconds and their ratio.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use haul_store::{Query, Store};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Rows of a page, as the window asks for them.
const ROWS: u64 = 100;

/// How often each is measured.
const ROUNDS: usize = 51;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("usage: page DATABASE")?;
    let store = Store::open(Path::new(&file))?.store;
    let bare = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let tasks: u64 = store.counts().await?.iter().map(|row| row.tasks).sum();
    for (what, offset) in [("first page", 0), ("page in the middle", tasks / 2)] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let query = Query { offset, count: Some(ROWS), matching: Some(tasks), ..Query::default() };
            let found = store.find(query).await?;
            ours.push(begun.elapsed());
            let begun = Instant::now();
            let rows = step_through(&bare, offset)?;
            theirs.push(begun.elapsed());
            anyhow::ensure!(rows == found.records.len(), "{rows} rows are not {} records", found.records.len());
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!("{what}: {} µs, bare query {} µs, ratio {ratio:.2}", ours.as_micros(), theirs.as_micros());
    }
    Ok(())
}

/// Reads every value of the same rows and does nothing with them.
fn step_through(bare: &Connection, offset: u64) -> Result<usize> {
    let mut statement = bare.prepare_cached("SELECT * FROM task ORDER BY id DESC LIMIT ?1 OFFSET ?2")?;
    let columns = statement.column_count();
    let mut rows = statement.query([ROWS, offset])?;
    let (mut count, mut bytes) = (0, 0);
    while let Some(row) = rows.next()? {
        count += 1;
        for column in 0..columns {
            bytes += match row.get_ref(column)? {
                ValueRef::Text(text) | ValueRef::Blob(text) => text.len(),
                ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 8,
            };
        }
    }
    std::hint::black_box(bytes);
    Ok(count)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

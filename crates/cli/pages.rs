//! The list, window by window.
//!
//! Owns how many rows `list` prints, and where they come from: of the host there is, else of the database as it lies there,
//! else of a host that is made for the question. Rules kept here: a person at a terminal sees the newest and hears how many
//! more there are, a program reads all; there may be millions, so that no more than a window of them is held.

use std::path::PathBuf;

use haul_api::{ListQuery, Sort, TaskView};
use haul_host::{Glimpse, Home, Host, glance};

use crate::door::tell_notes;
use crate::exit::Exit;
use crate::list::Table;
use crate::output::Output;

/// Rows of a window.
const WINDOW: u64 = 1000;

/// How many rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every one that matches, oldest first.
    All,
    /// So many of the newest, oldest of them first.
    Newest(u64),
}

/// Where the windows come from.
struct Source {
    home: Option<PathBuf>,
    /// What a host has to tell is told once.
    is_told: bool,
}

impl Source {
    async fn window(&mut self, query: ListQuery) -> anyhow::Result<Glimpse> {
        let home = Home::from_environment(self.home.clone())?;
        if let Some(glimpse) = glance(&home, &query) {
            return Ok(glimpse);
        }
        let hosted = Host::visit(home).await?;
        let client = hosted.client();
        if !std::mem::replace(&mut self.is_told, true) {
            tell_notes(&client).await;
        }
        let page = client.list(query).await;
        hosted.stop().await;
        let page = page?;
        Ok(Glimpse { matching: page.matching, rows: page.rows })
    }
}

/// Prints what matches `query`, in the order in which it was added.
pub(crate) async fn print(
    home: Option<PathBuf>,
    query: ListQuery,
    extent: Extent,
    out: &Output,
) -> anyhow::Result<Exit> {
    let mut source = Source { home, is_told: false };
    match extent {
        Extent::All => every(&mut source, query, out).await?,
        Extent::Newest(most) => newest(&mut source, query, most, out).await?,
    }
    Ok(Exit::Done)
}

async fn every(source: &mut Source, query: ListQuery, out: &Output) -> anyhow::Result<()> {
    let (mut table, mut after, mut left) = (Table::default(), None, None);
    loop {
        let window = ListQuery { sort: Sort::Ascending, count: WINDOW, after, ..query.clone() };
        let found = source.window(window).await?;
        put(&found.rows, &mut table, out);
        after = found.rows.last().map(|row| row.id);
        let still_left = left.unwrap_or(found.matching).saturating_sub(found.rows.len() as u64);
        if still_left == 0 || after.is_none() {
            return Ok(());
        }
        left = Some(still_left);
    }
}

async fn newest(source: &mut Source, query: ListQuery, most: u64, out: &Output) -> anyhow::Result<()> {
    let (mut rows, mut matching) = (Vec::<TaskView>::new(), None);
    loop {
        let (count, after) = (WINDOW.min(most - rows.len() as u64), rows.last().map(|row| row.id));
        let window = ListQuery { sort: Sort::Descending, count, after, ..query.clone() };
        let found = source.window(window).await?;
        matching.get_or_insert(found.matching);
        let is_last = found.rows.is_empty();
        rows.extend(found.rows);
        let shown = rows.len() as u64;
        if is_last || shown == most || shown >= matching.unwrap_or_default() {
            break;
        }
    }
    rows.reverse();
    put(&rows, &mut Table::default(), out);
    let more = matching.unwrap_or_default().saturating_sub(rows.len() as u64);
    if more > 0 {
        out.tell(&format!("{more} older ones are not shown; `haul list --all` shows them."));
    }
    Ok(())
}

fn put(rows: &[TaskView], table: &mut Table, out: &Output) {
    let lines = if out.is_json() { out.values(rows) } else { table.lines(rows) };
    out.text(&lines);
}

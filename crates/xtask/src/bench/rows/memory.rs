//! The most memory that many connections for many files need.
//!
//! Owns the work, and a look at the server meanwhile, so that nobody is praised for memory who never had the connections.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};

use crate::bench::bar::{Bar, Part};
use crate::bench::contestant::LineUp;
use crate::bench::ground::{Ground, text};
use crate::bench::scenario::{Before, Scenario};
use crate::bench::section::Section;
use crate::bench::server::{Door, Server};

const TASKS: u64 = 8;
const EACH_LOOK: Duration = Duration::from_millis(50);

/// Eight files over sixteen connections each, from a server that gives each little, so that all are there at once.
pub(super) fn measure(ground: &Ground, rounds: usize) -> Result<Section> {
    let files = ground.pieces("eight", TASKS, ground.effort.eighth())?;
    let urls: Vec<String> = files.iter().map(|file| ground.url(Door::OneMebibyte, file)).collect();
    let out = text(&ground.out());
    let words: Vec<&str> = ["get", "-c", "16", "-d", &out].into_iter().chain(urls.iter().map(String::as_str)).collect();
    let mut line_up = LineUp::new(ground);
    line_up.haul("haul", &[], files.len(), &words);
    let scenario = Scenario {
        title: format!("8 files of {} MiB at once, 16 connections each", ground.effort.eighth() >> 20),
        line_up,
        outcome: files,
        bars: vec![Bar::in_units("peak memory under 64 MiB", Part::Memory, f64::from(1 << 20), 0.0..=64.0)],
        before: Before::Nothing,
        notes: Vec::new(),
    };
    let over = AtomicBool::new(false);
    let (section, most) = thread::scope(|scope| {
        let watch = scope.spawn(|| most_connections(&ground.server, &over));
        let section = scenario.play(ground, rounds);
        over.store(true, Ordering::Relaxed);
        (section, watch.join())
    });
    let most = most.map_err(|_| anyhow!("the look at the server panicked"))??;
    let mut section = section?;
    section.notes.push(format!("The server has seen {most} connections at once."));
    Ok(section)
}

fn most_connections(server: &Server, over: &AtomicBool) -> Result<u64> {
    let mut most = 0;
    while !over.load(Ordering::Relaxed) {
        most = most.max(server.connections()?);
        thread::sleep(EACH_LOOK);
    }
    Ok(most)
}

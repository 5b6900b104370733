//! Where something else than the machine says how fast it goes: the server, or the person.
//!
//! Owns those two works and the time that is the least possible in each.

use anyhow::Result;

use crate::bench::bar::{Bar, Part};
use crate::bench::contestant::{LineUp, Peer};
use crate::bench::ground::{Ground, text};
use crate::bench::scenario::{Before, Scenario};
use crate::bench::server::Door;

/// What the server gives each connection, and the person everything, in a second.
const SERVER_GIVES: u64 = 8 << 20;
const PERSON_ALLOWS: u64 = 10 << 20;
const CONNECTIONS: u64 = 16;

/// A server that gives each connection little, asked over sixteen.
pub(super) fn limited(ground: &Ground) -> Result<Scenario<'_>> {
    let length = ground.effort.limited();
    let files = ground.pieces("limited", 1, length)?;
    let file = files.first().expect("one piece was asked for");
    let (url, to, out) = (ground.url(Door::EightMebibytes, file), file.below(&ground.out()), text(&ground.out()));
    let mut line_up = LineUp::new(ground);
    line_up.peer(Peer::Aria2, "-x16 -s16 -k1M", &["-x16", "-s16", "-k1M", "-d", &out, &url]);
    line_up.haul("haul", &[], 1, &["get", "-c", "16", "-d", &out, &url]);
    line_up.peer(Peer::Axel, "-n16", &["-n", "16", "-o", &to, &url]);
    let ideal = number(length) / number(SERVER_GIVES * CONNECTIONS);
    let bars = vec![
        Bar::in_units(&format!("wall at most 1.05 × the ideal {ideal} s"), Part::Wall, ideal, 0.0..=1.05),
        Bar::at_most(Part::Wall, 1.0, "aria2c -x16 -s16 -k1M"),
    ];
    Ok(Scenario {
        title: format!("{} MiB, the server gives each connection 8 MiB/s, 16 connections", length >> 20),
        line_up,
        outcome: files,
        bars,
        before: Before::WarmUp,
        notes: Vec::new(),
    })
}

/// A limit of the person's, and the same file without one.
pub(super) fn paced(ground: &Ground) -> Result<Scenario<'_>> {
    let seconds = ground.effort.seconds_paced();
    let files = ground.pieces("paced", 1, seconds * PERSON_ALLOWS)?;
    let file = files.first().expect("one piece was asked for");
    let (url, to, out) = (ground.url(Door::Plain, file), file.below(&ground.out()), text(&ground.out()));
    let mut line_up = LineUp::new(ground);
    line_up.haul("haul, no limit", &[], 1, &["get", "-d", &out, &url]);
    line_up.haul("haul", &[], 1, &["get", "--limit-rate", "10M", "-d", &out, &url]);
    line_up.floor("floor, no limit", &[&url, &to]);
    line_up.floor("floor", &["--pace", &PERSON_ALLOWS.to_string(), &url, &to]);
    line_up.peer(Peer::Curl, "--limit-rate 10M", &["--limit-rate", "10M", "-o", &to, &url]);
    let exact = format!("wall within 3 % of {seconds} s");
    let bars = vec![
        Bar::in_units(&exact, Part::Wall, number(seconds), 0.97..=1.03),
        Bar::at_most(Part::Processor, 1.2, "haul, no limit"),
    ];
    Ok(Scenario {
        title: format!("{} MiB at 10 MiB/s", (seconds * PERSON_ALLOWS) >> 20),
        line_up,
        outcome: files,
        bars,
        before: Before::Nothing,
        notes: Vec::new(),
    })
}

/// Sizes of the bench are small beside 2^32, in KiB.
fn number(of: u64) -> f64 {
    f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

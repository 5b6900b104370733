//! One large file: down over one connection, with its digest, over eight, over TLS; and up.
//!
//! Owns those five works; the bars are the project's.

use anyhow::Result;

use crate::bench::bar::{Bar, Part};
use crate::bench::contestant::{LineUp, Peer};
use crate::bench::ground::{Ground, sha256, text};
use crate::bench::scenario::{Before, Scenario};
use crate::bench::server::Door;

/// Over one connection.
pub(super) fn lane(ground: &Ground) -> Scenario<'_> {
    let (url, to) = (ground.url(Door::Plain, &ground.large()), ground.large().below(&ground.out()));
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &[&url, &to]);
    line_up.haul("haul", &[], 1, &["get", "-c", "1", "-d", &text(&ground.out()), &url]);
    line_up.floor("floor, synced", &["--sync", &url, &to]);
    line_up.peer(Peer::Curl, "", &["-o", &to, &url]);
    line_up.peer(Peer::Wget2, "", &["-O", &to, &url]);
    line_up.peer(Peer::Aria2, "", &["-d", &text(&ground.out()), &url]);
    let bars = vec![
        Bar::at_most(Part::Wall, 1.15, "floor"),
        Bar::at_most(Part::Processor, 1.15, "floor"),
        Bar::at_most(Part::Processor, 0.5, "curl"),
        Bar::at_most(Part::Processor, 0.4, "aria2c"),
    ];
    one_file(ground, "one connection", line_up, bars)
}

/// Over one connection, and its SHA-256 has to be the one that is given.
pub(super) fn digest(ground: &Ground) -> Result<Scenario<'_>> {
    let (url, to) = (ground.url(Door::Plain, &ground.large()), ground.large().below(&ground.out()));
    let given = format!("sha-256={}", sha256(&ground.large().source)?);
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &["--sha256", &url, &to]);
    line_up.haul("haul", &[], 1, &["get", "-c", "1", "--checksum", &given, "-d", &text(&ground.out()), &url]);
    line_up.peer(Peer::Aria2, "", &["--checksum", &given, "-d", &text(&ground.out()), &url]);
    let bars = vec![Bar::at_most(Part::Wall, 1.15, "floor"), Bar::at_most(Part::Processor, 1.15, "floor")];
    Ok(one_file(ground, "one connection, SHA-256 given", line_up, bars))
}

/// Over eight connections; the bare loop stays at one.
pub(super) fn lanes(ground: &Ground) -> Scenario<'_> {
    let (url, to) = (ground.url(Door::Plain, &ground.large()), ground.large().below(&ground.out()));
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &[&url, &to]);
    line_up.haul("haul", &[], 1, &["get", "-c", "8", "-d", &text(&ground.out()), &url]);
    line_up.peer(Peer::Aria2, "-x16", &["-x16", "-d", &text(&ground.out()), &url]);
    line_up.peer(Peer::Axel, "-n8", &["-n", "8", "-o", &to, &url]);
    let bars = vec![Bar::at_most(Part::Processor, 1.5, "floor"), Bar::at_most(Part::Processor, 0.6, "aria2c -x16")];
    one_file(ground, "8 connections (the floor: one)", line_up, bars)
}

/// Over TLS 1.3, from a server whose authority everybody is told to trust.
pub(super) fn tls(ground: &Ground) -> Scenario<'_> {
    let (url, to) = (ground.url(Door::Tls, &ground.large()), ground.large().below(&ground.out()));
    let authority = text(&ground.authority.certificate);
    let trusting = format!("extra_certificates={authority}");
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &["--trust", &authority, &url, &to]);
    line_up.haul("haul", &[&trusting], 1, &["get", "-c", "1", "-d", &text(&ground.out()), &url]);
    line_up.peer(Peer::Curl, "", &["--cacert", &authority, "-o", &to, &url]);
    let trusting = format!("--ca-certificate={authority}");
    line_up.peer(Peer::Wget2, "", &[&trusting, "-O", &to, &url]);
    line_up.peer(Peer::Aria2, "", &[&trusting, "-d", &text(&ground.out()), &url]);
    let bars = vec![Bar::at_most(Part::Processor, 1.1, "floor"), Bar::at_most(Part::Processor, 0.8, "curl")];
    one_file(ground, "one connection, TLS 1.3", line_up, bars)
}

/// Sent by PUT; what the server has then is compared with what was sent.
pub(super) fn upload(ground: &Ground) -> Scenario<'_> {
    let (url, from) = (ground.server.url_to_put(ground.large().file_name()), text(&ground.large().source));
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &["--put", &url, &from]);
    line_up.haul("haul", &[], 1, &["upload", "--binary", "--method", "PUT", &from, &url]);
    line_up.peer(Peer::Curl, "-T", &["-T", &from, &url]);
    one_file(ground, "sent by PUT", line_up, vec![Bar::at_most(Part::Processor, 0.8, "curl -T")])
}

fn one_file<'a>(ground: &Ground, how: &str, line_up: LineUp<'a>, bars: Vec<Bar>) -> Scenario<'a> {
    Scenario {
        title: format!("{} MiB, {how}", ground.effort.large() >> 20),
        line_up,
        outcome: vec![ground.large()],
        bars,
        before: Before::WarmUp,
        notes: Vec::new(),
    }
}

//! Many files: ten large ones at once, and very many small ones.
//!
//! Owns those works, and the list of addresses that each program reads in its own form.

use anyhow::Result;

use crate::bench::bar::{Bar, Part};
use crate::bench::contestant::{LineUp, Peer};
use crate::bench::ground::{Ground, Served, text};
use crate::bench::scenario::{Before, Scenario};
use crate::bench::server::Door;

const SMALL: u64 = 4096;

/// Ten files, all at once.
pub(super) fn ten(ground: &Ground) -> Result<Scenario<'_>> {
    let files = ground.pieces("ten", 10, ground.effort.tenth())?;
    let urls: Vec<String> = files.iter().map(|file| ground.url(Door::Plain, file)).collect();
    let out = text(&ground.out());
    let pairs: Vec<String> =
        files.iter().zip(&urls).flat_map(|(file, url)| [url.clone(), file.below(&ground.out())]).collect();
    let mut line_up = LineUp::new(ground);
    line_up.floor("floor", &words(&[], &pairs));
    line_up.haul("haul", &[], files.len(), &words(&["get", "-d", &out], &urls));
    line_up.peer(Peer::Curl, "--parallel", &words(&["--parallel", "--remote-name-all", "--output-dir", &out], &urls));
    line_up.peer(Peer::Wget2, "", &words(&["--max-threads=10", "-P", &out], &urls));
    line_up.peer(Peer::Aria2, "-j10", &words(&["-Z", "-j10", "-d", &out], &urls));
    Ok(Scenario {
        title: format!("10 files of {} MiB at once", ground.effort.tenth() >> 20),
        line_up,
        outcome: files,
        bars: vec![Bar::at_most(Part::Wall, 1.2, "floor"), Bar::at_most(Part::Processor, 1.2, "floor")],
        before: Before::WarmUp,
        notes: Vec::new(),
    })
}

/// Small files over http/1.1, without TLS.
pub(super) fn small(ground: &Ground) -> Result<Scenario<'_>> {
    small_from(ground, Door::Plain, "http/1.1")
}

/// Small files from a server that speaks http/2 and TLS; whoever does not speak it comes with http/1.1.
pub(super) fn small_over_http2(ground: &Ground) -> Result<Scenario<'_>> {
    small_from(ground, Door::Http2, "a server with TLS 1.3 and http/2")
}

fn small_from<'a>(ground: &'a Ground, door: Door, how: &str) -> Result<Scenario<'a>> {
    let files = ground.pieces("small", ground.effort.small(), SMALL)?;
    let urls: Vec<String> = files.iter().map(|file| ground.url(door, file)).collect();
    let list = ground.list("addresses", urls.iter().cloned())?;
    let as_settings = ground.list("addresses-for-curl", urls.iter().map(|url| format!("url = {url}")))?;
    let (out, authority) = (text(&ground.out()), text(&ground.authority.certificate));
    let trusting = [format!("extra_certificates={authority}"), format!("--ca-certificate={authority}")];
    let [setting, option] = trusting.each_ref().map(String::as_str);
    let parallel =
        ["--cacert", &authority, "--parallel", "--remote-name-all", "--output-dir", &out, "-K", &as_settings];
    let mut line_up = LineUp::new(ground);
    line_up.peer(Peer::Curl, "--parallel", &parallel);
    let get = ["get", "-i", &list, "-d", &out];
    line_up.haul("haul", &[setting, "max_running=50"], files.len(), &get);
    line_up.haul("haul, as it comes", &[setting], files.len(), &get);
    // After a thousand requests nginx leaves an http/2 connection, and wget2 then brings some of the files only.
    if door == Door::Plain {
        line_up.peer(Peer::Wget2, "", &[option, "-i", &list, "-P", &out]);
    }
    line_up.peer(Peer::Aria2, "-j16", &[option, "-j16", "-i", &list, "-d", &out]);
    Ok(Scenario {
        title: format!("{} files of 4 KiB, {how}", files.len()),
        line_up,
        bars: small_bars(),
        notes: vec![
            "haul has 50 at once, which is what curl has unless told otherwise; as it comes it has fewer.".to_owned(),
            durable(&files),
        ],
        outcome: files,
        before: Before::WarmUp,
    })
}

fn small_bars() -> Vec<Bar> {
    vec![Bar::at_most(Part::Wall, 1.0, "curl --parallel"), Bar::at_most(Part::Wall, 0.33, "aria2c -j16")]
}

fn durable(files: &[Served]) -> String {
    format!("haul's {} records of complete downloads were counted by another process after each round.", files.len())
}

fn words<'a>(first: &[&'a str], rest: &'a [String]) -> Vec<&'a str> {
    first.iter().copied().chain(rest.iter().map(String::as_str)).collect()
}

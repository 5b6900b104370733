//! What a screen reader is told of the real window.
//!
//! Owns the one desktop that has the accessibility bus, which the others do without because it is slow. Refuses to look
//! at the page: what counts is what the program gives to the desktop (AT-SPI).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, eventually};

use crate::desk::{Desk, Panel};
use crate::program::{Program, output};

/// The program as the desktop knows it.
const KNOWN_AS: &str = "dev.haul.Haul";

const LENGTH: usize = 24_000_000;

/// Files as people download them, and how much of each is there when it is looked at.
const HALTED: [(&str, u64); 3] =
    [("debian-13.2.0-amd64-netinst.iso", 40), ("harbour-timelapse-4k.mp4", 75), ("field-recordings-2026.zip", 12)];

/// A thing of the accessible tree: its role and its name.
type Thing = (String, String);

/// A program that finds the accessibility bus.
fn open_to_readers(desk: &Desk, program: impl AsRef<Path>) -> Command {
    let mut command = desk.command(program);
    command.env_remove("NO_AT_BRIDGE");
    command
}

/// Everything that the window tells a screen reader, from the top down.
fn told(desk: &Desk) -> Result<Vec<Thing>> {
    let mut reader = open_to_readers(desk, "/usr/bin/python3");
    reader.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/desktop/screen_reader.py")).arg(KNOWN_AS);
    let lines = output(reader)?;
    Ok(lines.lines().filter_map(|line| line.split_once('\t')).map(|(role, name)| (role.into(), name.into())).collect())
}

fn waits_for(desk: &Desk, what: &str, wanted: impl Fn(&[Thing]) -> bool) -> Result<Vec<Thing>> {
    eventually(what, || told(desk).ok().filter(|things| wanted(things))).with_context(|| match told(desk) {
        Ok(things) => format!("a screen reader is told {things:?}"),
        Err(error) => format!("a screen reader is told nothing: {error:#}"),
    })
}

fn has(things: &[Thing], role: &str, begins: &str) -> bool {
    things.iter().any(|(its, name)| its == role && name.starts_with(begins))
}

/// Leaves a picture of the window where somebody asked for one; see `cargo xtask screenshots`.
fn picture_if_asked(desk: &Desk) -> Result<()> {
    let Some(picture) = std::env::var_os("HAUL_PICTURE") else { return Ok(()) };
    let window = eventually("the window can be seen", || desk.seen_window())?;
    // below the notifications, which stand in the corner
    desk.xdotool(&["windowmove", &window, "20", "180", "windowsize", "--sync", &window, "1000", "640"])?;
    let mut import = desk.command("import");
    import.args(["-window", &window]).arg(picture);
    output(import).map(drop)
}

#[test]
fn m183_a_screen_reader_finds_the_list_its_rows_and_every_button() -> Result<()> {
    let content = bytes(183, LENGTH);
    let gate = Gate::closed();
    let mut origin = Origin::serving(Resource::status(404)).at("/handbook.epub", Resource::new(&content[..3_400_000]));
    for (name, percent) in HALTED {
        let held = Point::AfterBytes(LENGTH as u64 * percent / 100);
        origin = origin.at(&format!("/{name}"), Resource::new(&content).held_at(held, &gate));
    }
    let origin = origin.start_blocking()?;
    Desk::start("screen-reader", Panel::Missing)?.play(|desk| {
        let built = std::env::var_os("HAUL_DESKTOP_BIN").context("no window is built")?;
        let _window = Program::start(open_to_readers(desk, built))?;
        waits_for(desk, "the empty window is told", |things| has(things, "heading", "Nothing here yet"))?;
        for name in ["nightly-build.deb", "handbook.epub"].into_iter().chain(HALTED.map(|(name, _)| name)) {
            desk.haul(&["add", &origin.url_of(&format!("/{name}"))])?;
        }
        let things = waits_for(desk, "the rows are told", |things| {
            HALTED.iter().all(|(name, _)| has(things, "table row", &format!("{name} · Downloading")))
                && has(things, "table row", "handbook.epub · Finished")
                && has(things, "table row", "nightly-build.deb · Not found")
        })?;
        assert!(has(&things, "table", "Tasks") && has(&things, "entry", "Search"), "{things:?}");
        for button in ["Add", "Pause all", "Resume all", "Settings", "Pause", "Cancel", "Remove", "Retry"] {
            assert!(has(&things, "push button", button), "no button {button}: {things:?}");
        }
        assert!(has(&things, "progress bar", HALTED[0].0), "{things:?}");
        picture_if_asked(desk)?;
        gate.open();
        Ok(())
    })
}

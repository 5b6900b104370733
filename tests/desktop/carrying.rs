//! Files that are dragged out of the real window (row 152 of the fault matrix).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use haul_testkit::{Origin, bytes, eventually};

use crate::desk::{Desk, Panel};
use crate::page::{Page, Role};
use crate::program::Program;

/// The name of the file is none that an address or a shell leaves alone.
const NAME: &str = "Über 100 %41 #1?.bin";

#[test]
fn f152_a_finished_file_is_dragged_to_another_program_whatever_its_name() -> Result<()> {
    let origin = Origin::serving(bytes(6, 10)).start_blocking()?;
    Desk::start("carry", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        desk.haul(&["get", &origin.url_of("/x"), &format!("--output={NAME}")])?;
        page.attribute(Role::Row, "Über", "data-status", |status| status == "complete")?;
        let target = program(desk)?;
        let row = middle_of_row(desk, &page)?;
        pull(desk, row, (100, 830))?;
        let given = target.hears("an address", |line| line.starts_with("file:").then(|| line.to_owned()))?;
        let path = path_of(&given)?;
        assert_eq!(path, desk.home.downloads().join(NAME), "{given}");
        assert!(path.is_file(), "it was copied, not taken");
        Ok(())
    })
}

#[test]
fn a_file_that_is_let_go_over_our_own_window_is_nothing_new() -> Result<()> {
    let origin = Origin::serving(bytes(7, 10)).start_blocking()?;
    Desk::start("carry-home", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        desk.haul(&["get", &origin.url_of("/x"), "--output=mine.bin"])?;
        page.attribute(Role::Row, "mine.bin", "data-status", |status| status == "complete")?;
        let row = middle_of_row(desk, &page)?;
        pull(desk, row, (row.0 + 60, row.1 + 200))?;
        // Only when nothing hangs over the window can a button be pressed again.
        page.click(Role::Row, "mine.bin")?;
        page.click(Role::Button, "Open")?;
        eventually("the file is opened", || (!desk.opened().is_empty()).then_some(()))?;
        assert_eq!(page.run("return document.querySelectorAll('.zone, dialog[open]').length")?, "0");
        Ok(())
    })
}

/// A window of another program, at the lower left of the screen.
fn program(desk: &Desk) -> Result<Program> {
    let mut target = desk.command("/usr/bin/python3");
    target.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desktop/drag_target.py")).args(["20", "780"]);
    let target = Program::start(target)?;
    target.hears("it is there", |line| (line == "ready").then_some(()))?;
    Ok(target)
}

/// The middle of the only row, on the screen.
fn middle_of_row(desk: &Desk, page: &Page) -> Result<(i32, i32)> {
    let inside = page.run(
        "const box = document.querySelector('[data-task-id]').getBoundingClientRect();
         return Math.round(box.x + 200) + ' ' + Math.round(box.y + box.height / 2)",
    )?;
    let window = eventually("the window can be seen", || desk.seen_window())?;
    let (left, top) = inside.split_once(' ').context("a place has two numbers")?;
    desk.xdotool(&["windowactivate", "--sync", &window])?;
    desk.xdotool(&["mousemove", "--sync", "--window", &window, left, top])?;
    let at = desk.xdotool(&["getmouselocation", "--shell"])?;
    let number = |key: &str| {
        let found = at.lines().find_map(|line| line.strip_prefix(key));
        found.and_then(|number| number.parse().ok()).context("there is no pointer")
    };
    Ok((number("X=")?, number("Y=")?))
}

/// Presses, goes there in small steps, and lets go once the drag has followed.
fn pull(desk: &Desk, (left, top): (i32, i32), to: (i32, i32)) -> Result<()> {
    let at = |x: i32, y: i32| desk.xdotool(&["mousemove", "--sync", &x.to_string(), &y.to_string()]).map(drop);
    desk.xdotool(&["mousedown", "1"])?;
    for step in 1..=5 {
        at(left + step * 4, top + step * 2)?;
    }
    eventually("the drag has a picture under the pointer", || {
        let windows = desk.xdotool(&["search", "--onlyvisible", "--class", "haul"]).ok()?;
        (windows.lines().count() > 1).then_some(())
    })?;
    for step in 1..=20 {
        at(left + (to.0 - left) * step / 20, top + (to.1 - top) * step / 20)?;
    }
    desk.xdotool(&["mouseup", "1"]).map(drop)
}

fn path_of(address: &str) -> Result<PathBuf> {
    Ok(crate::manners::percent_decoded(address.strip_prefix("file://").context("this is no file")?)?.into())
}

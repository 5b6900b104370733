//! The real window on a real desktop: a screen without a monitor, a window manager, a panel with a tray, notifications,
//! a session bus, and another program to drag from (contract of the desktop; rows 194 to 204 of the fault matrix).
//!
//! `HAUL_DESKTOP_BIN` names the built window; `cargo xtask test` sees to it.

#[path = "desktop/carrying.rs"]
mod carrying;
#[path = "desktop/desk.rs"]
mod desk;
#[path = "desktop/manners.rs"]
mod manners;
#[path = "desktop/page.rs"]
mod page;
#[path = "desktop/program.rs"]
mod program;
#[path = "desktop/screen_reader.rs"]
mod screen_reader;
#[path = "desktop/services.rs"]
mod services;
#[path = "desktop/tray.rs"]
mod tray;

use std::path::Path;

use anyhow::{Context, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, eventually, sha256_hex};

use desk::{Desk, Panel};
use page::{Page, Role};
use program::Program;
use tray::Bus;

const LENGTH: usize = 2_000_000;

fn half() -> Point {
    Point::AfterBytes(LENGTH as u64 / 2)
}

#[test]
fn a_download_goes_on_without_the_window_and_its_notification_opens_the_file() -> Result<()> {
    let content = bytes(1, LENGTH);
    let gate = Gate::closed();
    let film = Resource::new(&content).held_at(half(), &gate);
    let origin = Origin::serving(Resource::status(404)).at("/film.mkv", film).start_blocking()?;
    Desk::start("download", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        let bus = Bus::connect(desk.bus())?;
        page.click(Role::Button, "Add")?;
        page.type_into("URLs", &origin.url_of("/film.mkv"))?;
        page.click(Role::Button, "Download")?;
        page.attribute(Role::Row, "film.mkv", "data-status", |status| status == "running")?;
        page.attribute(Role::Progressbar, "film.mkv", "aria-valuenow", |percent| percent == "50")?;

        desk.close_window()?;
        eventually("the window has gone", || desk.seen_window().is_none().then_some(()))?;
        let icon = bus.icon()?;
        icon.says("the tray tells of the transfer", |tooltip| tooltip.starts_with("Haul: 1 running · "))?;

        gate.open();
        desk.notification("the notification of the end", |line| line.contains("summary: 'film.mkv is ready'"))?;
        let file = desk.home.downloads().join("film.mkv");
        assert_eq!(sha256_hex(&std::fs::read(&file)?), sha256_hex(&content));
        icon.says("the tray is at rest", |tooltip| tooltip == "Haul: Nothing to do")?;
        desk.choose_in_notification("Open")?;
        eventually("the file is opened", || (desk.opened() == [file.clone()]).then_some(()))?;
        assert!(desk.seen_window().is_none(), "the action needs no window");

        icon.click()?;
        page.follow_new_window()?;
        page.attribute(Role::Row, "film.mkv", "data-status", |status| status == "complete")?;
        page.click(Role::Row, "film.mkv")?;
        page.click(Role::Button, "Open")?;
        eventually("the page opens the file too", || (desk.opened() == [file.clone(), file.clone()]).then_some(()))?;

        icon.choose("Quit")?;
        bus.loses_icon()
    })
}

#[test]
fn links_dropped_from_another_program_arrive_letter_by_letter() -> Result<()> {
    let signed = "/a%20b%2Fc.bin?sig=x%2By%3D&n=%E2%82%AC";
    let origin = Origin::serving(bytes(2, 1000)).start_blocking()?;
    Desk::start("drop", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let dropped = [origin.url_of(signed), origin.url_of("/plain.bin")];
        drag_onto_window(desk, &dropped)?;
        page.sees(Role::Dialog, "Add downloads")?;
        eventually("the links stand in the dialog", || {
            let text = page.value_of("URLs").ok()?;
            (text.trim_end() == dropped.join("\n")).then_some(())
        })?;
        page.click(Role::Button, "Download")?;
        origin.wait_for_blocking(|requests| {
            [signed, "/plain.bin"].iter().all(|wanted| requests.iter().any(|request| request.target == *wanted))
        })?;
        Ok(())
    })
}

/// Drags what another program's window offers onto the middle of ours.
fn drag_onto_window(desk: &Desk, addresses: &[String]) -> Result<()> {
    let mut source = desk.command("/usr/bin/python3");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desktop/drag_source.py");
    source.arg(script).args(["20", "780"]).args(addresses);
    let source = Program::start(source)?;
    let says = |word: &str| source.hears(word, |line| (line == word).then_some(()));
    says("ready")?;
    let window = eventually("the other program can be seen", || {
        desk.xdotool(&["search", "--onlyvisible", "--name", "^Another program$"]).ok()
    })?;
    let at = |x: &str, y: &str| desk.xdotool(&["mousemove", x, y]).map(drop);
    desk.xdotool(&["mousemove", "--window", window.trim(), "60", "40", "mousedown", "1"])?;
    for step in ["90", "120", "150"] {
        at(step, "830")?;
    }
    says("begun")?;
    for step in 1..=20 {
        at(&(150 + step * 25).to_string(), &(830 - step * 20).to_string())?;
    }
    desk.xdotool(&["mouseup", "1"])?;
    says("given")?;
    says("ended")
}

#[test]
fn a_second_start_hands_its_address_to_the_window_of_a_daemon() -> Result<()> {
    let content = bytes(3, 1000);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    Desk::start("second-start", Panel::Shown)?.play(|desk| {
        let mut daemon = desk.daemon()?;
        let mut first = desk.window(&["--hidden"])?;
        let bus = Bus::connect(desk.bus())?;
        let icon = bus.icon()?;
        assert!(desk.seen_window().is_none(), "it was started hidden");

        let mut second = desk.window(&[&origin.url_of("/second.bin")])?;
        assert_eq!(second.ends()?, 0, "{:?}", second.said());
        eventually("the first shows itself", || desk.seen_window())?;
        let file = desk.home.downloads().join("second.bin");
        eventually("the file is there", || std::fs::read(&file).ok().filter(|found| *found == content))?;

        icon.choose("Quit")?;
        assert_eq!(first.ends()?, 0, "{:?}", first.said());
        let list = desk.haul(&["list", "--json"])?;
        assert!(list.contains("second.bin"), "the daemon goes on: {list}");
        daemon.terminate()?;
        assert_eq!(daemon.ends()?, 0, "{:?}", daemon.said());
        Ok(())
    })
}

#[test]
fn when_the_daemon_ends_the_window_hosts() -> Result<()> {
    let content = bytes(4, 1000);
    let origin = Origin::serving(&content[..]).start_blocking()?;
    Desk::start("daemon-ends", Panel::Shown)?.play(|desk| {
        let mut daemon = desk.daemon()?;
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        daemon.terminate()?;
        assert_eq!(daemon.ends()?, 0, "{:?}", daemon.said());
        let url = origin.url_of("/after.bin");
        eventually("somebody hosts again", || desk.haul(&["add", &url, "-o", "after.bin"]).ok())?;
        let file = desk.home.downloads().join("after.bin");
        eventually("the file is there", || std::fs::read(&file).ok().filter(|found| *found == content))?;
        page.attribute(Role::Row, "after.bin", "data-status", |status| status == "complete")
    })
}

#[test]
fn without_a_tray_closing_asks_and_a_tray_that_comes_later_is_used() -> Result<()> {
    Desk::start("no-tray", Panel::Missing)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        // A window that has just appeared may not hear the first press.
        eventually("the page asks", || {
            desk.close_window().ok()?;
            page.run("return document.querySelectorAll('dialog[open]').length").ok().filter(|open| open == "1")
        })?;
        page.sees(Role::Button, "Minimize")?;
        page.click(Role::Button, "Cancel")?;
        page.misses(Role::Button, "Minimize")?;
        assert!(desk.seen_window().is_some(), "the window stays");

        desk.start_panel()?;
        let icon = Bus::connect(desk.bus())?.icon()?;
        icon.says("the icon is drawn", |tooltip| tooltip == "Haul: Nothing to do")?;
        desk.close_window()?;
        eventually("the window has gone", || desk.seen_window().is_none().then_some(()))?;
        icon.choose("Show")?;
        eventually("the window is back", || desk.seen_window())?;
        Ok(())
    })
}

#[test]
fn closing_the_window_ends_the_program_as_soon_as_that_is_set() -> Result<()> {
    let content = bytes(8, LENGTH);
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(&content).held_at(half(), &gate)).start_blocking()?;
    Desk::start("closing", Panel::Shown)?.play(|desk| {
        let mut window = desk.window(&[&origin.url_of("/film.mkv")])?;
        let icon = Bus::connect(desk.bus())?.icon()?;
        icon.says("it runs", |tooltip| tooltip.starts_with("Haul: 1 running"))?;
        // A window that has just appeared may not hear the first press.
        eventually("the window has gone", || desk.close_window_if_seen().then_some(()))?;
        icon.choose("Show")?;
        desk.haul(&["settings", "set", "closing", "quit"])?;
        desk.close_window()?;
        assert_eq!(window.ends()?, 0, "{:?}", window.said());
        let kept = desk.haul(&["list", "--json"])?;
        assert!(kept.contains("\"received\":1000000"), "what came is saved: {kept}");
        Ok(())
    })
}

#[test]
fn without_bus_and_tray_the_program_starts_and_a_signal_ends_it_cleanly() -> Result<()> {
    Desk::start("no-bus", Panel::Missing)?.play(|desk| {
        let mut command = desk.command(std::env::var_os("HAUL_DESKTOP_BIN").context("no window is built")?);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        let mut window = Program::start(command)?;
        eventually("the window can be seen", || desk.seen_window())?;
        window.terminate()?;
        assert_eq!(window.ends()?, 0, "{:?}", window.said());
        assert!(!window.said().iter().any(|line| line.contains("panicked")), "{:?}", window.said());
        Ok(())
    })
}

#[test]
fn without_a_screen_the_program_says_so() -> Result<()> {
    Desk::start("no-screen", Panel::Missing)?.play(|desk| {
        let built = std::env::var_os("HAUL_DESKTOP_BIN").context("no window is built")?;
        let mut command = desk.command(&built);
        command.env_remove("DISPLAY");
        let mut none = Program::start(command)?;
        assert_eq!(none.ends()?, 1);
        none.hears("the sentence", |line| line.contains("There is no screen here").then_some(()))?;
        let mut command = desk.command(&built);
        command.env("DISPLAY", ":987654");
        let mut silent = Program::start(command)?;
        assert_eq!(silent.ends()?, 1);
        silent.hears("the sentence", |line| line.contains("does not answer").then_some(()))
    })
}

#[test]
fn a_hostile_page_reaches_nothing_but_its_commands() -> Result<()> {
    let origin = Origin::serving(bytes(5, 10)).start_blocking()?;
    Desk::start("hostile-page", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let elsewhere = origin.url_of("/evil");
        let frame = format!(
            "const frame = document.createElement('iframe'); frame.src = '{elsewhere}'; document.body.append(frame);
             const violated = new Promise((told) => addEventListener('securitypolicyviolation', (event) =>
               told(event.effectiveDirective), {{ once: true }}));
             fetch('{elsewhere}').catch(() => undefined); return violated;"
        );
        assert!(!page.run(&frame)?.starts_with("refused"));
        assert_eq!(page.run(&format!("return window.open('{elsewhere}')"))?, "null");
        page.run(&format!("location.href = '{elsewhere}'; return 1"))?;
        let invoke = |command: &str, with: &str| {
            page.run(&format!("return JSON.stringify(await window.__TAURI_INTERNALS__.invoke('{command}', {with}))"))
        };
        for command in ["plugin:fs|read_file", "plugin:shell|execute", "plugin:event|emit", "plugin:window|create"] {
            let refused = invoke(command, "{}")?;
            assert!(refused.contains("not allowed") || refused.contains("not found"), "{command}: {refused}");
        }
        for with in ["{}", "{task:-1}", "{task:NaN}", "{task:'../../etc/passwd'}", "{task:1e300}", "{task:404}"] {
            for command in ["open_file", "show_in_folder"] {
                assert!(invoke(command, with)?.starts_with("refused"), "{command} {with}");
            }
        }
        for with in ["{}", "{with:7}", "{with:{downloads:[{url:7}]}}", "{with:{downloads:[{['x'.repeat(1e6)]:1}]}}"] {
            assert!(invoke("add", with)?.starts_with("refused"), "{with}");
        }
        assert!(desk.opened().is_empty());
        assert_eq!(origin.requests().len(), 0, "the page asked a server: {:?}", origin.requests());
        assert_eq!(page.run("return location.protocol")?, "tauri:");
        Ok(())
    })
}

/// WebKit keeps Escape to itself in a field for searching, as other browsers do not.
#[test]
fn escape_leaves_the_settings_while_their_search_has_the_keyboard() -> Result<()> {
    Desk::start("escape", Panel::Missing)?.play(|desk| {
        let page = Page::open(desk)?;
        page.click(Role::Button, "Settings")?;
        page.sees(Role::Dialog, "Settings")?;
        eventually("the search has the keyboard", || {
            page.run("return document.activeElement.type").ok().filter(|kind| kind == "search")
        })?;
        let window = eventually("the window can be seen", || desk.seen_window())?;
        desk.xdotool(&["windowactivate", "--sync", &window, "key", "--clearmodifiers", "Escape"])?;
        page.misses(Role::Dialog, "Settings")
    })
}

#[test]
fn a_name_that_is_markup_is_shown_as_text() -> Result<()> {
    let named = Resource::new(bytes(6, 10))
        .content_disposition("attachment; filename=\"<img src=x onerror=document.title=1>&amp;.txt\"");
    let origin = Origin::serving(named).start_blocking()?;
    Desk::start("markup", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let mut second = desk.window(&[&origin.url_of("/x")])?;
        assert_eq!(second.ends()?, 0, "{:?}", second.said());
        page.attribute(Role::Row, "img src", "data-status", |status| status == "complete")?;
        assert_eq!(page.run("return document.querySelectorAll('img').length + document.title")?, "0Haul");
        desk.notification("the notification", |line| line.contains("img src=x onerror"))
    })
}

//! How Haul behaves among the other programs of a desktop: tray menu, dock, bus, file manager, clipboard, window.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, eventually};
use serde_json::Value;
use zbus::blocking::Proxy;
use zbus::zvariant::Value as Variant;

use crate::desk::{Desk, Panel};
use crate::page::{Page, Role};
use crate::program::Program;
use crate::services::{Dock, FileManager};
use crate::tray::Bus;

const LENGTH: usize = 1_000_000;
const NAME: &str = "dev.haul.Haul";

/// A server whose file waits in the middle for the gate.
fn held(gate: &Gate) -> Result<Origin> {
    let film = Resource::new(bytes(1, LENGTH)).held_at(Point::AfterBytes(LENGTH as u64 / 2), gate);
    Origin::serving(Resource::status(404)).at("/film.mkv", film).start_blocking()
}

/// The number of the one task in the list.
fn only_task(desk: &Desk) -> Result<u64> {
    let list: Value = serde_json::from_str(desk.haul(&["list", "--json"])?.lines().next().context("no task")?)?;
    list["id"].as_u64().context("a task without a number")
}

/// Another program that has copied `text`.
fn copies(desk: &Desk, text: &str, how: &[&str]) -> Result<Program> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desktop/clipboard.py");
    let file = desk.home.root().join("copied");
    std::fs::write(&file, text)?;
    let mut other = desk.command("/bin/sh");
    other.args(["-c", "exec /usr/bin/python3 \"$@\" < \"$0\""]).arg(file).arg(script).args(how);
    let other = Program::start(other)?;
    other.hears("the other program owns the clipboard", |line| (line == "copied").then_some(()))?;
    Ok(other)
}

/// Asks Haul over the bus, as a desktop does.
fn application(desk: &Desk) -> Result<Proxy<'static>> {
    let bus = zbus::blocking::connection::Builder::address(desk.bus())?.build()?;
    Ok(Proxy::new(&bus, NAME, "/dev/haul/Haul", "org.freedesktop.Application")?)
}

type Platform = std::collections::HashMap<String, Variant<'static>>;

#[test]
fn m188_the_dock_shows_how_far_everything_is_and_is_cleared_at_the_end() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    Desk::start("dock", Panel::Missing)?.play(|desk| {
        let dock = Dock::on(desk.bus())?;
        let mut window = desk.window(&["--hidden", &origin.url_of("/film.mkv")])?;
        let badge = dock.shows("half of one", |badge| badge.progress == Some(0.5))?;
        assert_eq!((badge.application.as_str(), badge.count), ("application://dev.haul.Haul.desktop", Some(1)));
        gate.open();
        dock.shows("nothing at the end", |badge| badge.progress.is_none() && badge.count.is_none())?;

        let gate = Gate::closed();
        let other = held(&gate)?;
        desk.haul(&["add", &other.url_of("/film.mkv"), "-o", "second.mkv"])?;
        dock.shows("half of another", |badge| badge.progress == Some(0.5))?;
        window.terminate()?;
        assert_eq!(window.ends()?, 0, "{:?}", window.said());
        dock.shows("nothing after the program", |badge| badge.progress.is_none() && badge.count.is_none())?;
        Ok(())
    })
}

#[test]
fn m188_who_wants_no_progress_in_the_dock_has_none() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    Desk::start("no-dock", Panel::Missing)?.play(|desk| {
        let dock = Dock::on(desk.bus())?;
        let _window = desk.window(&["--hidden", &origin.url_of("/film.mkv")])?;
        dock.shows("half", |badge| badge.progress == Some(0.5))?;
        desk.haul(&["settings", "set", "launcher_progress", "false"])?;
        dock.shows("nothing", |badge| badge.progress.is_none() && badge.count.is_none())?;
        Ok(())
    })
}

#[test]
fn the_tray_names_the_newest_tasks_and_sets_the_speed_limit() -> Result<()> {
    let gate = Gate::closed();
    let origin = held(&gate)?;
    Desk::start("tray-menu", Panel::Shown)?.play(|desk| {
        let _window = desk.window(&["--hidden", &origin.url_of("/film.mkv")])?;
        let icon = Bus::connect(desk.bus())?.icon()?;
        icon.says("the tray tells of the transfer", |tooltip| tooltip.starts_with("Haul: 1 running · "))?;
        let usual = ["Show", "Add from clipboard", "Pause all", "Resume all"];
        let offers = |limit: &str, task: &str| {
            let wanted = [&usual[..], &[limit, task, "Quit"]].concat();
            eventually(&format!("the menu offers {wanted:?}"), || icon.menu().ok().filter(|menu| *menu == wanted))
                .with_context(|| format!("the menu is {:?}", icon.menu()))
        };
        offers("Speed limit: none", "\u{2068}film.mkv\u{2069} (running)")?;
        icon.choose("2 MB/s")?;
        offers("Speed limit: 2 MB/s", "\u{2068}film.mkv\u{2069} (running)")?;
        assert_eq!(desk.haul(&["settings", "get", "limit_rate"])?.trim(), "limit_rate = 2000000");
        desk.haul(&["settings", "set", "limit_rate", "0.5MB"])?;
        offers("Speed limit: 500 kB/s", "\u{2068}film.mkv\u{2069} (running)")?;
        icon.choose("No limit")?;
        offers("Speed limit: none", "\u{2068}film.mkv\u{2069} (running)")?;
        icon.choose("Pause all")?;
        offers("Speed limit: none", "\u{2068}film.mkv\u{2069} (paused)")?;
        icon.choose("\u{2068}film.mkv\u{2069} (paused)")?;
        eventually("what is not finished is shown", || desk.seen_window())?;
        gate.open();
        icon.choose("Resume all")?;
        offers("Speed limit: none", "\u{2068}film.mkv\u{2069} (finished)")?;
        icon.choose("\u{2068}film.mkv\u{2069} (finished)")?;
        let file = desk.home.downloads().join("film.mkv");
        eventually("what is finished is opened", || (desk.opened() == [file.clone()]).then_some(()))
    })
}

#[test]
fn f157_the_tray_offers_the_links_on_the_clipboard_and_nothing_else_of_it() -> Result<()> {
    let origin = Origin::serving(bytes(2, 1000)).start_blocking()?;
    Desk::start("tray-clipboard", Panel::Shown)?.play(|desk| {
        let link = origin.url_of("/a%20b.bin?sig=x%2By");
        let _other = copies(desk, &format!("my password is hunter2\nsee {link}, please"), &[])?;
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        Bus::connect(desk.bus())?.icon()?.choose("Add from clipboard")?;
        page.sees(Role::Dialog, "Add downloads")?;
        eventually("the link stands in the dialog", || (page.value_of("URLs").ok()?.trim() == link).then_some(()))?;
        assert_eq!(origin.requests().len(), 0, "nothing is fetched before the person says so");
        Ok(())
    })
}

#[test]
fn f157_a_copied_link_is_offered_only_by_choice_and_a_password_never() -> Result<()> {
    Desk::start("clipboard", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let says = |text: &str| page.run(&format!("return document.body.textContent.includes('{text}')"));
        let unasked = copies(desk, "https://a.example/unasked", &[])?;
        desk.haul(&["settings", "set", "watch_clipboard", "true"])?;
        let offered = copies(desk, "https://a.example/offered", &[])?;
        eventually("the link is offered", || (says("a.example/offered").ok()? == "true").then_some(()))?;
        assert_eq!(says("a.example/unasked")?, "false", "it was copied before anybody chose to be asked");
        page.click(Role::Button, "Not now")?;
        // Each is followed by one that is offered: what comes before it has been let go.
        for (text, how) in [
            ("https://a.example/secret", &["--secret"][..]),
            ("hunter2", &[]),
            (&format!("https://a.example/long\n{}", "x".repeat(10_000_000)), &[]),
        ] {
            let other = copies(desk, text, how)?;
            let last = copies(desk, "https://a.example/last", &[])?;
            eventually("the last is offered", || (says("a.example/last").ok()? == "true").then_some(()))?;
            for unwanted in ["a.example/secret", "hunter2", "a.example/long"] {
                assert_eq!(says(unwanted)?, "false");
            }
            page.click(Role::Button, "Not now")?;
            drop((other, last));
        }
        drop((unasked, offered));
        let said = Command::new("grep").args(["-rlE", "unasked|hunter2"]).arg(desk.home.folder()).output()?;
        assert_eq!(String::from_utf8_lossy(&said.stdout), "", "what was copied is kept nowhere");
        Ok(())
    })
}

#[test]
fn the_bus_starts_haul_and_brings_what_a_link_offers() -> Result<()> {
    let origin = Origin::serving(bytes(3, 1000)).start_blocking()?;
    Desk::start("activation", Panel::Shown)?.play(|desk| {
        assert!(desk.seen_window().is_none());
        application(desk)?.call::<_, _, ()>("Activate", &(Platform::new(),))?;
        eventually("the window can be seen", || desk.seen_window())?;
        let mut second = desk.window(&["--hidden"])?;
        assert_eq!(second.ends()?, 0, "the one that the bus has started is the first");
        application(desk)?
            .call::<_, _, ()>("ActivateAction", &("pause-all", Vec::<Variant<'_>>::new(), Platform::new()))?;
        let haul = application(desk)?;
        let open = |uri: &str| haul.call::<_, _, ()>("Open", &(vec![uri], Platform::new()));
        for refused in ["haul:quit", "file:///etc/passwd", "javascript:alert(1)", "--version"] {
            assert!(matches!(open(refused), Err(zbus::Error::MethodError(..))), "{refused}");
        }
        open(&origin.url_of("/plain.bin"))?;
        eventually("the file is there", || std::fs::read(desk.home.downloads().join("plain.bin")).ok())?;
        application(desk)?.call::<_, _, ()>("ActivateAction", &("quit", Vec::<Variant<'_>>::new(), Platform::new()))?;
        eventually("the window has gone", || desk.seen_window().is_none().then_some(()))
    })
}

#[test]
fn a_link_of_our_own_is_asked_about_and_adds_nothing_by_itself() -> Result<()> {
    let origin = Origin::serving(bytes(4, 1000)).start_blocking()?;
    Desk::start("own-link", Panel::Shown)?.play(|desk| {
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let wanted = origin.url_of("/a%20b.bin");
        let link = format!("haul:add?url={}", wanted.replace('%', "%25").replace(':', "%3A").replace('/', "%2F"));
        let mut second = desk.window(&[&link])?;
        assert_eq!(second.ends()?, 0, "{:?}", second.said());
        page.sees(Role::Dialog, "Add downloads")?;
        eventually("the address stands in it", || (page.value_of("URLs").ok()?.trim() == wanted).then_some(()))?;
        assert_eq!((origin.requests().len(), desk.haul(&["list", "--json"])?.trim()), (0, ""));
        page.click(Role::Button, "Download")?;
        origin.wait_for_blocking(|requests| requests.iter().any(|request| request.target == "/a%20b.bin"))?;
        Ok(())
    })
}

#[test]
fn f152_the_file_manager_is_given_the_very_file_whatever_its_name() -> Result<()> {
    let origin = Origin::serving(bytes(5, 10)).start_blocking()?;
    Desk::start("reveal", Panel::Shown)?.play(|desk| {
        let manager = FileManager::on(desk.bus())?;
        let page = Page::open(desk)?;
        page.sees(Role::Button, "Add")?;
        let folder = desk.home.root().join("-a\nb %20 \"c\" 'd' $(id) #?&");
        std::fs::create_dir(&folder)?;
        let name = "-rf %41 'e'.bin";
        let file = folder.join(name);
        let into = [format!("--dir={}", folder.display()), format!("--output={name}")];
        desk.haul(&["get", &origin.url_of("/x"), &into[0], &into[1]])?;
        let task = only_task(desk)?;
        page.run(&format!("await window.__TAURI_INTERNALS__.invoke('show_in_folder', {{ task: {task} }})"))?;
        let shown = manager.shows()?;
        let path = shown.strip_prefix("file://").context("this is no file")?;
        assert!(path.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"#?".contains(&byte)), "{shown}");
        let decoded: PathBuf = percent_decoded(path)?.into();
        assert_eq!(decoded, file);
        page.run(&format!("await window.__TAURI_INTERNALS__.invoke('open_file', {{ task: {task} }})"))?;
        let log = desk.home.root().join("opened");
        eventually("the file is opened", || std::fs::read_to_string(&log).ok().filter(|log| !log.is_empty()))?;
        assert_eq!(std::fs::read_to_string(&log)?.trim_end(), file.to_string_lossy(), "as one argument, unchanged");
        Ok(())
    })
}

pub(crate) fn percent_decoded(text: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next(), rest.next()].map(|digit| digit.unwrap_or_default());
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits)?, 16)?);
        } else {
            bytes.push(byte);
        }
    }
    Ok(String::from_utf8(bytes)?)
}

#[test]
fn the_window_comes_back_where_and_as_large_as_it_was() -> Result<()> {
    Desk::start("window-state", Panel::Shown)?.play(|desk| {
        let mut first = desk.window(&[])?;
        let window = eventually("the window can be seen", || desk.seen_window())?;
        desk.xdotool(&["windowsize", "--sync", &window, "700", "500"])?;
        desk.xdotool(&["windowmove", "--sync", &window, "230", "170"])?;
        let geometry = |window: &str| desk.xdotool(&["getwindowgeometry", "--shell", window]);
        let lines = |text: &str| -> Vec<String> {
            let wanted = |line: &&str| ["X=", "Y=", "WIDTH=", "HEIGHT="].iter().any(|key| line.starts_with(key));
            text.lines().filter(wanted).map(str::to_owned).collect()
        };
        let before = lines(&geometry(&window)?);
        // What the window manager says of closing comes after what it said of moving.
        let icon = Bus::connect(desk.bus())?.icon()?;
        desk.close_window()?;
        eventually("the window has gone", || desk.seen_window().is_none().then_some(()))?;
        icon.choose("Quit")?;
        assert_eq!(first.ends()?, 0, "{:?}", first.said());
        let _second = desk.window(&[])?;
        let window = eventually("the window is back", || desk.seen_window())?;
        eventually("it is where it was", || (lines(&geometry(&window).ok()?) == before).then_some(()))
            .with_context(|| format!("before: {before:?}, now: {:?}", geometry(&window)))
    })
}

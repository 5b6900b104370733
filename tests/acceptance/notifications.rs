//! A daemon without a window tells the desktop what happens, once, and does what the buttons say.

use std::os::unix::fs::PermissionsExt as _;

use anyhow::{Context as _, Result};
use haul_testkit::{
    Gate, Home, Notification, NotificationService, Origin, Point, PrivateBus, Resource, bytes, eventually,
};
use serde_json::json;

use crate::world::{World, home};

const SIZE: usize = 100_000;
const HALF: u64 = 50_000;

/// A desktop whose notifications a test reads, with a daemon on it.
struct Desk {
    world: World,
    service: NotificationService,
    _bus: PrivateBus,
}

impl Desk {
    fn start() -> Result<Desk> {
        Desk::of(home()?)
    }

    fn of(home: Home) -> Result<Desk> {
        let bus = PrivateBus::start()?;
        let service = NotificationService::on(&bus, &["actions", "body", "body-markup"])?;
        let world = World::of(bus.as_session_bus_of(home))?;
        Ok(Desk { world, service, _bus: bus })
    }

    fn set(&self, key: &str, value: &str) -> Result<()> {
        self.world.call("set", json!({ "key": key, "value": value }))?;
        Ok(())
    }

    /// Waits until a notification is on the screen for which `wanted` holds.
    fn shows(&self, what: &str, wanted: impl Fn(&Notification) -> bool) -> Result<Notification> {
        let mut last = Vec::new();
        let found = eventually(what, || {
            last = self.service.shown();
            last.iter().find(|notification| wanted(notification)).cloned()
        });
        found.with_context(|| format!("on the screen: {last:?}; asked for: {:?}", self.service.asked()))
    }

    fn shows_title(&self, title: &str) -> Result<Notification> {
        self.shows(&format!("\"{title}\" is shown"), |notification| notification.title == title)
    }
}

/// A file whose answer waits in the middle for the gate.
fn held(gate: &Gate) -> Resource {
    Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(HALF), gate).for_the_first(1)
}

#[test]
fn m179_m182_the_buttons_of_one_notification_act_on_the_task_without_a_window() -> Result<()> {
    let (desk, gate) = (Desk::start()?, Gate::closed());
    for (key, text) in
        [("notify_running", "{filename}: {progress}"), ("notify_paused", "{filename} rests\nafter {progress}")]
    {
        desk.set(key, text)?;
    }
    let origin = Origin::serving(held(&gate)).start_blocking()?;
    let task = desk.world.add(&[&origin.url(), "-c", "1"])?;
    let running =
        desk.shows("the progress is shown", |it| it.percent == Some(50) && it.keys.contains(&"pause".into()))?;
    assert_eq!(
        (running.title.as_str(), &running.keys[..]),
        ("file.bin: 50%", &keys(["default", "cancel", "pause"])[..])
    );
    desk.service.press(running.id, "pause")?;
    let paused = desk.shows_title("file.bin rests")?;
    assert_eq!((paused.id, &paused.keys[..]), (running.id, &keys(["default", "cancel", "resume"])[..]));
    assert_eq!(desk.world.show(task)?["status"], "paused");
    desk.service.press(paused.id, "resume")?;
    let done = desk.shows_title("file.bin is ready")?;
    assert_eq!((done.id, desk.service.shown().len()), (running.id, 1), "one takes the place of the other");
    assert_eq!(desk.world.show(task)?["status"], "complete");
    Ok(())
}

fn keys<const N: usize>(words: [&str; N]) -> [String; N] {
    words.map(str::to_owned)
}

#[test]
fn m178_a_state_without_a_text_takes_the_older_notification_away() -> Result<()> {
    let (desk, gate) = (Desk::start()?, Gate::closed());
    desk.set("notify_running", "{filename}")?;
    let origin = Origin::serving(held(&gate)).start_blocking()?;
    let task = desk.world.add(&[&origin.url(), "-c", "1"])?;
    let running = desk.shows_title("file.bin")?;
    desk.world.has_received(task, HALF)?;
    desk.service.press(running.id, "cancel")?;
    desk.world.reaches(task, "canceled")?;
    eventually("nothing is shown of a canceled task", || desk.service.shown().is_empty().then_some(()))
}

#[test]
fn m183_a_click_opens_the_file_of_a_finished_task_where_that_is_set() -> Result<()> {
    let home = home()?;
    let (tools, opened) = (home.root().join("tools"), home.root().join("opened"));
    std::fs::create_dir(&tools)?;
    // The desktop's opener is the end of the story: it notes what it was given.
    let opener = tools.join("xdg-open");
    std::fs::write(&opener, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", opened.display()))?;
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755))?;
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default());
    let desk = Desk::of(home.env("PATH", path))?;
    desk.set("notify_tap_opens", "true")?;
    let origin = Origin::serving(bytes(1, 100)).at("/run.sh", bytes(2, 100)).start_blocking()?;
    desk.world.add(&[&origin.url(), "-o", "film.mkv"])?;
    let film = desk.shows_title("film.mkv is ready")?;
    desk.service.press(film.id, "default")?;
    let expected = format!("{}\n", desk.world.home.downloads().join("film.mkv").display());
    eventually("the file is opened", || (std::fs::read_to_string(&opened).ok()? == expected).then_some(()))?;

    let script = desk.world.add(&[&origin.url_of("/run.sh"), "-o", "run.sh"])?;
    let notification = desk.shows_title("run.sh is ready")?;
    desk.service.press(notification.id, "open")?;
    let pressed = desk.world.watch(&json!("presses"))?.next()?;
    assert_eq!((&pressed["about"], &pressed["action"]), (&json!({ "task": script }), &json!("open")));
    assert_eq!(std::fs::read_to_string(&opened)?, expected, "what could run is not opened without a question");
    Ok(())
}

#[test]
fn m183_a_click_is_kept_until_a_client_starts_and_is_heard_once() -> Result<()> {
    let desk = Desk::start()?;
    let origin = Origin::serving(Resource::status(404)).at("/b", Resource::status(404)).start_blocking()?;
    let mut tasks = Vec::new();
    for name in ["a", "b"] {
        tasks.push(desk.world.add(&[&origin.url_of(&format!("/{name}")), "-o", name])?);
        let failed = desk.shows_title(&format!("{name} could not be downloaded"))?;
        assert!(!failed.body.is_empty(), "it says why");
        desk.service.press(failed.id, "default")?;
    }
    let mut client = desk.world.watch(&json!("presses"))?;
    for task in tasks {
        let pressed = client.next()?;
        assert_eq!((&pressed["event"], &pressed["about"]), (&json!("pressed"), &json!({ "task": task })));
        assert_eq!(pressed.get("action"), None);
    }
    desk.world.call("press", json!({ "about": { "task": 99 } }))?;
    assert_eq!(client.next()?["about"], json!({ "task": 99 }), "the earlier ones are not told again");
    Ok(())
}

#[test]
fn m184_a_group_has_one_notification_whose_button_acts_on_all_and_whose_end_tells_of_a_failure() -> Result<()> {
    let (desk, gate) = (Desk::start()?, Gate::closed());
    let slow = || Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(HALF), &gate);
    let origin =
        Origin::serving(slow()).at("/quick", bytes(2, 10)).at("/gone", Resource::status(404)).start_blocking()?;
    let texts = json!({
        "running": "{displayName}: {numFinished} of {numTotal}\n{progress}",
        "complete": "all {numTotal} are here",
        "failed": "{numFailed} of {numTotal} failed",
        "together": "films",
    });
    let add = |path: &str| -> Result<u64> {
        let new = json!({ "url": origin.url_of(path), "name": "?", "lanes": 1, "notifications": texts });
        desk.world.try_add(new)?.map_err(|why| anyhow::anyhow!("{why}"))?["id"].as_u64().context("a number")
    };
    let (first, second) = (add("/one")?, add("/two")?);
    desk.shows_title("films: 0 of 2")?;
    add("/quick")?;
    let running = desk.shows_title("films: 1 of 3")?;
    assert_eq!((running.percent, running.body.as_str()), (Some(33), "33%"));
    assert_eq!(running.keys, keys(["default", "cancel"]));
    add("/gone")?;
    desk.shows_title("films: 2 of 4")?;
    desk.service.press(running.id, "cancel")?;
    for task in [first, second] {
        desk.world.reaches(task, "canceled")?;
    }
    let ended = desk.shows_title("1 of 4 failed")?;
    assert_eq!((ended.id, desk.service.shown().len()), (running.id, 1));
    Ok(())
}

#[test]
fn m184_a_group_that_a_restart_interrupted_is_counted_with_those_that_have_not_ended() -> Result<()> {
    let (mut desk, gate) = (Desk::start()?, Gate::closed());
    let origin =
        Origin::serving(Resource::new(bytes(1, SIZE)).held_at(Point::AfterBytes(HALF), &gate)).start_blocking()?;
    desk.set("max_running", "1")?;
    let texts = json!({ "running": "{numFinished} of {numTotal}", "together": "films" });
    for _ in 0..3 {
        let new = json!({ "url": origin.url(), "name": "?", "lanes": 1, "notifications": texts });
        assert!(desk.world.try_add(new)?.is_ok());
    }
    desk.shows_title("0 of 3")?;
    desk.world.restart_hard()?;
    let asked = desk.service.asked().len();
    eventually("the new daemon shows it", || (desk.service.asked().len() > asked).then_some(()))?;
    assert_eq!(desk.service.asked()[asked].title, "0 of 3", "those that wait are counted");
    Ok(())
}

#[test]
fn m181_a_wrong_name_of_a_shared_notification_is_refused() -> Result<()> {
    let world = World::start()?;
    for name in ["", " ", "*all"] {
        let new = json!({ "url": "example.org", "start": "later", "notifications": { "together": name } });
        let refused = world.try_add(new)?.err().with_context(|| format!("{name:?} was taken"))?;
        assert_eq!(refused["code"], "bad_request");
    }
    Ok(())
}

#[test]
fn a_window_shows_in_place_of_the_daemon_and_nothing_is_shown_twice() -> Result<()> {
    let (desk, gate) = (Desk::start()?, Gate::closed());
    desk.set("notify_running", "{filename}: {progress}")?;
    let origin = Origin::serving(held(&gate)).at("/b", bytes(1, 10)).at("/c", bytes(1, 10)).start_blocking()?;
    desk.world.add(&[&origin.url(), "-o", "a", "-c", "1"])?;
    desk.shows_title("a: 50%")?;
    let mut window = desk.world.watch(&json!({ "notices": "window" }))?;
    eventually("the daemon takes its running notification away", || desk.service.shown().is_empty().then_some(()))?;
    desk.world.add(&[&origin.url_of("/b"), "-o", "b"])?;
    loop {
        let notice = window.next()?;
        if notice["title"] == "b is ready" {
            break;
        }
    }
    drop(window);
    desk.shows_title("a: 50%")?;
    desk.world.add(&[&origin.url_of("/c"), "-o", "c"])?;
    desk.shows_title("c is ready")?;
    let asked: Vec<String> = desk.service.asked().into_iter().map(|it| it.title).collect();
    assert!(!asked.iter().any(|title| title.starts_with('b')), "{asked:?}");
    gate.open();
    desk.shows_title("a is ready")?;
    Ok(())
}

#[test]
fn f156_what_a_server_calls_its_file_is_text_on_the_screen() -> Result<()> {
    let desk = Desk::start()?;
    desk.set("notify_complete", "{filename}\n{filename} & more")?;
    let name = "<b>in\u{202e}voice&lt;i.pdf";
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    desk.world.add(&[&origin.url(), "-o", name])?;
    let shown = desk.shows("the notification is there", |notification| notification.title.contains("voice"))?;
    assert!(shown.body.contains("&lt;b") && shown.body.contains("&amp; more"), "{shown:?}");
    assert!(!shown.body.contains('<') && !shown.title.contains('\u{202e}'), "{shown:?}");
    Ok(())
}

#[test]
fn m181_the_texts_of_a_task_win_over_those_of_its_group_and_these_over_the_default() -> Result<()> {
    let desk = Desk::start()?;
    let texts = |text: &str| json!({ "complete": text });
    desk.world.call("set_group", json!({ "group": "films", "notifications": texts("{filename}, a film") }))?;
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    desk.world.add(&[&origin.url(), "-o", "a", "--group", "films", "--notify", "complete={filename}, my own"])?;
    desk.shows_title("a, my own")?;
    desk.world.add(&[&origin.url(), "-o", "b", "--group", "films"])?;
    desk.shows_title("b, a film")?;
    desk.world.add(&[&origin.url(), "-o", "c"])?;
    desk.shows_title("c is ready")?;
    assert_eq!(desk.service.asked().len(), 3, "each of them once");
    Ok(())
}

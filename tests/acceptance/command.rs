//! The words of the command line are kept.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes};
use serde_json::json;

use crate::world::{World, home, statuses};

#[test]
fn what_a_daemon_gets_is_listed_at_once() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 10)).held_by(&gate).start_blocking()?;
    let world = World::start()?;
    let id = world.home.haul(["add", &origin.url()])?.expecting(0)?.stdout;
    let listed = world.home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
    assert_eq!(listed.len(), 1);
    let task = &listed[0];
    assert_eq!(task["id"].to_string(), id.trim());
    for (field, value) in [("kind", json!("download")), ("group", json!("default")), ("total", json!(-1))] {
        assert_eq!(task[field], value, "{field}");
    }
    assert_eq!((&task["url"], &task["received"]), (&json!(origin.url()), &json!(0)));
    assert_eq!(task["path"], json!(world.home.downloads().join("file.bin")));
    Ok(())
}

#[test]
fn the_lines_of_get_are_those_of_the_contract() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).at("/forbidden", Resource::status(403)).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(0)?.json_lines()?;
    assert_eq!(
        (&lines[0]["event"], &lines[0]["id"], &lines[0]["url"]),
        (&json!("added"), &json!(1), &json!(origin.url()))
    );
    let last = lines.last().context("no line")?;
    let expected = json!({
        "event": "status", "id": 1, "status": "complete", "bytes": 1000, "path": home.downloads().join("file.bin"),
    });
    assert_eq!(*last, expected);
    let running = lines.iter().find(|line| line["status"] == "running").context("it never ran")?;
    assert!(running["phase"].is_string(), "{running}");
    let output = home.haul(["get", "--json", &origin.url_of("/forbidden")])?.expecting(1)?;
    let lines = output.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["category"], &last["remedy"]), (&json!("http.403"), &json!("ask_user")));
    assert_eq!(output.stderr, "", "the lines say it all");
    Ok(())
}

#[test]
fn an_interrupted_get_keeps_its_task_paused_and_a_resume_goes_on() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 500_000);
    let file = Resource::new(&content).held_at(Point::AfterBytes(300_000), &gate).for_the_first(1);
    let origin = Origin::serving(file).start_blocking()?;
    let home = home()?;
    let mut get = home.spawn(["get", "--json", &origin.url()])?;
    origin.wait_for_blocking(|requests| requests.iter().any(|request| request.sent == 300_000))?;
    get.json_where("all that came", |line| line["event"] == "progress" && line["received"] == 300_000)?;
    get.interrupt()?;
    let output = get.wait()?.expecting(130)?;
    assert!(output.stderr.contains("haul resume"), "{}", output.stderr);
    let listed = home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
    assert_eq!((&listed[0]["status"], &listed[0]["received"]), (&json!("paused"), &json!(300_000)));
    home.haul(["resume", "1"])?.expecting(0)?;
    let path = home.downloads().join("file.bin");
    assert_eq!(haul_testkit::eventually("the file appears", || std::fs::read(&path).ok())?, content);
    assert_eq!(origin.requests()[1].first_byte(), 300_000);
    Ok(())
}

#[test]
fn get_follows_its_task_in_a_daemon_too() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000)).held_by(&gate).start_blocking()?;
    let world = World::start()?;
    let mut get = world.home.spawn(["get", "--json", &origin.url()])?;
    let added = get.json_where("an added task", |line| line["event"] == "added")?;
    let id = added["id"].as_u64().context("no number")?;
    world.reaches(id, "running")?;
    world.pause(id)?;
    get.json_where("the pause", |line| line["status"] == "paused")?;
    gate.open();
    world.does("resume", id)?;
    let lines = get.wait()?.expecting(0)?.json_lines()?;
    assert_eq!(statuses(&lines, id), ["enqueued", "running", "paused", "enqueued", "running", "complete"]);
    Ok(())
}

#[test]
fn get_ends_when_its_task_is_canceled_or_removed_by_somebody_else() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(bytes(1, 1000)).held_by(&gate).start_blocking()?;
    let world = World::start()?;
    for verb in ["cancel", "remove"] {
        let mut get = world.home.spawn(["get", "--json", &origin.url()])?;
        let added = get.json_where("an added task", |line| line["event"] == "added")?;
        world.does(verb, added["id"].as_u64().context("no number")?)?;
        get.wait()?.expecting(1)?;
    }
    Ok(())
}

#[test]
fn a_finished_path_is_data_and_everything_else_is_for_people() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["get", &origin.url()])?.expecting(0)?;
    assert_eq!(output.stdout, format!("{}\n", home.downloads().join("file.bin").display()));
    assert_eq!(output.stderr, "", "nobody watches, so there are no bars");
    Ok(())
}

#[test]
fn wrong_usage_ends_with_two_and_a_sentence() -> Result<()> {
    let home = home()?;
    let wrong: [&[&str]; 13] = [
        &["get"],
        &["fetch", "example.org"],
        &["get", "example.org", "--retries", "11"],
        &["get", "example.org", "--priority", "11"],
        &["get", "example.org", "--limit-rate", "fast"],
        &["get", "example.org", "--header", "no colon"],
        &["get", "example.org", "--on-conflict", "guess"],
        &["get", "a.example", "b.example", "-o", "one"],
        &["get", "a.example", "b.example", "--mirror", "c.example"],
        &["get", "example.org", "-c", "33"],
        &["get", "example.org", "--proxy", "gopher://x"],
        &["list", "--status", "sleeping"],
        &["settings", "set", "no_such_key", "1"],
    ];
    for args in wrong {
        let output = home.haul(args)?.expecting(2)?;
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    Ok(())
}

#[test]
fn settings_take_effect_are_checked_and_are_remembered() -> Result<()> {
    let home = home()?;
    let folder = home.root().join("elsewhere");
    home.haul(["settings", "set", "download_folder", folder.to_str().context("not UTF-8")?])?.expecting(0)?;
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert_eq!(std::fs::read(folder.join("file.bin"))?, bytes(1, 10));
    let all = home.haul(["settings", "get", "--json"])?.expecting(0)?.json_lines()?;
    let of = |key: &str| all.iter().find(|line| line["key"] == key).map(|line| line["value"].clone());
    assert_eq!(of("download_folder"), Some(json!(folder)));
    assert_eq!(of("max_running"), Some(json!("10")));
    for (key, value) in [("max_running", "0"), ("max_running", "many"), ("retries", "11")] {
        home.haul(["settings", "set", key, value])?.expecting(2)?;
    }
    Ok(())
}

#[test]
fn completions_and_the_manual_name_every_command() -> Result<()> {
    let home = home()?;
    for shell in ["bash", "zsh", "fish"] {
        let text = home.haul(["completions", shell])?.expecting(0)?.stdout;
        assert!(["get", "resume", "settings"].iter().all(|command| text.contains(command)), "{shell}");
    }
    let manual = home.haul(["man"])?.expecting(0)?.stdout;
    assert!(manual.starts_with(".ie") || manual.contains(".TH"), "{manual}");
    assert!(manual.contains("haul\\-get"), "{manual}");
    Ok(())
}

#[test]
fn without_a_command_and_a_display_the_help_is_printed() -> Result<()> {
    let output = home()?.haul([""; 0])?.expecting(0)?;
    assert!(output.stdout.contains("Usage: haul"), "{}", output.stdout);
    Ok(())
}

#[test]
fn a_reader_that_has_enough_is_no_failure() -> Result<()> {
    let world = World::start()?;
    let download = json!({ "url": "example.org/f", "start": "later" });
    world.call("add", json!({ "downloads": vec![download; 2000] }))?;
    let mut command = world.home.command(["list", "--json"]);
    let mut list = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn()?;
    drop(list.stdout.take());
    let output = list.wait_with_output()?;
    assert_eq!((output.status.code(), String::from_utf8(output.stderr)?.as_str()), (Some(0), ""));
    Ok(())
}

#[test]
fn an_unknown_task_is_named_in_the_sentence() -> Result<()> {
    let world = World::start()?;
    for verb in ["show", "pause", "resume", "cancel", "retry", "remove", "open", "reveal"] {
        let output = world.home.haul([verb, "no-such-task"])?.expecting(1)?;
        assert!(output.stderr.contains("no-such-task"), "{verb}: {}", output.stderr);
    }
    Ok(())
}

#[test]
fn a_question_without_a_host_starts_no_download() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new(bytes(1, 1000)).held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "running")?;
    world.daemon.kill9()?;
    let asked = origin.requests().len();
    let listed = world.home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
    assert_eq!(listed[0]["status"], "enqueued", "nobody works on it");
    let id = id.to_string();
    let questions: [&[&str]; 6] = [
        &["list"],
        &["show", &id],
        &["settings", "set", "max_running", "5"],
        &["set", &id, "--priority", "1"],
        &["pause", &id],
        &["cancel", &id],
    ];
    for question in questions {
        world.home.haul(question)?.expecting(0)?;
        assert!(!world.home.socket().exists() || std::os::unix::net::UnixStream::connect(world.home.socket()).is_err());
    }
    assert_eq!(origin.requests().len(), asked);
    let listed = world.home.haul(["list", "--json"])?.expecting(0)?.json_lines()?;
    assert_eq!((&listed[0]["status"], &listed[0]["priority"]), (&json!("canceled"), &json!(1)));
    Ok(())
}

//! Downloads that arrive together or not at all.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, eventually, sha256_hex};
use serde_json::{Value, json};

use super::{add, batch, content, is_seen, lines, list, reaches, task, three, waits, words};
use crate::world::World;

fn verified(batch: &Value) -> usize {
    let tasks = batch["results"].as_array().into_iter().flatten();
    tasks.filter(|task| task["waiting_for"] == "siblings").count()
}

fn requests(origin: &Origin, path: &str) -> usize {
    origin.requests().iter().filter(|request| request.path() == path).count()
}

#[test]
fn m142_no_file_of_an_atomic_batch_has_its_name_before_all_are_whole() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/2", Resource::new(content(2)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let digest = format!("{}\tfile-1.bin\tsha-256={}", origin.url_of("/1"), sha256_hex(&content(1)));
    let list = [digest, lines(&origin, &["/2"]).concat(), lines(&origin, &["/3"]).concat()];
    let id = add(&world, &list, &["--atomic"])?;
    is_seen(&world, id, "two files are whole", |batch| verified(batch) == 2)?;
    assert_eq!(world.home.listing()?, ["file-1.bin.haulpart", "file-3.bin.haulpart"]);
    gate.open();
    let ended = reaches(&world, id, "complete")?;
    assert_eq!((words(&ended), &ended["num_succeeded"]), (vec!["complete"; 3], &json!(3)));
    assert_eq!(world.home.listing()?, ["file-1.bin", "file-2.bin", "file-3.bin"]);
    for number in 1..=3 {
        assert_eq!(world.home.file(format!("file-{number}.bin"))?, content(number));
    }
    Ok(())
}

#[test]
fn m141_m147_one_file_that_cannot_be_had_leaves_the_folder_as_it_was_and_is_named_once() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/gone", Resource::status(404).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    std::fs::write(world.home.downloads().join("theirs.txt"), "theirs")?;
    let mut waiting = waits(&world, &lines(&origin, &["/1", "/gone", "/3"]), &["--atomic"])?;
    eventually("two files are whole", || (verified(&batch(&world, 1).ok()?) == 2).then_some(()))?;
    gate.open();
    let output = waiting.wait()?.expecting(3)?;
    let ended = batch(&world, 1)?;
    assert_eq!((&ended["status"], words(&ended)), (&json!("failed"), vec!["canceled", "not_found", "canceled"]));
    assert_eq!(world.home.listing()?, ["theirs.txt"]);
    let message = ended["failure"]["message"].as_str().context("no reason")?;
    assert!(message.starts_with(&format!("{}: The server has no file", origin.url_of("/gone"))), "{message}");
    assert_eq!(ended["failure"]["task"], json!(task(&ended, 1)?));
    let lines = output.json_lines()?;
    let reasons: Vec<_> = lines.iter().filter(|line| line.get("failure").is_some()).collect();
    assert_eq!(reasons.len(), 1, "{lines:?}");
    assert_eq!(reasons[0]["failure"], ended["failure"]);
    assert_eq!(output.stderr.matches(message).count(), 1, "{}", output.stderr);
    Ok(())
}

#[test]
fn m141_m147_a_wrong_digest_calls_all_off_and_says_what_was_found_and_expected() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let (wrong, found) = ("0".repeat(64), sha256_hex(&content(2)));
    let list = [lines(&origin, &["/1"]).concat(), format!("{}\tb.bin\tsha-256={wrong}", origin.url_of("/2"))];
    let id = add(&world, &list, &["--atomic"])?;
    let ended = reaches(&world, id, "failed")?;
    let (failure, message) = (&ended["failure"], ended["failure"]["message"].as_str().context("no reason")?);
    assert_eq!((&failure["category"], &failure["url"]), (&json!("integrity.checksum"), &json!(origin.url_of("/2"))));
    assert!(["sha-256", &wrong, &found].iter().all(|part| message.contains(*part)), "{message}");
    assert_eq!(world.home.listing()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn m141_a_name_that_is_taken_at_the_last_moment_takes_the_others_back() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/3", Resource::new(content(3)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic", "--on-conflict", "fail"])?;
    is_seen(&world, id, "two files are whole", |batch| verified(batch) == 2)?;
    std::fs::write(world.home.downloads().join("file-2.bin"), "theirs")?;
    gate.open();
    let ended = reaches(&world, id, "failed")?;
    assert_eq!(ended["failure"]["category"], "disk.exists");
    assert_eq!(words(&ended), ["canceled", "failed", "canceled"]);
    assert_eq!(world.home.listing()?, ["file-2.bin"]);
    assert_eq!(world.home.file("file-2.bin")?, b"theirs");
    Ok(())
}

#[test]
fn m142_names_that_are_taken_at_the_last_moment_are_counted_on() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/3", Resource::new(content(3)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
    is_seen(&world, id, "two files are whole", |batch| verified(batch) == 2)?;
    std::fs::write(world.home.downloads().join("file-2.bin"), "theirs")?;
    gate.open();
    let ended = reaches(&world, id, "complete")?;
    let path = ended["results"][1]["path"].as_str().context("no path")?;
    assert!(path.ends_with("file-2 (1).bin"), "{path}");
    assert_eq!(world.home.file("file-2 (1).bin")?, content(2));
    assert_eq!(world.home.file("file-2.bin")?, b"theirs");
    Ok(())
}

#[test]
fn m143_a_canceled_atomic_batch_leaves_nothing_whatever_its_tasks_were_doing() -> Result<()> {
    let (head, body) = (Gate::closed(), Gate::closed());
    let origin = three()
        .at("/2", Resource::new(content(2)).held_by(&head))
        .at("/3", Resource::new(content(3)).held_at(Point::AfterBytes(5_000), &body))
        .start_blocking()?;
    let world = World::start()?;
    // By the batch, and by one of its tasks: one whose file is whole, and one on its way.
    for by in [None, Some(0), Some(2)] {
        let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
        let seen = is_seen(&world, id, "one is whole, one on its way", |batch| {
            verified(batch) == 1 && batch["results"][2]["received"] == 5_000
        })?;
        match by {
            None => world.home.haul(["cancel", "--batch", &id.to_string()])?.expecting(0)?,
            Some(index) => world.home.haul(["cancel", &task(&seen, index)?.to_string()])?.expecting(0)?,
        };
        let ended = reaches(&world, id, "canceled")?;
        assert_eq!((words(&ended), ended.get("failure")), (vec!["canceled"; 3], None));
        assert_eq!(world.home.listing()?, Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn m144_a_paused_batch_keeps_what_is_whole_and_goes_on_with_the_rest() -> Result<()> {
    let gate = Gate::closed();
    let slow = Resource::new(content(2)).held_at(Point::AfterBytes(5_000), &gate).for_the_first(1);
    let origin = three().at("/2", slow).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
    is_seen(&world, id, "two are whole, one on its way", |batch| {
        verified(batch) == 2 && batch["results"][1]["received"] == 5_000
    })?;
    world.home.haul(["pause", "--batch", &id.to_string()])?.expecting(0)?;
    let paused = is_seen(&world, id, "the running one is paused", |batch| batch["results"][1]["status"] == "paused")?;
    assert_eq!((words(&paused), verified(&paused)), (vec!["enqueued", "paused", "enqueued"], 2));
    world.home.haul(["resume", "--batch", &id.to_string()])?.expecting(0)?;
    reaches(&world, id, "complete")?;
    assert_eq!(world.home.file("file-2.bin")?, content(2));
    assert_eq!((requests(&origin, "/1"), requests(&origin, "/3")), (1, 1), "what was whole stayed");
    Ok(())
}

#[test]
fn m145_a_batch_that_cannot_be_is_refused_whole_and_leaves_nothing() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    std::fs::write(world.home.downloads().join("taken.bin"), "theirs")?;
    let good = format!("{}\tgood.bin", origin.url_of("/1"));
    let line = |path: &str, rest: &str| format!("{}{rest}", origin.url_of(path));
    let fail: &[&str] = &["--atomic", "--on-conflict", "fail"];
    for (bad, options, code) in [
        (line("/2", "\tgood.bin"), &["--atomic"][..], 4),
        (line("/2", "\ttaken.bin"), fail, 4),
        (line("/2", "\tb.bin\tsha-255=00"), &["--atomic"], 2),
        (line("/2", "\tb.bin\tsha-256=00"), &[], 2),
        ("ftp://example.org/b".to_owned(), &[], 2),
        (line("/2", "\tb.bin\t\tmore"), &[], 2),
        (line("/2", "\tb.bin"), &["--atomic", "--on-conflict", "overwrite"], 2),
        (line("/2", "\tb.bin"), &["--atomic", "--on-conflict", "skip"], 2),
    ] {
        let list = list(&world, &["# a remark".to_owned(), good.clone(), bad.clone()])?;
        let list = list.to_str().context("a path that is no text")?;
        let output = world.home.haul(["batch", "add", list].iter().chain(options))?;
        let output = output.expecting(code).with_context(|| format!("{bad:?} {options:?}"))?;
        let named = if options.contains(&"overwrite") || options.contains(&"skip") { "line 2: " } else { "line 3: " };
        assert!(output.stderr.contains(named), "{bad:?}: {}", output.stderr);
        assert!(world.list()?.is_empty(), "{bad:?} left a task");
    }
    assert_eq!(world.call("batches", json!({}))?["matching"], 0);
    assert_eq!((world.home.listing()?, origin.requests().len()), (vec!["taken.bin".to_owned()], 0));
    Ok(())
}

#[test]
fn m149_a_kill_in_the_middle_leaves_it_atomic_and_fetches_nothing_again_that_was_whole() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/2", Resource::new(content(2)).held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
    is_seen(&world, id, "two files are whole", |batch| verified(batch) == 2)?;
    world.restart_hard()?;
    assert_eq!(world.home.listing()?, ["file-1.bin.haulpart", "file-3.bin.haulpart"]);
    assert_eq!(verified(&batch(&world, id)?), 2);
    gate.open();
    reaches(&world, id, "complete")?;
    assert_eq!((requests(&origin, "/1"), requests(&origin, "/3")), (1, 1));
    assert_eq!(world.home.listing()?, ["file-1.bin", "file-2.bin", "file-3.bin"]);
    Ok(())
}

#[test]
fn m149_a_verified_part_that_is_gone_is_fetched_again_before_any_name_is_given() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/2", Resource::new(content(2)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2"]), &["--atomic"])?;
    is_seen(&world, id, "one file is whole", |batch| verified(batch) == 1)?;
    std::fs::remove_file(world.home.downloads().join("file-1.bin.haulpart"))?;
    gate.open();
    reaches(&world, id, "complete")?;
    assert_eq!((world.home.file("file-1.bin")?, requests(&origin, "/1")), (content(1), 2));
    Ok(())
}

#[test]
fn a_retried_atomic_batch_begins_again_as_a_whole() -> Result<()> {
    let origin = three().at("/2", Resource::status(404).then(1, content(2))).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
    let failed = reaches(&world, id, "failed")?;
    world.home.haul(["retry", &task(&failed, 1)?.to_string()])?.expecting(0)?;
    let ended = reaches(&world, id, "complete")?;
    assert_eq!((words(&ended), ended.get("failure")), (vec!["complete"; 3], None));
    assert_eq!(world.home.listing()?, ["file-1.bin", "file-2.bin", "file-3.bin"]);
    Ok(())
}

#[test]
fn a_canceled_atomic_batch_can_be_retried_by_its_number() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let id = add(&world, &lines(&origin, &["/1", "/2"]), &["--atomic", "--later"])?;
    world.home.haul(["cancel", "--batch", &id.to_string()])?.expecting(0)?;
    reaches(&world, id, "canceled")?;
    let retried = world.home.haul(["retry", "--batch", &id.to_string()])?.expecting(0)?;
    assert_eq!(retried.stdout, "1\n2\n", "all that begin again are named");
    reaches(&world, id, "complete")?;
    Ok(())
}

#[test]
fn removing_one_task_of_an_atomic_batch_calls_the_others_off() -> Result<()> {
    let gate = Gate::closed();
    let origin = three().at("/2", Resource::new(content(2)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let id = add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--atomic"])?;
    let seen = is_seen(&world, id, "two files are whole", |batch| verified(batch) == 2)?;
    world.home.haul(["remove", &task(&seen, 0)?.to_string()])?.expecting(0)?;
    let ended = reaches(&world, id, "canceled")?;
    assert_eq!((words(&ended), world.home.listing()?), (vec!["canceled"; 2], Vec::new()));
    Ok(())
}

//! Downloads that are added together, and those that arrive together or not at all.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use haul_testkit::{Gate, Origin, OriginScript, Resource, Running, bytes, eventually, sha256_hex};
use serde_json::{Value, json};

use crate::world::{World, statuses};

/// The content of `/1`, `/2` and so on.
fn content(number: u64) -> Vec<u8> {
    bytes(number, 20_000)
}

/// A server of three files, and of nothing else.
fn three() -> OriginScript {
    (1..=3).fold(Origin::serving(Resource::status(404)), |script, number| {
        script.at(&format!("/{number}"), Resource::new(content(number)))
    })
}

/// Puts a list into a file beside the downloads.
fn list(world: &World, lines: &[String]) -> Result<PathBuf> {
    let path = world.home.folder().join("list.txt");
    std::fs::write(&path, lines.join("\n"))?;
    Ok(path)
}

/// The lines for these paths, each with a name of its own.
fn lines(origin: &Origin, paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| format!("{}\tfile{}.bin", origin.url_of(path), path.replace('/', "-"))).collect()
}

/// Adds a list with these options and gives the number of the batch.
fn add(world: &World, lines: &[String], options: &[&str]) -> Result<u64> {
    let list = list(world, lines)?;
    let list = list.to_str().context("a path that is no text")?;
    let output = world.home.haul(["batch", "add", list].iter().chain(options))?.expecting(0)?;
    Ok(output.stdout.trim().parse()?)
}

fn batch(world: &World, id: u64) -> Result<Value> {
    world.call("batch", json!({ "batch": id }))
}

/// Waits until the batch has this status, and gives what is known of it then.
fn reaches(world: &World, id: u64, status: &str) -> Result<Value> {
    is_seen(world, id, &format!("batch {id} is {status}"), |batch| batch["status"] == status)
}

fn is_seen(world: &World, id: u64, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
    let mut last = Value::Null;
    let found = eventually(what, || {
        let seen = batch(world, id).unwrap_or_default();
        let found = wanted(&seen).then(|| seen.clone());
        last = seen;
        found
    });
    found.with_context(|| format!("last seen: {last}"))
}

/// Status words of the tasks of a batch, in order.
fn words(batch: &Value) -> Vec<&str> {
    batch["results"].as_array().into_iter().flatten().filter_map(|task| task["status"].as_str()).collect()
}

fn task(batch: &Value, index: usize) -> Result<u64> {
    batch["results"][index]["id"].as_u64().with_context(|| format!("no task {index} in {batch}"))
}

fn verified(batch: &Value) -> usize {
    let tasks = batch["results"].as_array().into_iter().flatten();
    tasks.filter(|task| task["waiting_for"] == "siblings").count()
}

fn requests(origin: &Origin, path: &str) -> usize {
    origin.requests().iter().filter(|request| request.path() == path).count()
}

/// Starts a command that waits for a list with these options.
fn waits(world: &World, lines: &[String], options: &[&str]) -> Result<Running> {
    let list = list(world, lines)?;
    let list = list.to_str().context("a path that is no text")?;
    world.home.spawn(["--json", "batch", "add", list, "--wait"].iter().chain(options))
}

#[test]
fn m048_bd21_progress_begins_with_nothing_and_comes_once_for_each_task_that_ends() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let output = waits(&world, &lines(&origin, &["/1", "/gone", "/2", "/away"]), &[])?.wait()?.expecting(3)?;
    let all = output.json_lines()?;
    let told = all.iter().filter(|line| line["event"] == "batch");
    let told: Vec<_> =
        told.map(|line| [&line["succeeded"], &line["failed"], &line["size"]].map(Value::as_u64)).collect();
    assert_eq!(told.first(), Some(&[Some(0), Some(0), Some(4)]));
    assert_eq!(told.last(), Some(&[Some(2), Some(2), Some(4)]));
    let sums: Vec<_> = told.iter().map(|[succeeded, failed, _]| succeeded.zip(*failed).map(|(a, b)| a + b)).collect();
    assert_eq!(sums, (0..=4).map(Some).collect::<Vec<_>>(), "{told:?}");
    Ok(())
}

#[test]
fn m150_bd21_a_batch_of_single_files_keeps_what_can_be_had_and_counts_the_rest() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let id = add(&world, &lines(&origin, &["/1", "/gone", "/3"]), &["--name", "Mixed", "--id", "mine"])?;
    let ended = reaches(&world, id, "failed")?;
    assert_eq!(words(&ended), ["complete", "not_found", "complete"]);
    assert_eq!((&ended["size"], &ended["num_succeeded"], &ended["num_failed"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(ended["succeeded"], json!([task(&ended, 0)?, task(&ended, 2)?]));
    assert_eq!(ended["failed"], json!([task(&ended, 1)?]));
    assert_eq!(world.home.listing()?, ["file-1.bin", "file-3.bin"]);
    let shown = world.home.haul(["--json", "batch", "show", "mine"])?.expecting(0)?.json_lines()?;
    assert_eq!((&shown[0]["id"], &shown[0]["name"]), (&json!(id), &json!("Mixed")));
    let listed = world.home.haul(["batch", "list"])?.expecting(0)?;
    assert!(listed.stdout.contains("Mixed") && listed.stdout.contains("2/3"), "{}", listed.stdout);
    Ok(())
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
        .at("/3", Resource::new(content(3)).held_at(haul_testkit::Point::AfterBytes(5_000), &body))
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
    let slow = Resource::new(content(2)).held_at(haul_testkit::Point::AfterBytes(5_000), &gate).for_the_first(1);
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
fn m145_the_id_of_a_batch_that_is_not_over_is_its_own() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    add(&world, &lines(&origin, &["/1"]), &["--id", "mine", "--later"])?;
    let list = list(&world, &lines(&origin, &["/2"]))?;
    let list = list.to_str().context("a path that is no text")?;
    let output = world.home.haul(["batch", "add", list, "--id", "mine"])?.expecting(2)?;
    assert!(output.stderr.contains("\"mine\""), "{}", output.stderr);
    assert_eq!(world.list()?.len(), 1);
    world.home.haul(["cancel", "--batch", "mine"])?.expecting(0)?;
    world.home.haul(["batch", "add", list, "--id", "mine", "--later"])?.expecting(0)?;
    Ok(())
}

#[test]
fn m146_an_empty_batch_is_complete_at_once() -> Result<()> {
    let world = World::start()?;
    for options in [&[][..], &["--atomic"]] {
        let output = waits(&world, &[], options)?.wait()?.expecting(0)?;
        let lines = output.json_lines()?;
        assert_eq!((lines.len(), &lines[0]["size"]), (1, &json!(0)), "{lines:?}");
    }
    let empty = batch(&world, 2)?;
    assert_eq!(
        (&empty["status"], &empty["results"], &empty["progress"]),
        (&json!("complete"), &json!([]), &json!(1.0))
    );
    world.home.haul(["remove", "--batch", "2"])?.expecting(0)?;
    assert_eq!(world.call("batches", json!({}))?["matching"], 1);
    Ok(())
}

#[test]
fn m148_the_limit_and_the_permission_of_a_batch_are_those_of_each_task_and_are_read_back() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let id =
        add(&world, &lines(&origin, &["/1", "/2", "/3"]), &["--later", "--limit-rate", "300K", "--metered", "refuse"])?;
    let limits = |seen: &Value| -> Result<Vec<Value>> {
        (0..3).map(|index| Ok(world.show(task(seen, index)?)?["limit_rate"].clone())).collect()
    };
    let permissions = |seen: &Value| -> Result<Vec<Value>> {
        (0..3).map(|index| Ok(world.show(task(seen, index)?)?["metered"].clone())).collect()
    };
    let seen = batch(&world, id)?;
    assert_eq!((&seen["limit_rate"], limits(&seen)?), (&json!(300 << 10), vec![json!(300 << 10); 3]));
    assert_eq!((&seen["metered"], permissions(&seen)?), (&json!("refused"), vec![json!("refused"); 3]));
    let options = ["--limit-rate", "2M", "--metered", "allow"];
    world.home.haul(["set", "--batch", &id.to_string()].iter().chain(&options))?.expecting(0)?;
    let seen = batch(&world, id)?;
    assert_eq!((&seen["limit_rate"], limits(&seen)?), (&json!(2 << 20), vec![json!(2 << 20); 3]));
    assert_eq!((&seen["metered"], permissions(&seen)?), (&json!("allowed"), vec![json!("allowed"); 3]));
    world.home.haul(["set", &task(&seen, 0)?.to_string(), "--limit-rate", "1M"])?.expecting(0)?;
    assert_eq!(batch(&world, id)?.get("limit_rate"), None, "they are not the same");
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
fn m248_a_given_name_is_used_exactly_and_without_one_the_server_is_asked() -> Result<()> {
    let named = Resource::new(content(2)).content_disposition("attachment; filename=\"theirs.pdf\"");
    let origin = three().at("/2", named).start_blocking()?;
    let world = World::start()?;
    let list = [format!("{}\tExactly This (1).bin", origin.url_of("/1")), origin.url_of("/2"), origin.url_of("/3")];
    let id = add(&world, &list, &["--atomic", "-d", "sub"])?;
    reaches(&world, id, "complete")?;
    let names = ["sub/", "sub/3", "sub/Exactly This (1).bin", "sub/theirs.pdf"];
    assert_eq!(world.home.listing()?, names);
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
    world.home.haul(["retry", "--batch", &id.to_string()])?.expecting(0)?;
    reaches(&world, id, "complete")?;
    Ok(())
}

#[test]
fn a_batch_is_forgotten_with_the_last_of_its_tasks() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    let id = add(&world, &lines(&origin, &["/1", "/2"]), &[])?;
    let ended = reaches(&world, id, "complete")?;
    world.home.haul(["remove", &task(&ended, 0)?.to_string()])?.expecting(0)?;
    assert_eq!(batch(&world, id)?["size"], 1);
    world.home.haul(["remove", "--batch", &id.to_string()])?.expecting(0)?;
    assert_eq!(world.call("batches", json!({}))?["matching"], 0);
    assert!(batch(&world, id).is_err(), "it is known still");
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

#[test]
fn m145_a_call_says_of_each_task_why_nothing_was_added() -> Result<()> {
    let world = World::start()?;
    let downloads = json!([{ "url": "example.org/a", "name": "a" }, { "url": "ftp://example.org/b" }]);
    let added = world.call("add", json!({ "downloads": downloads, "batch": { "atomic": true } }))?;
    let code = |index: usize| added["outcomes"][index]["refused"]["code"].as_str().unwrap_or_default();
    assert_eq!(([code(0), code(1)], added.get("batch")), (["batch_refused", "bad_url"], None));
    assert!(world.list()?.is_empty());
    Ok(())
}

#[test]
fn m021_every_kind_of_work_stands_in_one_list_with_the_same_states() -> Result<()> {
    let (origin, world) = (three().start_blocking()?, World::start()?);
    world.add(&[&origin.url_of("/1")])?;
    world.add(&[&origin.url_of("/2"), "-c", "4"])?;
    world.call("request", json!({ "url": origin.url_of("/3") }))?;
    let id = add(&world, &lines(&origin, &["/1", "/2"]), &["--atomic"])?;
    eventually("all are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })?;
    let tasks = world.list()?;
    let kinds: Vec<_> = tasks.iter().map(|task| task["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["download", "download", "request", "download", "download"]);
    assert_eq!(tasks.iter().filter(|task| task["batch"] == json!(id)).count(), 2);
    Ok(())
}

#[test]
fn bd28_three_that_are_waited_for_at_once_have_nine_three_and_three_statuses() -> Result<()> {
    let refused = Resource::status(403).header("Retry-After", "1");
    let (origin, world) = (three().at("/refused", refused).start_blocking()?, World::start()?);
    let paths = ["/refused", "/1", "/2"].map(|path| origin.url_of(path));
    let mut waiting: Vec<Running> = Vec::new();
    for (path, retries) in paths.iter().zip(["2", "0", "0"]) {
        waiting.push(world.home.spawn(["--json", "get", path, "--retries", retries, "--retry-permanent"])?);
    }
    let mut counts = Vec::new();
    for command in &mut waiting {
        let lines = command.wait()?.json_lines()?;
        let Some(id) = lines.iter().find(|line| line["event"] == "added").and_then(|line| line["id"].as_u64()) else {
            bail!("nothing was added: {lines:?}")
        };
        counts.push(statuses(&lines, id).len());
    }
    assert_eq!(counts, [9, 3, 3]);
    Ok(())
}

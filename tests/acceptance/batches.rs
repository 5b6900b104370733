//! Tasks that are added together: what they share, how they are counted, and what becomes of each.

mod atomic;

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use haul_testkit::{Origin, OriginScript, Resource, Running, bytes, eventually};
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
fn m150_uploads_can_be_a_batch_that_is_not_atomic() -> Result<()> {
    let origin = Origin::serving(Resource::status(404)).at("/taken", Resource::echo()).start_blocking()?;
    let world = World::start()?;
    let path = world.home.folder().join("sent.txt");
    std::fs::write(&path, "sent")?;
    let upload = |to: &str| json!({ "url": origin.url_of(to), "files": [{ "path": path }], "form": "binary" });
    let uploads = json!([upload("/taken"), upload("/gone")]);
    let added = world.call("upload", json!({ "uploads": uploads, "batch": { "own_id": "sent" } }))?;
    let id = added["batch"].as_u64().with_context(|| format!("no batch: {added}"))?;
    let ended = reaches(&world, id, "failed")?;
    assert_eq!((words(&ended), &ended["own_id"]), (vec!["complete", "not_found"], &json!("sent")));
    let refused = world.call("upload", json!({ "uploads": uploads, "batch": { "atomic": true } }));
    let why = refused.err().context("an atomic batch of uploads was taken")?.to_string();
    assert!(why.contains("bad_request"), "{why}");
    assert_eq!(world.list()?.len(), 2);
    Ok(())
}

#[test]
fn m021_every_kind_of_work_stands_in_one_list_with_the_same_states() -> Result<()> {
    let (origin, world) = (three().at("/taken", Resource::echo()).start_blocking()?, World::start()?);
    world.add(&[&origin.url_of("/1")])?;
    world.add(&[&origin.url_of("/2"), "-c", "4"])?;
    world.call("request", json!({ "url": origin.url_of("/3") }))?;
    let sent = world.home.folder().join("sent.txt");
    std::fs::write(&sent, "sent")?;
    let files = json!([{ "path": sent }, { "path": sent }]);
    for (form, count) in [("binary", 1), ("multipart", 1), ("multipart", 2)] {
        let files = &files.as_array().context("no files")?[..count];
        let upload = json!({ "url": origin.url_of("/taken"), "files": files, "form": form });
        world.call("upload", json!({ "uploads": [upload] }))?;
    }
    let id = add(&world, &lines(&origin, &["/1", "/2"]), &["--atomic"])?;
    eventually("all are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })?;
    let tasks = world.list()?;
    let kinds: Vec<_> = tasks.iter().map(|task| task["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["download", "download", "request", "upload", "upload", "upload", "download", "download"]);
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

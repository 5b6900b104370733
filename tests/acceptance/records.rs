//! What is kept can be asked for, goes when it is old, and is told to those who were not there.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Origin, Point, Resource, bytes, eventually, sha256_hex};
use serde_json::{Value, json};

use crate::database::tool::sql;
use crate::world::World;

/// Adds so many downloads that wait for their start, and gives their numbers.
fn held(world: &World, count: u64) -> Result<Vec<u64>> {
    let download = |index| json!({ "url": format!("http://a.test/{index}"), "name": "?", "start": "later" });
    let added = world.call("add", json!({ "downloads": (0..count).map(download).collect::<Vec<_>>() }))?;
    let outcomes = added["outcomes"].as_array().context("an answer without outcomes")?;
    outcomes.iter().map(|outcome| outcome["added"]["id"].as_u64().context("a refused download")).collect()
}

/// Calls everything off.
fn cancel_all(world: &World) -> Result<()> {
    world.home.haul(["cancel", "--all"])?.expecting(0)?;
    Ok(())
}

/// The numbers that `haul list` prints with these options.
fn listed(home: &Home, options: &[&str]) -> Result<Vec<u64>> {
    let lines = home.haul(["--json", "list"].iter().chain(options))?.expecting(0)?.json_lines()?;
    lines.iter().map(|line| line["id"].as_u64().context("a record without a number")).collect()
}

/// Lines of `haul events` with these options: the task and how it ended.
fn events(home: &Home, options: &[&str]) -> Result<Vec<(u64, String)>> {
    let lines = home.haul(["--json", "events"].iter().chain(options))?.expecting(0)?.json_lines()?;
    let of = |line: &Value| -> Option<(u64, String)> {
        Some((line["task"]["id"].as_u64()?, line["task"]["status"].as_str()?.to_owned()))
    };
    lines.iter().map(|line| of(line).context("an end without a task")).collect()
}

/// Makes records look as if they had been added, and had ended, so many days ago; nobody may host the home meanwhile.
fn aged(home: &Home, ids: &[u64], days: u64) -> Result<()> {
    let millis = days * 24 * 60 * 60 * 1000;
    let list = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let change =
        format!("UPDATE task SET created = created - {millis}, finished = finished - {millis} WHERE id IN ({list})");
    sql(&home.folder().join("haul.db"), &change)?;
    Ok(())
}

#[test]
fn m169_records_are_asked_for_by_id_group_status_and_age() -> Result<()> {
    let mut world = World::start()?;
    let plain = held(&world, 3)?;
    let own = world.add(&["http://a.test/own", "--later", "--group", "g", "--id", "mine"])?;
    world.does("cancel", plain[1])?;
    world.daemon.kill9()?;
    aged(&world.home, &plain[..2], 6)?;
    world.daemon = world.home.daemon()?;
    assert_eq!(listed(&world.home, &[])?, [plain[0], plain[1], plain[2], own]);
    assert_eq!(listed(&world.home, &["--ids", &format!("{},nobody,99999,mine", plain[2])])?, [plain[2], own]);
    assert_eq!(listed(&world.home, &["--group", "g"])?, [own]);
    assert_eq!(listed(&world.home, &["--status", "canceled"])?, [plain[1]]);
    assert_eq!(listed(&world.home, &["--older-than", "5d"])?, plain[..2]);
    assert_eq!(listed(&world.home, &["--older-than", "5d", "--status", "enqueued"])?, [plain[0]]);
    assert!(listed(&world.home, &["--older-than", "7d"])?.is_empty());
    world.home.haul(["list", "--older-than", "5w"])?.expecting(2)?;
    let page = world.call("list", json!({ "older_than": 5 * 24 * 60 * 60, "count": 1 }))?;
    assert_eq!((&page["matching"], page["rows"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    assert_eq!((&page["counts"]["all"], &page["counts"]["failed"]), (&json!(4), &json!(1)));
    Ok(())
}

#[test]
fn m169_records_are_deleted_by_status_and_age_and_what_has_not_ended_stays() -> Result<()> {
    let mut world = World::start()?;
    let ids = held(&world, 5)?;
    for id in &ids[..3] {
        world.does("cancel", *id)?;
    }
    world.daemon.kill9()?;
    aged(&world.home, &[ids[0], ids[1], ids[3]], 6)?;
    world.daemon = world.home.daemon()?;
    let removed = world.home.haul(["remove", "--older-than", "5d"])?.expecting(0)?;
    assert_eq!(removed.stdout, format!("{}\n{}\n", ids[0], ids[1]), "the live one of that age stays");
    assert_eq!(listed(&world.home, &[])?, ids[2..]);
    let named = world.home.haul(["remove", "--older-than", "5d", "--status", "enqueued"])?.expecting(0)?;
    assert_eq!(named.stdout, format!("{}\n", ids[3]), "one that is asked for by its status goes");
    world.home.haul(["remove", "--status", "canceled"])?.expecting(0)?;
    assert_eq!(listed(&world.home, &[])?, [ids[4]]);
    let counts = world.call("overview", json!({}))?["counts"].clone();
    assert_eq!((&counts["all"], &counts["queued"], &counts["failed"]), (&json!(1), &json!(1), &json!(0)));
    for line in [vec!["remove"], vec!["remove", "7", "--status", "failed"], vec!["remove", "--all", "--group", "g"]] {
        world.home.haul(line)?.expecting(2)?;
    }
    Ok(())
}

#[test]
fn m171_bd48_a_clean_up_leaves_the_last_five_hundred_of_six_hundred_and_never_takes_a_live_task() -> Result<()> {
    let world = World::start()?;
    let ended = held(&world, 600)?;
    cancel_all(&world)?;
    let live = held(&world, 2)?;
    let cleaned = world.home.haul(["clean"])?.expecting(0)?;
    let names: Vec<String> = ended[..100].iter().map(ToString::to_string).collect();
    assert_eq!(cleaned.stdout.lines().collect::<Vec<_>>(), names, "those that ended first go");
    assert_eq!(listed(&world.home, &[])?.len(), 502);
    world.home.haul(["clean", "--keep", "3"])?.expecting(0)?;
    assert_eq!(listed(&world.home, &[])?, [&ended[597..], &live[..]].concat());
    world.home.haul(["clean", "--keep", "0"])?.expecting(0)?;
    assert_eq!(listed(&world.home, &[])?, live);
    Ok(())
}

#[test]
fn m171_bd48_a_clean_up_by_age_takes_what_ended_longer_ago() -> Result<()> {
    let mut world = World::start()?;
    let ids = held(&world, 4)?;
    cancel_all(&world)?;
    world.daemon.kill9()?;
    aged(&world.home, &ids[..2], 6)?;
    aged(&world.home, &ids[2..3], 11)?;
    world.daemon = world.home.daemon()?;
    let cleaned = world.call("clean_up", json!({}))?;
    assert_eq!(cleaned["removed"], json!([ids[2]]), "ten days are usual");
    let cleaned = world.home.haul(["clean", "--days", "5"])?.expecting(0)?;
    assert_eq!(cleaned.stdout, format!("{}\n{}\n", ids[0], ids[1]));
    assert_eq!(listed(&world.home, &[])?, ids[3..]);
    Ok(())
}

#[test]
fn m171_bd48_every_hundredth_end_and_every_start_clean_up_by_themselves() -> Result<()> {
    let mut world = World::start()?;
    world.home.haul(["settings", "set", "keep_records", "10"])?.expecting(0)?;
    let first = held(&world, 99)?;
    cancel_all(&world)?;
    assert_eq!(listed(&world.home, &[])?.len(), first.len(), "nothing goes before the hundredth");
    let last = held(&world, 1)?;
    cancel_all(&world)?;
    eventually("the first ninety go", || listed(&world.home, &[]).is_ok_and(|left| left.len() == 10).then_some(()))?;
    assert_eq!(listed(&world.home, &[])?, [&first[90..], &last[..]].concat());
    world.home.haul(["settings", "set", "keep_records", "4"])?.expecting(0)?;
    world.restart_hard()?;
    eventually("a start cleans up", || listed(&world.home, &[]).is_ok_and(|left| left.len() == 4).then_some(()))?;
    Ok(())
}

#[test]
fn m172_ends_that_nobody_heard_of_are_told_once_in_order_to_each_mailbox() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).at("/gone", Resource::status(404)).start_blocking()?;
    let mut world = World::start()?;
    let complete = world.add(&[&origin.url()])?;
    world.reaches(complete, "complete")?;
    let gone = world.add(&[&origin.url_of("/gone")])?;
    world.reaches(gone, "not_found")?;
    world.restart_hard()?;
    let both = [(complete, "complete".to_owned()), (gone, "not_found".to_owned())];
    assert_eq!(events(&world.home, &[])?, both);
    assert!(events(&world.home, &[])?.is_empty(), "each is told once");
    world.restart_hard()?;
    let canceled = world.add(&["http://a.test/f", "--later"])?;
    world.does("cancel", canceled)?;
    assert_eq!(events(&world.home, &[])?, [(canceled, "canceled".to_owned())], "what was told is not told again");
    let all = [&both[..], &[(canceled, "canceled".to_owned())]].concat();
    assert_eq!(events(&world.home, &["--as", "another"])?, all, "a mailbox knows its own part");
    let first = world.home.haul(["events", "--as", "people"])?.expecting(0)?.stdout;
    assert!(first.starts_with(&format!("{complete}  complete  ")), "{first}");
    Ok(())
}

#[test]
fn m172_an_end_that_a_reader_did_not_confirm_is_told_again() -> Result<()> {
    let world = World::start()?;
    let ids = held(&world, 3)?;
    cancel_all(&world)?;
    let asked = || world.call("mail", json!({ "mailbox": "m", "count": 2 }));
    let mail = asked()?;
    let of = |mail: &Value| {
        mail["ended"].as_array().map(|ended| ended.iter().map(|end| end["task"]["id"].clone()).collect())
    };
    assert_eq!(of(&mail), Some(vec![json!(ids[0]), json!(ids[1])]));
    assert_eq!(asked()?, mail, "nobody has said that it was dealt with");
    world.call("seen", json!({ "mailbox": "m", "number": mail["ended"][0]["number"] }))?;
    assert_eq!(of(&asked()?), Some(vec![json!(ids[1]), json!(ids[2])]));
    Ok(())
}

#[test]
fn m172_a_follower_hears_what_it_missed_and_then_what_comes() -> Result<()> {
    let world = World::start()?;
    let missed = held(&world, 1)?[0];
    cancel_all(&world)?;
    let mut follower = world.home.spawn(["--json", "events", "--follow"])?;
    follower.json_where("the one it missed", |line| line["task"]["id"] == missed)?;
    let next = held(&world, 1)?[0];
    cancel_all(&world)?;
    follower.json_where("the next one", |line| line["task"]["id"] == next)?;
    follower.kill9()?;
    let last = held(&world, 1)?[0];
    cancel_all(&world)?;
    let told = events(&world.home, &[])?;
    assert!(told.contains(&(last, "canceled".to_owned())) && !told.iter().any(|(id, _)| *id == missed), "{told:?}");
    Ok(())
}

#[test]
fn m173_bd48_a_record_that_nobody_works_on_is_taken_in_and_a_live_one_is_left_alone() -> Result<()> {
    let gate = Gate::closed();
    let origin =
        Origin::serving(bytes(1, 10)).at("/live", Resource::new(bytes(1, 10)).held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let live = world.add(&[&origin.url_of("/live")])?;
    world.reaches(live, "running")?;
    let ids = [world.add(&[&origin.url(), "--later"])?, world.add(&["http://a.test/f", "--later"])?];
    for id in ids {
        world.does("cancel", id)?;
    }
    let state = r#"{"status":"running","phase":"connecting"}"#;
    let database = world.home.folder().join("haul.db");
    sql(
        &database,
        &format!("UPDATE task SET status = 'running', state = '{state}', intent = 'run' WHERE id = {}", ids[0]),
    )?;
    sql(&database, &format!("UPDATE task SET status = 'running', state = 'no state' WHERE id = {}", ids[1]))?;
    let answer = world.call("reschedule", json!({}))?;
    assert_eq!(answer["rescheduled"], json!([ids[0]]));
    assert_eq!(answer["failed"][0]["task"], json!(ids[1]));
    world.reaches(ids[0], "complete")?;
    assert_eq!(world.show(live)?["status"], "running");
    assert_eq!(
        origin.requests().iter().filter(|request| request.path() == "/live").count(),
        1,
        "the live one goes on undisturbed"
    );
    let again = world.home.haul(["reschedule"])?.expecting(1)?;
    assert_eq!(again.stdout, "", "once is enough");
    Ok(())
}

#[test]
fn m168_who_added_a_task_its_redirects_and_its_times_survive_a_crash() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).at("/old", Resource::redirect(302, "/file.bin")).start_blocking()?;
    let mut world = World::start()?;
    let asked = world.add(&[&origin.url_of("/old")])?;
    let added = world.try_add(json!({ "url": origin.url(), "name": "?" }))?.ok().context("it was refused")?;
    let program = added["id"].as_u64().context("a task without a number")?;
    let before = world.reaches(asked, "complete")?;
    world.reaches(program, "complete")?;
    assert_eq!((&before["added_by"], &before["redirects"]), (&json!("command"), &json!([origin.url()])));
    let times = ["created", "first_byte", "finished"].map(|field| before[field].as_i64().unwrap_or_default());
    assert!(times[0] > 0 && times.is_sorted(), "{times:?}");
    assert_eq!(world.show(program)?["added_by"], "daemon");
    world.restart_hard()?;
    assert_eq!(world.show(asked)?, before);
    let shown = world.home.haul(["show", &asked.to_string()])?.expecting(0)?.stdout;
    for words in ["added by   the command", "first byte", "ended", "validator", "redirect"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    Ok(())
}

#[test]
fn m246_settings_are_applied_in_order_and_each_is_answered() -> Result<()> {
    let world = World::start()?;
    let items = ["lanes=4", "requestTimeout=30", "resourceTimeout=90", "checkAvailableSpace=100", "no_such=1"];
    let more = ["skipExistingFiles=always", "holdingQueue=3,2,1", "bypassTLSCertificateValidation=true", "lanes=5"];
    let applied = world.home.haul(["--json", "settings", "apply"].iter().chain(&items).chain(&more))?.expecting(2)?;
    let lines = applied.json_lines()?;
    let answers: Vec<&str> = lines.iter().filter_map(|line| line["answer"].as_str()).collect();
    assert_eq!(answers.len(), 9);
    assert!(answers[4].contains("no setting \"no_such\""), "{answers:?}");
    assert_eq!((answers[7], answers.iter().filter(|answer| answer.is_empty()).count()), ("not implemented", 7));
    let settings = world.call("settings", json!({}))?;
    let expected =
        [("lanes", 5), ("connect_timeout", 30), ("stall_timeout", 30), ("max_seconds", 90), ("disk_reserve", 100)];
    for (key, value) in
        [&expected[..], &[("max_running", 3), ("max_running_per_host", 2)], &[("max_running_per_group", 1)]].concat()
    {
        assert_eq!(settings[key], value, "{key}");
    }
    assert_eq!(settings["skip_existing"], "0");
    let task = world.add(&["http://a.test/f", "--later"])?;
    assert_eq!(
        sql(&world.home.folder().join("haul.db"), &format!("SELECT max_seconds FROM task WHERE id = {task}"))?,
        "90"
    );
    Ok(())
}

#[test]
fn m170_a_reader_who_hears_of_a_change_sees_the_new_value() -> Result<()> {
    let world = World::start()?;
    let mut follower = world.home.spawn(["--json", "events", "--follow"])?;
    for _ in 0..20 {
        let id = held(&world, 1)?[0];
        cancel_all(&world)?;
        follower.json_where("its end", |line| line["task"]["id"] == id)?;
        let state = sql(&world.home.folder().join("haul.db"), &format!("SELECT status FROM task WHERE id = {id}"))?;
        assert_eq!((state.as_str(), &world.show(id)?["status"]), ("canceled", &json!("canceled")));
    }
    Ok(())
}

#[test]
fn m086_bd37_a_record_without_its_file_becomes_complete_only_when_the_right_file_is_there() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 200_000);
    let origin =
        Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(100_000), &gate)).start_blocking()?;
    let mut world = World::start()?;
    let checksum = format!("sha-256={}", sha256_hex(&content));
    let mut ids = Vec::new();
    for name in ["right", "wrong", "absent"] {
        let id = world.add(&[&origin.url(), "-o", name, "--checksum", &checksum])?;
        world.has_received(id, 100_000)?;
        world.pause(id)?;
        ids.push(id);
    }
    world.daemon.kill9()?;
    let parts = ["right", "wrong", "absent"].map(|name| world.home.downloads().join(format!("{name}.haulpart")));
    for part in &parts {
        std::fs::remove_file(part)?;
    }
    std::fs::write(world.home.downloads().join("right"), &content)?;
    std::fs::write(world.home.downloads().join("wrong"), &content[1..])?;
    world.daemon = world.home.daemon()?;
    world.reaches(ids[0], "complete")?;
    let statuses = [world.show(ids[1])?["status"].clone(), world.show(ids[2])?["status"].clone()];
    assert_eq!(statuses, ["paused", "paused"], "neither another file nor none makes it complete");
    assert_eq!(events(&world.home, &[])?, [(ids[0], "complete".to_owned())], "it is told once");
    world.restart_hard()?;
    assert!(events(&world.home, &[])?.is_empty());
    Ok(())
}

#[test]
fn bd36_a_record_follows_its_task_from_running_to_its_end() -> Result<()> {
    let gate = Gate::closed();
    let content = bytes(1, 200_000);
    let origin = Origin::serving(Resource::new(&content).held_at(Point::AfterBytes(100_000), &gate))
        .at("/refused", Resource::status(403).body("Not authorized"))
        .start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--group", "g"])?;
    let running = world.has_received(id, 100_000)?;
    assert_eq!((&running["status"], running["progress"].as_f64()), (&json!("running"), Some(0.5)));
    gate.open();
    let complete = world.reaches(id, "complete")?;
    assert_eq!((complete["progress"].as_f64(), &complete["total"]), (Some(1.0), &json!(200_000)));
    let refused = world.add(&[&origin.url_of("/refused"), "--retries", "0"])?;
    let failed = world.reaches(refused, "failed")?;
    assert_eq!((failed["progress"].as_f64(), &failed["category"]), (Some(-1.0), &json!("http.403")));
    assert_eq!(failed["response"]["body"], "Not authorized");
    assert_eq!(listed(&world.home, &["--group", "g"])?, [id], "a group's records leave other groups out");
    Ok(())
}

#[test]
fn bd24_m085_a_file_that_is_there_is_left_or_fetched_as_the_setting_says() -> Result<()> {
    let origin = Origin::serving(bytes(1, 1000)).start_blocking()?;
    let world = World::start()?;
    let path = world.home.downloads().join("file.bin");
    std::fs::create_dir_all(world.home.downloads())?;
    for (setting, code) in [("always", 304), ("0", 304), ("1", 200), ("never", 200)] {
        std::fs::write(&path, "older")?;
        world.home.haul(["settings", "apply", &format!("skipExistingFiles={setting}")])?.expecting(0)?;
        let id = world.add(&[&origin.url()])?;
        let ended = world.reaches(id, "complete")?;
        assert_eq!(ended["response"]["code"], code, "{setting}");
        assert_eq!(std::fs::read(&path)?, b"older", "an older file is never written over");
    }
    assert_eq!(origin.requests().len(), 2);
    Ok(())
}

#[test]
fn bd19_m019_a_complex_task_is_told_back_field_by_field_and_an_unknown_one_is_refused() -> Result<()> {
    let mut world = World::start()?;
    let given = json!({
        "url": "http://a.test/f?x=1", "own_id": "a/b \u{fc}", "folder": "/tmp/some/where", "name": "n.bin",
        "group": "g", "priority": 3, "metadata": "{\"free\": 1}\n", "display_name": "A name", "retries": 7,
        "limit_rate": 1000, "lanes": 3, "checksum": "md5=d41d8cd98f00b204e9800998ecf8427e", "start": "later",
    });
    let id = world.try_add(given.clone())?.ok().context("it was refused")?["id"].as_u64().context("a number")?;
    world.restart_hard()?;
    let shown = world.call("show", json!({ "task": given["own_id"] }))?;
    for field in ["url", "own_id", "group", "priority", "metadata", "display_name", "limit_rate"] {
        assert_eq!(shown[field], given[field], "{field}");
    }
    assert_eq!((&shown["id"], &shown["path"]), (&json!(id), &json!("/tmp/some/where/n.bin")));
    assert_eq!((&shown["retries_left"], &shown["max_lanes"]), (&json!(7), &json!(3)));
    assert_eq!(shown["expected_digest"], given["checksum"]);
    world.home.haul(["show", "nobody"])?.expecting(1)?;
    Ok(())
}

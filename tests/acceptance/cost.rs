//! Haul costs almost nothing while it has nothing to do, and little whatever it is told.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Resource, bytes, eventually};
use serde_json::json;

use crate::world::{World, statuses};

/// Memory of the process that is its own, in KiB: what the program's file maps is shared and depends on the build.
fn own_memory(pid: u32) -> Result<u64> {
    memory(pid, "RssAnon")
}

/// A line of memory in the status of a process, in KiB.
fn memory(pid: u32, line: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let found = status.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'));
    Ok(found.with_context(|| format!("no {line}"))?.trim().trim_end_matches(" kB").parse()?)
}

#[test]
fn an_idle_daemon_is_small_before_and_after_its_work() -> Result<()> {
    let origin = Origin::serving(bytes(1, 2_000_000)).start_blocking()?;
    let world = World::start()?;
    assert!(own_memory(world.daemon.pid())? < 12 << 10, "{} KiB", own_memory(world.daemon.pid())?);
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": "?" });
    world.call("add", json!({ "downloads": (0..40).map(download).collect::<Vec<_>>() }))?;
    eventually("all tasks are complete", || {
        world.list().is_ok_and(|tasks| tasks.iter().all(|task| task["status"] == "complete")).then_some(())
    })?;
    let after = own_memory(world.daemon.pid())?;
    assert!(after < 40 << 10, "{after} KiB");
    Ok(())
}

#[test]
fn five_hundred_downloads_at_once_fit_into_a_hundred_mebibytes() -> Result<()> {
    const TASKS: u32 = 500;
    let gate = Gate::closed();
    let content = bytes(1, 200_000);
    let slow = Resource::new(&content).paced(50_000).held_at(Point::AfterBytes(100_000), &gate);
    let origin = Origin::serving(slow).start_blocking()?;
    let world = World::start()?;
    world.home.haul(["settings", "set", "max_running", &TASKS.to_string()])?.expecting(0)?;
    let download = |index: u32| json!({ "url": origin.url_of(&format!("/{index}")), "name": format!("{index}.bin") });
    world.call("add", json!({ "downloads": (0..TASKS).map(download).collect::<Vec<_>>() }))?;
    origin.wait_for_blocking(|requests| {
        requests.len() >= TASKS as usize && requests.iter().all(|request| request.sent == 100_000)
    })?;
    eventually("all tasks have what came", || {
        let tasks = world.call("list", json!({ "count": TASKS })).ok()?["rows"].as_array().cloned()?;
        let is_held = |task: &serde_json::Value| task["status"] == "running" && task["received"] == 100_000;
        (tasks.len() == TASKS as usize && tasks.iter().all(is_held)).then_some(())
    })?;
    let now = own_memory(world.daemon.pid())?;
    let most = memory(world.daemon.pid(), "VmHWM")?.saturating_sub(memory(world.daemon.pid(), "RssFile")?);
    assert!(now < 100 << 10 && most < 100 << 10, "{now} KiB, at most {most} KiB");
    gate.open();
    eventually("all tasks are complete", || {
        let left = world.call("overview", json!({})).ok()?["running"].as_u64()?;
        (left == 0).then_some(())
    })?;
    assert_eq!(world.home.file("499.bin")?, content);
    Ok(())
}

#[test]
fn m130_a_burst_of_a_thousand_loses_no_event_and_costs_little_memory() -> Result<()> {
    const TASKS: usize = 1000;
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let world = World::start()?;
    let urls: Vec<String> = (0..TASKS).map(|index| origin.url_of(&format!("/{index}"))).collect();
    let words = ["--json", "get"].into_iter().chain(urls.iter().map(String::as_str));
    let lines = world.home.haul(words)?.expecting(0)?.json_lines()?;
    for id in 1..=TASKS as u64 {
        assert_eq!(statuses(&lines, id), ["enqueued", "running", "complete"], "task {id}");
    }
    let counts = world.call("overview", json!({}))?["counts"].clone();
    assert_eq!((&counts["all"], &counts["finished"]), (&json!(TASKS), &json!(TASKS)));
    let most = memory(world.daemon.pid(), "VmHWM")?;
    assert!(most < 100 << 10, "{most} KiB");
    Ok(())
}

/// How much more memory the daemon ever had, in KiB, after it was told this instead of a file, and how that ended.
fn growth_by(answer: Vec<u8>) -> Result<(u64, serde_json::Value)> {
    let origin = Origin::serving(bytes(1, 2_000_000)).at("/large", Resource::verbatim(answer)).start_blocking()?;
    let world = World::start()?;
    let first = world.add(&[&origin.url()])?;
    world.reaches(first, "complete")?;
    let before = memory(world.daemon.pid(), "VmHWM")?;
    let id = world.add(&[&origin.url_of("/large"), "-o", "large.bin", "--retries", "0"])?;
    let ended = world.is_seen(id, "it has ended", |task| task["finished"].is_i64())?;
    Ok((memory(world.daemon.pid(), "VmHWM")?.saturating_sub(before), ended))
}

#[test]
fn f043_a_head_without_measure_is_refused_and_not_kept() -> Result<()> {
    let long = [b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), vec![b'a'; 1 << 20], b"\r\n\r\nfile".to_vec()].concat();
    let many: String = (0..10_000).map(|number| format!("X-{number}: {number}\r\n")).collect();
    for head in [long, format!("HTTP/1.1 200 OK\r\n{many}\r\nfile").into_bytes()] {
        let (grown, ended) = growth_by(head)?;
        assert_eq!((&ended["status"], &ended["category"]), (&json!("failed"), &json!("http.protocol")));
        assert!(grown < 8 << 10, "{grown} KiB");
    }
    Ok(())
}

#[test]
fn f042_ten_thousand_early_answers_take_no_memory() -> Result<()> {
    let storm = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n".repeat(10_000);
    let (grown, ended) = growth_by(format!("{storm}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfile").into_bytes())?;
    assert!(ended["status"] == "complete" || ended["category"] == "http.protocol", "{ended}");
    assert!(grown < 8 << 10, "{grown} KiB");
    Ok(())
}

#[test]
fn f054_a_flood_of_frames_of_newer_http_takes_no_memory() -> Result<()> {
    let (grown, ended) = growth_by(b"\0\0\0\x04\0\0\0\0\0".repeat(200_000))?;
    assert_eq!((&ended["status"], &ended["category"]), (&json!("failed"), &json!("http.protocol")));
    assert!(grown < 8 << 10, "{grown} KiB");
    Ok(())
}

#[test]
fn a_file_that_is_sent_is_never_held_in_memory() -> Result<()> {
    const LENGTH: u64 = 64 << 20;
    let origin = Origin::serving("taken").start_blocking()?;
    let world = World::start()?;
    let path = world.home.downloads().join("large.bin");
    std::fs::File::create(&path)?.set_len(LENGTH)?;
    let before = own_memory(world.daemon.pid())?;
    for form in ["binary", "multipart"] {
        let upload = json!({ "url": origin.url(), "files": [{ "path": path }], "form": form });
        let added = world.call("upload", json!({ "uploads": [upload] }))?;
        let id = added["outcomes"][0]["added"]["id"].as_u64().with_context(|| format!("not added: {added}"))?;
        world.reaches(id, "complete")?;
    }
    assert!(origin.requests().iter().all(|request| request.body.len() as u64 >= LENGTH));
    let most = memory(world.daemon.pid(), "VmHWM")? - memory(world.daemon.pid(), "RssFile")?;
    assert!(most < before + (24 << 10), "{most} KiB, before {before} KiB");
    Ok(())
}

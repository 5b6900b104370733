//! An upload never ends as a success that it is not, is never sent twice by itself, and gives nothing away.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Point, Recorded, Resource, Stop, Surfeit, bytes, eventually, sha256_hex};
use serde_json::{Value, json};

use crate::uploads::file;
use crate::world::{World, home};

/// Adds one upload as a program would, and gives its number.
pub(crate) fn send(world: &World, upload: Value) -> Result<u64> {
    let added = world.call("upload", json!({ "uploads": [upload] }))?;
    added["outcomes"][0]["added"]["id"].as_u64().with_context(|| format!("not added: {added}"))
}

/// A file that is sent as it is.
fn binary(origin: &Origin, path: &Path) -> Value {
    json!({ "url": origin.url(), "files": [{ "path": path }], "form": "binary" })
}

/// The upload with one more choice.
fn with(mut upload: Value, key: &str, value: Value) -> Value {
    upload[key] = value;
    upload
}

fn has_begun(origin: &Origin) -> Result<()> {
    origin.wait_for_blocking(|requests| requests.last().is_some_and(|request| !request.body.is_empty()))
}

#[test]
fn f159_a_file_that_changes_while_it_is_sent_fails_whatever_the_server_says() -> Result<()> {
    let gate = Gate::closed();
    let slow = Origin::serving(Resource::new("taken")).start_blocking()?;
    let late = Origin::serving(Resource::new("taken").held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    for (name, origin, limit) in [("grows.bin", &slow, Some(50_000)), ("late.bin", &late, None)] {
        let path = file(&world.home, name, bytes(1, 2_000_000))?;
        let id = send(&world, with(binary(origin, &path), "limit_rate", json!(limit)))?;
        has_begun(origin)?;
        if limit.is_none() {
            origin.wait_for_blocking(|requests| requests[0].body.len() == 2_000_000)?;
        }
        std::fs::OpenOptions::new().append(true).open(&path)?.write_all(b"more")?;
        if limit.is_none() {
            gate.open();
        }
        assert_eq!(world.reaches(id, "failed")?["category"], "upload.source_changed", "{name}");
    }
    assert!(slow.requests()[0].body.len() < 2_000_000, "what was changed on the way is not sent to its end");
    Ok(())
}

#[test]
fn f159_a_file_that_was_cut_or_replaced_while_it_was_sent_fails() -> Result<()> {
    let world = World::start()?;
    for cut in [true, false] {
        let gate = Gate::closed();
        let origin = Origin::serving(Resource::new("taken").held_by(&gate)).start_blocking()?;
        let path = file(&world.home, "a.bin", bytes(1, 100_000))?;
        let id = send(&world, binary(&origin, &path))?;
        has_begun(&origin)?;
        if cut {
            std::fs::OpenOptions::new().write(true).open(&path)?.set_len(10)?;
        } else {
            let other = file(&world.home, "other.bin", bytes(1, 100_000))?;
            std::fs::rename(other, &path)?;
        }
        gate.open();
        assert_eq!(world.reaches(id, "failed")?["category"], "upload.source_changed", "cut: {cut}");
    }
    Ok(())
}

#[test]
fn f160_a_folder_a_pipe_and_a_device_are_refused_before_anything_is_sent() -> Result<()> {
    let (origin, home) = (Origin::serving("taken").start_blocking()?, home()?);
    let folder = home.downloads();
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("pipe"), rustix::fs::Mode::RUSR)?;
    std::fs::create_dir(folder.join("folder"))?;
    for name in ["pipe", "folder", "/dev/zero", "missing"] {
        for form in ["--binary", "--multipart"] {
            let output = home.haul(["upload", name, &origin.url(), form])?.expecting(4)?;
            assert!(output.stderr.contains(name), "{}", output.stderr);
        }
    }
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn f161_a_link_into_a_private_folder_is_shown_and_followed_only_when_that_is_confirmed() -> Result<()> {
    let (origin, home) = (Origin::serving("taken").start_blocking()?, home()?);
    let private = home.downloads().join(".private");
    std::fs::create_dir(&private)?;
    std::fs::write(private.join("key"), "pearl")?;
    std::os::unix::fs::symlink(".private/key", home.downloads().join("photo.jpg"))?;
    std::os::unix::fs::symlink(".private", home.downloads().join("photos"))?;
    let real = private.canonicalize()?.join("key").display().to_string();
    for name in ["photo.jpg", "photos/key"] {
        let output = home.haul(["upload", name, &origin.url()])?.expecting(4)?;
        assert!(output.stderr.contains(&real), "the real path is shown: {}", output.stderr);
    }
    assert!(origin.requests().is_empty());
    let lines = home.haul(["--json", "upload", "photo.jpg", &origin.url(), "--follow-links"])?.expecting(0)?;
    assert_eq!(lines.json_lines()?[0]["path"], json!(real));
    assert!(origin.requests()[0].mentions("filename=\"photo.jpg\""));
    Ok(())
}

#[test]
fn f161_a_link_that_is_put_in_the_place_of_the_file_later_is_not_followed() -> Result<()> {
    let (origin, world) = (Origin::serving("taken").start_blocking()?, World::start()?);
    let (path, other) = (file(&world.home, "a.txt", "bytes")?, file(&world.home, "key", "pearl")?);
    let id = send(&world, with(binary(&origin, &path), "start", json!("later")))?;
    std::fs::remove_file(&path)?;
    std::os::unix::fs::symlink(other, path)?;
    world.does("resume", id)?;
    assert_eq!(world.reaches(id, "failed")?["category"], "disk.path");
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn f162_a_put_that_is_reset_in_the_middle_begins_again() -> Result<()> {
    let cut = Resource::new("taken").reading_at_most(300_000).then(1, Resource::new("taken"));
    let (origin, home) = (Origin::serving(cut).start_blocking()?, home()?);
    let content = bytes(1, 1_000_000);
    file(&home, "a.bin", &content)?;
    home.haul(["upload", "a.bin", &origin.url(), "--binary", "--method", "PUT"])?.expecting(0)?;
    let requests = origin.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[0].body.len(), requests[1].body == content), (300_000, true));
    Ok(())
}

#[test]
fn f163_a_post_whose_answer_is_lost_asks_and_is_sent_again_only_by_the_user() -> Result<()> {
    for lost in [
        Resource::new("taken").stopping(Point::BeforeHead, Stop::Reset),
        Resource::new("taken").stopping(Point::BeforeHead, Stop::Close),
        Resource::new("taken").reading_at_most(50_000),
    ] {
        let origin = Origin::serving(lost.then(1, Resource::new("taken"))).start_blocking()?;
        let world = World::start()?;
        let path = file(&world.home, "a.bin", bytes(1, 100_000))?;
        let id = send(&world, binary(&origin, &path))?;
        let failed = world.reaches(id, "failed")?;
        assert_eq!((&failed["category"], &failed["remedy"]), (&json!("upload.unknown_outcome"), &json!("ask_user")));
        assert_eq!(origin.requests().len(), 1);
        world.does("retry", id)?;
        world.reaches(id, "complete")?;
        assert_eq!(origin.requests().len(), 2);
    }
    Ok(())
}

#[test]
fn f166_an_early_refusal_stops_the_sending_and_is_what_is_shown() -> Result<()> {
    // So long that what is on its way when the answer comes is little beside it, however fast the machine.
    const LENGTH: u64 = 4 << 30;
    let home = home()?;
    std::fs::File::create(home.downloads().join("large.bin"))?.set_len(LENGTH)?;
    for surfeit in [Surfeit::Answer, Surfeit::AnswerDeaf] {
        for (status, category) in [(413, "upload.too_large"), (401, "auth.required"), (403, "http.403")] {
            let early = Resource::status(status).body("not here").having_read(100_000, surfeit);
            let origin = Origin::serving(early).start_blocking()?;
            let lines = home.haul(["--json", "upload", "large.bin", &origin.url(), "--binary"])?.expecting(1)?;
            let lines = lines.json_lines()?;
            let end = lines.last().context("no end")?;
            assert_eq!((&end["status"], &end["category"]), (&json!("failed"), &json!(category)), "{surfeit:?}");
            let shown = home.haul(["--json", "show", &end["id"].to_string()])?.expecting(0)?.json_lines()?;
            assert_eq!(
                (&shown[0]["response"]["code"], &shown[0]["response"]["body"]),
                (&json!(status), &json!("not here"))
            );
            let requests = origin.requests();
            assert_eq!(requests.len(), 1);
            assert!((requests[0].body.len() as u64) < LENGTH / 4, "{} bytes of {LENGTH}", requests[0].body.len());
        }
    }
    Ok(())
}

#[test]
fn a_success_that_comes_before_the_file_has_left_is_believed_only_once_it_has() -> Result<()> {
    const LENGTH: usize = 32 << 20;
    for (surfeit, code) in [(Surfeit::Answer, 0), (Surfeit::AnswerDeaf, 6)] {
        let early = Resource::new("taken").having_read(100_000, surfeit);
        let (origin, home) = (Origin::serving(early).start_blocking()?, home()?);
        std::fs::File::create(home.downloads().join("large.bin"))?.set_len(LENGTH as u64)?;
        home.haul(["settings", "set", "stall_timeout", "1"])?.expecting(0)?;
        let put = ["--binary", "--method", "PUT", "--retries", "0"];
        home.haul(["upload", "large.bin", &origin.url()].iter().chain(&put))?.expecting(code)?;
        if code == 0 {
            origin.wait_for_blocking(|requests| requests[0].body.len() == LENGTH)?;
        }
    }
    Ok(())
}

#[test]
fn f167_a_server_that_never_says_continue_gets_the_file_all_the_same() -> Result<()> {
    let (origin, home) = (Origin::serving(Resource::new("taken").without_continue()).start_blocking()?, home()?);
    file(&home, "a.txt", "bytes")?;
    home.haul(["upload", "a.txt", &origin.url(), "--binary", "--header", "Expect: 100-continue"])?.expecting(0)?;
    let requests = origin.requests();
    assert_eq!((requests.len(), requests[0].body.as_slice()), (1, b"bytes".as_slice()));
    assert_eq!(requests[0].header("expect").as_deref(), Some("100-continue"));
    Ok(())
}

#[test]
fn f168_no_redirect_takes_the_file_to_another_site() -> Result<()> {
    let (elsewhere, home) = (Origin::serving("taken").on("127.0.0.2").start_blocking()?, home()?);
    file(&home, "a.txt", "bytes")?;
    let status_of = |code: u16, location: String| -> Result<(Value, usize)> {
        let from = Resource::redirect(code, location);
        let origin = Origin::serving("taken").at("/from", from).start_blocking()?;
        let output =
            home.haul(["--json", "upload", "a.txt", &origin.url_of("/from"), "--method", "PUT", "--binary"])?;
        let end = output.json_lines()?.last().context("no end")?.clone();
        Ok((end["category"].clone(), origin.requests().len()))
    };
    for code in [307, 308] {
        let found = status_of(code, elsewhere.url())?;
        assert_eq!(found, (json!("redirect.body_cross_origin"), 1), "{code}");
        assert_eq!(status_of(code, "/to".to_owned())?, (Value::Null, 2), "the same site may have it");
    }
    for code in [301, 302] {
        let found = status_of(code, "/to".to_owned())?;
        assert_eq!(found, (json!("redirect.upload_needs_confirm"), 1), "{code}");
    }
    assert!(elsewhere.requests().is_empty());
    Ok(())
}

#[test]
fn a_body_is_sent_again_from_its_beginning_after_a_redirect_and_after_a_question_who_is_there() -> Result<()> {
    let home = home()?;
    let content = bytes(1, 500_000);
    file(&home, "a.bin", &content)?;
    let asks = Resource::decided_by(|request| match request.header("authorization") {
        Some(_) => Resource::new("taken"),
        None => Resource::status(401).header("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""),
    });
    let origin = Origin::serving(asks).at("/from", Resource::redirect(307, "/to")).start_blocking()?;
    let url = origin.url_of("/from").replace("http://", "http://me:pearl@");
    home.haul(["upload", "a.bin", &url, "--binary", "--method", "PUT"])?.expecting(0)?;
    let whole: Vec<bool> = origin.requests().iter().map(|request| request.body == content).collect();
    assert_eq!(whole.last(), Some(&true), "{whole:?}");
    Ok(())
}

/// `Repr-Digest` of these bytes.
fn digest_of(content: &[u8]) -> Result<String> {
    use base64::Engine as _;
    let hex = sha256_hex(content);
    let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16));
    let bytes = bytes.collect::<Result<Vec<_>, _>>()?;
    Ok(format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(bytes)))
}

#[test]
fn f169_a_server_that_stored_something_else_is_not_believed() -> Result<()> {
    let home = home()?;
    let content = bytes(1, 100_000);
    file(&home, "a.bin", &content)?;
    for name in ["Repr-Digest", "Content-Digest"] {
        for (stored, body, code) in [
            (content.as_slice(), "", 0),
            (content.as_slice(), "taken", 0),
            (b"something else", "", 5),
            (b"something else", "taken", 5),
            // A digest may be about the answer itself.
            (b"taken", "taken", 0),
        ] {
            let answer = Resource::status(200).body(body).header(name, digest_of(stored)?);
            let origin = Origin::serving(answer).start_blocking()?;
            for form in ["--binary", "--multipart"] {
                home.haul(["upload", "a.bin", &origin.url(), form])?.expecting(code)?;
            }
        }
    }
    Ok(())
}

#[test]
fn f170_no_name_of_a_file_or_field_makes_a_header() -> Result<()> {
    let (origin, home) = (Origin::serving("taken").start_blocking()?, home()?);
    let name = "a\"; x=\"\r\nX-Evil: 1\r\n\r\n.txt";
    file(&home, name, "bytes")?;
    for form in ["--binary", "--multipart"] {
        home.haul(["upload", name, &origin.url(), form])?.expecting(0)?;
    }
    home.haul(["upload", name, &origin.url(), "--field", "k\"\r\nX-Evil: 1=v"])?.expecting(0)?;
    for request in origin.requests() {
        assert!(request.header("x-evil").is_none());
        assert!(!request.mentions("\nX-Evil"), "{}", String::from_utf8_lossy(&request.body));
        assert!(!request.mentions("x=\""), "no quote ends a name");
    }
    Ok(())
}

/// Every file below a folder whose bytes hold `secret`.
fn holding(folder: &Path, secret: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(holding(&path, secret)?);
        } else if path.is_file() && path.file_name().is_some_and(|name| name != "secrets.json") {
            let content = std::fs::read(&path)?;
            if content.windows(secret.len()).any(|window| window == secret.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    Ok(found)
}

#[test]
fn f171_credentials_of_an_upload_stand_in_no_record_log_or_event() -> Result<()> {
    let origin = Origin::serving(Resource::status(503).then(1, Resource::new("taken"))).start_blocking()?;
    let world = World::start()?;
    file(&world.home, "a.txt", "bytes")?;
    let url = origin.url();
    let secrets = ["--user", "me:pearl-1", "--secret-header", "X-Mine: pearl-2", "--field", "policy=pearl-3"];
    let more = ["--header", "Authorization: Bearer pearl-4", "--retries", "1", "-v"];
    let output =
        world.home.haul(["--json", "upload", "a.txt", &url].iter().chain(&secrets).chain(&more))?.expecting(0)?;
    let sent = origin.requests().pop().context("no request came")?;
    for pearl in ["pearl-2", "pearl-3", "pearl-4"] {
        assert!(sent.mentions(pearl), "the server hears {pearl}");
    }
    assert!(!output.stdout.contains("pearl") && !output.stderr.contains("pearl"), "{output:?}");
    for row in world.list()? {
        let shown = world.show(row["id"].as_u64().context("no number")?)?;
        assert!(!shown.to_string().contains("pearl"), "{shown}");
    }
    drop(world.daemon);
    assert_eq!(holding(&world.home.folder(), "pearl")?, Vec::<String>::new());
    Ok(())
}

fn whole(requests: &[Recorded], content: &[u8]) -> usize {
    requests.iter().filter(|request| request.body == content).count()
}

#[test]
fn f172_a_put_that_was_killed_begins_again_and_a_post_asks() -> Result<()> {
    for (method, status) in [("PUT", "complete"), ("POST", "failed")] {
        let gate = Gate::closed();
        let held = Resource::new("taken").held_by(&gate).for_the_first(1);
        let origin = Origin::serving(held).start_blocking()?;
        let mut world = World::start()?;
        let content = bytes(1, 300_000);
        let path = file(&world.home, "a.bin", &content)?;
        let id = send(&world, with(binary(&origin, &path), "method", json!(method)))?;
        origin.wait_for_blocking(|requests| whole(requests, &content) == 1)?;
        world.restart_hard()?;
        let ended = world.reaches(id, status)?;
        if method == "POST" {
            assert_eq!((&ended["category"], origin.requests().len()), (&json!("upload.unknown_outcome"), 1));
            gate.open();
            world.does("retry", id)?;
            world.reaches(id, "complete")?;
        }
        assert_eq!(whole(&origin.requests(), &content), 2, "{method}");
    }
    Ok(())
}

#[test]
fn f172_an_answer_that_was_kept_is_believed_after_a_kill() -> Result<()> {
    let (origin, mut world) = (Origin::serving("taken").start_blocking()?, World::start()?);
    let path = file(&world.home, "a.bin", bytes(1, 1000))?;
    let id = send(&world, binary(&origin, &path))?;
    world.reaches(id, "complete")?;
    world.restart_hard()?;
    assert_eq!(world.show(id)?["status"], "complete");
    eventually("nothing more is sent", || (origin.requests().len() == 1).then_some(()))
}

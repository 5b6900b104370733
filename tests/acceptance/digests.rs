//! A file is what somebody promised, or it gets no final name.

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haul_testkit::{Gate, Length, Origin, Point, Resource, bytes, sha256_hex};
use serde_json::Value;

use crate::world::{World, home};

const WRONG: &str = "sha-256=0000000000000000000000000000000000000000000000000000000000000000";

/// `Repr-Digest` of this content.
fn announced(content: &[u8]) -> Result<String> {
    let hex = sha256_hex(content);
    let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16));
    Ok(format!("sha-256=:{}:", STANDARD.encode(bytes.collect::<Result<Vec<u8>, _>>()?)))
}

fn last(lines: &[Value]) -> Result<&Value> {
    lines.last().context("no line")
}

#[test]
fn f055_a_wrong_digest_of_the_server_sets_the_file_aside() -> Result<()> {
    let content = bytes(1, 300_000);
    for name in ["Repr-Digest", "Content-Digest", "Digest"] {
        let lying = Resource::new(&content).header(name, announced(b"another file")?.replace("=:", "=").as_bytes());
        let origin = Origin::serving(lying).start_blocking()?;
        let home = home()?;
        let lines = home.haul(["get", "--json", &origin.url()])?.expecting(5)?.json_lines()?;
        let last = last(&lines)?;
        assert_eq!((&last["category"], &last["remedy"]), (&"integrity.checksum".into(), &"ask_user".into()), "{name}");
        assert!(last["message"].as_str().is_some_and(|message| message.contains("file.bin.rejected")), "{last}");
        assert_eq!(home.listing()?, ["file.bin.rejected"], "{name}");
        assert_eq!(home.file("file.bin.rejected")?, content);
        assert_eq!(origin.requests().len(), 1, "nobody asks the same again");
    }
    Ok(())
}

#[test]
fn f055_a_right_digest_of_the_server_is_told() -> Result<()> {
    let content = bytes(1, 300_000);
    let origin =
        Origin::serving(Resource::new(&content).header("Repr-Digest", announced(&content)?)).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(0)?.json_lines()?;
    assert_eq!(last(&lines)?["digest"], format!("sha-256={}", sha256_hex(&content)));
    Ok(())
}

#[test]
fn f055_a_digest_that_was_announced_holds_for_the_rest_after_a_restart() -> Result<()> {
    let gate = Gate::closed();
    let lying = Resource::new(bytes(1, 3_000_000)).header("Repr-Digest", announced(b"another file")?);
    let silent = Resource::new(bytes(1, 3_000_000));
    let origin =
        Origin::serving(lying.held_at(Point::AfterBytes(2_000_000), &gate).then(1, silent)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "-c", "1"])?;
    world.has_received(id, 2_000_000)?;
    world.pause(id)?;
    world.restart_hard()?;
    gate.open();
    world.does("resume", id)?;
    assert_eq!(world.reaches(id, "failed")?["category"], "integrity.checksum");
    assert_eq!(world.home.listing()?, ["file.bin.rejected"]);
    Ok(())
}

#[test]
fn a_digest_of_a_coded_body_or_of_a_part_is_not_one_of_the_file() -> Result<()> {
    let coded = Resource::new(b"as it came").header("Content-Encoding", "gzip");
    let origin = Origin::serving(coded.header("Content-Digest", announced(b"the plain file")?)).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url()])?.expecting(0)?;
    assert_eq!(home.file("file.bin")?, b"as it came");
    Ok(())
}

#[test]
fn m104_what_the_person_says_beats_what_the_server_announces() -> Result<()> {
    let content = bytes(1, 300_000);
    let origin = Origin::serving(Resource::new(&content).header("Repr-Digest", announced(b"x")?)).start_blocking()?;
    let home = home()?;
    let right = format!("sha-256={}", sha256_hex(&content));
    let lines = home.haul(["get", "--json", &origin.url(), "--checksum", &right])?.expecting(0)?.json_lines()?;
    assert_eq!(last(&lines)?["digest"], right);
    Ok(())
}

#[test]
fn m104_a_digest_is_right_however_many_connections_brought_the_file() -> Result<()> {
    let content = bytes(1, 12_000_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let home = home()?;
    for (lanes, algorithm) in [("1", "sha-256"), ("8", "sha-256")] {
        let digest = format!("{algorithm}={}", sha256_hex(&content));
        home.haul(["get", &origin.url(), "-c", lanes, "-o", lanes, "--checksum", &digest])?.expecting(0)?;
        let args = ["get", &origin.url(), "-c", lanes, "-o", "wrong", "--checksum", WRONG];
        home.haul(args)?.expecting(5)?;
    }
    Ok(())
}

#[test]
fn m104_a_digest_is_right_after_a_stop_and_a_kill() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let gate = Gate::closed();
    let held = Resource::new(&content).held_at(Point::AfterBytes(1_500_000), &gate).for_the_first(1);
    let origin = Origin::serving(held).start_blocking()?;
    let mut world = World::start()?;
    let digest = format!("sha-256={}", sha256_hex(&content));
    let id = world.add(&[&origin.url(), "--checksum", &digest])?;
    world.has_received(id, 1_500_000)?;
    world.pause(id)?;
    world.restart_hard()?;
    gate.open();
    world.does("resume", id)?;
    assert_eq!(world.reaches(id, "complete")?["digest"], digest);
    Ok(())
}

#[test]
fn a_rejected_file_goes_when_the_right_one_is_there_or_the_task_is_removed() -> Result<()> {
    let content = bytes(1, 300_000);
    let lying = Resource::new(&content).header("Repr-Digest", announced(b"another file")?);
    let origin = Origin::serving(lying.clone().then(2, content.clone())).at("/other", lying).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    world.reaches(id, "failed")?;
    world.does("retry", id)?;
    origin.wait_for_blocking(|requests| requests.len() == 2)?;
    world.reaches(id, "failed")?;
    assert_eq!(world.home.listing()?, ["file.bin.rejected"], "there is one wrong file of a task at most");
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.listing()?, ["file.bin"]);
    assert_eq!(world.home.file("file.bin")?, content);
    let other = world.add(&[&origin.url_of("/other")])?;
    world.reaches(other, "failed")?;
    assert_eq!(world.home.listing()?, ["file.bin", "other.rejected"]);
    world.does("remove", other)?;
    assert_eq!(world.home.listing()?, ["file.bin"]);
    Ok(())
}

#[test]
fn a_rejected_file_takes_no_name_that_somebody_has() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    std::fs::write(home.downloads().join("file.bin.rejected"), "theirs")?;
    home.haul(["get", &origin.url(), "--checksum", WRONG])?.expecting(5)?;
    assert_eq!(home.listing()?, ["file.bin.1.rejected", "file.bin.rejected"]);
    assert_eq!(home.file("file.bin.rejected")?, b"theirs");
    Ok(())
}

#[test]
fn a_digest_beside_the_address_is_fetched_and_compared() -> Result<()> {
    let content = bytes(1, 300_000);
    let sums = format!("{}  other.bin\n{} *file.bin\n", sha256_hex(b"other"), sha256_hex(&content));
    let origin = Origin::serving(content.clone())
        .at("/file.bin.sha256", format!("{}\n", sha256_hex(&content)))
        .at("/SHA256SUMS", sums)
        .at("/BSD", format!("SHA256 (file.bin) = {}\n", sha256_hex(&content)))
        .at("/wrong", format!("{}  file.bin\n", sha256_hex(b"another file")))
        .start_blocking()?;
    for from in [".sha256", "SHA256SUMS", "/BSD", &origin.url_of("/SHA256SUMS")] {
        let home = home()?;
        let args = ["get", "--json", &origin.url(), "--checksum-from", from];
        let lines = home.haul(args)?.expecting(0).context(from.to_owned())?.json_lines()?;
        assert_eq!(last(&lines)?["digest"], format!("sha-256={}", sha256_hex(&content)), "{from}");
    }
    let home = home()?;
    home.haul(["get", &origin.url(), "--checksum-from", "/wrong"])?.expecting(5)?;
    assert_eq!(home.listing()?, ["file.bin.rejected"]);
    Ok(())
}

#[test]
fn a_check_that_cannot_be_made_places_nothing() -> Result<()> {
    let content = bytes(1, 300_000);
    let origin = Origin::serving(content.clone())
        .at("/absent", Resource::status(404))
        .at("/page", Resource::new("<html>Welcome</html>"))
        .at("/others", format!("{}  other.bin\n", sha256_hex(&content)))
        .at("/two", format!("{}  file.bin\n{}  file.bin\n", sha256_hex(&content), sha256_hex(b"x")))
        .at("/large", bytes(3, 2 << 20))
        .start_blocking()?;
    for from in ["/absent", "/page", "/others", "/two", "/large"] {
        let home = home()?;
        let args = ["get", "--json", "--retries", "0", &origin.url(), "--checksum-from", from];
        let lines = home.haul(args)?.expecting(5).context(from.to_owned())?.json_lines()?;
        let last = last(&lines)?;
        assert_eq!((&last["category"], &last["remedy"]), (&"integrity.checksum".into(), &"ask_user".into()), "{from}");
        assert!(last["message"].as_str().is_some_and(|message| message.contains(&from[1..])), "{last}");
        assert!(!home.listing()?.contains(&"file.bin".to_owned()), "{from}: {:?}", home.listing()?);
    }
    Ok(())
}

#[test]
fn the_name_that_the_server_gives_the_file_finds_its_digest() -> Result<()> {
    let content = bytes(1, 300_000);
    let named = Resource::new(&content).content_disposition("attachment; filename=release-7.iso");
    let sums = format!("{}  release-6.iso\n{}  release-7.iso\n", sha256_hex(b"6"), sha256_hex(&content));
    let origin = Origin::serving("").at("/latest", named).at("/sums", sums).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url_of("/latest"), "--checksum-from", "sums"])?.expecting(0)?;
    assert_eq!(home.listing()?, ["release-7.iso"]);
    Ok(())
}

#[test]
fn a_published_digest_is_asked_for_once_and_again_after_the_file_was_wrong() -> Result<()> {
    let content = bytes(1, 3_000_000);
    let gate = Gate::closed();
    let held = Resource::new(&content).held_at(Point::AfterBytes(1_500_000), &gate).for_the_first(1);
    let wrong = Resource::new(sha256_hex(b"another file"));
    let origin = Origin::serving(held).at("/file.bin.sha256", wrong.then(1, sha256_hex(&content))).start_blocking()?;
    let asked = || origin.requests().iter().filter(|request| request.path() == "/file.bin.sha256").count();
    let mut world = World::start()?;
    let id = world.add(&[&origin.url(), "--checksum-from", ".sha256"])?;
    world.has_received(id, 1_500_000)?;
    world.pause(id)?;
    world.restart_hard()?;
    gate.open();
    world.does("resume", id)?;
    world.reaches(id, "failed")?;
    assert_eq!(asked(), 1, "what was read is kept");
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(asked(), 2, "whoever published a wrong digest may have put it right");
    Ok(())
}

#[test]
fn secrets_do_not_go_to_another_server_for_a_digest() -> Result<()> {
    let content = bytes(1, 300_000);
    let elsewhere = Origin::serving("").at("/foreign.sha256", sha256_hex(&content)).start_blocking()?;
    let origin = Origin::serving(content.clone()).at("/own.sha256", sha256_hex(&content)).start_blocking()?;
    for (from, carries) in [(elsewhere.url_of("/foreign.sha256"), false), (origin.url_of("/own.sha256"), true)] {
        let home = home()?;
        let secrets = ["--header", "Authorization: Bearer hush", "--header", "Cookie: a=hush"];
        let args = ["get", &origin.url(), "--checksum-from", &from];
        home.haul(args.iter().chain(&secrets))?.expecting(0)?;
        let asked = elsewhere.requests().into_iter().chain(origin.requests());
        let asked: Vec<_> = asked.filter(|request| from.ends_with(request.path())).collect();
        let request = asked.last().context("nobody asked for the digest")?;
        assert_eq!(request.mentions("hush"), carries, "{from}");
    }
    Ok(())
}

#[test]
fn m102_a_file_of_another_size_is_never_placed() -> Result<()> {
    let content = bytes(1, 300_000);
    for (length, left) in [(Length::Known, vec![]), (Length::Chunked, vec!["file.bin.rejected"])] {
        let origin = Origin::serving(Resource::new(&content).length(length)).start_blocking()?;
        let home = home()?;
        let lines = home.haul(["get", "--json", &origin.url(), "--size", "300001"])?.expecting(5)?.json_lines()?;
        let failed = last(&lines)?;
        assert_eq!(
            (&failed["category"], &failed["remedy"]),
            (&"integrity.size".into(), &"ask_user".into()),
            "{length:?}"
        );
        let message = failed["message"].as_str().context("no message")?;
        assert!(message.contains("300000") && message.contains("300001"), "{message}");
        assert_eq!(home.listing()?, left, "{length:?}");
        home.haul(["get", &origin.url(), "--size", "300000"])?.expecting(0)?;
    }
    Ok(())
}

#[test]
fn f154_a_file_says_where_it_came_from_without_secrets_and_a_private_one_does_not() -> Result<()> {
    let origin = Origin::serving("content").start_blocking()?;
    let address = origin.url().replace("http://", "http://user:hush@") + "?token=hush#hush";
    let home = home()?;
    home.haul(["get", &address, "-o", "marked"])?.expecting(0)?;
    home.haul(["get", &address, "-o", "private", "--private"])?.expecting(0)?;
    let mark = |name: &str| {
        let mut value = vec![0; 4096];
        rustix::fs::getxattr(home.downloads().join(name), "user.xdg.origin.url", value.as_mut_slice())
            .map(|length| value[..length].to_vec())
    };
    match mark("marked") {
        Ok(found) => assert_eq!(String::from_utf8(found)?, origin.url()),
        // A file system without marks: the download does not fail for it (row 107).
        Err(error) => assert_eq!(error, rustix::io::Errno::NOTSUP),
    }
    assert!(mark("private").is_err());
    Ok(())
}

#[test]
fn f107_an_address_of_five_kilobytes_is_no_reason_to_fail() -> Result<()> {
    let path = format!("/{}", "x".repeat(5000));
    let origin = Origin::serving("").at(&path, "content").start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url_of(&path), "-o", "file"])?.expecting(0)?;
    assert_eq!(home.file("file")?, b"content");
    Ok(())
}

#[test]
fn m097_a_file_has_the_servers_time_when_asked_and_its_own_otherwise() -> Result<()> {
    let dated = Resource::new("content").last_modified("Sun, 06 Nov 1994 08:49:37 GMT");
    let origin = Origin::serving(dated).start_blocking()?;
    let home = home()?;
    home.haul(["get", &origin.url(), "-o", "server", "--remote-time"])?.expecting(0)?;
    home.haul(["get", &origin.url(), "-o", "own"])?.expecting(0)?;
    let seconds = |name: &str| -> Result<u64> {
        let modified = std::fs::metadata(home.downloads().join(name))?.modified()?;
        Ok(modified.duration_since(std::time::UNIX_EPOCH)?.as_secs())
    };
    assert_eq!(seconds("server")?, 784_111_777);
    assert!(seconds("own")? > 1_600_000_000);
    Ok(())
}

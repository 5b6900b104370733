//! An upload that can be resumed goes on where the server says, and never in another file.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Resource, Tongue, UploadStore, bytes, eventually};
use serde_json::{Value, json};

use crate::upload_faults::send;
use crate::uploads::file;
use crate::world::World;

const LENGTH: usize = 1_000_000;

const TONGUES: [(Tongue, &str); 2] = [(Tongue::Tus, "tus"), (Tongue::Draft, "draft")];

fn resumable(origin: &Origin, path: &Path, protocol: &str) -> Value {
    json!({ "url": origin.url(), "files": [{ "path": path }], "form": "binary", "resume": protocol })
}

/// The store, whose connection is reset once after so many bytes of the file.
fn cut_after(store: &UploadStore, bytes: u64) -> Resource {
    let cut = store.resource().reading_at_most(bytes).then(1, store.resource());
    store.resource().then(1, cut)
}

/// A world with a file, and an upload of it that is cut after 300,000 bytes; so slow that the rest has not left by then.
fn broken(store: &UploadStore, protocol: &str) -> Result<(World, Origin, u64)> {
    let origin = Origin::serving(cut_after(store, 300_000)).start_blocking()?;
    let world = World::start()?;
    let path = file(&world.home, "a.bin", content())?;
    let mut upload = resumable(&origin, &path, protocol);
    upload["limit_rate"] = json!(1_000_000);
    let id = send(&world, upload)?;
    Ok((world, origin, id))
}

/// A world with an upload that is on its way, slowly.
fn underway(store: &UploadStore, protocol: &str) -> Result<(World, Origin, u64)> {
    let origin = Origin::serving(store.resource()).start_blocking()?;
    let world = World::start()?;
    let path = file(&world.home, "a.bin", content())?;
    let mut upload = resumable(&origin, &path, protocol);
    upload["limit_rate"] = json!(300_000);
    let id = send(&world, upload)?;
    eventually("some of it has arrived", || (store.has() > 100_000).then_some(()))?;
    Ok((world, origin, id))
}

fn content() -> Vec<u8> {
    bytes(1, LENGTH)
}

#[test]
fn f164_after_a_break_the_server_is_asked_and_gets_the_rest() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let origin = Origin::serving(cut_after(&store, 300_000)).start_blocking()?;
        let world = World::start()?;
        let path = file(&world.home, "a.bin", content())?;
        let id = send(&world, resumable(&origin, &path, protocol))?;
        let shown = world.reaches(id, "complete")?;
        assert_eq!((&shown["received"], &shown["total"]), (&json!(LENGTH), &json!(LENGTH)));
        assert!(store.objects() == [content()], "{protocol}: one object, byte for byte");
        let patches: Vec<usize> =
            origin.requests().iter().filter(|it| it.method == "PATCH").map(|it| it.body.len()).collect();
        assert_eq!(patches, [300_000, 700_000], "{protocol}: nothing is sent twice");
    }
    Ok(())
}

#[test]
fn f164_a_server_that_says_the_right_offset_after_a_wrong_one_is_followed() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        store.lies_once(100_000);
        let (world, origin, id) = broken(&store, protocol)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}");
        let answers: Vec<Option<u16>> =
            origin.requests().iter().filter(|it| it.method == "PATCH").map(|it| it.status).collect();
        assert!(answers.contains(&Some(409)), "{protocol}: {answers:?}");
    }
    Ok(())
}

#[test]
fn f164_a_server_that_has_lost_what_it_had_gets_it_again() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        store.before_it_is_asked(|store| store.loses_all_but(1000));
        let (world, _origin, id) = broken(&store, protocol)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}");
        assert_eq!(store.made(), 1);
    }
    Ok(())
}

#[test]
fn f164_a_server_that_has_more_than_it_was_sent_is_not_sent_the_rest() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        for claim in [900_000, LENGTH as u64 + 1] {
            let store = UploadStore::new(tongue);
            store.lies_once(claim);
            let (world, _origin, id) = broken(&store, protocol)?;
            assert_eq!(world.reaches(id, "failed")?["category"], "upload.source_changed", "{protocol} {claim}");
            assert!(store.objects().is_empty());
        }
    }
    Ok(())
}

#[test]
fn f165_an_upload_that_the_server_has_lost_begins_once_more() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        store.before_it_is_asked(UploadStore::forgets);
        let (world, _origin, id) = broken(&store, protocol)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}");
        assert_eq!(store.made(), 2);
    }
    Ok(())
}

#[test]
fn f165_an_upload_that_the_server_loses_again_fails() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let forgetful = store.clone();
        let gone = Resource::decided_by(move |_| {
            forgetful.forgets();
            Resource::status(410)
        });
        let made = store.resource();
        let script = made.clone().then(1, gone.clone().then(1, made.then(1, gone)));
        let origin = Origin::serving(script).start_blocking()?;
        let world = World::start()?;
        let path = file(&world.home, "a.bin", content())?;
        let id = send(&world, resumable(&origin, &path, protocol))?;
        assert_eq!(world.reaches(id, "failed")?["category"], "http.410", "{protocol}");
        assert_eq!((store.made(), store.objects().len()), (2, 0));
    }
    Ok(())
}

#[test]
fn f172_an_upload_that_was_killed_goes_on_at_the_servers_offset() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let (mut world, origin, id) = underway(&store, protocol)?;
        world.restart_hard()?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}: one object, byte for byte");
        assert_eq!(store.made(), 1);
        let asked = origin.requests().iter().filter(|request| request.method == "HEAD").count();
        assert!(asked >= 1, "the server is asked before anything is sent");
    }
    Ok(())
}

#[test]
fn f172_a_resource_that_is_gone_after_a_kill_may_have_been_complete_so_the_user_is_asked() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let (mut world, _origin, id) = underway(&store, protocol)?;
        world.daemon.suspend()?;
        store.forgets();
        world.restart_hard()?;
        let failed = world.reaches(id, "failed")?;
        assert_eq!((&failed["category"], &failed["remedy"]), (&json!("upload.unknown_outcome"), &json!("ask_user")));
        assert!(store.objects().is_empty(), "{protocol}");
        world.does("retry", id)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}");
    }
    Ok(())
}

#[test]
fn a_pause_keeps_what_the_server_has() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let (world, _origin, id) = underway(&store, protocol)?;
        assert_eq!(world.show(id)?["pausable"], json!(true));
        world.pause(id)?;
        world.does("resume", id)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}");
        assert_eq!(store.made(), 1);
    }
    Ok(())
}

#[test]
fn f159_what_was_sent_of_a_file_is_not_continued_with_another() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let (world, _origin, id) = underway(&store, protocol)?;
        world.pause(id)?;
        let path = world.home.downloads().join("a.bin");
        std::fs::OpenOptions::new().append(true).open(&path)?.write_all(b"more")?;
        world.does("resume", id)?;
        assert_eq!(world.reaches(id, "failed")?["category"], "upload.source_changed", "{protocol}");
        assert!(store.objects().is_empty());
        world.home.haul(["set", &id.to_string(), "--limit-rate", "0"])?.expecting(0)?;
        world.does("retry", id)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [std::fs::read(path)?], "{protocol}: the file as it is now, whole");
    }
    Ok(())
}

#[test]
fn a_server_that_does_not_know_the_protocol_is_sent_no_byte_of_the_file() -> Result<()> {
    let elsewhere = Origin::serving("taken").on("127.0.0.2").start_blocking()?;
    let away = Resource::status(201).header("Location", elsewhere.url());
    for (answer, category) in
        [(Resource::new("taken"), "policy"), (away, "redirect.body_cross_origin"), (Resource::status(405), "http.405")]
    {
        for (_, protocol) in TONGUES {
            let origin = Origin::serving(answer.clone()).start_blocking()?;
            let world = World::start()?;
            let path = file(&world.home, "a.bin", content())?;
            let id = send(&world, resumable(&origin, &path, protocol))?;
            assert_eq!(world.reaches(id, "failed")?["category"], category, "{protocol}");
            assert!(origin.requests().iter().all(|request| request.body.is_empty()));
        }
    }
    assert!(elsewhere.requests().is_empty());
    Ok(())
}

#[test]
fn the_command_resumes_a_file_that_is_sent_as_it_is_and_refuses_it_for_forms_and_slices() -> Result<()> {
    let store = UploadStore::new(Tongue::Tus);
    let origin = Origin::serving(store.resource()).start_blocking()?;
    let home = crate::world::home()?;
    file(&home, "a.bin", content())?;
    let url = origin.url();
    home.haul(["upload", "a.bin", &url, "--resume", "tus"])?.expecting(0)?;
    assert!(store.objects() == [content()]);
    let made = origin.requests().first().context("no request")?.header("upload-metadata");
    assert_eq!(made.as_deref(), Some("filename YS5iaW4=,filetype YXBwbGljYXRpb24vb2N0ZXQtc3RyZWFt"));
    for refused in [
        ["--multipart", "--resume=tus"],
        ["--resume=draft", "--field=a=b"],
        ["--resume=tus", "--header=Range: bytes=0-1"],
    ] {
        home.haul(["upload", "a.bin", &url].iter().chain(&refused))?.expecting(2)?;
    }
    assert_eq!(store.made(), 1);
    Ok(())
}

#[test]
fn m027_the_server_is_told_of_an_upload_that_is_called_off_and_a_retry_begins_anew() -> Result<()> {
    for (tongue, protocol) in TONGUES {
        let store = UploadStore::new(tongue);
        let origin = Origin::serving(store.resource()).start_blocking()?;
        let world = World::start()?;
        let path = file(&world.home, "a.bin", content())?;
        let mut upload = resumable(&origin, &path, protocol);
        upload["limit_rate"] = json!(300_000);
        upload["headers"] = json!([{ "name": "Authorization", "value": "Bearer pearl" }]);
        let id = send(&world, upload)?;
        eventually("some of it has arrived", || (store.has() > 100_000).then_some(()))?;
        world.does("cancel", id)?;
        world.reaches(id, "canceled")?;
        eventually("nothing of it is left at the server", || (store.kept() == 0).then_some(()))?;
        let told = origin.requests().into_iter().find(|it| it.method == "DELETE").context("no word")?;
        assert_eq!(told.header("authorization").as_deref(), Some("Bearer pearl"), "{protocol}");
        assert!(told.body.is_empty() && told.header("upload-offset").is_none());
        world.home.haul(["set", &id.to_string(), "--limit-rate", "0"])?;
        world.does("retry", id)?;
        world.reaches(id, "complete")?;
        assert!(store.objects() == [content()], "{protocol}: one object, byte for byte");
        assert_eq!(store.made(), 2);
    }
    Ok(())
}

#[test]
fn m027_a_server_that_does_not_answer_or_refuses_holds_up_no_cancel_and_no_end() -> Result<()> {
    let gate = Gate::closed();
    for silence in [Resource::status(204).held_by(&gate), Resource::status(405)] {
        let store = UploadStore::new(Tongue::Tus);
        let kept = store.resource();
        let script = Resource::decided_by(
            move |request| {
                if request.method == "DELETE" { silence.clone() } else { kept.clone() }
            },
        );
        let origin = Origin::serving(script).start_blocking()?;
        let mut world = World::start()?;
        let path = file(&world.home, "a.bin", content())?;
        let mut upload = resumable(&origin, &path, "tus");
        upload["limit_rate"] = json!(100_000);
        let id = send(&world, upload)?;
        origin.wait_for_blocking(|requests| requests.iter().any(|it| it.method == "PATCH"))?;
        world.does("cancel", id)?;
        assert_eq!(world.show(id)?["status"], "canceled");
        origin.wait_for_blocking(|requests| requests.iter().any(|it| it.method == "DELETE"))?;
        world.daemon.terminate()?;
        world.daemon.wait()?.expecting(0)?;
    }
    gate.open();
    Ok(())
}

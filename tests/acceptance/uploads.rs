//! Files reach the server as they are, in the words that it expects, and an upload that cannot be right says so.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Length, Origin, Point, Recorded, Resource, bytes};
use serde_json::{Value, json};

use crate::world::{World, home, statuses};

/// A server that answers everything with what it heard.
fn echo() -> Result<Origin> {
    Origin::serving(Resource::echo()).start_blocking()
}

/// Puts a file into the folder that commands run in.
pub(crate) fn file(home: &Home, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = home.downloads().join(name);
    std::fs::write(&path, content)?;
    Ok(path)
}

fn last(origin: &Origin) -> Result<Recorded> {
    origin.requests().pop().context("no request came")
}

/// The parts of a form as a server reads them: the lines of each head, and what follows.
fn parts(request: &Recorded) -> Result<Vec<(Vec<String>, Vec<u8>)>> {
    let kind = request.header("content-type").context("no type")?;
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").context("no boundary")?;
    let (separator, mut rest) = (format!("--{boundary}"), request.body.as_slice());
    let mut parts = Vec::new();
    let find = |place: &[u8], what: &str| place.windows(what.len()).position(|window| window == what.as_bytes());
    rest = rest.strip_prefix(separator.as_bytes()).context("it does not begin with a part")?;
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, &format!("\r\n{separator}")).context("a part without an end")?;
        let head = find(part, "\r\n\r\n").context("a part without a head")?;
        let lines = String::from_utf8(part[..head].to_vec())?.split("\r\n").map(str::to_owned).collect();
        parts.push((lines, part[head + 4..end].to_vec()));
        rest = &part[end + 2 + separator.len()..];
    }
    assert_eq!(rest, b"--\r\n", "the form ends with its last part");
    Ok(parts)
}

#[test]
fn m160_a_file_arrives_as_it_is_with_its_length_type_and_name() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    let content = bytes(1, 1_000_000);
    file(&home, "grüße a.txt", &content)?;
    home.haul(["upload", "grüße a.txt", &origin.url_of("/up"), "--binary"])?.expecting(0)?;
    let request = last(&origin)?;
    assert_eq!((request.method.as_str(), request.body == content), ("POST", true));
    for (name, value) in [
        ("content-length", "1000000"),
        ("content-type", "text/plain"),
        ("content-disposition", "attachment; filename=\"gr%C3%BC%C3%9Fe%20a.txt\""),
    ] {
        assert_eq!(request.header_values(name).collect::<Vec<_>>(), [value], "{name}");
    }
    assert_eq!((request.header("transfer-encoding"), request.range()), (None, None));
    Ok(())
}

#[test]
fn m160_a_disposition_of_the_users_own_is_sent_and_an_empty_one_is_not() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    file(&home, "a.bin", "bytes")?;
    for (given, sent) in [("Content-Disposition: inline", Some("inline")), ("Content-Disposition:", None)] {
        home.haul(["upload", "a.bin", &origin.url(), "--binary", "--header", given])?.expecting(0)?;
        assert_eq!(last(&origin)?.header("content-disposition").as_deref(), sent);
    }
    Ok(())
}

#[test]
fn m161_bd32_a_slice_is_exactly_the_bytes_that_were_asked_for() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    file(&home, "a.txt", "a file!")?;
    for (range, sent) in [("bytes=2-4", "fil"), ("bytes=2-", "file!"), ("bytes=5-99", "e!")] {
        let header = format!("Range: {range}");
        home.haul(["upload", "a.txt", &origin.url(), "--binary", "--header", &header])?.expecting(0)?;
        let request = last(&origin)?;
        assert_eq!((String::from_utf8(request.body.clone())?.as_str(), request.range()), (sent, None), "{range}");
        assert_eq!(request.header("content-length"), Some(sent.len().to_string()));
    }
    Ok(())
}

#[test]
fn m161_bd32_a_slice_that_is_none_fails_and_nothing_is_sent() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    file(&home, "a.txt", "a file!")?;
    for (range, code) in [("z", 2), ("bytes=4-2", 2), ("bytes=-3", 2), ("bytes=7-", 4)] {
        let header = format!("Range: {range}");
        home.haul(["upload", "a.txt", &origin.url(), "--binary", "--header", &header])?.expecting(code)?;
    }
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn m162_bd31_fields_arrive_equal_and_in_order_before_the_file() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    let content = bytes(2, 300_000);
    file(&home, "a.png", &content)?;
    let fields = ["a=1", "b={\"x\":[1,2]}", "a=grüße & =", "c="];
    let url = origin.url();
    let options = fields.iter().flat_map(|field| ["--field", field]);
    home.haul(["upload", "a.png", &url].into_iter().chain(options))?.expecting(0)?;
    let request = last(&origin)?;
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string()));
    let parts = parts(&request)?;
    let (form, json) = ("Content-Disposition: form-data; name=", "Content-Type: application/json; charset=utf-8");
    let expected: [(&[&str], &[u8]); 5] = [
        (&[&format!("{form}\"a\"")], b"1"),
        (&[&format!("{form}\"b\""), json], b"{\"x\":[1,2]}"),
        (&[&format!("{form}\"a\""), "Content-Type: text/plain; charset=utf-8"], "grüße & =".as_bytes()),
        (&[&format!("{form}\"c\"")], b""),
        (&[&format!("{form}\"file\"; filename=\"a.png\""), "Content-Type: image/png"], &content),
    ];
    assert_eq!(parts.len(), expected.len());
    for ((head, value), (lines, sent)) in parts.iter().zip(expected) {
        assert_eq!(
            (head.as_slice(), value == sent),
            (lines.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(), true)
        );
    }
    Ok(())
}

#[test]
fn m163_bd33_several_files_arrive_each_in_its_part_by_relative_and_absolute_names() -> Result<()> {
    let (origin, world) = (echo()?, World::start()?);
    let (one, two) = (file(&world.home, "one.txt", "first")?, file(&world.home, "two.json", "{}")?);
    let absolute = two.display().to_string();
    world.home.haul(["upload", "one.txt", &absolute, &origin.url(), "--field", "k=v"])?.expecting(0)?;
    let heads = |request: &Recorded| -> Result<Vec<String>> {
        Ok(parts(request)?
            .into_iter()
            .map(|(head, value)| format!("{}|{}", head.join("|"), String::from_utf8_lossy(&value)))
            .collect())
    };
    let form = "Content-Disposition: form-data; name=";
    let expected = [
        format!("{form}\"k\"|v"),
        format!("{form}\"one\"; filename=\"one.txt\"|Content-Type: text/plain|first"),
        format!("{form}\"two\"; filename=\"two.json\"|Content-Type: application/json|{{}}"),
    ];
    assert_eq!(heads(&last(&origin)?)?, expected);
    let files = json!([{ "path": one, "field": "f", "name": "x.bin", "mime": "a/b" }, { "path": two, "field": "f" }]);
    let added = world.call("upload", json!({ "uploads": [{ "url": origin.url(), "files": files }] }))?;
    let id = added["outcomes"][0]["added"]["id"].as_u64().with_context(|| format!("not added: {added}"))?;
    world.reaches(id, "complete")?;
    let expected = [
        format!("{form}\"f\"; filename=\"x.bin\"|Content-Type: a/b|first"),
        format!("{form}\"f\"; filename=\"two.json\"|Content-Type: application/json|{{}}"),
    ];
    assert_eq!(heads(&last(&origin)?)?, expected);
    Ok(())
}

#[test]
fn m164_a_missing_or_empty_file_is_an_error_of_the_disk_and_nothing_is_sent() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    file(&home, "empty", "")?;
    for name in ["missing", "empty"] {
        let output = home.haul(["upload", name, &origin.url(), "--binary"])?.expecting(4)?;
        assert!(output.stderr.contains(name), "{}", output.stderr);
    }
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn m164_a_file_that_is_gone_when_its_turn_comes_is_an_error_of_the_disk() -> Result<()> {
    let (origin, world) = (echo()?, World::start()?);
    let path = file(&world.home, "a.txt", "bytes")?;
    let upload = json!({ "url": origin.url(), "files": [{ "path": path }], "form": "binary", "start": "later" });
    let added = world.call("upload", json!({ "uploads": [upload] }))?;
    let id = added["outcomes"][0]["added"]["id"].as_u64().context("not added")?;
    std::fs::remove_file(path)?;
    world.does("resume", id)?;
    assert_eq!(world.reaches(id, "failed")?["category"], "disk.path");
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn m164_bd20_a_server_that_has_no_such_place_makes_it_not_found() -> Result<()> {
    let wants_part = Resource::decided_by(|request| {
        let has_file = String::from_utf8_lossy(&request.body).contains("name=\"file\"");
        if has_file { Resource::new("taken") } else { Resource::status(404).body("no part called file") }
    });
    let (origin, home) = (Origin::serving(wants_part).start_blocking()?, home()?);
    file(&home, "a.txt", "bytes")?;
    home.haul(["upload", "a.txt", &origin.url()])?.expecting(0)?;
    let lines = home.haul(["--json", "upload", "a.txt", &origin.url(), "--file-field", "other"])?.expecting(3)?;
    let lines = lines.json_lines()?;
    let id = lines[0]["id"].as_u64().context("no number")?;
    assert_eq!(statuses(&lines, id), ["enqueued", "running", "not_found"]);
    let shown = home.haul(["--json", "show", &id.to_string()])?.expecting(0)?.json_lines()?;
    assert_eq!(shown[0]["response"]["body"], "no part called file");
    Ok(())
}

#[test]
fn m164_progress_follows_the_bytes_that_leave_and_ends_with_one() -> Result<()> {
    let (origin, home) = (echo()?, home()?);
    file(&home, "a.bin", bytes(3, 600_000))?;
    let output = home.haul(["--json", "upload", "a.bin", &origin.url(), "--binary", "--limit-rate", "200K"])?;
    let lines = output.expecting(0)?.json_lines()?;
    let seen: Vec<f64> =
        lines.iter().filter(|line| line["event"] == "progress").filter_map(|line| line["progress"].as_f64()).collect();
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "it never goes back: {seen:?}");
    assert!(seen.iter().any(|progress| *progress > 0.0 && *progress < 1.0), "something is seen on the way: {seen:?}");
    assert_eq!(seen.last(), Some(&1.0));
    let totals: Vec<&Value> =
        lines.iter().filter(|line| line["event"] == "progress").map(|line| &line["total"]).collect();
    assert_eq!(totals.last(), Some(&&json!(600_000)));
    Ok(())
}

#[test]
fn m021_an_upload_stands_in_the_list_like_every_task_and_keeps_the_answer() -> Result<()> {
    let (origin, world) = (echo()?, World::start()?);
    let path = file(&world.home, "a.txt", "bytes")?;
    world.home.haul(["upload", "a.txt", &origin.url(), "--group", "g", "--metadata", "m"])?.expecting(0)?;
    let rows = world.list()?;
    let row = rows.first().context("no row")?;
    for (key, value) in [
        ("kind", json!("upload")),
        ("status", json!("complete")),
        ("path", json!(path)),
        ("progress", json!(1.0)),
        ("group", json!("g")),
        ("metadata", json!("m")),
        ("name", json!("a.txt")),
    ] {
        assert_eq!(row[key], value, "{key}");
    }
    let shown = world.show(row["id"].as_u64().context("no number")?)?;
    let heard: Value = serde_json::from_str(shown["response"]["body"].as_str().context("no answer")?)?;
    assert_eq!((&shown["response"]["code"], &heard["method"]), (&json!(200), &json!("POST")));
    Ok(())
}

#[test]
fn every_success_from_200_to_206_completes_and_other_answers_do_not() -> Result<()> {
    let home = home()?;
    file(&home, "a.txt", "bytes")?;
    for (status, code) in [(200, 0), (201, 0), (204, 0), (206, 0), (207, 1), (304, 1), (400, 1), (403, 1)] {
        let origin = Origin::serving(Resource::status(status)).start_blocking()?;
        home.haul(["upload", "a.txt", &origin.url(), "--retries", "0"])?.expecting(code)?;
    }
    Ok(())
}

#[test]
fn m062_an_upload_that_cannot_be_resumed_is_not_paused_and_goes_on() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new("taken").held_by(&gate)).start_blocking()?;
    let world = World::start()?;
    let path = file(&world.home, "a.txt", "bytes")?;
    let upload = json!({ "url": origin.url(), "files": [{ "path": path }] });
    let added = world.call("upload", json!({ "uploads": [upload] }))?;
    let id = added["outcomes"][0]["added"]["id"].as_u64().context("not added")?;
    origin.wait_for_blocking(|requests| !requests.is_empty())?;
    let refused = world.home.haul(["pause", &id.to_string()])?.expecting(1)?;
    assert!(refused.stderr.contains("cannot"), "{}", refused.stderr);
    assert_eq!(world.show(id)?["pausable"], json!(false));
    gate.open();
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn m021_uploads_are_a_batch_that_counts_them_and_cannot_be_atomic() -> Result<()> {
    let origin = Origin::serving("taken").at("/no", Resource::status(404)).start_blocking()?;
    let world = World::start()?;
    let path = file(&world.home, "a.txt", "bytes")?;
    let upload = |place: &str| json!({ "url": origin.url_of(place), "files": [{ "path": path }] });
    let uploads = [upload("/1"), upload("/no"), upload("/2")];
    let added = world.call("upload", json!({ "uploads": uploads, "batch": { "own_id": "b" } }))?;
    for (outcome, status) in
        added["outcomes"].as_array().context("no outcomes")?.iter().zip(["complete", "not_found", "complete"])
    {
        world.reaches(outcome["added"]["id"].as_u64().context("not added")?, status)?;
    }
    let batch = world.call("batch", json!({ "batch": "b" }))?;
    assert_eq!((&batch["num_succeeded"], &batch["num_failed"]), (&json!(2), &json!(1)), "{batch}");
    let refused = world.call("upload", json!({ "uploads": [upload("/3")], "batch": { "atomic": true } }));
    assert!(refused.is_err_and(|why| why.to_string().contains("bad_request")));
    Ok(())
}

#[test]
fn an_answer_that_breaks_off_takes_nothing_back() -> Result<()> {
    let cut =
        Resource::new(bytes(1, 1000)).stopping(Point::AfterBytes(10), haul_testkit::Stop::Close).length(Length::Known);
    let (origin, home) = (Origin::serving(cut).start_blocking()?, home()?);
    file(&home, "a.txt", "bytes")?;
    home.haul(["upload", "a.txt", &origin.url()])?.expecting(0)?;
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

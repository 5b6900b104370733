//! A request is a task whose answer is its result: it is sent as asked for, and its answer is there whole, for whoever
//! waits and for whoever comes later.

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haul_testkit::{DeadPort, Gate, Length, Origin, Output, Point, Ranges, Recorded, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::database::tool::Holder;
use crate::world::{World, home, statuses};

fn echo() -> Result<Origin> {
    Origin::serving(Resource::echo()).start_blocking()
}

fn last(origin: &Origin) -> Result<Recorded> {
    origin.requests().pop().context("no request came")
}

impl World {
    /// Adds a request as a program would; gives its number.
    fn ask(&self, request: &Value) -> Result<u64> {
        let added = self.call("request", request.clone())?;
        added["outcomes"][0]["added"]["id"].as_u64().with_context(|| format!("it was refused: {added}"))
    }

    /// What was answered to a request that has this end.
    fn answer(&self, id: u64, status: &str) -> Result<Value> {
        Ok(self.reaches(id, status)?["response"].take())
    }
}

fn response(output: &Output) -> Result<Value> {
    let lines = output.json_lines()?;
    lines.into_iter().find(|line| line["event"] == "response").context("no response was printed")
}

#[test]
fn m167_the_body_is_printed_byte_for_byte() -> Result<()> {
    let home = home()?;
    for body in [bytes(1, 300_000), b"\xff\0\r\n\x1b[2J".to_vec(), Vec::new(), "plain\ntext ü".into()] {
        let origin = Origin::serving(Resource::new(&body)).start_blocking()?;
        let output = home.command(["request", "get", &origin.url()]).output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout == body, "{} bytes instead of {}", output.stdout.len(), body.len());
    }
    Ok(())
}

#[test]
fn bd30_m167_a_refusal_ends_with_22_and_gives_its_reason_and_body() -> Result<()> {
    let refused = b"HTTP/1.1 403 FORBIDDEN\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nNot authorized";
    let origin = Origin::serving(Resource::verbatim(refused)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["request", "GET", &origin.url()])?.expecting(22)?;
    assert_eq!(output.stdout, "Not authorized");
    assert!(output.stderr.contains("403 FORBIDDEN"), "{}", output.stderr);
    let told = response(&home.haul(["--json", "request", "GET", &origin.url()])?.expecting(22)?)?;
    assert_eq!((&told["code"], &told["reason"]), (&json!(403), &json!("FORBIDDEN")), "{told}");
    assert_eq!((&told["body"], &told["mime"]), (&json!("Not authorized"), &json!("text/plain")), "{told}");
    assert_eq!(origin.requests().len(), 2, "an answer that will not change is not asked for again");
    Ok(())
}

#[test]
fn bd30_m167_a_local_failure_has_the_code_499_and_says_why() -> Result<()> {
    let dead = DeadPort::refusing()?;
    let home = home()?;
    let url = format!("http://{}/", dead.address());
    let output = home.haul(["--json", "request", "GET", &url, "--retries", "0"])?.expecting(6)?;
    let told = response(&output)?;
    assert_eq!((&told["code"], told.get("body")), (&json!(499), None), "{told}");
    assert!(told["reason"].as_str().is_some_and(|reason| reason.contains("127.0.0.1")), "{told}");
    let output = home.haul(["--json", "request", "GET", "http://a b/%zz"])?.expecting(2)?;
    let told = response(&output)?;
    assert!(told["code"] == 499 && told["reason"].as_str().is_some_and(|reason| reason.contains("a b")), "{told}");
    let output = home.haul(["request", "GET", &url, "--retries", "0"])?.expecting(6)?;
    assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{output:?}");
    Ok(())
}

#[test]
fn bd30_m167_a_redirect_is_followed_to_its_answer() -> Result<()> {
    let origin = Origin::serving(Resource::redirect(302, "/echo_get?redirected=true"))
        .at("/echo_get", Resource::echo())
        .start_blocking()?;
    let output = home()?.haul(["request", "GET", &origin.url_of("/redirect")])?.expecting(0)?;
    let heard: Value = serde_json::from_str(&output.stdout)?;
    assert_eq!(heard["query"], "redirected=true");
    Ok(())
}

#[test]
fn m167_a_failure_that_passes_is_tried_again_after_two_seconds() -> Result<()> {
    let busy = Resource::status(503).body("busy").then(1, Resource::new("here"));
    let origin = Origin::serving(busy).start_blocking()?;
    let output = home()?.haul(["--json", "request", "GET", &origin.url(), "--retries", "2"])?.expecting(0)?;
    let lines = output.json_lines()?;
    let id = lines[0]["id"].as_u64().context("no number")?;
    assert_eq!(
        statuses(&lines, id),
        ["enqueued", "running", "waiting_to_retry", "enqueued", "running", "complete"],
        "{lines:?}"
    );
    let told = response(&output)?;
    assert_eq!((&told["code"], &told["body"]), (&json!(200), &json!("here")));
    let [first, second] = &origin.requests()[..] else { anyhow::bail!("not two requests") };
    // Two seconds within a tenth (M053); more is the machine's.
    assert!((second.at - first.at).as_millis() >= 1800, "{:?}", second.at - first.at);
    Ok(())
}

#[test]
fn m166_text_and_json_say_their_type_unless_a_header_does() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    let json = r#"{"a":[1,null]}"#;
    for (given, content_type, body) in [
        (vec!["--data", "grüße"], "text/plain; charset=utf-8", "grüße"),
        (vec!["--json-data", json], "application/json", json),
        (vec!["--data", "a=1", "--header", "Content-Type: application/x-mine"], "application/x-mine", "a=1"),
    ] {
        home.haul(["request", "POST", &origin.url()].into_iter().chain(given))?.expecting(0)?;
        let request = last(&origin)?;
        assert_eq!(request.header_values("content-type").collect::<Vec<_>>(), [content_type]);
        assert_eq!((request.method.as_str(), request.body.as_slice()), ("POST", body.as_bytes()));
    }
    let both = ["request", "POST", &origin.url(), "--data", "a", "--json-data", "[]"];
    home.haul(both)?.expecting(2)?;
    home.haul(["request", "POST", &origin.url(), "--json-data", "{"])?.expecting(2)?;
    Ok(())
}

#[test]
fn m166_a_data_task_ends_with_its_answer_while_nobody_waits() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::echo().held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.ask(&json!({ "url": origin.url(), "body": { "json": { "n": 7 } } }))?;
    eventually("it is asked", || origin.requests().pop())?;
    gate.open();
    let answered = world.answer(id, "complete")?;
    world.restart_hard()?;
    assert_eq!(world.answer(id, "complete")?, answered, "the answer stays");
    let heard: Value = serde_json::from_str(answered["body"].as_str().context("no body")?)?;
    assert_eq!((&heard["method"], &heard["body"]), (&json!("POST"), &json!(r#"{"n":7}"#)));
    Ok(())
}

#[test]
fn m166_m029_the_final_update_carries_the_answer() -> Result<()> {
    let answer = Resource::new("{}").header("X-Mine", "a").content_type("Text/JSON; charset=UTF-8");
    let gate = Gate::closed();
    let origin = Origin::serving(answer.held_at(Point::BeforeHead, &gate)).start_blocking()?;
    let world = World::start()?;
    let id = world.ask(&json!({ "url": origin.url() }))?;
    let mut watcher = world.watch(&json!({ "tasks": { "tasks": [id], "since": 0 } }))?;
    gate.open();
    let last = loop {
        let update = watcher.next()?;
        let is_final = update["event"] == "status" && update["task"]["status"] == "complete";
        assert!(is_final || update.get("response").is_none(), "{update}");
        if is_final {
            break update;
        }
    };
    let told = &last["response"];
    assert_eq!(
        [&told["code"], &told["body"], &told["mime"], &told["charset"]],
        [&json!(200), &json!("{}"), &json!("text/json"), &json!("utf-8")],
        "{told}"
    );
    let headers = told["headers"].as_array().context("no headers")?;
    assert!(headers.contains(&json!({ "name": "x-mine", "value": "a" })), "{told}");
    Ok(())
}

#[test]
fn m029_an_answer_that_is_no_text_survives_in_base64() -> Result<()> {
    let body = b"PK\x03\x04\xff\xfe\0";
    let origin = Origin::serving(Resource::new(body)).start_blocking()?;
    let world = World::start()?;
    let id = world.ask(&json!({ "url": origin.url() }))?;
    let told = world.answer(id, "complete")?;
    assert_eq!((told.get("body"), STANDARD.decode(told["base64"].as_str().context("none")?)?), (None, body.to_vec()));
    Ok(())
}

#[test]
fn m166_a_task_is_complete_when_its_answer_is_saved_and_not_before() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new("kept").held_by(&gate)).start_blocking()?;
    let mut world = World::start()?;
    let id = world.ask(&json!({ "url": origin.url(), "method": "POST" }))?;
    eventually("it is asked", || origin.requests().pop())?;
    let holder = Holder::of(&world.home)?;
    gate.open();
    origin.wait_for_blocking(|requests| requests.iter().all(|request| request.sent == 4))?;
    eventually("people are told", || world.notes().ok().filter(|notes| notes.contains("locked by another")))?;
    assert_eq!(world.show(id)?["status"], "running");
    holder.lets_go()?;
    assert_eq!(world.answer(id, "complete")?["body"], "kept");
    world.restart_hard()?;
    assert_eq!(world.answer(id, "complete")?["body"], "kept");
    assert_eq!(origin.requests().len(), 1, "nothing is asked twice");
    Ok(())
}

#[test]
fn m010_m011_m012_a_request_is_sent_as_it_was_asked_for() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    let more = ["--query", "a=with%20space", "--query", "b=x+y", "--header", "X-Plain: a, b", "--header", "X-Empty:"];
    for method in ["get", "POST", "Put", "PATCH", "delete", "HEAD"] {
        let url = origin.url_of("/f?c=1");
        home.haul(["request", method, &url].iter().chain(&more))?.expecting(0)?;
        let request = last(&origin)?;
        assert_eq!(request.method, method.to_ascii_uppercase());
        assert_eq!(request.query(), Some("c=1&a=with%20space&b=x+y"));
        for (name, value) in [("X-Plain", "a, b"), ("X-Empty", "")] {
            assert_eq!(request.header_values(name).collect::<Vec<_>>(), [value], "{name}");
        }
    }
    home.haul(["request", "BREW", &origin.url()])?.expecting(2)?;
    Ok(())
}

#[test]
fn bd29_m013_every_form_of_body_arrives_and_no_other_is_accepted() -> Result<()> {
    let origin = echo()?;
    let world = World::start()?;
    for (body, sent) in [
        (json!({ "text": "" }), b"".to_vec()),
        (json!({ "text": "a ü" }), "a ü".into()),
        (json!({ "bytes": [0, 255, 10] }), vec![0, 255, 10]),
        (json!({ "text": r#"{"a":1}"# }), r#"{"a":1}"#.into()),
        (json!({ "json": { "a": 1 } }), r#"{"a":1}"#.into()),
        (json!({ "json": [1, "b"] }), r#"[1,"b"]"#.into()),
    ] {
        let id = world.ask(&json!({ "url": origin.url(), "body": body }))?;
        world.reaches(id, "complete")?;
        let request = last(&origin)?;
        assert_eq!((request.method.as_str(), &request.body), ("POST", &sent), "{body}");
        assert_eq!(request.header("content-length"), Some(sent.len().to_string()));
    }
    let before = world.list()?.len();
    for value in [json!(7), json!("text"), json!(null)] {
        let added = world.call("request", json!({ "url": origin.url(), "body": { "json": value } }))?;
        assert_eq!(added["outcomes"][0]["refused"]["code"], "bad_request", "{added}");
    }
    assert_eq!(world.list()?.len(), before);
    Ok(())
}

#[test]
fn m021_requests_and_downloads_stand_in_one_list_with_the_same_states() -> Result<()> {
    let origin = Origin::serving("file").at("/none", Resource::status(404)).start_blocking()?;
    let world = World::start()?;
    let download = world.add(&[&origin.url_of("/file")])?;
    let request = world.ask(&json!({ "url": origin.url_of("/none"), "group": "g", "start": "later" }))?;
    world.reaches(download, "complete")?;
    world.reaches(request, "enqueued")?;
    world.does("pause", request)?;
    world.reaches(request, "paused")?;
    world.does("resume", request)?;
    world.reaches(request, "not_found")?;
    let rows: Vec<_> = world.list()?.iter().map(|row| (row["kind"].clone(), row["path"] == "")).collect();
    assert_eq!(rows, [(json!("download"), false), (json!("request"), true)]);
    world.does("remove", request)?;
    assert_eq!(world.list()?.len(), 1);
    Ok(())
}

#[test]
fn m166_an_answer_without_content_is_a_result() -> Result<()> {
    let origin = Origin::serving(Resource::status(204)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["request", "DELETE", &origin.url()])?.expecting(0)?;
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    Ok(())
}

/// A file behind a server that refuses HEAD.
fn without_head(file: Resource) -> Resource {
    Resource::decided_by(move |request| if request.method == "HEAD" { Resource::status(405) } else { file.clone() })
}

#[test]
fn m245_the_size_is_asked_for_by_head_and_makes_no_task() -> Result<()> {
    let origin = Origin::serving(bytes(1, 300_000)).start_blocking()?;
    let home = home()?;
    let output = home.haul(["size", &origin.url()])?.expecting(0)?;
    assert_eq!(output.stdout, "300000\n");
    let methods: Vec<_> = origin.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["HEAD"]);
    assert_eq!(home.haul(["list"])?.expecting(0)?.stdout, "");
    Ok(())
}

#[test]
fn m245_where_head_is_refused_one_byte_is_asked_for() -> Result<()> {
    let origin = Origin::serving(without_head(Resource::new(bytes(1, 300_000))))
        .at("/whole", without_head(Resource::new(bytes(1, 200_000)).ranges(Ranges::Ignored)))
        .at("/empty", Resource::new(""))
        .start_blocking()?;
    let home = home()?;
    for (path, size) in [("/part", "300000\n"), ("/whole", "200000\n"), ("/empty", "0\n")] {
        assert_eq!(home.haul(["size", &origin.url_of(path)])?.expecting(0)?.stdout, size, "{path}");
    }
    let first = &origin.requests()[1];
    assert_eq!((first.method.as_str(), first.range().as_deref()), ("GET", Some("bytes=0-0")));
    Ok(())
}

#[test]
fn m245_a_size_that_nobody_knows_is_minus_one() -> Result<()> {
    let origin = Origin::serving(Resource::new("abc").length(Length::Chunked).ranges(Ranges::Ignored))
        .at("/none", Resource::status(404))
        .start_blocking()?;
    let dead = DeadPort::refusing()?;
    let home = home()?;
    for (url, words) in [
        (origin.url(), "does not say"),
        (origin.url_of("/none"), "404"),
        (format!("http://{}/", dead.address()), "127.0.0.1"),
    ] {
        let output = home.haul(["size", &url])?.expecting(0)?;
        assert_eq!(output.stdout, "-1\n", "{url}");
        assert!(output.stderr.contains(words), "{}", output.stderr);
    }
    assert_eq!(home.haul(["list"])?.expecting(0)?.stdout, "");
    Ok(())
}

#[test]
fn f163_a_post_that_was_under_way_when_haul_was_killed_is_not_sent_again_by_itself() -> Result<()> {
    let gate = Gate::closed();
    let held = Resource::new("done").held_by(&gate).for_the_first(1);
    let (origin, mut world) = (Origin::serving(held).start_blocking()?, World::start()?);
    let id = world.ask(&json!({ "url": origin.url(), "body": { "text": "pay 5" } }))?;
    origin.wait_for_blocking(|requests| requests.len() == 1)?;
    world.restart_hard()?;
    let ended = world.reaches(id, "failed")?;
    assert_eq!((&ended["category"], origin.requests().len()), (&json!("upload.unknown_outcome"), 1));
    gate.open();
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(origin.requests().len(), 2, "the user has looked and sends it again");
    Ok(())
}

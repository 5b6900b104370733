//! What the page can ask for holds no secret (row 205 of the fault matrix).

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;

use anyhow::Result;
use haul_testkit::{Origin, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

/// A word in every secret of this test, so that one look finds any of them.
const PEARL: &str = "pearl";

/// What the daemon says to a call, an answer or a refusal, as the page would get it.
fn said(world: &World, call: &str, with: &Value) -> Result<String> {
    let mut stream = UnixStream::connect(world.home.socket())?;
    writeln!(stream, "{}", json!({ "call": call, "with": with }))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line)
}

/// A download and a request with every secret that can be given to one.
fn with_secrets(origin: &Origin, path: &str) -> Value {
    json!({
        "url": origin.url_of(path), "user": format!("anna:{PEARL}-password"),
        "headers": [{ "name": "Cookie", "value": format!("a={PEARL}-cookie") },
                    { "name": "X-Api-Key", "value": format!("{PEARL}-key") }],
        "auth": { "access_token": format!("{PEARL}-access"), "refresh_token": format!("{PEARL}-refresh"),
                  "refresh_url": origin.url_of("/renew"), "access_headers": [{ "name": "X-Token", "value": "{accessToken}" }],
                  "refresh_headers": [{ "name": "X-Renew", "value": format!("{PEARL}-renewal") }] },
        "cookies": format!("127.0.0.1\tFALSE\t/\tFALSE\t0\tb\t{PEARL}-jar\n"),
    })
}

/// Every call with something to ask; those that end tasks come last.
fn questions(task: u64) -> Vec<(&'static str, Value)> {
    [readings(task), changes(task)].concat()
}

/// The calls that tell something.
fn readings(task: u64) -> Vec<(&'static str, Value)> {
    let (one, none, group) = (json!({ "task": task }), json!({}), json!({ "group": "films" }));
    let request = elsewhere();
    let key = |key: &str| json!({ "key": key });
    vec![
        ("list", none.clone()),
        ("sections", sections()),
        ("show", one.clone()),
        ("batches", none.clone()),
        ("batch", json!({ "batch": 1 })),
        ("survey", json!({ "downloads": [request] })),
        ("size", request.clone()),
        ("look", request.clone()),
        ("mail", json!({ "mailbox": "page" })),
        ("seen", json!({ "mailbox": "page", "ends": [] })),
        ("groups", none.clone()),
        ("set_group", group),
        ("finished", none.clone()),
        ("overview", none.clone()),
        ("statistics", none.clone()),
        ("speeds", one),
        ("settings", none.clone()),
        ("setting", key("proxy")),
        ("set", json!({ "key": "proxy", "value": format!("http://anna:{PEARL}-set@127.0.0.1:1") })),
        ("configure", json!({ "items": [{ "key": "proxy", "value": format!("socks5h://anna:{PEARL}-all@[::1]:1") }] })),
        ("settings", none.clone()),
        ("setting", key("proxy")),
        (
            "set_credential",
            json!({ "place": "https://example.org", "user": "anna", "password": format!("{PEARL}-kept") }),
        ),
        ("credentials", none),
    ]
}

/// The list in sections, with the rows of every group.
fn sections() -> Value {
    let rows = |group: &str| json!({ "of": { "group": group }, "offset": 0, "count": 100 });
    json!({ "by": "group", "list": {}, "windows": [rows("default"), rows("films")] })
}

/// The calls that change something, and what is told afterwards.
fn changes(task: u64) -> Vec<(&'static str, Value)> {
    let (one, tasks) = (json!({ "task": task }), json!({ "tasks": [task] }));
    let (none, group) = (json!({}), json!({ "group": "films" }));
    vec![
        ("edit", json!({ "task": task, "name": "other.bin" })),
        ("edit", json!({ "task": task, "url": format!("http://anna:{PEARL}-edit@127.0.0.1:1/") })),
        ("prioritize", json!({ "tasks": tasks, "priority": 1 })),
        ("reorder", json!({ "tasks": [task], "to": "first" })),
        ("pause_queue", none.clone()),
        ("resume_queue", none.clone()),
        ("pause", tasks.clone()),
        ("resume", tasks.clone()),
        ("retry", tasks.clone()),
        ("press", json!({ "key": "none", "button": "retry" })),
        ("move_to", json!({ "task": task, "to": "files" })),
        ("rename_group", json!({ "group": "films", "to": "f" })),
        ("forget_group", group.clone()),
        ("forget_credential", json!({ "place": "https://example.org" })),
        ("upload", json!({ "uploads": [of_no_file()] })),
        ("reset", group),
        ("cancel", tasks.clone()),
        ("show", one),
        ("remove", json!({ "tasks": tasks, "file": "keep", "removal": "set_aside" })),
        ("bring_back", tasks),
        ("reschedule", none.clone()),
        ("clean_up", none),
    ]
}

/// What nobody answers, with a password.
fn elsewhere() -> Value {
    json!({ "url": "http://127.0.0.1:1/x", "user": format!("anna:{PEARL}-asked") })
}

/// An upload of a file that is not there, so that it is refused with all that it holds.
fn of_no_file() -> Value {
    json!({ "url": elsewhere()["url"], "user": elsewhere()["user"], "files": [{ "path": "/no/such/file" }] })
}

#[test]
fn f205_no_answer_that_the_page_may_ask_for_holds_a_secret() -> Result<()> {
    let page = Resource::new(bytes(1, 10)).header("Set-Cookie", format!("c={PEARL}-server; Path=/"));
    let origin = Origin::serving(page).at("/forbidden", Resource::status(403)).start_blocking()?;
    let world = World::start()?;
    let proxied = json!({ "url": origin.url_of("/p"), "proxy": format!("http://anna:{PEARL}-proxy@127.0.0.1:1") });
    let downloads = [with_secrets(&origin, "/a.bin"), with_secrets(&origin, "/forbidden"), proxied];
    let added = said(&world, "add", &json!({ "downloads": downloads }))?;
    let asked = said(&world, "request", &with_secrets(&origin, "/asked"))?;
    let mut asked_for = vec!["add", "request"];
    let mut all = vec![added, asked];
    assert!(all.iter().all(|line| line.contains("\"ok\"") && !line.contains("refused\":{")), "{all:?}");
    world.reaches(1, "complete")?;
    world.reaches(2, "failed")?;
    for task in 1..=4 {
        for (call, with) in questions(task) {
            all.push(format!("{call}: {}", said(&world, call, &with)?));
            asked_for.push(call);
        }
    }
    let forgotten: Vec<_> = haul_api::calls::NAMES.iter().filter(|name| !asked_for.contains(name)).collect();
    assert!(forgotten.is_empty(), "nobody looked at the answers of {forgotten:?}");
    let understood = all.iter().filter(|line| line.contains("\"ok\"")).count();
    assert!(understood > all.len() / 2, "most questions make no sense: {all:#?}");
    let telling: Vec<_> = all.iter().filter(|line| line.contains(PEARL)).collect();
    assert!(telling.is_empty(), "{telling:#?}");
    assert!(origin.requests().iter().any(|request| request.mentions("pearl-cookie")), "the server itself gets them");
    Ok(())
}

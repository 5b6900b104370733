//! An access token goes where it belongs, is renewed when it has to be, and is seen by nobody else.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Origin, Recorded, Resource, bytes};
use serde_json::{Value, json};

use crate::world::{World, home};

const OLD: &str = "pearl-old+1";
const NEW: &str = "pearl-new/2";

/// A server that lets in whoever brings this token in header and query, and renews at `/refresh`.
fn guarded(token: &'static str, behind: impl Into<Resource>) -> Result<Origin> {
    let behind = behind.into();
    let is_let_in = move |request: &Recorded| {
        let encoded = token.replace('+', "%2B").replace('/', "%2F");
        let in_query =
            request.query().is_some_and(|query| query.split('&').any(|pair| pair == format!("key={encoded}")));
        in_query && request.header_values("Authorization").collect::<Vec<_>>() == [format!("Bearer {token}")]
    };
    let guard = Resource::decided_by(move |request| {
        if is_let_in(request) { behind.clone() } else { Resource::status(401).body("who are you?") }
    });
    let renewed =
        json!({ "access_token": NEW, "expires_in": 3600, "refresh_token": "pearl-next", "token_type": "Bearer" });
    let renewal = Resource::new(renewed.to_string()).content_type("application/json");
    Origin::serving(guard).at("/refresh", renewal).start_blocking()
}

fn auth(origin: &Origin, expires_in: i64) -> Value {
    json!({
        "access_token": OLD,
        "access_headers": [{ "name": "Authorization", "value": "Bearer {accessToken}" }],
        "access_query": [{ "name": "key", "value": "{accessToken}" }],
        "expires_in": expires_in,
        "refresh_token": "pearl-refresh",
        "refresh_url": origin.url_of("/refresh"),
        "refresh_headers": [{ "name": "X-Client", "value": "<{refreshToken}>" }],
        "refresh_query": [{ "name": "tenant", "value": "{accessToken}" }],
    })
}

/// Puts an auth object into a file, as a person would.
fn file(home: &Home, auth: &Value) -> Result<String> {
    let path = home.root().join("auth.json");
    std::fs::write(&path, auth.to_string())?;
    Ok(path.display().to_string())
}

fn renewals(origin: &Origin) -> Vec<Recorded> {
    origin.requests().into_iter().filter(|request| request.path() == "/refresh").collect()
}

#[test]
fn bd48_m115_an_unexpired_token_is_sent_in_header_and_query_without_a_renewal() -> Result<()> {
    let origin = guarded(OLD, bytes(1, 1000))?;
    let home = home()?;
    let auth = file(&home, &auth(&origin, 3600))?;
    home.haul(["get", &origin.url_of("/f.bin?x=1&key=mine"), "--auth", &auth])?.expecting(0)?;
    home.haul(["request", "GET", &origin.url_of("/f.bin"), "--auth", &auth])?.expecting(0)?;
    let queries: Vec<_> = origin.requests().iter().map(|request| request.query().map(str::to_owned)).collect();
    assert_eq!(queries, [Some("x=1&key=pearl-old%2B1".into()), Some("key=pearl-old%2B1".into())]);
    assert_eq!(home.file("f.bin")?, bytes(1, 1000));
    Ok(())
}

#[test]
fn bd48_m115_an_expired_token_is_renewed_and_the_new_one_stands_in_header_and_query() -> Result<()> {
    for verb in [["get"].as_slice(), &["request", "GET"]] {
        let origin = guarded(NEW, bytes(1, 1000))?;
        let home = home()?;
        // Within ten seconds of its end a token counts as expired.
        let auth = file(&home, &auth(&origin, 9))?;
        let url = origin.url_of("/f.bin");
        let line = verb.iter().copied().chain([url.as_str(), "--auth", auth.as_str()]);
        home.command(line).output()?.status.success().then_some(()).context("it failed")?;
        let [renewal] = &renewals(&origin)[..] else { anyhow::bail!("not one renewal") };
        assert_eq!((renewal.method.as_str(), renewal.query()), ("POST", Some("tenant=pearl-old%2B1")));
        let said: Value = serde_json::from_slice(&renewal.body)?;
        assert_eq!(said, json!({ "grant_type": "refresh_token", "refresh_token": "pearl-refresh" }));
        let told = |name| renewal.header(name);
        assert_eq!(
            (told("content-type"), told("x-client")),
            (Some("application/json".into()), Some("<pearl-refresh>".into()))
        );
        assert_eq!(origin.requests().len(), 2, "nobody asks with the old token");
    }
    Ok(())
}

#[test]
fn m115_a_refusal_in_spite_of_an_unexpired_token_is_worth_one_renewal() -> Result<()> {
    let origin = guarded(NEW, bytes(1, 1000))?;
    let home = home()?;
    let good = file(&home, &auth(&origin, 3600))?;
    home.haul(["get", &origin.url_of("/f.bin"), "--auth", &good])?.expecting(0)?;
    assert_eq!(renewals(&origin).len(), 1);
    let stubborn = guarded("pearl-other", bytes(1, 1000))?;
    let auth = file(&home, &auth(&stubborn, 3600))?;
    let url = stubborn.url_of("/g.bin");
    let lines = home.haul(["--json", "get", &url, "--auth", &auth])?.expecting(1)?.json_lines()?;
    let last = lines.last().context("no line")?;
    assert_eq!((&last["category"], &last["remedy"]), (&json!("auth.required"), &json!("ask_user")), "{last}");
    assert_eq!((renewals(&stubborn).len(), stubborn.requests().len()), (1, 3));
    Ok(())
}

#[test]
fn m115_a_refused_renewal_asks_the_person_and_repeats_no_token() -> Result<()> {
    let origin = guarded(NEW, bytes(1, 1000))?;
    origin.now_serves_at("/refresh", Resource::status(400).body("pearl-refresh is bad"));
    let home = home()?;
    let auth = file(&home, &auth(&origin, 0))?;
    let output = home.haul(["--json", "get", &origin.url_of("/f.bin"), "--auth", &auth])?.expecting(1)?;
    let last = output.json_lines()?.pop().context("no line")?;
    assert_eq!((&last["category"], &last["remedy"]), (&json!("auth.required"), &json!("ask_user")), "{last}");
    assert!(last["message"].as_str().is_some_and(|message| message.contains("status 400")), "{last}");
    assert!(!output.stdout.contains("pearl") && !output.stderr.contains("pearl"), "{output:?}");
    assert_eq!(origin.requests().len(), 1);
    Ok(())
}

#[test]
fn m115_renewed_tokens_survive_a_kill_and_stand_nowhere_but_among_the_secrets() -> Result<()> {
    let gate = Gate::closed();
    let origin = guarded(NEW, Resource::new(bytes(1, 100_000)).held_by(&gate).for_the_first(1))?;
    let mut world = World::start()?;
    let url = origin.url_of("/f.bin");
    let added = world.try_add(json!({ "url": url, "auth": auth(&origin, 0), "name": "f.bin" }))?;
    let id = added.map_err(|refused| anyhow::anyhow!("{refused}"))?["id"].as_u64().context("no number")?;
    origin.wait_for_blocking(|requests| requests.len() == 2)?;
    world.restart_hard()?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(renewals(&origin).len(), 1, "the renewed token counts after the kill too");
    assert!(!task.to_string().contains("pearl"), "{task}");
    for pearl in [OLD, NEW, "pearl-next", "pearl-refresh", "pearl-new%2F2"] {
        let allowed: Vec<PathBuf> = vec![world.home.folder().join("secrets.json")];
        let holding = world.home.files_holding(pearl)?;
        assert!(holding.iter().all(|path| allowed.contains(path)), "{pearl} is in {holding:?}");
    }
    world.does("remove", id)?;
    assert_eq!(world.home.files_holding("pearl")?, Vec::<PathBuf>::new(), "they go with the task");
    Ok(())
}

#[test]
fn m115_tasks_with_the_same_refresh_token_share_one_renewal() -> Result<()> {
    let gate = Gate::closed();
    let origin = guarded(NEW, bytes(1, 1000))?;
    let renewed = json!({ "access_token": NEW, "expires_in": 3600, "refresh_token": "pearl-next" });
    origin.now_serves_at("/refresh", Resource::new(renewed.to_string()).held_by(&gate));
    let world = World::start()?;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let asked = json!({ "url": origin.url_of(&format!("/{name}")), "auth": auth(&origin, 0) });
        let added = world.call("request", asked)?;
        ids.push(added["outcomes"][0]["added"]["id"].as_u64().context("no number")?);
    }
    for id in &ids {
        world.reaches(*id, "running")?;
    }
    gate.open();
    for id in ids {
        world.reaches(id, "complete")?;
    }
    assert_eq!(renewals(&origin).len(), 1);
    Ok(())
}

#[test]
fn m115_a_token_is_not_led_to_another_origin() -> Result<()> {
    let other = Origin::serving(bytes(2, 1000)).start_blocking()?;
    let origin = guarded(OLD, Resource::redirect(302, other.url_of("/f.bin")))?;
    let home = home()?;
    let auth = file(&home, &auth(&origin, 3600))?;
    home.haul(["get", &origin.url_of("/f.bin"), "--auth", &auth])?.expecting(0)?;
    assert!(!other.requests().is_empty() && other.requests().iter().all(|request| !request.mentions("pearl")));
    Ok(())
}

#[test]
fn m115_an_auth_object_that_makes_no_sense_is_refused_without_being_repeated() -> Result<()> {
    let home = home()?;
    for (wrong, words) in [
        ("{\"access_token\": \"pearl\", ", "line 1"),
        ("{\"acess_token\": \"pearl\"}", "no auth object"),
        ("{\"refresh_token\": \"pearl\"}", "needs access_token"),
        ("{\"access_token\": \"pearl\\n\"}", "control characters"),
    ] {
        let path = home.root().join("wrong.json");
        std::fs::write(&path, wrong)?;
        let output = home.haul(["get", "example.org", "--auth", &path.display().to_string()])?.expecting(2)?;
        assert!(output.stderr.contains(words) && !output.stderr.contains("pearl"), "{}", output.stderr);
    }
    Ok(())
}

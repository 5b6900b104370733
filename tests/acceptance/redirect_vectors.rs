//! The cases of `redirect_headers.json`, black box: real names, ports and certificates, in a network of the test's own.
//!
//! Every row runs but `rd026`: it names an origin that is trusted besides the first, which no surface offers; the pure
//! function is tested with it. Where no network of its own can be had, the test says so.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{Home, Isolated, NameAnswer, Need, Origin, Recorded, Resource, TestCa, bytes, needs};
use serde_json::Value;

use crate::world::home;

const VECTORS: &str = include_str!("../vectors/redirect_headers.json");

/// Rows that no surface can ask for.
const NOT_OFFERED: &[&str] = &["rd026"];

/// Where the servers of all rows listen; one that speaks TLS has a certificate for every name.
const HTTP: &[(&str, u16)] =
    &[("127.0.0.1", 80), ("127.0.0.1", 8000), ("127.0.0.2", 8000), ("::1", 8000), ("127.0.0.1", 6800)];
const HTTPS: &[(&str, u16)] = &[("127.0.0.1", 443), ("127.0.0.1", 8443)];
const NAMES: &[&str] = &["a.test", "b.test", "cdn.a.test", "dl.a.test"];

/// What the servers do in this row, and what they have seen.
#[derive(Default)]
struct Stage {
    redirects: Vec<Value>,
    sets_cookies: bool,
    seen: Vec<Seen>,
}

struct Seen {
    scheme: &'static str,
    host: String,
    request: Recorded,
}

type Shared = Arc<Mutex<Stage>>;

#[test]
fn every_case_of_the_redirect_vectors_holds_on_the_wire() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let (net, ca, stage) = (Isolated::start()?, TestCa::new()?, Shared::default());
    NAMES.iter().for_each(|name| net.answers(name, NameAnswer::addresses(["127.0.0.1"])));
    let _origins = net.within(|| origins(&ca, &stage))?;
    let home = home()?.trusting(&ca)?.inside(&net);
    let vectors: Value = serde_json::from_str(VECTORS)?;
    let mut played = 0;
    for case in vectors["cases"].as_array().context("no cases")? {
        let id = case["id"].as_str().context("a case without an id")?;
        if !NOT_OFFERED.contains(&id) {
            play(&home, &stage, case).with_context(|| format!("{id}: {}", case["description"]))?;
            played += 1;
        }
    }
    ensure!(played >= 40, "only {played} rows were played");
    Ok(())
}

fn origins(ca: &TestCa, stage: &Shared) -> Result<Vec<Origin>> {
    let serving = |scheme: &'static str, host: &str, port: u16| {
        let stage = Arc::clone(stage);
        let answer = Resource::decided_by(move |request| answer(&stage, scheme, request));
        Origin::serving(answer).on(host).port(port)
    };
    let plain = HTTP.iter().map(|(host, port)| serving("http", host, *port).start_blocking());
    let encrypted = HTTPS.iter().map(|(host, port)| serving("https", host, *port).tls(ca).start_blocking());
    plain.chain(encrypted).collect()
}

fn answer(stage: &Shared, scheme: &'static str, request: &Recorded) -> Resource {
    let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let host = request.header("host").unwrap_or_default();
    stage.seen.push(Seen { scheme, host, request: request.clone() });
    let Some(redirect) = stage.redirects.get(stage.seen.len() - 1) else { return Resource::new(bytes(1, 1000)) };
    let mut resource = Resource::status(u16::try_from(redirect["status"].as_u64().unwrap_or(302)).unwrap_or(302));
    if let Some(location) = redirect["location"].as_str() {
        resource = resource.header("Location", location);
    }
    if stage.sets_cookies { resource.header("Set-Cookie", format!("hop={}", stage.seen.len())) } else { resource }
}

fn play(home: &Home, stage: &Shared, case: &Value) -> Result<()> {
    *stage.lock().unwrap_or_else(PoisonError::into_inner) = Stage {
        redirects: case["redirects"].as_array().cloned().unwrap_or_default(),
        sets_cookies: case["cookies_changed"] == true,
        seen: Vec::new(),
    };
    let output = home.haul(command(case)?)?;
    let stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
    let expected = case["requests"].as_array().context("no requests")?;
    let mut came: Vec<String> = stage.seen.iter().map(Seen::url).collect();
    if let (Some(first), Some(host)) = (came.first_mut(), case["request_headers"]["Host"].as_str()) {
        // The user gave another name than the address has, and it has to arrive.
        ensure!(first.contains(host), "the first request is {first}");
        *first = case["start"].as_str().and_then(normal).unwrap_or_default();
    }
    let wanted: Vec<String> = expected.iter().filter_map(|request| normal(request["url"].as_str()?)).collect();
    ensure!(came == wanted, "these requests came: {came:?}, not {wanted:?}\n{}{}", output.stdout, output.stderr);
    for (seen, expected) in stage.seen.iter().zip(expected) {
        let method = expected["method"].as_str().unwrap_or_default();
        ensure!(seen.request.method == method, "{} was sent instead of {method}", seen.request.method);
        let may: BTreeSet<&str> =
            expected["may_send"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let sent = watched(case, &seen.request);
        let too_much: Vec<_> = sent.iter().filter(|name| !may.contains(name.as_str())).collect();
        ensure!(too_much.is_empty(), "{} got {too_much:?}", seen.url());
    }
    let given = given(case);
    let first = stage.seen.first().map(|seen| watched(case, &seen.request)).unwrap_or_default();
    // The range is asked for by Haul itself, with a proof of its own.
    let missing: Vec<_> = given.iter().filter(|name| *name != "if-range" && !first.contains(*name)).collect();
    ensure!(missing.is_empty(), "the first origin did not get {missing:?}");
    if case["outcome"] == "follow" {
        output.expecting(0)?;
        return Ok(());
    }
    ensure!(output.code != Some(0), "it succeeded");
    let last = output.json_lines()?.pop().context("nothing was printed")?;
    let is_right = case["outcome"] == "stop" || last["category"] == case["reason"];
    ensure!(is_right, "it ended with {last}");
    Ok(())
}

fn command(case: &Value) -> Result<Vec<String>> {
    let start = case["start"].as_str().context("no start")?;
    let mut line: Vec<String> =
        ["--json", "get", "--retries", "0", "-o", "f", "--on-conflict", "overwrite"].map(str::to_owned).to_vec();
    let marked: Vec<&str> = case["secret_headers"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, value) in case["request_headers"].as_object().into_iter().flatten() {
        let option = if marked.contains(&name.as_str()) { "--secret-header" } else { "--header" };
        line.extend([option.to_owned(), format!("{name}: {}", value.as_str().unwrap_or_default())]);
    }
    if let Some(method) = case["method"].as_str() {
        line.extend(["--method".to_owned(), method.to_owned()]);
    }
    if case["body"] == true {
        line.extend(["--post".to_owned(), "a body".to_owned()]);
    }
    if case["allow_downgrade"] == true {
        line.push("--allow-downgrade".to_owned());
    }
    line.push(start.to_owned());
    Ok(line)
}

/// Names of the headers that the user gave, the user name in the address included.
fn given(case: &Value) -> BTreeSet<String> {
    let headers = case["request_headers"].as_object().into_iter().flatten();
    let mut names: BTreeSet<String> = headers.map(|(name, _)| name.to_ascii_lowercase()).collect();
    if case["start"].as_str().is_some_and(|start| start.contains('@')) {
        names.insert("authorization".to_owned());
    }
    names
}

/// Which of the headers that matter a request has.
fn watched(case: &Value, request: &Recorded) -> BTreeSet<String> {
    let mut names = given(case);
    names.extend(["authorization", "cookie", "referer"].map(str::to_owned));
    if case["cookies_changed"] == true {
        names.remove("cookie");
    }
    // Every request names its host; what counts is the name that the user gave.
    let is_own = |host: &str| case["request_headers"]["Host"] == host;
    names.retain(|name| request.header(name).is_some_and(|value| name != "host" || is_own(&value)));
    names
}

impl Seen {
    fn url(&self) -> String {
        let text = format!("{}://{}{}", self.scheme, self.host, self.request.target);
        normal(&text).unwrap_or(text)
    }
}

/// An address without what two spellings of it may differ in: default port, case, user name, fragment.
fn normal(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
    let default = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(default).unwrap_or(&host);
    Some(format!("{scheme}://{host}/{}", path.split('#').next().unwrap_or_default()))
}

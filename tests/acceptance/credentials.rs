//! Who is there: passwords are given where they belong, once, and to nobody else.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use haul_testkit::{DigestHash, Guard, Home, Origin, Resource, TestCa, bytes, sha256_hex};
use serde_json::Value;

use crate::bus::Bus;
use crate::world::{World, home};

/// Stores a login through the command; the password goes in by stdin.
fn store(home: &Home, place: &str, password: &str, more: &[&str]) -> Result<()> {
    let mut command = home.command(["credentials", "set", place, "--user", "pia"].iter().chain(more));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    writeln!(child.stdin.take().context("no stdin")?, "{password}")?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "storing a login failed");
    ensure!(!String::from_utf8_lossy(&output.stdout).contains(password), "the password is printed");
    Ok(())
}

fn root_of(origin: &Origin) -> String {
    origin.url_of("/")
}

/// The last line of a `get` that has to end with `code`.
fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let line = ["--json", "get", "-o", "f", "--on-conflict", "overwrite"];
    let lines = home.haul(line.iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

fn says(last: &Value, words: &str) -> bool {
    last["message"].as_str().is_some_and(|message| message.contains(words))
}

#[test]
fn f066_a_stored_password_is_not_shown_over_http_without_the_users_word() -> Result<()> {
    let origin = Origin::serving(Guard::basic("pia", "pearl").admitting(bytes(1, 1000))).start_blocking()?;
    let home = home()?;
    store(&home, &root_of(&origin), "pearl", &[])?;
    let last = ended(&home, 1, &[&origin.url()])?;
    assert_eq!((&last["category"], &last["remedy"]), (&"auth.required".into(), &"ask_user".into()));
    assert!(says(&last, "--allow-http"), "{last}");
    assert!(origin.requests().iter().all(|request| request.header("authorization").is_none()));
    store(&home, &root_of(&origin), "pearl", &["--allow-http"])?;
    assert_eq!(ended(&home, 0, &[&origin.url()])?["status"], "complete");
    Ok(())
}

#[test]
fn m117_a_stored_password_opens_its_own_origin_and_no_other() -> Result<()> {
    let ca = TestCa::new()?;
    let guard = Guard::basic("pia", "pearl");
    let other = Origin::serving(guard.admitting(bytes(2, 1000))).tls(&ca).start_blocking()?;
    let origin = Origin::serving(guard.admitting(bytes(1, 1000)))
        .at("/away", Resource::redirect(302, other.url()))
        .tls(&ca)
        .start_blocking()?;
    let home = home()?.trusting(&ca)?;
    store(&home, &root_of(&origin), "pearl", &[])?;
    ended(&home, 0, &[&origin.url()])?;
    assert_eq!(sha256_hex(&home.file("f")?), sha256_hex(&bytes(1, 1000)));
    assert_eq!(ended(&home, 1, &[&origin.url_of("/away")])?["category"], "auth.required");
    assert!(other.requests().iter().all(|request| request.header("authorization").is_none()));
    store(&home, &root_of(&other), "pearl", &[])?;
    ended(&home, 0, &[&origin.url_of("/away")])?;
    Ok(())
}

#[test]
fn m117_stored_logins_are_listed_without_passwords_and_can_be_removed() -> Result<()> {
    let home = home()?;
    store(&home, "https://Files.Example/some/path", "pearl", &[])?;
    store(&home, "socks5h://127.0.0.1:1080", "pearl", &[])?;
    let listed = home.haul(["credentials", "list", "--json"])?.expecting(0)?;
    let places: Vec<_> =
        listed.json_lines()?.iter().map(|line| (line["place"].clone(), line["proxy"].clone())).collect();
    assert_eq!(places[0], ("https://files.example:443".into(), false.into()));
    assert_eq!(places[1], ("socks5h://127.0.0.1:1080".into(), true.into()));
    assert!(!listed.stdout.contains("pearl"));
    for place in ["https://files.example", "socks5h://127.0.0.1:1080"] {
        home.haul(["credentials", "remove", place])?.expecting(0)?;
    }
    assert_eq!(home.haul(["credentials", "list"])?.expecting(0)?.stdout, "");
    assert!(home.files_holding("pearl")?.is_empty());
    home.haul(["credentials", "remove", "https://files.example"])?.expecting(2)?;
    Ok(())
}

#[test]
fn f067_a_wrong_password_is_tried_once_and_then_the_user_is_asked() -> Result<()> {
    for (guard, stored, given) in
        [(Guard::basic("pia", "pearl"), 2, 1), (Guard::digest("pia", "pearl", DigestHash::Md5), 2, 2)]
    {
        let origin = Origin::serving(guard.admitting(bytes(1, 10))).start_blocking()?;
        let home = home()?;
        let last = ended(&home, 1, &["--user", "pia:wrong", "--retries", "5", &origin.url()])?;
        assert!(last["category"] == "auth.required" && says(&last, "Correct them"), "{last}");
        assert_eq!(origin.requests().len(), given);
        store(&home, &root_of(&origin), "wrong", &["--allow-http"])?;
        assert_eq!(ended(&home, 1, &["--retries", "5", &origin.url()])?["remedy"], "ask_user");
        assert_eq!(origin.requests().len(), given + stored);
    }
    Ok(())
}

#[test]
fn f068_a_stale_nonce_costs_one_more_round_and_is_of_no_use_elsewhere() -> Result<()> {
    for hash in [DigestHash::Md5, DigestHash::Sha256] {
        let guard = Guard::digest("pia", "pearl", hash).renewing_its_nonce_after(1);
        let origin = Origin::serving(guard.admitting(bytes(1, 1000))).start_blocking()?;
        let world = World::start()?;
        for expected in [2, 4] {
            ended(&world.home, 0, &["--user", "pia:pearl", &origin.url()])?;
            // The second task brings the used-up nonce along, is told so, and answers with the new one.
            assert_eq!(origin.requests().len(), expected);
        }
        let other = Origin::serving(guard.admitting(bytes(1, 1000))).start_blocking()?;
        ended(&world.home, 0, &["--user", "pia:pearl", &other.url()])?;
        let first = other.requests().into_iter().next().context("no request")?;
        assert!(first.header("authorization").is_some_and(|value| value.starts_with("Basic ")), "{first:?}");
    }
    Ok(())
}

#[test]
fn m117_several_connections_answer_a_digest_challenge_each_with_a_count_of_its_own() -> Result<()> {
    let file = bytes(7, 9_000_000);
    let guard = Guard::digest("pia", "pearl", DigestHash::Sha256);
    let origin = Origin::serving(guard.admitting(Resource::new(&file).paced(4_000_000))).start_blocking()?;
    let home = home()?;
    ended(&home, 0, &["--user", "pia:pearl", "-c", "4", &origin.url()])?;
    assert_eq!(sha256_hex(&home.file("f")?), sha256_hex(&file));
    let refused = origin.requests().iter().filter(|request| request.status == Some(401)).count();
    assert_eq!(refused, 1, "the challenge is asked for once");
    Ok(())
}

#[test]
fn m117_a_netrc_file_is_used_when_it_is_set_and_closed_to_others() -> Result<()> {
    let ca = TestCa::new()?;
    let guard = Guard::basic("pia", "pearl");
    let other = Origin::serving(guard.admitting(bytes(2, 10))).tls(&ca).on("127.0.0.2").start_blocking()?;
    let origin = Origin::serving(guard.admitting(bytes(1, 10)))
        .at("/away", Resource::redirect(302, other.url()))
        .tls(&ca)
        .start_blocking()?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let netrc = world.home.root().join(".netrc");
    std::fs::write(&netrc, "machine 127.0.0.1 login pia password pearl\ndefault login pia password pearl\n")?;
    std::fs::set_permissions(&netrc, std::fs::Permissions::from_mode(0o644))?;
    assert!(says(&ended(&world.home, 1, &[&origin.url()])?, "wants a user name"), "it is off until it is set");
    world.home.haul(["settings", "set", "netrc", "~/.netrc"])?.expecting(0)?;
    assert!(says(&ended(&world.home, 1, &[&origin.url()])?, "chmod 600"));
    std::fs::set_permissions(&netrc, std::fs::Permissions::from_mode(0o600))?;
    ended(&world.home, 0, &[&origin.url()])?;
    ended(&world.home, 0, &[&other.url()])?;
    let before = other.requests().len();
    ended(&world.home, 1, &[&origin.url_of("/away")])?;
    let redirected = &other.requests()[before..];
    assert!(
        redirected.iter().all(|request| request.header("authorization").is_none()),
        "default is for the user's own"
    );
    Ok(())
}

#[test]
fn m107_the_status_says_whether_server_or_proxy_asked() -> Result<()> {
    let origin = Origin::serving(Guard::basic("pia", "pearl").admitting("x")).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let failed = world.reaches(id, "failed")?;
    assert_eq!((&failed["category"], &failed["response"]["code"]), (&"auth.required".into(), &401.into()));
    assert_eq!(origin.requests().len(), 1, "M057: it is not tried again");
    Ok(())
}

#[test]
fn secrets_can_be_given_without_standing_on_the_command_line() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let home = home()?;
    let file = |name: &str, text: &str| -> Result<String> {
        let path = home.root().join(name);
        std::fs::write(&path, text)?;
        Ok(format!("@{}", path.display()))
    };
    let (user, headers) = (file("user", "pia:pearl\n")?, file("headers", "X-Api-Key: shell\n\nX-Other: 2\n")?);
    ended(&home, 0, &["--user", &user, "--secret-header", &headers, &origin.url()])?;
    let request = origin.requests().pop().context("no request")?;
    assert_eq!(request.header("authorization").as_deref(), Some("Basic cGlhOnBlYXJs"));
    assert_eq!((request.header("x-api-key"), request.header("x-other")), (Some("shell".into()), Some("2".into())));
    home.haul(["get", "--user", "pia", &origin.url()])?.expecting(2)?;
    Ok(())
}

/// A task that cannot begin before its secrets have been kept.
const SECRETS: [&str; 5] = ["pearl-user", "pearl-header", "pearl-cookie", "pearl-marked", "pearl-proxy"];

fn add_with_secrets(world: &World, origin: &Origin) -> Result<u64> {
    world.add(&[
        "--later",
        "-o",
        "f",
        "--user",
        "pia:pearl-user",
        "--header",
        "X-Api-Key: pearl-header",
        "--header",
        "Cookie: a=pearl-cookie",
        "--secret-header",
        "X-Mine: pearl-marked",
        "--proxy",
        "http://me:pearl-proxy@127.0.0.1:9",
        &origin.url(),
    ])
}

fn in_the_file(world: &World, secret: &str) -> Result<bool> {
    let holding = world.home.files_holding(secret)?;
    let store = world.home.folder().join("secrets.json");
    ensure!(holding.iter().all(|path| *path == store), "{secret} is in {holding:?}");
    Ok(!holding.is_empty())
}

#[test]
fn f076_secrets_stand_in_one_closed_file_and_go_with_their_task() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::of(home()?.env("HAUL_LOG", "trace"))?;
    let id = add_with_secrets(&world, &origin)?;
    for secret in SECRETS {
        assert!(in_the_file(&world, secret)?, "{secret} is kept");
    }
    let mode = std::fs::metadata(world.home.folder().join("secrets.json"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let command_line = std::fs::read_to_string(format!("/proc/{}/cmdline", world.daemon.pid()))?;
    assert!(!command_line.contains("pearl"));
    world.does("remove", id)?;
    for secret in SECRETS {
        assert!(!in_the_file(&world, secret)?, "{secret} goes with its task");
    }
    Ok(())
}

#[test]
fn m117_a_task_goes_on_with_its_secrets_after_a_kill() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let mut world = World::start()?;
    let id =
        world.add(&["--later", "-o", "f", "--user", "pia:pearl-user", "--header", "X-Api-Key: k", &origin.url()])?;
    world.restart_hard()?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    let request = origin.requests().pop().context("no request")?;
    assert_eq!(request.header("x-api-key").as_deref(), Some("k"));
    assert!(request.header("authorization").is_some_and(|value| value.starts_with("Basic ")));
    Ok(())
}

#[test]
fn m117_a_task_that_is_given_an_address_elsewhere_does_not_take_its_secrets_there() -> Result<()> {
    let (first, second) = (Origin::serving("x").start_blocking()?, Origin::serving("x").start_blocking()?);
    let world = World::start()?;
    let id = world.add(&["--later", "-o", "f", "--user", "pia:pearl", "--header", "X-Api-Key: shell", &first.url()])?;
    world.call("edit", serde_json::json!({ "task": id, "url": second.url() }))?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    let request = second.requests().pop().context("no request")?;
    assert_eq!((request.header("authorization"), request.header("x-api-key")), (None, None));
    Ok(())
}

#[test]
fn m117_a_desktop_with_a_secret_service_keeps_the_secrets_there() -> Result<()> {
    let bus = Bus::start()?;
    let service = bus.with_secrets()?;
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let mut world = World::of(bus.given_to(home()?))?;
    let id = world.add(&["--later", "-o", "f", "--user", "pia:pearl-user", &origin.url()])?;
    store(&world.home, &root_of(&origin), "pearl-stored", &[])?;
    let kept = service.kept().concat();
    assert!(kept.contains("pearl-user") && kept.contains("pearl-stored"), "{kept}");
    assert!(world.home.files_holding("pearl-")?.is_empty());
    world.restart_hard()?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert!(origin.requests()[0].header("authorization").is_some());
    world.does("remove", id)?;
    assert!(!service.kept().concat().contains("pearl-user"));
    Ok(())
}

#[test]
fn m117_a_locked_service_is_waited_for_and_nothing_is_asked_without_the_secrets() -> Result<()> {
    let bus = Bus::start()?;
    let service = bus.with_secrets()?;
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let world = World::of(bus.given_to(home()?))?;
    let id = world.add(&["--later", "-o", "f", "--user", "pia:pearl-user", &origin.url()])?;
    service.lock(true);
    world.does("resume", id)?;
    let failed = world.reaches(id, "failed")?;
    assert!(failed["category"] == "auth.required" && says(&failed, "nlock"), "{failed}");
    assert!(origin.requests().is_empty(), "nothing is asked without the secrets");
    service.lock(false);
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    Ok(())
}

#[test]
fn m117_a_service_that_does_not_give_back_what_it_is_given_is_not_used() -> Result<()> {
    let bus = Bus::start()?;
    let service = bus.with_secrets()?;
    service.forgets();
    let world = World::of(bus.given_to(home()?))?;
    world.add(&["--later", "-o", "f", "--user", "pia:pearl-user", "http://127.0.0.1:9/f"])?;
    assert!(in_the_file(&world, "pearl-user")?);
    Ok(())
}

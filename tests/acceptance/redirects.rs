//! Redirects are followed with sense, and secrets stay where they belong.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Home, Origin, Point, Resource, TestCa, bytes};
use serde_json::Value;

use crate::world::{World, home};

/// The last line of a `get` that has to end with `code`.
fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let lines = home.haul(["get", "--json"].iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

#[test]
fn m113_absolute_and_relative_redirects_are_followed() -> Result<()> {
    let file = Origin::serving(bytes(1, 1000)).on("127.0.0.2").start_blocking()?;
    let origin = Origin::serving(Resource::status(404))
        .at("/absolute", Resource::redirect(302, file.url_of("/target.bin")))
        .at("/a/relative", Resource::redirect(301, "../b/target.bin"))
        .at("/rooted", Resource::redirect(307, "/b/target.bin"))
        .at("/query", Resource::redirect(303, "?really=1"))
        .at("/scheme", Resource::redirect(308, format!("//{}/target.bin", file.address())))
        .at("/b/target.bin", bytes(2, 1000))
        .start_blocking()?;
    let home = home()?;
    for (path, seed) in [("/absolute", 1), ("/a/relative", 2), ("/rooted", 2), ("/scheme", 1)] {
        home.haul(["get", &origin.url_of(path), "-o", "f", "--on-conflict", "overwrite"])?
            .expecting(0)
            .with_context(|| path.to_owned())?;
        assert_eq!(home.file("f")?, bytes(seed, 1000), "{path}");
    }
    home.haul(["get", &origin.url_of("/rooted")])?.expecting(0)?;
    assert_eq!(home.file("target.bin")?, bytes(2, 1000), "the last address gives the name");
    Ok(())
}

#[test]
fn m113_f060_a_loop_a_long_chain_and_a_redirect_to_nowhere_are_errors() -> Result<()> {
    let counted = Resource::decided_by(|request| {
        let hop: u32 = request.query().and_then(|query| query.parse().ok()).unwrap_or(0);
        Resource::redirect(302, format!("/chain?{}", hop + 1))
    });
    let origin = Origin::serving(bytes(1, 10))
        .at("/loop", Resource::redirect(302, "/back"))
        .at("/back", Resource::redirect(302, "/loop"))
        .at("/chain", counted)
        .at("/nowhere", Resource::status(302).body("a page"))
        .start_blocking()?;
    let home = home()?;
    let expected = [("/loop", "redirect.loop"), ("/chain", "redirect.too_many"), ("/nowhere", "redirect.no_location")];
    for (path, category) in expected {
        let last = ended(&home, 1, &[&origin.url_of(path)])?;
        assert_eq!(last["category"], category);
        assert!(last["message"].as_str().is_some_and(|message| message.contains("127.0.0.1")), "{last}");
    }
    let hops = origin.requests().iter().filter(|request| request.path() == "/chain").count();
    assert!((20..=22).contains(&hops), "{hops}");
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn m113_f061_a_redirect_to_another_kind_of_address_is_blocked() -> Result<()> {
    let home = home()?;
    let secret = home.root().join("secret.txt");
    std::fs::write(&secret, "secret")?;
    let local = format!("file://{}", secret.display());
    for target in [local.as_str(), "data:text/plain,hi", "ftp://127.0.0.1/x", "javascript:alert(1)", "tauri://x"] {
        let origin = Origin::serving(Resource::redirect(302, target)).start_blocking()?;
        let last = ended(&home, 1, &[&origin.url()])?;
        assert_eq!(last["category"], "redirect.scheme_blocked", "{target}");
    }
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn m113_f057_secrets_are_never_sent_to_another_origin_not_even_on_a_later_hop() -> Result<()> {
    let foreign =
        Origin::serving(bytes(1, 10)).at("/b1", Resource::redirect(302, "/b2")).on("127.0.0.2").start_blocking()?;
    let origin = Origin::serving(Resource::redirect(302, foreign.url_of("/b1"))).start_blocking()?;
    let home = home()?;
    let secrets = ["pearl-authorization", "pearl-cookie", "pearl-key"];
    let headers = [
        format!("Authorization: Bearer {}", secrets[0]),
        format!("Cookie: session={}", secrets[1]),
        format!("X-Api-Key: {}", secrets[2]),
    ];
    let url = origin.url();
    let mut args = vec!["get", url.as_str(), "-o", "f"];
    headers.iter().for_each(|header| args.extend(["--header", header.as_str()]));
    home.haul(&args)?.expecting(0)?;
    let first = origin.requests();
    assert!(secrets.iter().all(|secret| first[0].mentions(secret)), "the first origin gets them: {first:?}");
    let seen = foreign.requests();
    assert_eq!(seen.iter().map(haul_testkit::Recorded::path).collect::<Vec<_>>(), ["/b1", "/b2"]);
    assert!(!seen.iter().any(|request| secrets.iter().any(|secret| request.mentions(secret))), "{seen:?}");
    Ok(())
}

#[test]
fn m113_f058_f059_a_user_name_and_password_stay_with_the_first_origin() -> Result<()> {
    let foreign = Origin::serving(bytes(1, 10)).start_blocking()?;
    let origin = Origin::serving(Resource::redirect(302, foreign.url())).start_blocking()?;
    let home = home()?;
    let in_the_address = origin.url().replace("http://", "http://anna:pearl@");
    let ways: [Vec<&str>; 2] = [vec![&in_the_address], vec!["--user", "anna:pearl"]];
    let url = origin.url();
    for way in ways {
        let address = if way.len() == 1 { None } else { Some(url.as_str()) };
        home.haul(["get"].into_iter().chain(way).chain(address))?.expecting(0)?;
        let first = origin.requests().pop().context("no request")?;
        assert_eq!(first.header("authorization").as_deref(), Some("Basic YW5uYTpwZWFybA=="));
        let second = foreign.requests().pop().context("no request")?;
        assert_eq!((second.header("authorization"), second.header("referer")), (None, None));
    }
    Ok(())
}

#[test]
fn f062_a_redirect_from_https_to_http_needs_the_users_word() -> Result<()> {
    let ca = TestCa::new()?;
    let plain = Origin::serving(bytes(1, 10)).start_blocking()?;
    let origin = Origin::serving(Resource::redirect(302, plain.url())).tls(&ca).start_blocking()?;
    let home = home()?.trusting(&ca)?;
    assert_eq!(ended(&home, 1, &[&origin.url()])?["category"], "redirect.downgrade");
    assert!(plain.requests().is_empty());
    ended(&home, 0, &["--allow-downgrade", "--header", "X-Api-Key: pearl", &origin.url()])?;
    assert!(plain.requests().iter().all(|request| !request.mentions("pearl")));
    Ok(())
}

#[test]
fn f064_every_connection_of_a_redirected_file_keeps_the_secrets_at_home() -> Result<()> {
    let file = bytes(4, 9_000_000);
    let mirror = Origin::serving(Resource::new(&file).paced(4_000_000)).on("127.0.0.2").start_blocking()?;
    let origin = Origin::serving(Resource::redirect(302, mirror.url())).start_blocking()?;
    let home = home()?;
    let key = ["--header", "X-Api-Key: pearl", "--user", "pia:shell"];
    home.haul(["get", "-o", "f", "-c", "4", &origin.url()].iter().chain(&key))?.expecting(0)?;
    assert_eq!(home.file("f")?, file);
    assert!(mirror.requests().len() > 1, "several connections");
    assert!(mirror.requests().iter().all(|it| !it.mentions("pearl") && it.header("authorization").is_none()));
    assert!(origin.requests().iter().all(|it| it.mentions("pearl") && it.header("authorization").is_some()));
    Ok(())
}

#[test]
fn f065_after_a_restart_the_chain_begins_at_its_first_address_again() -> Result<()> {
    let file = bytes(5, 2_000_000);
    let gate = Gate::closed();
    let held = Resource::new(&file).held_at(Point::AfterBytes(500_000), &gate);
    let first = Origin::serving(held).on("127.0.0.2").start_blocking()?;
    let second = Origin::serving(&file).on("127.0.0.3").start_blocking()?;
    let origin = Origin::serving(Resource::redirect(302, first.url())).start_blocking()?;
    let mut world = World::start()?;
    let id = world.add(&["-o", "f", "-c", "1", "--header", "X-Api-Key: pearl", &origin.url()])?;
    world.has_received(id, 500_000)?;
    world.pause(id)?;
    world.restart_hard()?;
    origin.now_serves(Resource::redirect(302, second.url()));
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(world.home.file("f")?, file);
    assert!(origin.requests().iter().all(|request| request.mentions("pearl")));
    let seen = second.requests();
    assert!(seen.iter().all(|request| !request.mentions("pearl")));
    assert!(seen[0].first_byte() > 0 && seen[0].header("if-range").is_some(), "validators decide: {seen:?}");
    Ok(())
}

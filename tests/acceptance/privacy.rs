//! Secrets stay secret, and nobody else gets in.

use std::os::unix::fs::PermissionsExt as _;

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Resource, bytes};

use crate::world::{World, home};

#[test]
fn the_socket_and_everything_beside_it_belong_to_this_user_alone() -> Result<()> {
    let world = World::start()?;
    world.add(&["example.org/f", "--later"])?;
    let mode = |path: std::path::PathBuf| -> Result<u32> { Ok(std::fs::metadata(path)?.permissions().mode() & 0o777) };
    assert_eq!(mode(world.home.socket())?, 0o600);
    let folder = world.home.folder();
    assert_eq!(mode(folder.join("logs"))?, 0o700);
    for name in ["haul.db", "haul.db-wal", "lock"] {
        assert_eq!(mode(folder.join(name))? & 0o077, 0, "{name} can be read by others");
    }
    Ok(())
}

#[test]
fn a_folder_that_haul_makes_for_itself_is_closed_to_others() -> Result<()> {
    let home = home()?;
    let own = home.root().join("made/by/haul");
    home.haul(["--home", own.to_str().context("not UTF-8")?, "list"])?.expecting(0)?;
    assert_eq!(std::fs::metadata(&own)?.permissions().mode() & 0o777, 0o700);
    Ok(())
}

#[test]
fn two_homes_never_see_each_other() -> Result<()> {
    let (one, other) = (World::start()?, World::start()?);
    one.add(&["example.org/one", "--later"])?;
    assert!(other.list()?.is_empty());
    let third = one.home.root().join("third");
    let listed = one.home.haul(["--home", third.to_str().context("not UTF-8")?, "list", "--json"])?.expecting(0)?;
    assert_eq!(listed.stdout, "", "--home goes before HAUL_HOME");
    Ok(())
}

#[test]
fn secrets_are_not_shown_in_lists_events_or_logs() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10))
        .at("/forbidden", Resource::status(403))
        .at("/closed", Resource::verbatim(""))
        .start_blocking()?;
    let world = World::of(home()?.env("HAUL_LOG", "trace"))?;
    let secrets = ["pearl-password", "pearl-bearer", "pearl-cookie"];
    let mut shown = String::new();
    for path in ["/f", "/forbidden", "/closed"] {
        let url = origin.url_of(path).replace("http://", "http://anna:pearl-password@");
        let headers = ["--header", "Authorization: Bearer pearl-bearer", "--header", "Cookie: a=pearl-cookie"];
        let args = ["--json", "-v", "get", "--retries", "0", &url].into_iter().chain(headers).map(str::to_owned);
        let output = world.home.haul(args)?;
        shown.push_str(&output.stdout);
        shown.push_str(&output.stderr);
    }
    for args in [["list", "--json"], ["show", "1"], ["show", "2"], ["list", "-v"]] {
        shown.push_str(&world.home.haul(args)?.expecting(0)?.stdout);
    }
    let sent = origin.requests();
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
        let others: Vec<_> = world.home.files_holding(secret)?.into_iter().filter(|path| !is_store(path)).collect();
        assert!(others.is_empty(), "{secret} is in {others:?}");
    }
    assert!(sent.iter().any(|request| request.mentions("pearl-cookie")), "the server itself gets them");
    Ok(())
}

/// The one file for secrets, where no desktop keeps them.
fn is_store(path: &std::path::Path) -> bool {
    path.ends_with("home/secrets.json")
}

#[test]
fn text_from_a_server_cannot_steer_a_terminal() -> Result<()> {
    let name = "attachment; filename*=UTF-8''a%1B%5B2Jb%C2%9B3mc%E2%80%AEd.bin";
    let origin = Origin::serving(Resource::new(bytes(1, 10)).content_disposition(name)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "--display-name", "x\u{1b}[2Jy\u{9b}z", "--metadata", "\u{1b}]0;t\u{7}"])?;
    world.reaches(id, "complete")?;
    for args in [vec!["list"], vec!["list", "--json"], vec!["show", "1"], vec!["show", "1", "--json"]] {
        let shown = world.home.haul(&args)?.expecting(0)?.stdout;
        let steering = shown.chars().find(|it| it.is_control() && *it != '\n' || *it == '\u{202e}');
        assert_eq!(steering, None, "{args:?}: {shown:?}");
    }
    Ok(())
}

//! Certificates: authorities the user trusts, the user's own, and none at all.

use std::path::Path;

use anyhow::{Context as _, Result};
use haul_testkit::{Certificate, Home, Origin, Resource, TestCa, bytes};
use serde_json::Value;

use crate::world::{World, home};

fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let line = ["--json", "get", "-o", "f", "--on-conflict", "overwrite", "--retries", "0"];
    let lines = home.haul(line.iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("not UTF-8")
}

#[test]
fn m112_authorities_from_a_file_or_a_folder_are_trusted_besides_the_systems() -> Result<()> {
    let (ca, other) = (TestCa::new()?, TestCa::new()?);
    let origin = Origin::serving(bytes(1, 10)).tls(&ca).start_blocking()?;
    let second = Origin::serving(bytes(1, 10)).tls(&other).start_blocking()?;
    let world = World::of(home()?.trusting(&other)?)?;
    assert_eq!(ended(&world.home, 6, &[&origin.url()])?["category"], "tls.cert");
    let folder = world.home.root().join("authorities");
    std::fs::create_dir(&folder)?;
    std::fs::write(folder.join("ca.pem"), ca.pem())?;
    std::fs::write(folder.join("README"), "no certificate")?;
    for place in [folder.join("ca.pem"), folder.clone()] {
        world.home.haul(["settings", "set", "extra_certificates", text(&place)?])?.expecting(0)?;
        ended(&world.home, 0, &[&origin.url()])?;
        ended(&world.home, 0, &[&second.url()])?;
        world.home.haul(["settings", "set", "extra_certificates", ""])?.expecting(0)?;
        ended(&world.home, 6, &[&origin.url()])?;
    }
    std::fs::write(folder.join("broken.pem"), "no certificate")?;
    world.home.haul(["settings", "set", "extra_certificates", text(&folder)?])?.expecting(0)?;
    let last = ended(&world.home, 1, &[&origin.url()])?;
    assert!(last["message"].as_str().is_some_and(|message| message.contains("broken.pem")), "{last}");
    Ok(())
}

#[test]
fn m112_the_users_certificate_is_shown_to_the_first_origin_alone() -> Result<()> {
    let ca = TestCa::new()?;
    let other = Origin::serving(bytes(2, 10)).tls_for_holders(&ca).start_blocking()?;
    let origin = Origin::serving(bytes(1, 10))
        .at("/away", Resource::redirect(302, other.url()))
        .tls_for_holders(&ca)
        .start_blocking()?;
    let home = home()?.trusting(&ca)?;
    let (certificate, key) = ca.issue(Certificate::Valid)?;
    let file = home.root().join("me.pem");
    std::fs::write(&file, format!("{certificate}{key}"))?;
    assert_ne!(ended(&home, 6, &[&origin.url()])?["status"], "complete");
    ended(&home, 0, &["--cert", text(&file)?, &origin.url()])?;
    let away = ended(&home, 6, &["--cert", text(&file)?, &origin.url_of("/away")])?;
    assert_eq!(away["status"], "failed");
    assert!(other.requests().is_empty());
    std::fs::write(&file, certificate)?;
    let last = ended(&home, 1, &["--cert", text(&file)?, &origin.url()])?;
    assert!(last["message"].as_str().is_some_and(|message| message.contains("me.pem")), "{last}");
    Ok(())
}

#[test]
fn f083_a_task_keeps_what_was_said_of_its_server_over_a_restart_and_no_other_gets_it() -> Result<()> {
    let ca = TestCa::new()?;
    let origin = Origin::serving(bytes(1, 10)).tls_showing(&ca, Certificate::SelfSigned).start_blocking()?;
    let mut world = World::of(home()?.trusting(&ca)?)?;
    let id = world.add(&["--later", "--allow-insecure", &origin.url()])?;
    world.restart_hard()?;
    world.does("resume", id)?;
    world.reaches(id, "complete")?;
    let other = world.add(&["--retries", "0", &origin.url_of("/other")])?;
    assert_eq!(world.reaches(other, "failed")?["category"], "tls.cert");
    Ok(())
}

//! Pages of others in the place of the file: row 18.

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Origin, Resource, TestCa, bytes, sha256_hex};
use serde_json::json;

use crate::network::{KEPT, SIZE, held};
use crate::world::{World, home};

#[test]
fn f018_the_page_of_a_captive_portal_never_takes_the_files_place() -> Result<()> {
    let (gate, content) = (Gate::closed(), bytes(1, SIZE));
    let portal = Origin::serving(Resource::new("<html>log in</html>").content_type("text/html")).start_blocking()?;
    let zip = |resource: Resource| resource.content_type("application/zip");
    let origin = Origin::serving(zip(held(&content, &gate))).start_blocking()?;
    let world = World::start()?;
    std::fs::write(world.home.downloads().join("file.bin"), "mine")?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    origin.now_serves(Resource::redirect(302, portal.url_of("/login")));
    origin.reset_connections();
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&json!("http.changed"), &json!("ask_user")), "{task}");
    assert_eq!(task["received"], KEPT, "what is there stays");
    origin.now_serves(zip(Resource::new(&content)));
    world.does("retry", id)?;
    world.reaches(id, "complete")?;
    assert_eq!(sha256_hex(&world.home.file("file (1).bin")?), sha256_hex(&content));
    assert_eq!(world.home.file("file.bin")?, b"mine");
    assert_eq!(origin.requests().last().context("no request")?.first_byte(), KEPT);
    Ok(())
}

#[test]
fn f018_a_portal_over_plain_http_is_not_followed_from_https() -> Result<()> {
    let (ca, gate, content) = (TestCa::new()?, Gate::closed(), bytes(1, SIZE));
    let portal = Origin::serving(Resource::new("<html>log in</html>").content_type("text/html")).start_blocking()?;
    let origin = Origin::serving(held(&content, &gate)).tls(&ca).start_blocking()?;
    let world = World::of(home()?.trusting(&ca)?)?;
    let id = world.add(&[&origin.url()])?;
    world.has_received(id, KEPT)?;
    origin.now_serves(Resource::redirect(302, portal.url_of("/login")));
    origin.reset_connections();
    let task = world.reaches(id, "failed")?;
    assert_eq!((&task["category"], &task["remedy"]), (&json!("redirect.downgrade"), &json!("ask_user")), "{task}");
    assert_eq!(task["received"], KEPT, "what is there stays");
    assert!(portal.requests().is_empty());
    Ok(())
}

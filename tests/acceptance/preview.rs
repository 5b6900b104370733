//! Before anything is added: what a server says of a file, and what a download would find. Nothing comes of asking.

use std::fs;

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

fn texts(value: &Value) -> Result<Vec<String>> {
    let list = value.as_array().with_context(|| format!("no list: {value}"))?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

#[test]
fn m245_a_look_tells_name_size_and_type_and_sends_secrets_to_the_first_server_only() -> Result<()> {
    let file = Resource::new(bytes(1, 300_000))
        .content_type("Application/Zip; v=1")
        .content_disposition("attachment; filename=\"../Report 7.zip\"")
        .last_modified("Fri, 20 Nov 2026 08:11:00 GMT");
    let far = Origin::serving(file).start_blocking()?;
    let near = Origin::serving(Resource::redirect(302, far.url())).start_blocking()?;
    let world = World::start()?;
    let asked = json!({ "url": near.url(), "secret_headers": [{ "name": "X-Api-Key", "value": "7" }] });
    let look = world.call("look", asked)?;
    assert_eq!((&look["bytes"], &look["name"]), (&json!(300_000), &json!("Report 7.zip")), "{look}");
    assert_eq!(look["mime"], "application/zip");
    assert_eq!(look["modified"], "Fri, 20 Nov 2026 08:11:00 GMT");
    assert!(look["etag"].is_string() && look.get("why").is_none(), "{look}");
    let carries = |origin: &Origin| origin.requests().iter().all(|request| request.header("x-api-key").is_some());
    assert!(carries(&near) && !carries(&far), "the key went where it does not belong");
    assert_eq!(world.home.haul(["list"])?.expecting(0)?.stdout, "", "a look is no task");
    Ok(())
}

#[test]
fn m245_a_look_that_finds_nothing_says_why_in_words() -> Result<()> {
    let origin = Origin::serving(Resource::status(404)).start_blocking()?;
    let look = World::start()?.call("look", json!({ "url": origin.url() }))?;
    assert_eq!(look["bytes"], -1);
    assert!(look["why"].as_str().is_some_and(|why| why.contains("404")), "{look}");
    Ok(())
}

#[test]
fn a_survey_tells_what_is_listed_what_is_taken_and_how_much_is_free() -> Result<()> {
    let origin = Origin::serving("abc").start_blocking()?;
    let world = World::start()?;
    let folder = world.home.root().join("into");
    fs::create_dir(&folder)?;
    fs::write(folder.join("old.bin"), "x")?;
    let listed = origin.url_of("/listed.bin?sig=a%2Fb");
    let into = folder.display().to_string();
    world.add(&["--later", "-d", &into, "-o", "coming.bin", &listed])?;
    let names = ["old.bin", "coming.bin", "new.bin", "../into/old.bin", ""];
    let found =
        world.call("survey", json!({ "folder": into, "urls": [listed, origin.url_of("/other")], "names": names }))?;
    assert_eq!(texts(&found["listed"])?, [listed]);
    assert_eq!(texts(&found["taken"])?, ["coming.bin", "old.bin"], "and a path is no name");
    assert_eq!(found["folder"], into);
    assert!(found["free"].as_u64().is_some_and(|free| free > 0), "{found}");
    let below = world.call("survey", json!({ "folder": folder.join("not/there/yet") }))?;
    assert!(below["free"].as_u64().is_some(), "the disk is known by the folder above: {below}");
    Ok(())
}

#[test]
fn f149_a_survey_does_not_look_into_folders_that_no_download_goes_to() -> Result<()> {
    let world = World::start()?;
    let asked = json!({ "folder": "/etc/cron.d", "names": ["anacron"] });
    let refused = world.call("survey", asked).expect_err("the folder is guarded");
    assert!(refused.to_string().contains("Choose another one"), "{refused}");
    Ok(())
}

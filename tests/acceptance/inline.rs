//! An address that holds its file is a download like any other, without a network.

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Resource, sha256_hex};

use crate::world::{World, home};

#[test]
fn m093_both_forms_are_saved_with_an_extension_from_their_type() -> Result<()> {
    for (address, name, content) in [
        ("data:text/plain,hello%20world", "download.txt", &b"hello world"[..]),
        ("data:image/png;base64,iVBORw0KGgo=", "download.png", b"\x89PNG\r\n\x1a\n"),
        ("DATA:,", "download.txt", b""),
    ] {
        let home = home()?;
        let digest = format!("sha-256={}", sha256_hex(content));
        home.haul(["get", address, "--checksum", &digest])?.expecting(0)?;
        assert_eq!(home.listing()?, [name], "{address}");
        assert_eq!(home.file(name)?, content, "{address}");
    }
    Ok(())
}

#[test]
fn m093_it_is_not_pausable_and_its_content_is_not_shown_as_an_address() -> Result<()> {
    let world = World::start()?;
    let id = world.add(&["data:text/plain,hush-hush", "-o", "note"])?;
    let task = world.reaches(id, "complete")?;
    assert_eq!(task["pausable"], false);
    assert!(!task.to_string().contains("hush-hush"), "{task}");
    assert_eq!(world.home.file("note")?, b"hush-hush");
    Ok(())
}

#[test]
fn m093_a_wrong_one_is_refused_and_a_wrong_digest_or_size_places_nothing() -> Result<()> {
    let home = home()?;
    for address in ["data:text/plain", "data:;base64,**"] {
        let output = home.haul(["get", address])?.expecting(2)?;
        assert!(output.stderr.contains("data:"), "{}", output.stderr);
    }
    home.haul(["get", "data:,a", "--size", "2"])?.expecting(5)?;
    assert!(home.listing()?.is_empty());
    home.haul(["get", "data:,a", "--checksum", "md5=900150983cd24fb0d6963f7d28e17f72"])?.expecting(5)?;
    assert_eq!(home.listing()?, ["download.txt.rejected"]);
    Ok(())
}

#[test]
fn f061_nobody_is_led_to_such_an_address() -> Result<()> {
    let origin = Origin::serving(Resource::redirect(302, "data:text/plain,planted")).start_blocking()?;
    let home = home()?;
    let lines = home.haul(["get", "--json", &origin.url()])?.expecting(1)?.json_lines()?;
    assert_eq!(lines.last().context("no line")?["category"], "redirect.scheme_blocked");
    home.haul(["get", &origin.url(), "--mirror", "data:,planted"])?.expecting(2)?;
    assert!(home.listing()?.is_empty());
    Ok(())
}

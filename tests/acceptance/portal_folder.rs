//! A folder that the desktop's portal has handed out takes downloads, and the result says where the file really is.

use std::collections::HashMap;

use anyhow::Result;
use haul_testkit::{Origin, PrivateBus, bytes};
use serde_json::json;
use zbus::blocking::connection::Builder;

use crate::world::{World, home};

/// A portal that has handed out one folder.
struct Documents;

#[zbus::interface(name = "org.freedesktop.portal.Documents")]
impl Documents {
    fn get_host_paths(&self, ids: Vec<String>) -> HashMap<String, Vec<u8>> {
        let known = ids.into_iter().filter(|id| id == "ab12");
        known.map(|id| (id, b"/home/ada/My Films\0".to_vec())).collect()
    }
}

#[test]
fn m095_a_folder_of_the_portal_is_a_target_and_the_result_names_the_real_place() -> Result<()> {
    let content = bytes(95, 50_000);
    let origin = Origin::serving(content.clone()).start_blocking()?;
    let bus = PrivateBus::start()?;
    let name = "org.freedesktop.portal.Documents";
    let portal = Builder::address(bus.address())?.serve_at("/org/freedesktop/portal/documents", Documents)?;
    let _portal = portal.name(name)?.build()?;
    let world = World::of(bus.as_session_bus_of(home()?))?;
    let shown = world.home.root().join("run/doc");
    for (id, real) in [("ab12", "/home/ada/My%20Films"), ("cd34", "")] {
        let folder = shown.join(id).join("My Films");
        std::fs::create_dir_all(&folder)?;
        let target = format!("file://{}", folder.display()).replace(' ', "%20");
        let task = world.add(&[&origin.url(), "-d", &target, "-o", "a b.bin"])?;
        let done = world.reaches(task, "complete")?;
        assert_eq!(std::fs::read(folder.join("a b.bin"))?, content);
        // What the portal does not know is where it was put.
        let real = if real.is_empty() { target } else { format!("file://{real}") };
        assert_eq!(done["uri"], json!(format!("{real}/a%20b.bin")), "{id}");
    }
    Ok(())
}

#[test]
fn m095_without_a_portal_the_result_names_the_file_itself() -> Result<()> {
    let origin = Origin::serving("text").start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url(), "-o", "50 %.txt"])?;
    let done = world.reaches(id, "complete")?;
    assert_eq!(done["uri"], json!(format!("file://{}/50%20%25.txt", world.home.downloads().display())));
    let refused = world.home.haul(["add", &origin.url(), "-d", "file://elsewhere/films"])?;
    refused.expecting(2)?;
    let waiting = world.add(&[&origin.url(), "--later"])?;
    assert!(world.show(waiting)?.get("uri").is_none(), "a file that is not there has no address");
    Ok(())
}

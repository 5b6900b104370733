//! Many files from one server at once: who opens a connection, and who waits for that of another.
//!
//! Row 53 of the fault matrix.

use anyhow::Result;
use haul_testkit::{Frames, Gate, Origin, Resource, Version};
use serde_json::json;

use crate::http2::Stage;

/// A stage that asks a server for 40 files at once.
struct Crowd {
    stage: Stage,
}

impl Crowd {
    fn new() -> Result<Crowd> {
        let stage = Stage::new()?;
        stage.world.call("set", json!({ "key": "max_running", "value": "40" }))?;
        Ok(Crowd { stage })
    }

    /// Adds so many files.
    fn adds(&self, number: usize, origin: &Origin) -> Result<Vec<String>> {
        let names: Vec<String> = (0..number).map(|number| format!("file-{number}")).collect();
        let urls: Vec<String> = names.iter().map(|name| origin.url_of(&format!("/{name}"))).collect();
        let add = ["add", "--retries", "0"];
        self.stage.world.home.haul(add.into_iter().chain(urls.iter().map(String::as_str)))?.expecting(0)?;
        Ok(names)
    }

    /// Waits until all tasks are complete, and looks at what they brought.
    fn all_have(&self, names: &[String], content: &[u8]) -> Result<()> {
        let list = self.stage.world.list()?;
        for task in &list {
            self.stage.world.reaches(task["id"].as_u64().unwrap_or_default(), "complete")?;
        }
        for name in names {
            assert!(self.stage.world.home.file(name)? == content, "{name}");
        }
        assert_eq!(list.len(), names.len());
        Ok(())
    }
}

#[test]
fn f053_at_first_contact_many_files_go_by_the_connection_that_one_of_them_opens() -> Result<()> {
    let (crowd, gate) = (Crowd::new()?, Gate::closed());
    let origin =
        Origin::serving(Resource::new("small").held_by(&gate)).tls(&crowd.stage.ca).http2().start_blocking()?;
    let names = crowd.adds(40, &origin)?;
    origin.wait_for_blocking(|requests| requests.len() == 40)?;
    assert!(
        origin.connections() <= 3,
        "on a machine that is busy a second one may be opened: {}",
        origin.connections()
    );
    gate.open();
    crowd.all_have(&names, b"small")
}

#[test]
fn f053_a_server_of_http1_is_asked_over_as_many_connections_as_there_are_files() -> Result<()> {
    let (crowd, gate) = (Crowd::new()?, Gate::closed());
    let origin = Origin::serving(Resource::new("small").held_by(&gate)).tls(&crowd.stage.ca).start_blocking()?;
    let names = crowd.adds(40, &origin)?;
    origin.wait_for_blocking(|requests| requests.len() == 40)?;
    assert_eq!(origin.most_requests_at_once(), 40);
    gate.open();
    crowd.all_have(&names, b"small")
}

#[test]
fn f053_a_connection_that_hangs_in_its_handshake_holds_up_nobody() -> Result<()> {
    let (crowd, gate) = (Crowd::new()?, Gate::closed());
    let origin = Origin::serving("small").tls(&crowd.stage.ca).http2().holding_handshakes(1, &gate).start_blocking()?;
    let names = crowd.adds(40, &origin)?;
    crowd.all_have(&names, b"small")?;
    let requests = origin.requests();
    assert!(requests.iter().all(|request| request.version == Version::Http2));
    assert!((2..=4).contains(&origin.connections()), "{}", origin.connections());
    assert_eq!(requests.len(), 40, "the one that hung took another's connection");
    Ok(())
}

#[test]
fn f053_a_goodbye_among_many_files_loses_none_and_costs_one_connection() -> Result<()> {
    let crowd = Crowd::new()?;
    let leaving = Frames::LeavingAfter(50, b"small".to_vec());
    let origin = Origin::serving("").tls(&crowd.stage.ca).in_frames(leaving).start_blocking()?;
    let names = crowd.adds(200, &origin)?;
    crowd.all_have(&names, b"small")?;
    assert!((4..=10).contains(&origin.connections()), "each gives fifty answers: {}", origin.connections());
    Ok(())
}

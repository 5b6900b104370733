//! Progress begins at zero, never lies about the end, and never floods.

use std::time::Duration;

use anyhow::{Context as _, Result};
use haul_testkit::{Gate, Length, Origin, Point, Resource, bytes};
use serde_json::{Value, json};

use crate::world::{World, home};

fn fractions(lines: &[Value]) -> Vec<f64> {
    lines.iter().filter(|line| line["event"] == "progress").filter_map(|line| line["progress"].as_f64()).collect()
}

#[test]
fn m037_progress_begins_at_zero_stays_below_one_and_is_one_once_at_the_end() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 3_000_000)).paced(1_200_000)).start_blocking()?;
    let home = home()?;
    let mut get = home.spawn(["get", "--json", &origin.url()])?;
    get.json_where("the last progress", |line| line["progress"] == 1.0)?;
    assert_eq!(home.listing()?, ["file.bin"], "the file is in place when progress is 1.0");
    let lines = get.wait()?.expecting(0)?.json_lines()?;
    let fractions = fractions(&lines);
    assert_eq!((fractions.first(), fractions.last()), (Some(&0.0), Some(&1.0)), "{fractions:?}");
    assert!(fractions.is_sorted() && fractions.len() >= 3, "{fractions:?}");
    assert!(fractions[..fractions.len() - 1].iter().all(|fraction| *fraction <= 0.999), "{fractions:?}");
    Ok(())
}

#[test]
fn m039_no_second_has_more_than_two_progress_events() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 3_000_000)).paced(1_500_000)).start_blocking()?;
    let home = home()?;
    let mut get = home.spawn(["get", "--json", &origin.url()])?;
    let mut times = Vec::new();
    loop {
        let line: Value = serde_json::from_str(&get.next_line()?)?;
        if line["event"] == "progress" {
            times.push(std::time::Instant::now());
        }
        if line["status"] == "complete" {
            break;
        }
    }
    assert!(times.len() >= 3);
    // A tenth of a second for the way of a line through the pipe.
    assert!(times.windows(3).all(|three| three[2] - three[0] > Duration::from_millis(900)), "{times:?}");
    Ok(())
}

#[test]
fn m042_the_size_is_the_content_length_and_without_one_it_is_unknown() -> Result<()> {
    let gate = Gate::closed();
    let held = Resource::new(bytes(1, 500_000)).held_at(Point::AfterBytes(200_000), &gate);
    let origin = Origin::serving(held.clone()).at("/endless", held.length(Length::Chunked)).start_blocking()?;
    let world = World::start()?;
    let known = world.add(&[&origin.url()])?;
    world.has_received(known, 200_000)?;
    let task = world.show(known)?;
    assert_eq!((&task["total"], &task["progress"]), (&json!(500_000), &json!(0.4)));
    let mut get = world.home.spawn(["get", "--json", &origin.url_of("/endless")])?;
    let added = get.json_where("an added task", |line| line["event"] == "added")?;
    let unknown = added["id"].as_u64().context("no number")?;
    world.has_received(unknown, 200_000)?;
    assert_eq!(world.show(unknown)?["total"], -1);
    gate.open();
    let lines = get.wait()?.expecting(0)?.json_lines()?;
    assert!(fractions(&lines).iter().all(|fraction| *fraction == 0.0 || *fraction == 1.0), "{lines:?}");
    assert_eq!(lines.last().context("no line")?["bytes"], 500_000);
    assert_eq!(world.home.file("endless")?, bytes(1, 500_000));
    Ok(())
}

#[test]
fn a_record_shows_speed_and_time_left_while_bytes_flow() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 3_000_000)).paced(1_000_000)).start_blocking()?;
    let world = World::start()?;
    let id = world.add(&[&origin.url()])?;
    let task = world.is_seen(id, "time left is known", |task| task["seconds_left"].is_u64())?;
    assert!(task["bytes_per_second"].as_u64().is_some_and(|speed| speed > 10_000), "{task}");
    let task = world.reaches(id, "complete")?;
    assert_eq!((&task["bytes_per_second"], &task["progress"]), (&json!(0), &json!(1.0)));
    Ok(())
}

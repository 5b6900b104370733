//! The list in sections: by group, by batch, by status, each with how far it is and with windows of its rows.

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Resource, bytes};
use serde_json::{Value, json};

use crate::world::World;

const SIZE: usize = 1000;

/// Tasks in two groups: a finished and a waiting one of films, a failed one of music, and a batch of two that wait.
fn world() -> Result<(World, Origin)> {
    let origin = Origin::serving(bytes(1, SIZE)).start_blocking()?;
    origin.now_serves_at("/gone", Resource::status(404));
    let world = World::start()?;
    let finished = world.add(&[&origin.url_of("/one.bin"), "--group", "films"])?;
    world.reaches(finished, "complete")?;
    world.add(&[&origin.url_of("/two.bin"), "--group", "films", "--later"])?;
    let gone = world.add(&[&origin.url_of("/gone"), "--group", "music"])?;
    world.reaches(gone, "not_found")?;
    let batch = |name: &str, path: &str| {
        let download = json!({ "url": origin.url_of(path), "start": "later", "group": "default" });
        let batch = json!({ "name": name, "atomic": false });
        world.call("add", json!({ "downloads": [download], "batch": batch }))
    };
    batch("older", "/three.bin")?;
    batch("newer", "/four.bin")?;
    Ok((world, origin))
}

fn sections(world: &World, query: Value) -> Result<Vec<Value>> {
    let page = world.call("sections", query)?;
    page["sections"].as_array().cloned().context("an answer without sections")
}

fn pick(sections: &[Value], fields: &[&str]) -> Vec<Value> {
    sections.iter().map(|section| fields.iter().map(|field| section[field].clone()).collect()).collect()
}

#[test]
fn the_list_by_group_says_how_many_each_has_and_how_far_they_are() -> Result<()> {
    let (world, _origin) = world()?;
    let found = sections(&world, json!({ "by": "group", "list": {} }))?;
    let counts = ["of", "tasks", "queued", "paused", "finished", "failed"];
    assert_eq!(
        pick(&found, &counts),
        [
            json!([{ "group": "default" }, 2, 2, 0, 0, 0]),
            json!([{ "group": "films" }, 2, 1, 0, 1, 0]),
            json!([{ "group": "music" }, 1, 0, 0, 0, 1]),
        ]
    );
    assert_eq!(pick(&found, &["received", "progress"])[1], json!([SIZE, 0.5]));
    assert_eq!(found[1].get("total"), None, "the length of one is unknown");
    Ok(())
}

#[test]
fn the_list_by_batch_has_the_newest_first_and_the_rest_last() -> Result<()> {
    let (world, _origin) = world()?;
    let found = sections(&world, json!({ "by": "batch", "list": {} }))?;
    assert_eq!(
        pick(&found, &["of", "name", "tasks", "finished"]),
        [json!([{ "batch": 2 }, "newer", 1, 0]), json!([{ "batch": 1 }, "older", 1, 0]), json!(["rest", null, 3, 1]),]
    );
    Ok(())
}

#[test]
fn sections_are_of_the_filter_and_the_search_and_those_without_tasks_are_not_there() -> Result<()> {
    let (world, _origin) = world()?;
    let of = ["of", "tasks"];
    let finished = sections(&world, json!({ "by": "group", "list": { "filter": "finished" } }))?;
    assert_eq!(pick(&finished, &of), [json!([{ "group": "films" }, 1])]);
    let searched = sections(&world, json!({ "by": "batch", "list": { "search": "o" } }))?;
    assert_eq!(pick(&searched, &of), [json!([{ "batch": 2 }, 1]), json!(["rest", 3])]);
    let by_status = sections(&world, json!({ "by": "status", "list": {} }))?;
    let expected = [
        json!([{ "status": "enqueued" }, 3]),
        json!([{ "status": "not_found" }, 1]),
        json!([{ "status": "complete" }, 1]),
    ];
    assert_eq!(pick(&by_status, &of), expected);
    Ok(())
}

#[test]
fn windows_of_sections_give_their_own_rows_in_the_order_that_was_asked_for() -> Result<()> {
    let (world, _origin) = world()?;
    let windows = json!([
        { "of": { "group": "films" }, "offset": 0, "count": 10 },
        { "of": { "group": "films" }, "offset": 1, "count": 1 },
        { "of": { "group": "nobody" }, "offset": 0, "count": 1 },
    ]);
    let list = json!({ "by": "name", "sort": "descending" });
    let page = world.call("sections", json!({ "by": "group", "list": list, "windows": windows }))?;
    let names = |window: &Value| -> Vec<Value> {
        window.as_array().into_iter().flatten().map(|row| row["name"].clone()).collect()
    };
    let found: Vec<Vec<Value>> = page["windows"].as_array().into_iter().flatten().map(names).collect();
    assert_eq!(found, [vec![json!("two.bin"), json!("one.bin")], vec![json!("one.bin")], vec![]]);
    let rest = json!([{ "of": "rest", "offset": 0, "count": 10 }]);
    let page = world.call("sections", json!({ "by": "batch", "list": {}, "windows": rest }))?;
    assert_eq!(names(&page["windows"][0]), [json!("gone"), json!("two.bin"), json!("one.bin")]);
    Ok(())
}

#[test]
fn a_removed_task_comes_back_into_its_group_under_the_name_that_this_has_by_then() -> Result<()> {
    let (world, _origin) = world()?;
    let remove = json!({ "tasks": { "tasks": [2] }, "file": "keep", "removal": "set_aside" });
    assert_eq!(world.call("remove", remove)?["changed"], json!([2]));
    world.call("rename_group", json!({ "group": "films", "to": "Kino" }))?;
    assert_eq!(world.call("bring_back", json!({ "tasks": [2] }))?["changed"], json!([2]));
    assert_eq!(world.show(2)?["group"], "Kino");
    let found = sections(&world, json!({ "by": "group", "list": {} }))?;
    assert_eq!(pick(&found, &["of", "tasks"])[0], json!([{ "group": "Kino" }, 2]));
    Ok(())
}

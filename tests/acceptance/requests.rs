//! What the server hears is what was asked for.

use anyhow::{Context as _, Result};
use haul_testkit::{Origin, Recorded, Resource, bytes, eventually};
use serde_json::{Value, json};

use crate::world::{World, home};

fn echo() -> Result<Origin> {
    Origin::serving(Resource::echo()).start_blocking()
}

fn last(origin: &Origin) -> Result<Recorded> {
    origin.requests().pop().context("no request came")
}

#[test]
fn m010_query_parameters_are_appended_as_they_are() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    let query = ["--query", "a=with%20space", "--query", "b=x+y"];
    for (path, expected) in [("/f", "a=with%20space&b=x+y"), ("/f?c=1", "c=1&a=with%20space&b=x+y")] {
        let url = origin.url_of(path);
        home.haul(["get", &url].iter().chain(&query))?.expecting(0)?;
        assert_eq!(last(&origin)?.query(), Some(expected));
    }
    Ok(())
}

#[test]
fn m011_every_header_arrives_once_with_its_value() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    let headers = ["--header", "X-Plain: a, b; c=\"d\"", "--header", "X-Empty:", "--header", "User-Agent: mine/1"];
    home.haul(["get", &origin.url()].iter().chain(&headers))?.expecting(0)?;
    let request = last(&origin)?;
    for (name, value) in [("X-Plain", "a, b; c=\"d\""), ("X-Empty", ""), ("User-Agent", "mine/1")] {
        assert_eq!(request.header_values(name).collect::<Vec<_>>(), [value], "{name}");
    }
    Ok(())
}

#[test]
fn m011_a_header_that_could_break_the_request_is_refused() -> Result<()> {
    let world = World::start()?;
    for (name, value) in [("X", "a\r\nY: b"), ("X", "a\0b"), ("X Y", "a"), ("", "a")] {
        let headers = json!([{ "name": name, "value": value }]);
        let added = world.try_add(json!({ "url": "example.org", "headers": headers, "start": "later" }))?;
        assert_eq!(added.err().context("it was accepted")?["code"], "bad_request");
    }
    assert!(world.list()?.is_empty());
    Ok(())
}

#[test]
fn m012_all_six_methods_reach_the_server_and_no_other_is_accepted() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    for method in ["GET", "post", "Head", "PUT", "PATCH", "delete"] {
        home.haul(["get", &origin.url(), "--method", method])?.expecting(0)?;
        assert_eq!(last(&origin)?.method, method.to_ascii_uppercase());
    }
    home.haul(["get", &origin.url(), "--method", "BREW"])?.expecting(2)?;
    Ok(())
}

fn saved(world: &World, origin: &Origin, body: Value) -> Result<Value> {
    let added = world.try_add(json!({ "url": origin.url(), "body": body }))?.ok().context("refused")?;
    let id = added["id"].as_u64().context("no number")?;
    world.reaches(id, "complete")?;
    Ok(serde_json::from_slice(&std::fs::read(added["path"].as_str().context("no path")?)?)?)
}

#[test]
fn m013_bodies_arrive_unchanged_and_lists_and_maps_as_json() -> Result<()> {
    let origin = echo()?;
    let world = World::start()?;
    let heard = saved(&world, &origin, json!({ "text": "grüße & \n =?" }))?;
    assert_eq!((&heard["method"], &heard["body"]), (&json!("POST"), &json!("grüße & \n =?")));
    let heard = saved(&world, &origin, json!({ "bytes": [0, 255, 10, 13] }))?;
    assert_eq!((&heard["body_length"], last(&origin)?.body), (&json!(4), vec![0, 255, 10, 13]));
    for value in [json!([1, "two", null]), json!({ "a": { "b": 1.5 } })] {
        let heard = saved(&world, &origin, json!({ "json": value }))?;
        assert_eq!(serde_json::from_str::<Value>(heard["body"].as_str().context("no text")?)?, value);
        assert_eq!(last(&origin)?.header("content-type").as_deref(), Some("application/json"));
    }
    let heard = saved(&world, &origin, json!({ "text": "" }))?;
    assert_eq!(heard["method"], "POST");
    assert_eq!(last(&origin)?.header("content-length").as_deref(), Some("0"));
    Ok(())
}

#[test]
fn m013_a_body_that_is_neither_list_nor_map_is_refused() -> Result<()> {
    let world = World::start()?;
    for value in [json!(7), json!(true), json!(null), json!("text")] {
        let added = world.try_add(json!({ "url": "example.org", "body": { "json": value } }))?;
        assert_eq!(added.err().context("it was accepted")?["code"], "bad_request");
    }
    assert!(world.list()?.is_empty());
    Ok(())
}

#[test]
fn m013_the_command_posts_text() -> Result<()> {
    let origin = echo()?;
    let home = home()?;
    home.haul(["get", &origin.url(), "--post", "a=1"])?.expecting(0)?;
    let request = last(&origin)?;
    assert_eq!((request.method.as_str(), request.body.as_slice()), ("POST", b"a=1".as_slice()));
    home.haul(["get", &origin.url(), "--data", "b=2", "--method", "PUT"])?.expecting(0)?;
    let request = last(&origin)?;
    assert_eq!((request.method.as_str(), request.body.as_slice()), ("PUT", b"b=2".as_slice()));
    Ok(())
}

#[test]
fn the_file_is_asked_for_once_without_a_question_before() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100_000)).start_blocking()?;
    home()?.haul(["get", &origin.url()])?.expecting(0)?;
    let requests = origin.requests();
    assert_eq!(requests.len(), 1, "one-use addresses are not wasted: {requests:?}");
    assert_eq!((requests[0].method.as_str(), requests[0].range()), ("GET", None));
    assert_eq!(requests[0].header("accept-encoding").as_deref(), Some("identity"));
    Ok(())
}

#[test]
fn a_rate_limit_holds() -> Result<()> {
    let origin = Origin::serving(bytes(1, 300_000)).start_blocking()?;
    let began = std::time::Instant::now();
    home()?.haul(["get", &origin.url(), "--limit-rate", "200K"])?.expecting(0)?;
    // 300,000 bytes at 204,800 a second take 1.46 s; a burst at the start may save some of it.
    assert!(began.elapsed().as_millis() > 900, "{:?}", began.elapsed());
    Ok(())
}

#[test]
fn the_proxy_of_a_task_carries_its_request() -> Result<()> {
    let proxy = Origin::serving(bytes(3, 1000)).start_blocking()?;
    let home = home()?;
    let proxied = format!("http://{}", proxy.address());
    home.haul(["get", "http://files.example/a.bin", "--proxy", &proxied])?.expecting(0)?;
    eventually("the proxy is asked", || proxy.requests().pop())?;
    assert_eq!(last(&proxy)?.target, "http://files.example/a.bin");
    assert_eq!(home.file("a.bin")?, bytes(3, 1000));
    Ok(())
}

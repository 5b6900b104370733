//! Every failure has a category, a sentence and an exit code, and leaves nothing half-made.

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Origin, Resource, bytes};
use serde_json::Value;

use crate::world::home;

/// The last line of a `get` that has to end with `code`.
fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let lines = home.haul(["get", "--json", "--retries", "0"].iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

fn is_sentence(message: &Value) -> bool {
    message.as_str().is_some_and(|text| text.len() > 20 && text.ends_with('.') && !text.contains("Error"))
}

#[test]
fn m114_an_address_that_is_none_is_refused_at_once() -> Result<()> {
    let home = home()?;
    let bad = ["http://", "http://bad host/", "http://[::1/", "http://a.example/%zz", "https://a:99999/", "", " "];
    for url in bad {
        let refused = ended(&home, 2, &["--", url])?;
        assert_eq!((&refused["event"], &refused["code"]), (&"refused".into(), &"bad_url".into()), "{url}");
        assert!(is_sentence(&refused["message"]), "{refused}");
    }
    assert_eq!(home.haul(["list"])?.expecting(0)?.stdout, "", "nothing is kept of them");
    Ok(())
}

#[test]
fn m094_addresses_of_other_kinds_are_refused() -> Result<()> {
    let home = home()?;
    for url in ["file:///etc/passwd", "ftp://a.example/x", "javascript:alert(1)", "blob:a", "magnet:?xt=1"] {
        let refused = ended(&home, 2, &[url])?;
        assert_eq!(refused["code"], "bad_url", "{url}");
        assert!(is_sentence(&refused["message"]), "{refused}");
    }
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn a_page_with_an_error_is_never_saved_as_the_file() -> Result<()> {
    let page = |status| Resource::status(status).body("<html>no</html>").content_type("text/html");
    let origin = Origin::serving(page(404))
        .at("/403", page(403))
        .at("/401", page(401))
        .at("/410", page(410))
        .at("/500", page(500))
        .at("/503", page(503))
        .start_blocking()?;
    let home = home()?;
    let expected = [("/403", "http.403"), ("/401", "auth.required"), ("/410", "http.410")];
    for (path, category) in expected.into_iter().chain([("/500", "http.500"), ("/503", "http.503")]) {
        let last = ended(&home, 1, &[&origin.url_of(path)])?;
        assert_eq!(last["category"], category, "{path}");
        assert!(is_sentence(&last["message"]), "{last}");
    }
    assert_eq!(ended(&home, 3, &[&origin.url_of("/404")])?["status"], "not_found");
    assert!(home.listing()?.is_empty(), "{:?}", home.listing()?);
    assert_eq!(origin.requests().len(), 6, "without retries each is asked once");
    Ok(())
}

#[test]
fn an_answer_without_a_file_is_a_failure() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10))
        .at("/204", Resource::status(204))
        .at("/202", Resource::status(202).body("later"))
        .at("/304", Resource::status(304))
        .at("/garbage", Resource::verbatim("this is no http\r\n\r\n"))
        .start_blocking()?;
    let home = home()?;
    for path in ["/204", "/202", "/304", "/garbage"] {
        let lines = home.haul(["get", "--json", "--retries", "0", &origin.url_of(path)])?.json_lines()?;
        let last = lines.last().context("no line")?;
        assert_eq!(last["status"], "failed", "{path}");
        assert!(last["category"].as_str().is_some_and(|category| category.starts_with("http.")), "{path}: {last}");
        assert!(is_sentence(&last["message"]), "{last}");
    }
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn a_missing_server_has_a_sentence_and_the_exit_code_of_the_network() -> Result<()> {
    let dead = haul_testkit::DeadPort::refusing()?;
    let home = home()?;
    let last = ended(&home, 6, &[&dead.url()])?;
    assert_eq!(last["category"], "net.refused");
    assert!(is_sentence(&last["message"]), "{last}");
    let last = ended(&home, 6, &["http://no-such-host.invalid/f"])?;
    let category = last["category"].as_str().context("no category")?;
    assert!(["net.dns_nxdomain", "net.dns_temporary"].contains(&category), "{last}");
    assert!(last["message"].as_str().is_some_and(|message| message.contains("no-such-host.invalid")), "{last}");
    assert!(home.listing()?.is_empty());
    Ok(())
}

#[test]
fn the_exit_code_names_the_failure_only_when_all_failures_are_of_one_kind() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10))
        .at("/gone", Resource::status(404))
        .at("/lost", Resource::status(404))
        .at("/forbidden", Resource::status(403))
        .start_blocking()?;
    let home = home()?;
    let url = |path: &str| origin.url_of(path);
    home.haul(["get", &url("/f"), &url("/gone"), &url("/lost")])?.expecting(3)?;
    home.haul(["get", &url("/gone"), &url("/forbidden")])?.expecting(1)?;
    home.haul(["get", &url("/f"), "http://bad host/"])?.expecting(2)?;
    Ok(())
}

#[test]
fn people_read_a_sentence_with_the_address() -> Result<()> {
    let origin = Origin::serving(Resource::status(403)).start_blocking()?;
    let output = home()?.haul(["get", &origin.url()])?.expecting(1)?;
    assert_eq!(output.stdout, "");
    assert!(output.stderr.contains(&origin.url()) && output.stderr.contains("403"), "{}", output.stderr);
    Ok(())
}

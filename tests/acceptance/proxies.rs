//! The way out: which proxy is taken, what it hears, and where a server may not lead.

use anyhow::{Context as _, Result};
use haul_testkit::{
    DeadPort, Guard, Home, Isolated, NameAnswer, Need, Origin, ProxyServer, Resource, TestCa, Way, bytes, needs,
};
use serde_json::{Value, json};

use crate::bus::Bus;
use crate::world::{World, home};

/// The last line of a `get` that has to end with `code`.
fn ended(home: &Home, code: i32, args: &[&str]) -> Result<Value> {
    let line = ["--json", "get", "-o", "f", "--on-conflict", "overwrite", "--retries", "0"];
    let lines = home.haul(line.iter().chain(args))?.expecting(code)?.json_lines()?;
    lines.last().cloned().context("no line")
}

#[test]
fn m111_every_kind_of_proxy_is_used_with_its_own_password() -> Result<()> {
    let ca = TestCa::new()?;
    let (origin, secure) =
        (Origin::serving(bytes(1, 1000)).start_blocking()?, Origin::serving(bytes(1, 1000)).tls(&ca).start_blocking()?);
    let guard = Guard::basic("pia", "pearl");
    let route = |script: haul_testkit::ProxyScript| script.routing("files.example", origin.address()).start_blocking();
    let http = route(ProxyServer::http().guarded_by(&guard))?;
    let https = route(ProxyServer::http().guarded_by(&guard).tls(&ca))?;
    let socks = route(ProxyServer::socks5().asking_for("pia", "pearl"))?;
    let home = home()?.trusting(&ca)?;
    for (proxy, way) in [(&http, Way::Request), (&https, Way::Request), (&socks, Way::Socks)] {
        let with_password = proxy.url_for("pia", "pearl");
        ended(&home, 0, &["--proxy", &with_password, "http://files.example/f"])?;
        ended(&home, 0, &["--proxy", &with_password, &secure.url()])?;
        let visits = proxy.visits();
        assert!(visits.len() == 2 && visits.iter().all(|visit| visit.passed), "{visits:?}");
        assert_eq!((visits[0].way, visits[0].host.as_str()), (way, "files.example"), "the proxy looks the name up");
        for asked in ["http://files.example/f", &secure.url()] {
            let last = ended(&home, 1, &["--proxy", &proxy.url(), asked])?;
            assert_eq!(last["category"], "auth.required", "{asked} {last}");
            assert!(last["message"].as_str().is_some_and(|message| message.contains("proxy")), "{last}");
        }
    }
    assert!(origin.requests().iter().all(|request| request.header("proxy-authorization").is_none()));
    Ok(())
}

#[test]
fn m111_the_setting_holds_for_all_but_the_exceptions_and_a_task_may_say_otherwise() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let (set, other) = (ProxyServer::http().start_blocking()?, ProxyServer::http().start_blocking()?);
    let world = World::start()?;
    let fetch = |args: &[&str]| ended(&world.home, 0, &[args, &[&origin.url()]].concat()).map(|_| ());
    let counts = || (set.visits().len(), other.visits().len());
    world.home.haul(["settings", "set", "proxy", &set.url()])?.expecting(0)?;
    fetch(&[])?;
    assert_eq!(counts(), (1, 0));
    fetch(&["--proxy", &other.url()])?;
    assert_eq!(counts(), (1, 1));
    fetch(&["--proxy", "none"])?;
    assert_eq!(counts(), (1, 1));
    world.home.haul(["settings", "set", "no_proxy", "127.0.0.0/8"])?.expecting(0)?;
    fetch(&[])?;
    assert_eq!(counts(), (1, 1));
    for wrong in ["gopher://a", "http://", "what is this"] {
        world.home.haul(["settings", "set", "proxy", wrong])?.expecting(2)?;
    }
    Ok(())
}

#[test]
fn f076_the_password_of_the_proxy_in_the_settings_is_kept_with_the_secrets() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let proxy = ProxyServer::http().guarded_by(&Guard::basic("pia", "pearl-proxy")).start_blocking()?;
    let world = World::of(home()?.env("HAUL_LOG", "trace"))?;
    let with_password = proxy.url_for("pia", "pearl-proxy");
    let shown = world.home.haul(["settings", "set", "proxy", &with_password])?.expecting(0)?.stdout
        + &world.home.haul(["settings", "get", "proxy"])?.expecting(0)?.stdout;
    assert!(!shown.contains("pearl") && shown.contains("127.0.0.1"), "{shown}");
    ended(&world.home, 0, &[&origin.url()])?;
    assert!(proxy.visits().iter().all(|visit| visit.passed), "{:?}", proxy.visits());
    assert!(!world.call("overview", json!({}))?.to_string().contains("pearl"));
    assert_eq!(world.home.files_holding("pearl-proxy")?, [world.home.folder().join("secrets.json")]);
    Ok(())
}

#[test]
fn f074_what_is_for_the_proxy_goes_to_the_proxy_alone() -> Result<()> {
    let ca = TestCa::new()?;
    let guard = Guard::basic("anna", "shell");
    let origin = Origin::serving(guard.admitting(bytes(1, 100))).tls(&ca).start_blocking()?;
    let proxy = ProxyServer::http().guarded_by(&Guard::basic("pia", "pearl")).start_blocking()?;
    let home = home()?.trusting(&ca)?;
    let with_password = proxy.url_for("pia", "pearl");
    ended(&home, 0, &["--proxy", &with_password, "--user", "anna:shell", &origin.url()])?;
    let visits = proxy.visits();
    assert!(visits.iter().all(|visit| visit.passed && visit.header("authorization").is_none()), "{visits:?}");
    for request in origin.requests() {
        assert_eq!(request.header("proxy-authorization"), None);
    }
    let typed = ["--header", "Proxy-Authorization: Basic eDp5", &origin.url()];
    assert_eq!(ended(&home, 2, &typed)?["code"], "bad_request");
    Ok(())
}

#[test]
fn f075_the_environment_is_followed_until_something_is_set_and_never_gone_around() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let proxy = ProxyServer::http().start_blocking()?;
    let world = World::of(home()?.env("HTTP_PROXY", proxy.url()).env("NO_PROXY", "skipped.example"))?;
    ended(&world.home, 0, &[&origin.url()])?;
    assert_eq!(proxy.visits().len(), 1);
    let overview = || -> Result<String> { Ok(world.call("overview", json!({}))?["proxy"].to_string()) };
    assert!(overview()?.contains(&format!("{} (environment)", proxy.url())), "{}", overview()?);
    world.home.haul(["settings", "set", "proxy", "none"])?.expecting(0)?;
    ended(&world.home, 0, &[&origin.url()])?;
    assert_eq!(proxy.visits().len(), 1, "what is set goes before the environment");
    assert!(overview()?.contains("none (settings)"), "{}", overview()?);

    let (before, dead) = (origin.requests().len(), DeadPort::refusing()?);
    let address = dead.url().replace("/file.bin", "");
    for useless in [address.trim_end_matches('/'), "gopher://proxy.example"] {
        let lost = home()?.env("http_proxy", useless);
        assert!(ended(&lost, 1, &[&origin.url()]).is_ok() || ended(&lost, 6, &[&origin.url()]).is_ok(), "{useless}");
    }
    assert_eq!(origin.requests().len(), before, "a proxy that does not work is no reason to go without");
    Ok(())
}

#[test]
fn m111_the_desktop_names_the_proxy_where_nothing_else_does() -> Result<()> {
    let origin = Origin::serving(bytes(1, 100)).start_blocking()?;
    let proxy = ProxyServer::socks5().start_blocking()?;
    let bus = Bus::start()?;
    let _portal = bus.with_portal(&format!("socks://{}", proxy.address()))?;
    let world = World::of(bus.given_to(home()?))?;
    ended(&world.home, 0, &[&origin.url()])?;
    assert_eq!(proxy.visits().len(), 1);
    assert!(world.call("overview", json!({}))?["proxy"].to_string().contains("(desktop)"));
    Ok(())
}

#[test]
fn f063_a_public_server_does_not_lead_to_this_computer() -> Result<()> {
    for host in ["127.0.0.1", "localhost"] {
        let rpc = Origin::serving(bytes(1, 100)).start_blocking()?;
        let near = format!("http://{host}:{}/rpc", rpc.address().port());
        let origin = Origin::serving(Resource::redirect(302, &near)).start_blocking()?;
        let proxy = ProxyServer::http().routing("files.example", origin.address()).start_blocking()?;
        let home = home()?.env("http_proxy", proxy.url()).env("no_proxy", "localhost,127.0.0.1");
        let args = ["--header", "X-Api-Key: pearl", "http://files.example/f"];
        let last = ended(&home, 1, &args)?;
        assert!(last["message"].as_str().is_some_and(|message| message.contains("--allow-private")), "{last}");
        assert!(rpc.requests().is_empty());
        ended(&home, 0, &[&["--allow-private"], &args[..]].concat())?;
        assert!(rpc.requests().iter().all(|request| !request.mentions("pearl")));
        // The same way, begun on this computer, needs nobody's word.
        ended(&home, 0, &[&origin.url()])?;
        assert_eq!(rpc.requests().len(), 2);
    }
    Ok(())
}

#[test]
fn f063_a_name_that_means_this_computer_is_found_out_when_it_is_looked_up() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    net.run("ip", &["address", "add", "203.0.113.5/32", "dev", "lo"])?;
    net.answers("files.example", NameAnswer::addresses(["203.0.113.5"]));
    net.answers("rpc.example", NameAnswer::addresses(["127.0.0.1"]));
    let away = Resource::redirect(302, "http://rpc.example:6800/rpc");
    let (_origin, rpc) = net.within(|| {
        let origin = Origin::serving(away).on("203.0.113.5").port(80).start_blocking()?;
        Ok((origin, Origin::serving(bytes(1, 10)).port(6800).start_blocking()?))
    })?;
    let home = home()?.inside(&net);
    let last = ended(&home, 1, &["http://files.example/f"])?;
    assert_eq!(last["category"], "policy", "{last}");
    assert!(rpc.requests().is_empty());
    ended(&home, 0, &["--allow-private", "http://files.example/f"])?;
    ended(&home, 0, &["http://rpc.example:6800/f"])?;
    Ok(())
}

//! What a proxy lets through, keeps to itself and writes down, seen by a client we did not write.

use std::process::Command;

use anyhow::{Context as _, Result};
use haul_testkit::{DigestHash, Guard, Origin, ProxyServer, TestCa, Way, bytes};

/// What curl wrote, whatever it thought of it.
pub(crate) fn curl(args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("curl").args(["--silent", "--max-time", "20", "-q"]).args(args).env_clear().output();
    Ok(output.context("starting curl")?.stdout)
}

#[test]
fn an_http_proxy_passes_the_request_and_keeps_what_was_meant_for_it() -> Result<()> {
    let file = bytes(1, 300_000);
    let origin = Origin::serving(&file).start_blocking()?;
    let guard = Guard::basic("pia", "secret");
    let proxy = ProxyServer::http().guarded_by(&guard).routing("files.example", origin.address()).start_blocking()?;
    let url = "http://files.example/a?b=c";
    assert_eq!(curl(&["-x", &proxy.url(), url])?, b"");
    assert_eq!(curl(&["-x", &proxy.url_for("pia", "secret"), url])?, file);
    let visits = proxy.visits();
    assert_eq!(visits.iter().map(|visit| visit.passed).collect::<Vec<_>>(), [false, true]);
    assert_eq!((visits[1].way, visits[1].host.as_str(), visits[1].port), (Way::Request, "files.example", 80));
    assert_eq!(visits[1].header("proxy-authorization"), Some("Basic cGlhOnNlY3JldA=="));
    let requests = origin.requests();
    assert_eq!((requests.len(), requests[0].target.as_str()), (1, "/a?b=c"));
    assert_eq!(requests[0].header("host").as_deref(), Some("files.example"));
    assert_eq!(requests[0].header("proxy-authorization"), None);
    Ok(())
}

#[test]
fn a_tunnel_carries_what_the_proxy_cannot_read() -> Result<()> {
    let (ca, file) = (TestCa::new()?, bytes(2, 300_000));
    let origin = Origin::serving(&file).tls(&ca).start_blocking()?;
    let guard = Guard::digest("pia", "secret", DigestHash::Md5);
    let proxy = ProxyServer::http().guarded_by(&guard).tls(&ca).start_blocking()?;
    let whole =
        curl(&["-k", "--proxy-insecure", "--proxy-digest", "-x", &proxy.url_for("pia", "secret"), &origin.url()])?;
    assert_eq!(whole, file);
    let ways: Vec<_> = proxy.visits().iter().map(|visit| (visit.way, visit.passed)).collect();
    assert_eq!(ways, [(Way::Tunnel, false), (Way::Tunnel, true)]);
    assert_eq!(origin.requests()[0].target, "/file.bin");
    Ok(())
}

#[test]
fn a_socks_proxy_looks_names_up_and_asks_for_a_password() -> Result<()> {
    let file = bytes(3, 300_000);
    let origin = Origin::serving(&file).start_blocking()?;
    let route = |script: haul_testkit::ProxyScript| script.routing("files.example", origin.address()).start_blocking();
    let (open, closed) = (route(ProxyServer::socks5())?, route(ProxyServer::socks5().asking_for("pia", "secret"))?);
    assert_eq!(curl(&["-x", &open.url(), "http://files.example/"])?, file);
    assert_eq!(curl(&["-x", &closed.url_for("pia", "secret"), "http://files.example:8080/"])?, file);
    assert_eq!(curl(&["-x", &closed.url_for("pia", "wrong"), "http://files.example/"])?, b"");
    assert_eq!(curl(&["-x", &closed.url(), "http://files.example/"])?, b"");
    let visits = closed.visits();
    assert_eq!(visits.iter().map(|visit| visit.passed).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((visits[0].way, visits[0].host.as_str(), visits[0].port), (Way::Socks, "files.example", 8080));
    assert_eq!(visits[1].password, Some(("pia".to_owned(), "wrong".to_owned())));
    Ok(())
}

#[test]
fn a_proxy_says_so_when_the_origin_is_not_there() -> Result<()> {
    let dead = haul_testkit::DeadPort::refusing()?;
    let proxy = ProxyServer::http().start_blocking()?;
    let code = curl(&["-x", &proxy.url(), "-o", "/dev/null", "-w", "%{http_code}", &dead.url()])?;
    assert_eq!(code, b"502");
    assert!(!proxy.visits()[0].passed);
    Ok(())
}

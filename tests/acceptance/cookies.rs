//! Cookies go back to where they belong, few and small, and those the user brings along as well.

use anyhow::{Context as _, Result};
use haul_testkit::{Home, Isolated, NameAnswer, Need, Origin, Recorded, Resource, TestCa, bytes, needs};

use crate::world::{World, home};

fn get(home: &Home, args: &[&str]) -> Result<()> {
    home.haul(["get", "-o", "f", "--on-conflict", "overwrite"].iter().chain(args))?.expecting(0)?;
    Ok(())
}

fn cookie_of(origin: &Origin, path: &str) -> Result<Option<String>> {
    let requests = origin.requests();
    let found = requests.iter().rev().find(|request| request.path() == path);
    Ok(found.with_context(|| format!("no request for {path}"))?.header("cookie"))
}

#[test]
fn f069_a_cookie_for_everybody_is_stored_for_nobody() -> Result<()> {
    if !needs(Need::NetworkOfItsOwn) {
        return Ok(());
    }
    let net = Isolated::start()?;
    for name in ["a.co.uk", "b.co.uk", "sub.a.co.uk", "a.com", "b.com"] {
        net.answers(name, NameAnswer::addresses(["127.0.0.1"]));
    }
    let sets = |domain: &str, to: &str| {
        let own = "own=1; Domain=a.co.uk; Path=/";
        Resource::redirect(302, to)
            .header("Set-Cookie", format!("all=1; Domain={domain}; Path=/"))
            .header("Set-Cookie", own)
    };
    let origin = net.within(|| {
        Origin::serving(bytes(1, 10))
            .at("/uk", sets("co.uk", "http://b.co.uk/uk2"))
            .at("/com", sets("com", "http://b.com/com2"))
            .at("/sub", sets("co.uk", "http://sub.a.co.uk/sub2"))
            .at("/ip", sets("0.0.1", "http://127.0.0.1/ip2"))
            .port(80)
            .start_blocking()
    })?;
    let home = home()?.inside(&net);
    for start in ["http://a.co.uk/uk", "http://a.com/com", "http://a.co.uk/sub", "http://127.0.0.1/ip"] {
        get(&home, &[start])?;
    }
    for path in ["/uk2", "/com2", "/ip2"] {
        assert_eq!(cookie_of(&origin, path)?, None, "{path}");
    }
    assert_eq!(cookie_of(&origin, "/sub2")?.as_deref(), Some("own=1"), "a site's own domain is its own");
    Ok(())
}

#[test]
fn f070_thousands_of_cookies_do_not_make_a_request_too_long() -> Result<()> {
    let hops = Resource::decided_by(|request| {
        let hop: usize = request.query().and_then(|query| query.parse().ok()).unwrap_or(0);
        if hop == 19 {
            return Resource::new(bytes(1, 10));
        }
        let mut resource = Resource::redirect(302, format!("/f?{}", hop + 1));
        for number in 0..60 {
            resource = resource.header("Set-Cookie", format!("c{hop}x{number}={}", "v".repeat(4000)));
        }
        resource
    });
    let origin = Origin::serving(hops).start_blocking()?;
    get(&home()?, &[&origin.url_of("/f")])?;
    let length = |request: &Recorded| -> usize {
        request.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum()
    };
    let longest = origin.requests().iter().map(length).max().unwrap_or_default();
    assert!((1..16 << 10).contains(&longest), "{longest}");
    assert!(origin.requests().iter().any(|request| request.header("cookie").is_some()), "some are sent");
    Ok(())
}

#[test]
fn f071_a_cookie_with_control_bytes_is_dropped_and_the_next_is_not() -> Result<()> {
    let resource = Resource::redirect(302, "/next")
        .header("Set-Cookie", "tab=a\tb")
        .header("Set-Cookie", b"high=\xff\xfe")
        .header("Set-Cookie", "good=1");
    let origin = Origin::serving(bytes(1, 10)).at("/f", resource).start_blocking()?;
    get(&home()?, &[&origin.url_of("/f")])?;
    assert_eq!(cookie_of(&origin, "/next")?.as_deref(), Some("good=1"));
    Ok(())
}

#[test]
fn f072_cookies_of_a_browser_go_where_domain_path_and_scheme_fit() -> Result<()> {
    let ca = TestCa::new()?;
    let foreign = Origin::serving(bytes(1, 10)).on("127.0.0.2").start_blocking()?;
    let secure = Origin::serving(bytes(1, 10)).tls(&ca).start_blocking()?;
    let origin = Origin::serving(bytes(1, 10))
        .at("/deep/f", bytes(1, 10))
        .at("/away", Resource::redirect(302, foreign.url_of("/away2")))
        .start_blocking()?;
    let world = World::of(home()?.trusting(&ca)?.env("HAUL_LOG", "trace"))?;
    let jar = world.home.root().join("cookies.txt");
    let lines = [
        "# Netscape HTTP Cookie File",
        "127.0.0.1\tFALSE\t/\tFALSE\t0\tplain\tpearl-plain",
        "#HttpOnly_127.0.0.1\tFALSE\t/deep\tFALSE\t0\tdeep\tpearl-deep",
        "127.0.0.1\tFALSE\t/\tTRUE\t0\tsecure\tpearl-secure",
        "127.0.0.1\tFALSE\t/\tFALSE\t1\told\tpearl-old",
        "127.0.0.1\tFALSE\t/\tFALSE\t0\tbad\tx\rX-Injected: y",
        "foreign.example\tTRUE\t/\tFALSE\t0\tforeign\tpearl-foreign",
        "127.0.0.2\tFALSE\t/\tFALSE\t0\tother\tpearl-other",
    ];
    std::fs::write(&jar, lines.join("\r\n"))?;
    let jar = jar.to_str().context("not UTF-8")?;
    for url in [origin.url_of("/f"), origin.url_of("/deep/f"), origin.url_of("/away"), secure.url_of("/f")] {
        get(&world.home, &["--load-cookies", jar, &url])?;
    }
    assert_eq!(cookie_of(&origin, "/f")?.as_deref(), Some("plain=pearl-plain"));
    let deep = cookie_of(&origin, "/deep/f")?.unwrap_or_default();
    assert!(deep.contains("deep=pearl-deep") && deep.contains("plain=pearl-plain"), "{deep}");
    assert!(cookie_of(&secure, "/f")?.is_some_and(|cookies| cookies.contains("secure=pearl-secure")));
    assert_eq!(cookie_of(&foreign, "/away2")?, None, "the task names another site");
    assert!(origin.requests().iter().all(|request| request.header("x-injected").is_none()));
    std::fs::remove_file(jar)?;
    for secret in ["pearl-plain", "pearl-secure"] {
        assert_eq!(world.home.files_holding(secret)?, [world.home.folder().join("secrets.json")]);
    }
    Ok(())
}

#[test]
fn f072_a_file_without_cookies_is_refused_at_once() -> Result<()> {
    let home = home()?;
    let page = home.root().join("cookies.txt");
    std::fs::write(&page, "<html>\n<body>\n")?;
    let named = page.to_str().context("not UTF-8")?;
    home.haul(["get", "--load-cookies", named, "http://127.0.0.1:9/f"])?.expecting(2)?;
    Ok(())
}

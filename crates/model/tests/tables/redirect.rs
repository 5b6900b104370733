//! The given table of redirect chains, and the cases between its rows.

use anyhow::{Context, Result, ensure};
use haul_model::redirect::{Chain, Downgrade, Jar, Options, Origin, RedirectFault, RequestBody, Step};
use haul_model::task::{Header, Method};
use serde_json::Value;
use url::Url;

use crate::{cases, id, report};

#[test]
fn every_given_chain_is_followed_or_refused_as_the_table_says() -> Result<()> {
    let mut wrong = Vec::new();
    for case in cases("redirect_headers.json")? {
        if let Err(error) = check(&case) {
            wrong.push(format!("{}: {error:#}: {}", id(&case), case["description"]));
        }
    }
    report(wrong)
}

#[test]
fn a_trusted_origin_gets_nothing_back_after_a_strange_one() -> Result<()> {
    let options = Options { trusted: vec!["https://cdn.test".parse()?], ..Options::default() };
    let mut chain = begun("https://a.test/f", Method::Get, &[("Authorization", "Bearer S")], options)?;
    chain.follow(302, &[b"https://b.test/"], Jar::Unchanged)?;
    chain.follow(302, &[b"https://cdn.test/"], Jar::Unchanged)?;
    assert!(chain.request().headers.is_empty());
    assert!(!chain.carries_secrets());
    Ok(())
}

#[test]
fn a_redirect_with_two_different_addresses_leads_nowhere() -> Result<()> {
    let mut chain = begun("https://a.test/f", Method::Get, &[], Options::default())?;
    assert_eq!(chain.follow(302, &[b"/g", b"/h"], Jar::Unchanged), Err(RedirectFault::BadLocation));
    assert_eq!(chain.follow(302, &[b"/g\r\nX: y"], Jar::Unchanged), Err(RedirectFault::BadLocation));
    assert_eq!(chain.follow(302, &[b" "], Jar::Unchanged), Err(RedirectFault::NoLocation));
    assert_eq!(chain.follow(302, &[b"/g", b" /g"], Jar::Unchanged), Ok(Step::Follow));
    Ok(())
}

#[test]
fn octets_of_an_unknown_encoding_reach_the_server_as_they_were() -> Result<()> {
    let mut chain = begun("https://a.test/f", Method::Get, &[], Options::default())?;
    chain.follow(302, &[b"/caf\xe9"], Jar::Unchanged)?;
    assert_eq!(chain.request().url.as_str(), "https://a.test/caf%E9");
    Ok(())
}

#[test]
fn a_form_that_was_posted_is_not_posted_again() -> Result<()> {
    let options = Options { body: RequestBody::Present, ..Options::default() };
    for status in [301, 302, 303] {
        let mut chain = begun("https://a.test/f", Method::Post, &[("Content-Type", "text/plain")], options.clone())?;
        chain.follow(status, &[b"/f"], Jar::Unchanged)?;
        let request = chain.request();
        assert_eq!((request.method, request.body), (Method::Get, RequestBody::Absent), "{status}");
        assert!(request.headers.is_empty(), "{status}");
    }
    Ok(())
}

#[test]
fn the_same_address_may_be_asked_once_more_when_a_cookie_was_set_on_the_way() -> Result<()> {
    let mut chain = begun("https://a.test/f", Method::Get, &[], Options::default())?;
    chain.follow(302, &[b"/login"], Jar::Changed)?;
    chain.follow(302, &[b"/f"], Jar::Unchanged)?;
    chain.follow(302, &[b"/other"], Jar::Changed)?;
    assert_eq!(chain.follow(302, &[b"/f"], Jar::Changed), Err(RedirectFault::Loop));
    Ok(())
}

fn begun(url: &str, method: Method, headers: &[(&str, &str)], options: Options) -> Result<Chain> {
    let headers = headers.iter().map(|(name, value)| Header::new(name, value)).collect::<Result<Vec<_>, _>>()?;
    Ok(Chain::begin(Url::parse(url)?, method, &headers, options)?)
}

/// Walks one case; an error says at which request it parts from the table.
fn check(case: &Value) -> Result<()> {
    let mut chain = first_request(case)?;
    let jar = if case["cookies_changed"].as_bool().unwrap_or_default() { Jar::Changed } else { Jar::Unchanged };
    let expected = case["requests"].as_array().context("no requests")?;
    let mut made = 0;
    let mut outcome = ("follow", "ok".to_owned());
    check_request(&chain, expected.first())?;
    for redirect in case["redirects"].as_array().context("no redirects")? {
        let location = redirect["location"].as_str().map(str::as_bytes);
        let status = redirect["status"].as_u64().and_then(|status| status.try_into().ok()).context("no status")?;
        match chain.follow(status, location.as_slice(), jar) {
            Ok(Step::Follow) => {
                made += 1;
                check_request(&chain, expected.get(made)).with_context(|| format!("request {made}"))?;
            }
            Ok(Step::Final) => outcome = ("stop", format!("status_{status}_not_redirect")),
            Err(fault) => outcome = ("fail", fault.category().to_string()),
        }
        if outcome.0 != "follow" {
            break;
        }
    }
    ensure!(made + 1 == expected.len(), "{} requests instead of {}", made + 1, expected.len());
    ensure!(
        Some(outcome.0) == case["outcome"].as_str() && Some(outcome.1.as_str()) == case["reason"].as_str(),
        "ends as {outcome:?}"
    );
    Ok(())
}

fn first_request(case: &Value) -> Result<Chain> {
    let names = |key: &str| case[key].as_array().into_iter().flatten().filter_map(Value::as_str);
    let options = Options {
        secret_headers: names("secret_headers").map(str::to_owned).collect(),
        trusted: names("trusted").map(str::parse::<Origin>).collect::<Result<_, _>>()?,
        downgrade: if case["allow_downgrade"] == true { Downgrade::Allowed } else { Downgrade::Refused },
        body: if case["body"] == true { RequestBody::Present } else { RequestBody::Absent },
    };
    let given = case["request_headers"].as_object().context("no headers")?;
    let headers: Vec<(&str, &str)> =
        given.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let method = case["method"].as_str().unwrap_or("GET").parse()?;
    begun(case["start"].as_str().context("no start")?, method, &headers, options)
}

/// Holds a request against the table; a foreign `Referer` may be an origin only.
fn check_request(chain: &Chain, expected: Option<&Value>) -> Result<()> {
    let expected = expected.context("the table ends before this request")?;
    let request = chain.request();
    let url = Url::parse(expected["url"].as_str().context("no url")?)?;
    ensure!(*request.url == url, "goes to {}", request.url);
    ensure!(expected["method"].as_str() == Some(request.method.as_str()), "uses {}", request.method.as_str());
    let mut sent: Vec<String> = request.headers.iter().map(|header| header.name.to_ascii_lowercase()).collect();
    sent.sort();
    let allowed: Vec<&str> =
        expected["may_send"].as_array().context("no may_send")?.iter().filter_map(Value::as_str).collect();
    ensure!(sent == allowed, "sends {sent:?}, may send {allowed:?}");
    for referer in request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("referer")) {
        let value = Url::parse(&referer.value)?;
        ensure!(
            value.origin() == request.url.origin() || referer.value == "https://a.test/",
            "shows {}",
            referer.value
        );
    }
    Ok(())
}

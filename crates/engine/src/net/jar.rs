//! The cookies of one chain of requests.
//!
//! Owns which cookies are taken and sent (RFC 6265, rows 69 to 71 of the fault matrix). Refuses cookies for a public
//! suffix, cookies with control characters, and more than a server needs. Rule kept here: a jar lives as long as one
//! task's attempt, so no site learns of another.

use cookie_store::{CookieStore, RawCookie};
use haul_model::cookies::{GivenCookie, is_public_suffix};
use url::Url;

/// Most cookies of one chain.
const MOST: usize = 50;

/// Longest `Set-Cookie` line in bytes.
const LONGEST: usize = 4096;

/// Most bytes of a `Cookie` value, so that the head of a request stays below 16 KiB (row 70).
const LONGEST_VALUE: usize = 8 << 10;

/// The cookies that the user brought along, and those that servers set on the way.
#[derive(Debug, Default)]
pub(crate) struct Jar {
    given: CookieStore,
    store: CookieStore,
}

/// The `Cookie` value of a request to `to` after an answer from `from` with these lines of `Set-Cookie`, if there is one
/// (M118). A line may be several that somebody has joined with commas.
#[must_use]
pub fn cookie_header(lines: &[&str], from: &Url, to: &Url) -> Option<String> {
    let mut jar = Jar::default();
    for line in lines.iter().flat_map(|joined| separate(joined)) {
        jar.take(line.as_bytes(), from);
    }
    jar.header(to)
}

/// The cookies of a joined line: a comma is between two of them where a name and its `=` follow, and within one elsewhere, as
/// in the date of `Expires`.
fn separate(joined: &str) -> Vec<&str> {
    let begins_cookie = |rest: &str| {
        let name = rest.split(['=', ';', ',']).next().unwrap_or_default();
        let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
        rest[name.len()..].starts_with('=') && is_name(name.trim())
    };
    let (mut lines, mut start) = (Vec::new(), 0);
    for (comma, _) in joined.match_indices(',') {
        if begins_cookie(&joined[comma + 1..]) {
            lines.push(joined[start..comma].trim());
            start = comma + 1;
        }
    }
    lines.push(joined[start..].trim());
    lines
}

impl Jar {
    /// A jar with cookies that the user brought along.
    pub(crate) fn with(given: &[GivenCookie]) -> Self {
        let mut jar = Self::default();
        for cookie in given {
            let Some((cookie, url)) = raw(cookie) else { continue };
            // A cookie that its own domain could not set is not sent either.
            let _ = jar.given.insert_raw(&cookie, &url);
        }
        jar
    }

    /// Takes a `Set-Cookie` line from `url`; true when it changed the jar.
    pub(crate) fn take(&mut self, line: &[u8], url: &Url) -> bool {
        let Some(line) = std::str::from_utf8(line).ok().filter(|line| line.len() <= LONGEST) else {
            return false;
        };
        if line.chars().any(char::is_control) || self.store.iter_any().count() >= MOST {
            return false;
        }
        let Ok(cookie) = RawCookie::parse(line.to_owned()) else { return false };
        if !is_allowed(&cookie, url) {
            return false;
        }
        self.store.insert_raw(&cookie.into_owned(), url).is_ok()
    }

    /// The `Cookie` value for a request to `url`, if there is one.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let mut pairs = fitting(&self.store, url);
        for (name, value) in fitting(&self.given, url) {
            if !pairs.iter().any(|(set, _)| *set == name) {
                pairs.push((name, value));
            }
        }
        let mut text = String::new();
        for (name, value) in pairs {
            if text.len() + name.len() + value.len() + 3 > LONGEST_VALUE {
                continue;
            }
            let between = if text.is_empty() { "" } else { "; " };
            text.push_str(&format!("{between}{name}={value}"));
        }
        (!text.is_empty()).then_some(text)
    }
}

/// The cookies for `url`; those for encrypted ways travel on no other, not even to this computer.
fn fitting<'a>(store: &'a CookieStore, url: &Url) -> Vec<(&'a str, &'a str)> {
    let may_travel = |secure: Option<bool>| secure != Some(true) || url.scheme() == "https";
    let fitting = store.matches(url).into_iter().filter(|cookie| may_travel(cookie.secure()));
    fitting.map(|cookie| cookie.name_value()).collect()
}

/// A cookie of the user as one that its own site set; `None` for a site that is none.
fn raw(cookie: &GivenCookie) -> Option<(RawCookie<'static>, Url)> {
    let host = if cookie.domain.contains(':') { format!("[{}]", cookie.domain) } else { cookie.domain.clone() };
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    let mut raw = RawCookie::new(cookie.name.clone(), cookie.value.clone());
    raw.set_path(cookie.path.clone());
    raw.set_secure(cookie.secure);
    if cookie.subdomains && matches!(url.host(), Some(url::Host::Domain(_))) && !is_public_suffix(&cookie.domain) {
        raw.set_domain(cookie.domain.clone());
    }
    Some((raw, url))
}

fn is_allowed(cookie: &RawCookie<'_>, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let domain = cookie.domain().map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
    let for_a_suffix = domain.as_deref().is_some_and(|domain| domain != host && is_public_suffix(domain));
    let secure = cookie.secure() == Some(true) && url.scheme() == "https";
    let prefix_holds = if cookie.name().starts_with("__Host-") {
        secure && domain.is_none() && cookie.path() == Some("/")
    } else {
        secure || !cookie.name().starts_with("__Secure-")
    };
    !for_a_suffix && prefix_holds
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(set: &str, from: &str, to: &str) -> Option<String> {
        let mut jar = Jar::default();
        jar.take(set.as_bytes(), &from.parse().expect("a test address"));
        jar.header(&to.parse().expect("a test address"))
    }

    #[test]
    fn a_cookie_goes_back_to_its_own_site_only() {
        assert_eq!(sent("a=1", "https://x.test/", "https://x.test/f"), Some("a=1".into()));
        assert_eq!(sent("a=1", "https://x.test/", "https://y.test/f"), None);
    }

    #[test]
    fn f069_a_cookie_for_a_public_suffix_is_refused() {
        for domain in ["co.uk", "com", "github.io"] {
            let set = format!("a=1; Domain={domain}");
            assert_eq!(sent(&set, &format!("https://a.{domain}/"), &format!("https://b.{domain}/")), None, "{domain}");
        }
    }

    #[test]
    fn m118_a_domain_matches_only_at_a_label() {
        assert_eq!(sent("a=1; Domain=example.com", "https://example.com/", "https://evilexample.com/"), None);
        assert_eq!(
            sent("a=1; Domain=example.com", "https://example.com/", "https://www.example.com/"),
            Some("a=1".into())
        );
    }

    #[test]
    fn m118_a_header_is_made_from_an_answer_without_what_does_not_belong() {
        let url = |text: &str| -> Url { text.parse().expect("a test address") };
        let from = url("https://example.com/a/b");
        let made = |line: &str, to: &str| cookie_header(&[line], &from, &url(to));
        assert_eq!(made("a=1; Path=/", "https://example.com/"), Some("a=1".into()));
        for (line, to) in [
            ("a=1; Max-Age=0; Path=/", "https://example.com/"),
            ("a=1; Max-Age=-5; Path=/", "https://example.com/"),
            ("a=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Path=/", "https://example.com/"),
            ("a=1; Path=/other", "https://example.com/"),
            ("a=1", "https://example.com/elsewhere"),
            ("a=1; Secure; Path=/", "http://example.com/"),
            ("a=1; Domain=example.com; Path=/", "https://evilexample.com/"),
            ("a=1; Domain=other.com; Path=/", "https://other.com/"),
            ("__Host-a=1; Domain=example.com; Secure; Path=/", "https://example.com/"),
        ] {
            assert_eq!(made(line, to), None, "{line} to {to}");
        }
        let both =
            cookie_header(&["a=1; Path=/", "b=2; Domain=.example.com; Path=/"], &from, &url("https://example.com/"));
        assert!(both.is_some_and(|both| both.contains("a=1") && both.contains("b=2")));
    }

    #[test]
    fn m118_cookies_that_were_joined_with_commas_are_told_apart_and_dates_stay_whole() {
        let here: Url = "http://example.com/a".parse().expect("a test address");
        let sent = |line: &str| cookie_header(&[line], &here, &here).unwrap_or_default();
        let dated = "a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Path=/, b=2; Path=/,c=3";
        let mut pairs: Vec<String> = sent(dated).split("; ").map(str::to_owned).collect();
        pairs.sort();
        assert_eq!(pairs, ["a=1", "b=2", "c=3"]);
        assert_eq!(sent("a=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT, b=2; Domain=other.com, c=3; Secure, d=4"), "d=4");
        assert_eq!(sent("a=x, y; Path=/"), "a=x, y", "a comma within a value stays there");
    }

    #[test]
    fn f069_a_part_of_an_address_is_no_domain() {
        assert_eq!(sent("a=1; Domain=0.0.1", "http://127.0.0.1/", "http://127.0.0.1/"), None);
    }

    #[test]
    fn f071_a_cookie_with_control_characters_is_dropped() {
        assert_eq!(sent("a=1\u{1}2", "https://x.test/", "https://x.test/"), None);
    }

    #[test]
    fn a_secure_cookie_does_not_travel_over_http() {
        assert_eq!(sent("a=1; Secure", "https://127.0.0.1/", "http://127.0.0.1/"), None);
        assert_eq!(sent("a=1; Secure", "https://x.test/", "http://x.test/"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_a_server_sets_stays_on_one_line_and_on_its_own_site(
            line in prop_oneof![
                "(a|__Host-b|=|;| |Domain=|x\\.test|test|co\\.uk|Path=/|Secure|\\r\\n|\\x00|é){0,12}",
                "\\PC{0,40}",
            ],
        ) {
            let at = |address: &str| Url::parse(address).expect("written out and valid");
            let mut jar = Jar::default();
            jar.take(line.as_bytes(), &at("https://www.x.test/"));
            let header = jar.header(&at("https://www.x.test/"));
            prop_assert!(!header.is_some_and(|header| header.chars().any(char::is_control)));
            prop_assert_eq!(jar.header(&at("https://other.test/")), None);
            prop_assert_eq!(jar.header(&at("https://evilx.test/")), None);
        }
    }
}

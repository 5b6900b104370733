//! Cookies that the user brings along from a browser, in the format of `cookies.txt`.
//!
//! Owns the reading of such a file and which of its cookies concern a task. Refuses to send them: the jar does, by
//! domain, path and scheme. Rule kept here: a line that could break a header is no cookie (row 72 of the fault matrix).

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::Timestamp;

/// Most cookies that one task keeps.
pub const MOST_COOKIES: usize = 200;

/// A cookie from the user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenCookie {
    /// Host or domain it belongs to, in lower case, without a dot before it.
    pub domain: String,
    /// Whether hosts below the domain get it too.
    pub subdomains: bool,
    /// Path it belongs to.
    pub path: String,
    /// Whether it is for https only.
    pub secure: bool,
    /// Its name.
    pub name: String,
    /// Its value, a secret.
    pub value: String,
}

impl fmt::Debug for GivenCookie {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "GivenCookie({} {}=…)", self.domain, self.name)
    }
}

/// The text is none of cookies.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "this is no file of cookies: each line has domain, TRUE or FALSE, path, TRUE or FALSE, time, name and value, with tabs between them"
)]
pub struct NoCookies;

/// Reads a `cookies.txt`. Lines that are no cookies, that could break a header or whose time is over are left out.
///
/// # Errors
/// [`NoCookies`] when there are lines and none of them is a cookie.
pub fn read(text: &str, now: Timestamp) -> Result<Vec<GivenCookie>, NoCookies> {
    let lines = text.trim_start_matches('\u{feff}').split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let mut cookies = Vec::new();
    let (mut meant, mut understood) = (0, 0);
    for line in lines {
        let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        meant += 1;
        if let Some((cookie, expires)) = cookie(line) {
            understood += 1;
            if expires == 0 || expires.saturating_mul(1000) > now.0 {
                cookies.push(cookie);
            }
        }
    }
    if meant > 0 && understood == 0 { Err(NoCookies) } else { Ok(cookies) }
}

/// Those of the cookies that belong to the sites of these hosts, the first [`MOST_COOKIES`].
#[must_use]
pub fn concerning(cookies: Vec<GivenCookie>, hosts: &[&str]) -> Vec<GivenCookie> {
    let sites: Vec<&str> = hosts.iter().map(|host| site(host)).collect();
    cookies.into_iter().filter(|cookie| sites.contains(&site(&cookie.domain))).take(MOST_COOKIES).collect()
}

/// Whether nobody owns this name alone, such as `co.uk`: no cookie is for all below it (RFC 6265, section 5.3).
#[must_use]
pub fn is_public_suffix(domain: &str) -> bool {
    psl::suffix_str(domain).is_none_or(|suffix| suffix == domain)
}

/// What a host has in common with its siblings: the name below the public suffix; an address stands for itself.
fn site(host: &str) -> &str {
    if host.parse::<core::net::IpAddr>().is_ok() {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

fn cookie(line: &str) -> Option<(GivenCookie, i64)> {
    let mut fields = line.splitn(7, '\t');
    let mut next = || fields.next();
    let (domain, subdomains, path) = (next()?, next()?, next()?);
    let (secure, expires, name, value) = (next()?, next()?, next()?, next().unwrap_or_default());
    let is_plain = |text: &str| !text.chars().any(|letter| letter.is_control() || letter == ';');
    let domain = domain.strip_prefix('.').unwrap_or(domain).to_ascii_lowercase();
    let is_host = !domain.is_empty() && !domain.contains(['/', ' ', '@', ',', '\\']) && is_plain(&domain);
    let is_sound = is_host
        && path.starts_with('/')
        && !name.is_empty()
        && !name.contains(['=', ' '])
        && [path, name, value].into_iter().all(is_plain);
    let cookie = GivenCookie {
        domain,
        subdomains: truth(subdomains)?,
        path: path.to_owned(),
        secure: truth(secure)?,
        name: name.to_owned(),
        value: value.to_owned(),
    };
    is_sound.then_some((cookie, expires.trim().parse().ok()?))
}

fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_uppercase().as_str() {
        "TRUE" => Some(true),
        "FALSE" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn names(text: &str) -> Vec<String> {
        let cookies = read(text, NOW).unwrap_or_default();
        cookies.into_iter().map(|cookie| format!("{}:{}={}", cookie.domain, cookie.name, cookie.value)).collect()
    }

    #[test]
    fn f072_marks_remarks_and_windows_line_ends_are_understood() {
        let text = "# Netscape HTTP Cookie File\r\n\r\n.a.test\tTRUE\t/\tTRUE\t0\ts\tpearl\r\n\
                    #HttpOnly_b.test\tFALSE\t/x\tFALSE\t2000\th\tshell\r\n#c.test\tFALSE\t/\tFALSE\t0\tno\tno\r\n";
        assert_eq!(names(text), ["a.test:s=pearl", "b.test:h=shell"]);
        let first = &read(text, NOW).expect("cookies")[0];
        assert_eq!((first.subdomains, first.secure), (true, true));
    }

    #[test]
    fn f072_a_line_that_could_break_a_header_is_no_cookie() {
        let good = "a.test\tFALSE\t/\tFALSE\t0\tgood\t1\n";
        for bad in [
            "a.test\tFALSE\t/\tFALSE\t0\tn\tx\rSet-Cookie: y\n",
            "a.test\tFALSE\t/\tFALSE\t0\tn\tx\0y\n",
            "a.test\tFALSE\t/\tFALSE\t0\tn\tx; other=y\n",
            "a.test\tFALSE\t/\tFALSE\t0\tn=m\tx\n",
            "a.test/evil\tFALSE\t/\tFALSE\t0\tn\tx\n",
            "a.test\tFALSE\tnowhere\tFALSE\t0\tn\tx\n",
            "a.test\tMAYBE\t/\tFALSE\t0\tn\tx\n",
            "a.test FALSE / FALSE 0 n x\n",
        ] {
            assert_eq!(names(&format!("{bad}{good}")), ["a.test:good=1"], "{bad:?}");
        }
    }

    #[test]
    fn a_cookie_whose_time_is_over_is_left_out() {
        assert_eq!(
            names("a.test\tFALSE\t/\tFALSE\t999\told\t1\na.test\tFALSE\t/\tFALSE\t1001\tnew\t1"),
            ["a.test:new=1"]
        );
    }

    #[test]
    fn a_text_without_cookies_is_told() {
        assert_eq!(read("<html>\n<body>", NOW), Err(NoCookies));
        assert_eq!(read("# nothing yet\n", NOW), Ok(Vec::new()));
    }

    #[test]
    fn f072_a_task_keeps_the_cookies_of_its_own_sites_alone() {
        let all = "a.co.uk\tTRUE\t/\tFALSE\t0\ta\t1\nb.co.uk\tTRUE\t/\tFALSE\t0\tb\t1\nx.a.co.uk\tFALSE\t/\tFALSE\t0\tc\t1\n\
                   127.0.0.1\tFALSE\t/\tFALSE\t0\td\t1\n127.0.0.2\tFALSE\t/\tFALSE\t0\te\t1\n";
        let kept = |host: &str| {
            let kept = concerning(read(all, NOW).expect("cookies"), &[host]);
            kept.into_iter().map(|cookie| cookie.name).collect::<String>()
        };
        assert_eq!(
            (kept("dl.a.co.uk").as_str(), kept("127.0.0.1").as_str(), kept("c.co.uk").as_str()),
            ("ac", "d", "")
        );
    }
}

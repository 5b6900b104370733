//! The origin of an address, and addresses fit for a log.
//!
//! Owns [`Origin`] and [`redacted`]. Rule kept here: two spellings of one scheme, host and port are equal, and nothing
//! else is: a trailing dot, a subdomain and another port are other origins.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::RedirectFault;

/// Scheme, host and port of an http or https address (RFC 6454).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

/// Whether the query of an address is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Query {
    /// As it is.
    Shown,
    /// As a mark that there was one: it may hold a token.
    Hidden,
}

impl Origin {
    /// The origin of an address; `None` unless it is http or https.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let (host, port) = (url.host_str()?.to_owned(), url.port_or_known_default()?);
        Some(Self { scheme: url.scheme().to_owned(), host, port })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

impl FromStr for Origin {
    type Err = RedirectFault;

    /// Reads an origin, or takes that of a longer address.
    fn from_str(text: &str) -> Result<Self, RedirectFault> {
        let url = Url::parse(text).map_err(|_| RedirectFault::BadLocation)?;
        Self::of(&url).ok_or(RedirectFault::SchemeBlocked)
    }
}

/// An address as a log may hold it: without user name, password and fragment, and without the query when asked.
///
/// A text that is no address is not repeated at all: nobody knows where in it a secret stands.
#[must_use]
pub fn redacted(address: &str, query: Query) -> String {
    Url::parse(address).map_or_else(|_| UNREADABLE.to_owned(), |url| redacted_url(&url, query))
}

/// As [`redacted`], of an address that was read already.
#[must_use]
pub fn redacted_url(url: &Url, query: Query) -> String {
    let mut url = url.clone();
    if url.set_username("").and_then(|()| url.set_password(None)).is_err() {
        let is_known = HOSTLESS.contains(&url.scheme());
        return if is_known { format!("{}:…", url.scheme()) } else { UNREADABLE.to_owned() };
    }
    url.set_fragment(None);
    if query == Query::Shown || url.query().is_none() {
        return url.into();
    }
    url.set_query(None);
    format!("{url}?…")
}

/// Stands for a text that is no address.
const UNREADABLE: &str = "(not an address)";

/// Schemes without a host that a log may name; what looks like another one can be a user name before its colon.
const HOSTLESS: &[&str] = &["about", "blob", "data", "file", "javascript", "magnet", "mailto"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_origin_are_equal_and_neighbours_are_not() {
        let origin = |text: &str| text.parse::<Origin>().expect("an http address");
        assert_eq!(origin("https://a.test/x?y"), origin("HTTPS://A.TEST:443"));
        assert_eq!(origin("http://127.0.0.1"), origin("http://0x7f.1:80/"));
        for other in ["http://a.test", "https://a.test.", "https://a.test:8443", "https://b.a.test", "https://a.tes"] {
            assert_ne!(origin("https://a.test"), origin(other), "{other}");
        }
        assert_eq!("file:///etc/passwd".parse::<Origin>(), Err(RedirectFault::SchemeBlocked));
    }

    #[test]
    fn a_logged_address_holds_no_password_and_no_token() {
        let address = "https://me:hunter2@a.test/f?token=t0ken#piece";
        assert_eq!(redacted(address, Query::Shown), "https://a.test/f?token=t0ken");
        assert_eq!(redacted(address, Query::Hidden), "https://a.test/f?…");
        assert_eq!(redacted("https://a.test/f", Query::Hidden), "https://a.test/f");
        assert_eq!(redacted("me:hunter2@a.test", Query::Hidden), "(not an address)");
        assert_eq!(redacted("data:text/plain,hunter2", Query::Shown), "data:…");
        assert_eq!(redacted("//me:hunter2@a.test", Query::Hidden), "(not an address)");
    }
}

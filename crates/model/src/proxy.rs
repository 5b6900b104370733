//! Which way a request takes: straight, or through a proxy.
//!
//! Owns the words of the choice, the reading of the environment's variables and of the list of exceptions. Refuses to
//! read the environment itself. Rule kept here: a proxy that cannot be understood is an error, never a way around it
//! (row 75 of the fault matrix).

mod exceptions;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

pub use exceptions::Exceptions;

/// The word for no proxy at all.
const NONE: &str = "none";

/// Which proxy is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Option<String>", into = "Option<String>")]
pub enum ProxyChoice {
    /// Whatever the next place says: the task follows the settings, the settings follow the environment and the desktop.
    #[default]
    Followed,
    /// None.
    Direct,
    /// This one.
    Through(Url),
}

/// A text that names no proxy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this is no proxy; write http://, https://, socks5:// or socks5h:// with host and port, or none")]
pub struct BadProxy;

/// Reads a proxy; without a scheme it is http. A `socks5` proxy is given addresses, a `socks5h` proxy names.
///
/// # Errors
/// [`BadProxy`], which repeats nothing of the text: there may be a password in it.
pub fn parse(text: &str) -> Result<Url, BadProxy> {
    let text = text.trim();
    let full = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&full).map_err(|_| BadProxy)?;
    let is_known = matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h");
    if is_known && url.host_str().is_some_and(|host| !host.is_empty()) { Ok(url) } else { Err(BadProxy) }
}

impl ProxyChoice {
    /// Reads a choice: empty, `none`, or a proxy.
    ///
    /// # Errors
    /// [`BadProxy`].
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        match text.trim() {
            "" => Ok(Self::Followed),
            word if word.eq_ignore_ascii_case(NONE) => Ok(Self::Direct),
            address => parse(address).map(Self::Through),
        }
    }

    /// The proxy, where one is named.
    #[must_use]
    pub const fn address(&self) -> Option<&Url> {
        match self {
            Self::Through(url) => Some(url),
            Self::Followed | Self::Direct => None,
        }
    }
}

impl TryFrom<Option<String>> for ProxyChoice {
    type Error = BadProxy;

    fn try_from(text: Option<String>) -> Result<Self, BadProxy> {
        text.map_or(Ok(Self::Followed), |text| Self::parse(&text))
    }
}

impl From<ProxyChoice> for Option<String> {
    fn from(choice: ProxyChoice) -> Self {
        match choice {
            ProxyChoice::Followed => None,
            ProxyChoice::Direct => Some(NONE.to_owned()),
            ProxyChoice::Through(url) => Some(url.into()),
        }
    }
}

/// The proxies that the environment names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment {
    http: Option<Result<Url, BadProxy>>,
    https: Option<Result<Url, BadProxy>>,
    exceptions: Exceptions,
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Environment(…)")
    }
}

/// What the environment says about one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// It names no proxy for this scheme.
    Unnamed,
    /// The address is one of the exceptions.
    Excepted,
    /// Through this proxy.
    Through(Url),
}

impl Environment {
    /// Reads the usual variables, in lower case first: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = |name: &str| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let either = |name: &str| said(name).or_else(|| said(&name.to_ascii_uppercase()));
        // In a program that answers web requests HTTP_PROXY is what a visitor sent as the header Proxy.
        let http = said("http_proxy").or_else(|| said("HTTP_PROXY").filter(|_| variable("REQUEST_METHOD").is_none()));
        let all = either("all_proxy");
        let proxy = |own: Option<String>| own.or_else(|| all.clone()).map(|text| parse(&text));
        Self {
            http: proxy(http),
            https: proxy(either("https_proxy")),
            exceptions: Exceptions::parse(&either("no_proxy").unwrap_or_default()),
        }
    }

    /// What it says about an address.
    ///
    /// # Errors
    /// [`BadProxy`] when it names something that is no proxy.
    pub fn route(&self, url: &Url) -> Result<Route, BadProxy> {
        let named = if url.scheme() == "https" { &self.https } else { &self.http };
        match named {
            None => Ok(Route::Unnamed),
            Some(_) if self.exceptions.covers(url) => Ok(Route::Excepted),
            Some(proxy) => proxy.clone().map(Route::Through),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::of(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    fn route(variables: &[(&str, &str)], address: &str) -> Result<Option<String>, BadProxy> {
        let route = environment(variables).route(&address.parse().expect("a test address"))?;
        Ok(match route {
            Route::Unnamed => None,
            Route::Excepted => Some("direct".to_owned()),
            Route::Through(url) => Some(url.to_string()),
        })
    }

    #[test]
    fn f075_each_scheme_has_its_variable_and_lower_case_goes_first() {
        let variables = [("HTTP_PROXY", "upper:1"), ("http_proxy", "lower:2"), ("ALL_PROXY", "socks5h://all:3")];
        assert_eq!(route(&variables, "http://a.test"), Ok(Some("http://lower:2/".into())));
        assert_eq!(route(&variables, "https://a.test"), Ok(Some("socks5h://all:3".into())));
        assert_eq!(route(&[("HTTP_PROXY", "upper:1")], "http://a.test"), Ok(Some("http://upper:1/".into())));
        assert_eq!(route(&[("HTTPS_PROXY", " ")], "https://a.test"), Ok(None));
    }

    #[test]
    fn f075_exceptions_go_straight_and_nonsense_is_no_way_around() {
        let variables = [("http_proxy", "p:1"), ("no_proxy", "a.test, 127.0.0.1")];
        assert_eq!(route(&variables, "http://x.a.test/"), Ok(Some("direct".into())));
        assert_eq!(route(&variables, "http://b.test/"), Ok(Some("http://p:1/".into())));
        assert_eq!(route(&[("http_proxy", "ftp://p:1")], "http://b.test/"), Err(BadProxy));
    }

    #[test]
    fn a_header_of_a_visitor_is_no_proxy() {
        assert_eq!(route(&[("HTTP_PROXY", "evil:1"), ("REQUEST_METHOD", "GET")], "http://a.test"), Ok(None));
    }

    #[test]
    fn choices_are_kept_as_text_and_older_records_are_read() {
        for (text, choice) in [
            ("null", ProxyChoice::Followed),
            ("\"none\"", ProxyChoice::Direct),
            ("\"http://p.test:3128/\"", ProxyChoice::Through("http://p.test:3128".parse().expect("a proxy"))),
        ] {
            assert_eq!(serde_json::from_str::<ProxyChoice>(text).expect("a choice"), choice);
            assert_eq!(serde_json::to_string(&choice).expect("a text"), text);
        }
        assert!(serde_json::from_str::<ProxyChoice>("\"gopher://p\"").is_err());
    }
}

//! A user name and a password.
//!
//! Owns [`Login`] and the header it makes (RFC 7617). Refuses to be printed: its debug text holds no password.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

/// A user name and a password.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Login {
    /// Who.
    pub name: String,
    /// The secret.
    pub password: String,
}

impl Login {
    /// Those of an address, decoded; `None` when it has neither.
    #[must_use]
    pub fn of_address(url: &Url) -> Option<Self> {
        if url.username().is_empty() && url.password().is_none() {
            return None;
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some(Self { name: decoded(url.username()), password: decoded(url.password().unwrap_or_default()) })
    }

    /// The value of `Authorization` that shows both to whoever reads it.
    #[must_use]
    pub fn basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{}", self.name, self.password)))
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Login(…)")
    }
}

/// An address without user name and password, and what was taken out.
#[must_use]
pub fn without_login(mut url: Url) -> (Url, Option<Login>) {
    let login = Login::of_address(&url);
    // An address that cannot hold a user name holds none.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    (url, login)
}

/// An address with this user name and password; one that cannot hold them stays as it is.
#[must_use]
pub fn with_login(mut url: Url, login: &Login) -> Url {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let _ = url.set_username(&encoded(&login.name)).and_then(|()| url.set_password(Some(&encoded(&login.password))));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_survives_the_way_out_of_an_address_and_back() {
        let url: Url = "https://me%40x:a%3Ab%2F%C3%A9@a.test/f?q".parse().expect("a test address");
        let (bare, login) = without_login(url);
        let login = login.expect("there is one");
        assert_eq!(
            (bare.as_str(), login.name.as_str(), login.password.as_str()),
            ("https://a.test/f?q", "me@x", "a:b/é")
        );
        assert_eq!(Login::of_address(&with_login(bare, &login)), Some(login));
    }

    #[test]
    fn f076_the_debug_text_holds_no_password() {
        let login = Login { name: "anna".into(), password: "pearl".into() };
        assert!(!format!("{login:?}").contains("pearl"));
    }
}

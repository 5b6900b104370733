//! Which headers are secret, which belong to a body, and what becomes of `Referer`.
//!
//! Owns the lists. Rule kept here: a doubtful name counts as secret, for a secret too few costs a login and one too
//! many costs an account.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::task::Header;

/// Names that give access to something, besides those with a telling word in them.
const SECRET: &[&str] = &[
    "api-key",
    "apikey",
    "authorization",
    "cookie",
    "cookie2",
    "host",
    "ocp-apim-subscription-key",
    "proxy-authorization",
    "x-api-key",
    "x-apikey",
    "x-functions-key",
    "x-jfrog-art-api",
];

/// Words that make a header secret, wherever they stand between its hyphens.
const TELLING: &[&str] = &[
    "auth",
    "authentication",
    "authorization",
    "credential",
    "credentials",
    "csrf",
    "jwt",
    "passwd",
    "password",
    "secret",
    "session",
    "sessionid",
    "signature",
    "token",
    "xsrf",
];

/// Headers that say something about the body only (WHATWG Fetch, HTTP-redirect fetch, step 12).
const OF_BODY: &[&str] = &[
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-type",
    "digest",
    "expect",
    "repr-digest",
    "transfer-encoding",
];

/// Whether a header belongs to the origin it was meant for; `marked` holds the names the user marked.
#[must_use]
pub fn is_secret(name: &str, marked: &[String]) -> bool {
    let name = name.to_ascii_lowercase();
    let words = || name.split(['-', '_', '.']);
    let is_key =
        words().zip(words().skip(1)).any(|pair| matches!(pair, ("api" | "access" | "secret" | "private", "key")));
    SECRET.contains(&name.as_str())
        || is_key
        || words().any(|word| TELLING.contains(&word))
        || marked.iter().any(|marked| marked.eq_ignore_ascii_case(&name))
}

/// Whether a header goes when the body goes.
pub(super) fn describes_body(name: &str) -> bool {
    OF_BODY.contains(&name.to_ascii_lowercase().as_str())
}

/// Cuts every `Referer` down to its origin, and drops it where it would leave https for http or is no address.
pub(super) fn reduce_referers(headers: &mut Vec<Header>, next: &Url) {
    headers.retain_mut(|header| {
        if !header.name.eq_ignore_ascii_case("referer") {
            return true;
        }
        let Ok(referer) = Url::parse(&header.value) else { return false };
        let is_downgrade = referer.scheme() == "https" && next.scheme() == "http";
        let origin = referer.origin();
        header.value = format!("{}/", origin.ascii_serialization());
        origin.is_tuple() && !is_downgrade
    });
}

/// The header that a user name and password in an address stand for (RFC 7617).
pub(super) fn basic_authorization(url: &Url) -> Option<Header> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut pair: Vec<u8> = percent_decode_str(url.username()).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(url.password().unwrap_or_default()));
    Some(Header { name: "Authorization".to_owned(), value: format!("Basic {}", STANDARD.encode(pair)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_give_access_are_secret_and_ordinary_ones_are_not() {
        for name in [
            "Authorization",
            "COOKIE",
            "Host",
            "X-Api-Key",
            "X-Auth-Token",
            "Private-Token",
            "X-CSRF-Token",
            "X-Amz-Security-Token",
            "X-Goog-Api-Key",
            "X_Session_Id",
            "Mine",
        ] {
            assert!(is_secret(name, &["mine".to_owned()]), "{name}");
        }
        for name in ["Accept", "Range", "If-Range", "User-Agent", "X-Trace", "Author", "Referer", "Keyboard"] {
            assert!(!is_secret(name, &["mine".to_owned()]), "{name}");
        }
    }

    #[test]
    fn a_name_and_password_are_decoded_before_they_are_encoded() {
        let url: Url = "https://Al%40addin:open%20sesame@a.test/".parse().expect("a valid address");
        let header = basic_authorization(&url).expect("there are credentials");
        assert_eq!(header.value, "Basic QWxAYWRkaW46b3BlbiBzZXNhbWU=");
    }
}

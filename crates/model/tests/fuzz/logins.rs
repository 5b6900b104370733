//! Readers of what carries or asks for a password.
//!
//! Owns no promise of its own: the one of the folder holds here, and no password is shown where a proof was asked for.

use haul_model::challenge::{Challenge, strongest};
use haul_model::cookies;
use haul_model::login::Login;
use haul_model::netrc::{self, ChosenBy};
use haul_model::proxy::ProxyChoice;
use haul_model::time::Timestamp;
use proptest::prelude::*;

use crate::text;

const CHALLENGE: &[&str] = &[
    "Basic",
    "Digest",
    "Bearer",
    " ",
    ",",
    "=",
    "\"",
    "\\",
    "realm",
    "nonce",
    "qop",
    "auth",
    "auth-int",
    "algorithm",
    "MD5",
    "SHA-256-sess",
    "SHA-512-256",
    "opaque",
    "userhash",
    "stale",
    "true",
    "realm=\"a\"",
    "nonce=\"n\"",
    "Digest realm=\"a\", nonce=\"n\"",
];
const COOKIES: &[&str] = &[
    "host.example",
    ".host.example",
    "\t",
    "TRUE",
    "FALSE",
    "/",
    "0",
    "4102444800",
    "-1",
    "name",
    "value",
    "\n",
    "\r",
    "#",
    "#HttpOnly_",
    ";",
    " ",
    "\0",
    "host.example\tFALSE\t/\tFALSE\t0\tname\tvalue",
];
const NETRC: &[&str] = &[
    "machine ",
    "default",
    "login ",
    "password ",
    "account ",
    "macdef ",
    "host.example",
    "anna",
    "hunter2",
    "\n",
    " ",
    "\"",
    "\\",
    "#",
    "\t",
];
const PROXY: &[&str] = &[
    "http",
    "https",
    "socks5h",
    "ftp",
    "://",
    "none",
    "anna:hunter2@",
    "proxy.example",
    ":8080",
    "/",
    " ",
    "[",
    "]",
    "%",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_proof_shows_no_password_and_stays_on_one_line(
        lines in proptest::collection::vec(text(CHALLENGE), 0..3),
        count in 1_u32..,
    ) {
        let login = Login { name: "anna".to_owned(), password: "hunter2pearl".to_owned() };
        let lines: Vec<String> = lines.iter().map(|line| line.replace(char::is_control, "")).collect();
        let raw: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        if let Some(Challenge::Digest(challenge)) = strongest(&raw) {
            let answer = challenge.answer(&login, "GET", "/file?a=\"b", count, "0a1b");
            prop_assert!(answer.starts_with("Digest ") && !answer.contains("hunter2pearl"), "{answer}");
            prop_assert!(!answer.chars().any(char::is_control), "{answer:?}");
        }
    }

    #[test]
    fn a_cookie_from_a_file_breaks_no_header(content in text(COOKIES), now in 0_i64..4_000_000_000_000) {
        for cookie in cookies::read(&content, Timestamp(now)).unwrap_or_default() {
            let sent = [&cookie.domain, &cookie.path, &cookie.name, &cookie.value];
            prop_assert!(sent.iter().all(|piece| !piece.chars().any(char::is_control)), "{sent:?}");
            prop_assert!(!cookie.name.contains([';', '=']) && !cookie.value.contains(';'), "{sent:?}");
            prop_assert!(!cookie.domain.is_empty() && !cookie.domain.starts_with('.'), "{sent:?}");
        }
    }

    #[test]
    fn a_login_out_of_a_file_stands_in_it_and_a_server_never_gets_the_default(content in text(NETRC)) {
        if let Some(login) = netrc::login_for(&content, "host.example", ChosenBy::Server) {
            prop_assert!(content.contains("machine"), "{content:?}");
            let plain: String = content.chars().filter(|letter| *letter != '\\').collect();
            prop_assert!(plain.contains(login.name.trim_matches('\\')), "{login:?} {content:?}");
        }
    }

    #[test]
    fn a_proxy_that_is_refused_is_not_repeated(written in text(PROXY)) {
        match ProxyChoice::parse(&written) {
            Ok(choice) => prop_assert!(choice.address().is_none_or(|url| url.host_str().is_some())),
            Err(refused) => prop_assert!(!refused.to_string().contains("hunter2")),
        }
    }
}

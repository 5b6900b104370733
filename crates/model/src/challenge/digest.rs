//! The proof that one knows a password without showing it (RFC 7616).
//!
//! Owns what a Digest challenge says and the answer to it, with `qop=auth` or, for old servers, without any. Refuses
//! chance and memory: the client's own nonce and the count of uses come in as arguments.

use md5::{Digest as _, Md5};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Sha256, Sha512_256};

use crate::login::Login;

/// The hash of a challenge, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// Where the server names none.
    Md5,
    /// `SHA-256`.
    Sha256,
    /// `SHA-512-256`.
    Sha512Half,
}

/// What a server asks for with the scheme Digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestChallenge {
    /// What the password is for, in the server's words.
    pub realm: String,
    /// The server's mark.
    pub nonce: String,
    /// Handed back as it is.
    pub opaque: Option<String>,
    /// The hash.
    pub algorithm: Algorithm,
    /// Whether both nonces go into the hash of the password (`-sess`).
    pub is_session: bool,
    /// Whether the server counts the uses of its nonce (`qop=auth`).
    pub is_counted: bool,
    /// Whether the answer was right but for its nonce.
    pub is_stale: bool,
    /// Whether the user name is sent as a hash.
    pub hides_name: bool,
}

impl DigestChallenge {
    /// Reads a challenge from its parameters; `None` when it cannot be answered.
    pub(super) fn of<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let (algorithm, is_session) = match parameter("algorithm").unwrap_or("MD5").to_ascii_uppercase().as_str() {
            "MD5" => (Algorithm::Md5, false),
            "MD5-SESS" => (Algorithm::Md5, true),
            "SHA-256" => (Algorithm::Sha256, false),
            "SHA-256-SESS" => (Algorithm::Sha256, true),
            "SHA-512-256" => (Algorithm::Sha512Half, false),
            "SHA-512-256-SESS" => (Algorithm::Sha512Half, true),
            _ => return None,
        };
        let is_counted = match parameter("qop") {
            None => false,
            Some(kinds) if kinds.split(',').any(|kind| kind.trim().eq_ignore_ascii_case("auth")) => true,
            Some(_) => return None,
        };
        let says = |name: &str| parameter(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Some(Self {
            realm: parameter("realm")?.to_owned(),
            nonce: parameter("nonce")?.to_owned(),
            opaque: parameter("opaque").map(str::to_owned),
            algorithm,
            is_session,
            is_counted,
            is_stale: says("stale"),
            hides_name: says("userhash"),
        })
    }

    /// The value of `Authorization` for a request of `target`, the path with its query, that uses the nonce for the
    /// `count`th time, the first being 1. All uses of one nonce have the same `cnonce`.
    #[must_use]
    pub fn answer(&self, login: &Login, method: &str, target: &str, count: u32, cnonce: &str) -> String {
        let hash = |text: String| self.algorithm.of(&text);
        let (realm, nonce) = (&self.realm, &self.nonce);
        let mut who = hash(format!("{}:{realm}:{}", login.name, login.password));
        if self.is_session {
            who = hash(format!("{who}:{nonce}:{cnonce}"));
        }
        let what = hash(format!("{method}:{target}"));
        let response = if self.is_counted {
            hash(format!("{who}:{nonce}:{count:08x}:{cnonce}:auth:{what}"))
        } else {
            hash(format!("{who}:{nonce}:{what}"))
        };
        let mut parts = vec![
            self.name_of(login),
            format!("realm={}", quoted(realm)),
            format!("nonce={}", quoted(nonce)),
            format!("uri={}", quoted(target)),
            format!("algorithm={}{}", self.algorithm.name(), if self.is_session { "-sess" } else { "" }),
            format!("response=\"{response}\""),
        ];
        parts.extend(self.opaque.iter().map(|opaque| format!("opaque={}", quoted(opaque))));
        if self.is_counted {
            parts.push(format!("qop=auth, nc={count:08x}"));
        }
        if self.is_counted || self.is_session {
            parts.push(format!("cnonce={}", quoted(cnonce)));
        }
        if self.hides_name {
            parts.push("userhash=true".to_owned());
        }
        format!("Digest {}", parts.join(", "))
    }

    fn name_of(&self, login: &Login) -> String {
        if self.hides_name {
            return format!("username=\"{}\"", self.algorithm.of(&format!("{}:{}", login.name, self.realm)));
        }
        if login.name.is_ascii() {
            return format!("username={}", quoted(&login.name));
        }
        format!("username*=UTF-8''{}", utf8_percent_encode(&login.name, NON_ALPHANUMERIC))
    }
}

impl Algorithm {
    const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512Half => "SHA-512-256",
        }
    }

    fn of(self, text: &str) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            Self::Md5 => hex(&Md5::digest(text)),
            Self::Sha256 => hex(&Sha256::digest(text)),
            Self::Sha512Half => hex(&Sha512_256::digest(text)),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(algorithm: Algorithm) -> DigestChallenge {
        DigestChallenge {
            realm: "http-auth@example.org".into(),
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v".into(),
            opaque: Some("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS".into()),
            algorithm,
            is_session: false,
            is_counted: true,
            is_stale: false,
            hides_name: false,
        }
    }

    fn answer_of(challenge: &DigestChallenge) -> String {
        let login = Login { name: "Mufasa".into(), password: "Circle of Life".into() };
        challenge.answer(&login, "GET", "/dir/index.html", 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    }

    #[test]
    fn the_answers_are_those_of_rfc_7616_section_3_9_1() {
        let md5 = answer_of(&published(Algorithm::Md5));
        assert!(md5.contains("response=\"8ca523f5e9506fed4657c9700eebdbec\""), "{md5}");
        assert!(md5.contains("qop=auth, nc=00000001") && md5.contains("opaque=\"FQhe/"), "{md5}");
        let sha = answer_of(&published(Algorithm::Sha256));
        assert!(sha.contains("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"), "{sha}");
    }

    #[test]
    fn a_hidden_name_is_that_of_the_correction_of_rfc_7616_section_3_9_2() {
        let challenge = DigestChallenge {
            realm: "api@example.org".into(),
            nonce: "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK".into(),
            hides_name: true,
            ..published(Algorithm::Sha512Half)
        };
        let login = Login { name: "Jäsøn Doe".into(), password: "Secret, or not?".into() };
        let answer = challenge.answer(&login, "GET", "/doe.json", 1, "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
        assert!(answer.contains("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"), "{answer}");
        assert!(answer.contains("7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c"), "{answer}");
    }

    #[test]
    fn a_session_and_a_server_that_does_not_count_have_answers_of_their_own() {
        let session = DigestChallenge { is_session: true, ..published(Algorithm::Md5) };
        assert!(answer_of(&session).contains("algorithm=MD5-sess"));
        assert!(
            answer_of(&session).contains("response=\"e783283f46242139c486a698fec7211d\""),
            "{}",
            answer_of(&session)
        );
        let old = DigestChallenge { is_counted: false, ..published(Algorithm::Md5) };
        assert!(answer_of(&old).contains("response=\"7b2cc3b30e75b4777ea31027084363fd\""), "{}", answer_of(&old));
        assert!(!answer_of(&old).contains("nc="));
    }

    #[test]
    fn quotes_in_a_name_cannot_end_it() {
        let login = Login { name: "a\", uri=\"/other".into(), password: String::new() };
        let answer = published(Algorithm::Md5).answer(&login, "GET", "/", 1, "c");
        assert!(answer.contains(r#"username="a\", uri=\"/other""#), "{answer}");
    }
}

//! Who may read: the challenges of a server or a proxy, and the checking of what answers them.
//!
//! Owns one user name and password, and the nonces it has given out. Rule kept here: Basic is RFC 7617 and Digest is
//! RFC 7616 with `qop=auth`, each answer is worked out anew and compared, and no nonce is of use to another guard.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha2::{Digest as _, Sha256};

use crate::recorded::Recorded;
use crate::resource::Resource;

static NONCES: AtomicU64 = AtomicU64::new(1);

/// Lets through who knows the password; its clones are the same guard.
#[derive(Clone)]
pub struct Guard {
    user: String,
    password: String,
    scheme: Scheme,
    uses: usize,
    nonces: Arc<Mutex<HashMap<String, HashSet<String>>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Basic,
    Digest(DigestHash),
}

/// The hash of a Digest challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestHash {
    /// `algorithm=MD5`.
    Md5,
    /// `algorithm=SHA-256`.
    Sha256,
}

/// What a guard thinks of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may pass.
    Admitted,
    /// It brings nothing, or something for another scheme.
    Missing,
    /// What it brings is not right.
    Wrong,
    /// It is right but for the nonce, which is used up or counted twice.
    Stale,
}

/// What a Digest answer is worked out from (RFC 7616 section 3.4), with `qop=auth`.
#[derive(Clone, Copy, Debug)]
pub struct DigestAnswer<'a> {
    /// The hash the challenge named.
    pub hash: DigestHash,
    /// Who asks.
    pub user: &'a str,
    /// The password of who asks.
    pub password: &'a str,
    /// The realm of the challenge.
    pub realm: &'a str,
    /// The method of the request.
    pub method: &'a str,
    /// The target of the request, with its query.
    pub uri: &'a str,
    /// The nonce of the challenge.
    pub nonce: &'a str,
    /// The count of the nonce's uses, eight hexadecimal digits.
    pub nc: &'a str,
    /// The client's own nonce.
    pub cnonce: &'a str,
}

impl Guard {
    /// The realm of every challenge.
    pub const REALM: &'static str = "Haul's laboratory";

    /// Makes a guard that asks for Basic.
    pub fn basic(user: &str, password: &str) -> Guard {
        Guard::of(user, password, Scheme::Basic)
    }

    /// Makes a guard that asks for Digest with this hash.
    pub fn digest(user: &str, password: &str, hash: DigestHash) -> Guard {
        Guard::of(user, password, Scheme::Digest(hash))
    }

    /// Takes each nonce for so many requests; afterwards it is stale and another is given out.
    pub fn renewing_its_nonce_after(self, requests: usize) -> Guard {
        Guard { uses: requests, ..self }
    }

    /// Makes a resource that is `resource` to who is let through and a 401 with a challenge to everybody else.
    pub fn admitting(&self, resource: impl Into<Resource>) -> Resource {
        let (guard, resource) = (self.clone(), resource.into());
        Resource::decided_by(move |request| match guard.verdict(request) {
            Verdict::Admitted => resource.clone(),
            refusal @ (Verdict::Missing | Verdict::Wrong | Verdict::Stale) => {
                Resource::status(401).header("WWW-Authenticate", guard.challenge(refusal)).body("who are you?")
            }
        })
    }

    /// Tells what it thinks of a request to an origin; a Digest answer counts as one use of its nonce.
    pub fn verdict(&self, request: &Recorded) -> Verdict {
        self.judge(&request.method, &request.target, request.header("authorization").as_deref())
    }

    /// Tells what it thinks of the value of an `Authorization` or `Proxy-Authorization`.
    pub(crate) fn judge(&self, method: &str, target: &str, value: Option<&str>) -> Verdict {
        let Some((scheme, rest)) = value.and_then(|value| value.trim().split_once(' ')) else {
            return Verdict::Missing;
        };
        match self.scheme {
            Scheme::Basic if scheme.eq_ignore_ascii_case("basic") => {
                let right = STANDARD.encode(format!("{}:{}", self.user, self.password));
                if rest.trim() == right { Verdict::Admitted } else { Verdict::Wrong }
            }
            Scheme::Digest(hash) if scheme.eq_ignore_ascii_case("digest") => {
                self.judge_digest(hash, method, target, rest)
            }
            Scheme::Basic | Scheme::Digest(_) => Verdict::Missing,
        }
    }

    /// Gives the value of a `WWW-Authenticate` or `Proxy-Authenticate`.
    pub(crate) fn challenge(&self, refusal: Verdict) -> String {
        let realm = Guard::REALM;
        let Scheme::Digest(hash) = self.scheme else { return format!("Basic realm=\"{realm}\", charset=\"UTF-8\"") };
        let nonce = format!("n{}", NONCES.fetch_add(1, Ordering::Relaxed));
        self.nonces().insert(nonce.clone(), HashSet::new());
        let stale = if refusal == Verdict::Stale { ", stale=true" } else { "" };
        let (algorithm, opaque) = (hash.name(), "b3BhcXVl");
        format!(
            "Digest realm=\"{realm}\", qop=\"auth\", algorithm={algorithm}, nonce=\"{nonce}\", opaque=\"{opaque}\"{stale}"
        )
    }

    fn of(user: &str, password: &str, scheme: Scheme) -> Guard {
        let (user, password) = (user.to_owned(), password.to_owned());
        Guard { user, password, scheme, uses: usize::MAX, nonces: Arc::default() }
    }

    fn judge_digest(&self, hash: DigestHash, method: &str, target: &str, value: &str) -> Verdict {
        let said = parameters(value);
        let word = |name: &str| said.get(name).map(String::as_str).unwrap_or_default();
        let (nonce, nc) = (word("nonce"), word("nc"));
        let expected = DigestAnswer {
            hash,
            user: &self.user,
            password: &self.password,
            realm: Guard::REALM,
            method,
            uri: target,
            nonce,
            nc,
            cnonce: word("cnonce"),
        };
        let is_right = word("username") == self.user
            && word("realm") == Guard::REALM
            && word("uri") == target
            && word("qop") == "auth"
            && said.get("algorithm").is_none_or(|algorithm| algorithm.eq_ignore_ascii_case(hash.name()))
            && nc.len() == 8
            && word("response") == expected.response();
        if !is_right {
            return Verdict::Wrong;
        }
        let mut nonces = self.nonces();
        let counts = nonces.get_mut(nonce);
        let is_fresh = counts.is_some_and(|counts| counts.len() < self.uses && counts.insert(nc.to_owned()));
        if is_fresh { Verdict::Admitted } else { Verdict::Stale }
    }

    fn nonces(&self) -> MutexGuard<'_, HashMap<String, HashSet<String>>> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DigestAnswer<'_> {
    /// Gives the `response` of the answer.
    pub fn response(&self) -> String {
        let DigestAnswer { hash, user, password, realm, method, uri, nonce, nc, cnonce } = self;
        let who = hash.of(&format!("{user}:{realm}:{password}"));
        let what = hash.of(&format!("{method}:{uri}"));
        hash.of(&format!("{who}:{nonce}:{nc}:{cnonce}:auth:{what}"))
    }
}

impl DigestHash {
    /// Gives its name in a challenge.
    pub const fn name(self) -> &'static str {
        match self {
            DigestHash::Md5 => "MD5",
            DigestHash::Sha256 => "SHA-256",
        }
    }

    fn of(self, text: &str) -> String {
        let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            DigestHash::Md5 => hex(&Md5::digest(text)),
            DigestHash::Sha256 => hex(&Sha256::digest(text)),
        }
    }
}

// `name=token` and `name="text"`, split at the commas outside of quotes.
fn parameters(text: &str) -> HashMap<String, String> {
    let (mut quoted, mut escaped) = (false, false);
    let pieces = text.split(|letter: char| {
        let is_end = letter == ',' && !quoted;
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        is_end
    });
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=')?;
        let value = value.trim();
        let plain = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        Some((name.trim().to_ascii_lowercase(), plain.replace("\\\"", "\"").replace("\\\\", "\\")))
    };
    pieces.filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: DigestAnswer<'static> = DigestAnswer {
        hash: DigestHash::Md5,
        user: "Mufasa",
        password: "Circle of Life",
        realm: "http-auth@example.org",
        method: "GET",
        uri: "/dir/index.html",
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        nc: "00000001",
        cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    };

    fn answering(challenge: &str, password: &str, nc: &str) -> String {
        let challenge = parameters(challenge.trim_start_matches("Digest "));
        let (nonce, cnonce) = (challenge["nonce"].as_str(), "mine");
        let realm = Guard::REALM;
        let answer = DigestAnswer { user: "pia", password, realm, uri: "/f?a=b,c", nonce, nc, cnonce, ..PUBLISHED };
        format!(
            "Digest username=\"pia\", realm=\"{realm}\", uri=\"/f?a=b,c\", nonce=\"{nonce}\", nc={nc}, qop=auth, \
             cnonce=\"{cnonce}\", response=\"{}\"",
            answer.response()
        )
    }

    #[test]
    fn the_answers_are_the_published_ones() {
        assert_eq!(PUBLISHED.response(), "8ca523f5e9506fed4657c9700eebdbec");
        let sha = DigestAnswer { hash: DigestHash::Sha256, ..PUBLISHED };
        assert_eq!(sha.response(), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    #[test]
    fn basic_lets_the_right_password_through() {
        let guard = Guard::basic("pia", "p:w");
        assert_eq!(guard.judge("GET", "/", Some("Basic cGlhOnA6dw==")), Verdict::Admitted);
        assert_eq!(guard.judge("GET", "/", Some("basic cGlhOnB3")), Verdict::Wrong);
        assert_eq!(guard.judge("GET", "/", None), Verdict::Missing);
    }

    #[test]
    fn a_nonce_is_good_for_so_many_uses_each_counted_once() {
        let guard = Guard::digest("pia", "pw", DigestHash::Md5).renewing_its_nonce_after(2);
        let challenge = guard.challenge(Verdict::Missing);
        let verdict = |answer: String| guard.judge("GET", "/f?a=b,c", Some(&answer));
        assert_eq!(verdict(answering(&challenge, "wrong", "00000001")), Verdict::Wrong);
        assert_eq!(verdict(answering(&challenge, "pw", "00000001")), Verdict::Admitted);
        assert_eq!(verdict(answering(&challenge, "pw", "00000001")), Verdict::Stale);
        assert_eq!(verdict(answering(&challenge, "pw", "00000002")), Verdict::Admitted);
        assert_eq!(verdict(answering(&challenge, "pw", "00000003")), Verdict::Stale);
        assert!(guard.challenge(Verdict::Stale).contains("stale=true"));
    }

    #[test]
    fn an_answer_for_another_target_or_another_guard_is_of_no_use() {
        let guard = Guard::digest("pia", "pw", DigestHash::Md5);
        let answer = answering(&guard.challenge(Verdict::Missing), "pw", "00000001");
        assert_eq!(guard.judge("GET", "/other", Some(&answer)), Verdict::Wrong);
        let other = Guard::digest("pia", "pw", DigestHash::Md5);
        assert_eq!(other.judge("GET", "/f?a=b,c", Some(&answer)), Verdict::Stale);
    }
}

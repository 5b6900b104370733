//! What a server asks for before it answers: `WWW-Authenticate` and `Proxy-Authenticate` (RFC 9110 section 11).
//!
//! Owns the reading of challenges and the choice among them. Refuses schemes other than Basic and Digest, and to know
//! any password. Rule kept here: where the server leaves a choice, the password is never shown to it.

mod digest;

pub use digest::{Algorithm, DigestChallenge};

/// Most challenges that are read in one answer.
const MOST: usize = 16;

/// One way to identify oneself that a server offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenge {
    /// The password itself (RFC 7617).
    Basic,
    /// A proof that one knows it (RFC 7616).
    Digest(DigestChallenge),
}

/// The challenge to answer among all lines of an answer: the strongest Digest, else Basic; `None` when there is neither.
#[must_use]
pub fn strongest(lines: &[&[u8]]) -> Option<Challenge> {
    let mut found: Vec<Challenge> = lines.iter().flat_map(|line| read(&String::from_utf8_lossy(line))).collect();
    found.sort_by_key(|challenge| match challenge {
        Challenge::Basic => None,
        Challenge::Digest(digest) => Some(digest.algorithm),
    });
    found.pop()
}

/// A scheme with its parameters, names in lower case.
struct Offer {
    scheme: String,
    parameters: Vec<(String, String)>,
}

fn read(line: &str) -> Vec<Challenge> {
    let mut offers: Vec<Offer> = Vec::new();
    for piece in pieces(line) {
        let (scheme, parameter) = split_scheme(piece);
        if let Some(scheme) = scheme {
            if offers.len() == MOST {
                break;
            }
            offers.push(Offer { scheme: scheme.to_ascii_lowercase(), parameters: Vec::new() });
        }
        if let (Some(offer), Some((name, value))) = (offers.last_mut(), parameter.split_once('=')) {
            offer.parameters.push((name.trim().to_ascii_lowercase(), unquoted(value.trim())));
        }
    }
    offers.iter().filter_map(challenge).collect()
}

fn challenge(offer: &Offer) -> Option<Challenge> {
    match offer.scheme.as_str() {
        "basic" => Some(Challenge::Basic),
        "digest" => {
            let parameter =
                |name: &str| offer.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            DigestChallenge::of(parameter).map(Challenge::Digest)
        }
        _ => None,
    }
}

/// What stands between the commas that are outside of quotes.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let split = line.split(move |letter: char| {
        let is_end = letter == ',' && !quoted;
        quoted ^= letter == '"' && !escaped;
        escaped = letter == '\\' && quoted && !escaped;
        is_end
    });
    split.map(str::trim).filter(|piece| !piece.is_empty())
}

/// A piece begins a new challenge when a word stands before its parameter, or when it is nothing but a word.
fn split_scheme(piece: &str) -> (Option<&str>, &str) {
    let end = piece.find([' ', '\t', '=']).unwrap_or(piece.len());
    let (word, rest) = piece.split_at(end);
    let rest = rest.trim_start();
    if rest.starts_with('=') { (None, piece) } else { (Some(word), rest) }
}

fn unquoted(value: &str) -> String {
    let Some(inside) = value.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest)) else {
        return value.to_owned();
    };
    let (mut text, mut escaped) = (String::with_capacity(inside.len()), false);
    for letter in inside.chars() {
        if letter == '\\' && !escaped {
            escaped = true;
        } else {
            text.push(letter);
            escaped = false;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(lines: &[&str]) -> Option<DigestChallenge> {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        match strongest(&lines)? {
            Challenge::Digest(digest) => Some(digest),
            Challenge::Basic => None,
        }
    }

    #[test]
    fn several_challenges_in_one_line_are_told_apart() {
        let line = "Negotiate, Basic realm=\"a, b\", Digest realm = \"x \\\"y\\\"\", nonce=n1, qop=\"auth-int, auth\", \
                    algorithm=SHA-256, stale=TRUE";
        let found = digest(&[line]).expect("there is a Digest");
        assert_eq!((found.realm.as_str(), found.nonce.as_str(), found.is_stale), ("x \"y\"", "n1", true));
        assert_eq!(found.algorithm, Algorithm::Sha256);
    }

    #[test]
    fn the_strongest_is_taken_and_basic_only_where_nothing_else_is_offered() {
        let md5 = "Digest realm=r, nonce=n, qop=auth";
        let sha = "Digest realm=r, nonce=n, qop=auth, algorithm=SHA-256";
        for lines in [vec![md5, sha], vec![sha, md5], vec!["Basic realm=r", md5, sha]] {
            assert_eq!(digest(&lines).map(|found| found.algorithm), Some(Algorithm::Sha256));
        }
        assert_eq!(strongest(&[b"Basic realm=r"]), Some(Challenge::Basic));
        assert_eq!(strongest(&[b"Digest realm=r, nonce=n, algorithm=WHIRL", b"Basic"]), Some(Challenge::Basic));
    }

    #[test]
    fn what_cannot_be_answered_is_no_challenge() {
        for line in
            ["", ",,", "Bearer", "Negotiate YII=", "Digest realm=r", "Digest nonce=n, realm=r, qop=auth-int", "=", "\""]
        {
            assert_eq!(strongest(&[line.as_bytes()]), None, "{line}");
        }
    }
}

//! A digest that somebody published: its algorithm and its bytes.
//!
//! Owns the spellings: what a person pastes, what a header says, what is stored. Refuses to hash: that is work for
//! whoever holds the file. Rule kept here: a [`Digest`] always has as many bytes as its algorithm makes.

pub mod sidecar;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A hash function that a download can be checked with (M098).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// MD5, 16 bytes. Finds accidents, not attacks.
    Md5,
    /// SHA-1, 20 bytes. Finds accidents, not attacks.
    Sha1,
    /// SHA-224, 28 bytes.
    Sha224,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
    /// BLAKE3, 32 bytes.
    Blake3,
}

/// An expected or computed digest; printed and stored as `sha-256=hex` in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest {
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

/// What the body of an answer with digests is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// The whole file as it is.
    Whole,
    /// Part of it.
    Part,
    /// It in a content coding.
    Coded,
}

/// Why a text is no digest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DigestError {
    /// There is no `=` between the algorithm and the value.
    #[error("a digest is written ALGORITHM=VALUE, for example sha-256=9f86…")]
    NoAlgorithm,
    /// The algorithm is not one of [`Algorithm::ALL`].
    #[error("\"{0}\" is no digest algorithm; known are md5, sha-1, sha-224, sha-256, sha-384, sha-512 and blake3")]
    UnknownAlgorithm(String),
    /// The value is neither hexadecimal nor base64, as the place demands.
    #[error("the {0} value is not written in the digits of a digest")]
    NotDigits(Algorithm),
    /// The value has another length than the algorithm makes.
    #[error("a {algorithm} digest has {expected} bytes, this one {found}", expected = algorithm.length())]
    WrongLength {
        /// The algorithm that was named.
        algorithm: Algorithm,
        /// How many bytes the value stands for.
        found: usize,
    },
}

impl Algorithm {
    /// Every algorithm, the strongest first: the order in which published digests are preferred.
    pub const ALL: [Self; 7] =
        [Self::Sha512, Self::Sha384, Self::Blake3, Self::Sha256, Self::Sha224, Self::Sha1, Self::Md5];

    /// How many bytes a digest has.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 | Self::Blake3 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The name as RFC 9530 and its registry write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha-1",
            Self::Sha224 => "sha-224",
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
            Self::Blake3 => "blake3",
        }
    }
}

impl Digest {
    /// Puts a digest together from raw bytes.
    ///
    /// # Errors
    /// [`DigestError::WrongLength`] when the algorithm makes another number of bytes.
    pub fn new(algorithm: Algorithm, bytes: impl Into<Vec<u8>>) -> Result<Self, DigestError> {
        let bytes = bytes.into();
        if bytes.len() != algorithm.length() {
            return Err(DigestError::WrongLength { algorithm, found: bytes.len() });
        }
        Ok(Self { algorithm, bytes })
    }

    /// Reads the hexadecimal value of a known algorithm, in any case and with blanks around it (M099).
    ///
    /// # Errors
    /// [`DigestError::NotDigits`] or [`DigestError::WrongLength`].
    pub fn from_hex(algorithm: Algorithm, hex: &str) -> Result<Self, DigestError> {
        Self::new(algorithm, hex_bytes(hex.trim()).ok_or(DigestError::NotDigits(algorithm))?)
    }

    /// The digests in a `Repr-Digest` or `Content-Digest` value (RFC 9530, `sha-256=:BASE64:`) or in a `Digest` value
    /// (RFC 3230, `SHA-256=BASE64`), the strongest first. Members that are not understood are left out: a server may
    /// always send more than a client knows.
    #[must_use]
    pub fn from_header(value: &str) -> Vec<Self> {
        let mut digests: Vec<Self> = value.split(',').filter_map(header_member).collect();
        digests.sort_by_key(|digest| Algorithm::ALL.iter().position(|known| *known == digest.algorithm));
        digests
    }

    /// The digests of the whole file that an answer announces, each value of a header as it came. A part speaks of the
    /// whole file only in `Repr-Digest`; what a coding makes of the others is told differently by every server.
    #[must_use]
    pub fn of_answer(repr: Option<&str>, of_content: Option<&str>, older: Option<&str>, body: Announced) -> Vec<Self> {
        let values = match body {
            Announced::Whole => [repr, of_content, older],
            Announced::Part => [repr, None, None],
            Announced::Coded => [None; 3],
        };
        let mut digests: Vec<Self> = values.into_iter().flatten().flat_map(Self::from_header).collect();
        digests.sort_by_key(|digest| Algorithm::ALL.iter().position(|known| *known == digest.algorithm));
        digests.dedup();
        digests
    }

    /// The hash function.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The value; always [`Algorithm::length`] bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The value in lower-case hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        self.bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = DigestError;

    /// Reads a name in any case, with or without its hyphen; RFC 3230 calls SHA-1 `SHA`.
    fn from_str(text: &str) -> Result<Self, DigestError> {
        match text.trim().to_ascii_lowercase().as_str() {
            "md5" | "md-5" => Ok(Self::Md5),
            "sha" | "sha1" | "sha-1" => Ok(Self::Sha1),
            "sha224" | "sha-224" => Ok(Self::Sha224),
            "sha256" | "sha-256" | "sha2-256" => Ok(Self::Sha256),
            "sha384" | "sha-384" => Ok(Self::Sha384),
            "sha512" | "sha-512" => Ok(Self::Sha512),
            "blake3" | "blake-3" => Ok(Self::Blake3),
            _ => Err(DigestError::UnknownAlgorithm(text.trim().to_owned())),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.algorithm, self.hex())
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    /// Reads `ALGORITHM=HEX`, blanks allowed around both.
    fn from_str(text: &str) -> Result<Self, DigestError> {
        let (algorithm, hex) = text.split_once('=').ok_or(DigestError::NoAlgorithm)?;
        Self::from_hex(algorithm.parse()?, hex)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

/// Base64 as both RFCs write it; a missing padding is forgiven.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// One `name=value` of a digest header. The older `Digest` header writes MD5 and SHA in base64 as well.
fn header_member(member: &str) -> Option<Digest> {
    let (name, value) = member.split_once('=')?;
    let algorithm: Algorithm = name.parse().ok()?;
    let value = value.split(';').next().unwrap_or_default().trim();
    let value = value.strip_prefix(':').and_then(|value| value.strip_suffix(':')).unwrap_or(value);
    Digest::new(algorithm, BASE64.decode(value).ok()?).ok()
}

/// The bytes that pairs of hexadecimal digits stand for; `None` when something else is in the text.
fn hex_bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs.remainder().is_empty().then(|| pairs.map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const EMPTY_SHA256_BASE64: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn case_and_blanks_of_a_pasted_digest_do_not_matter() {
        let plain: Digest = format!("sha-256={EMPTY_SHA256}").parse().expect("well formed");
        for text in [format!("SHA256=  {}  ", EMPTY_SHA256.to_uppercase()), format!(" Sha-256 ={EMPTY_SHA256}\n")] {
            assert_eq!(text.parse(), Ok(plain.clone()), "{text}");
        }
        assert_eq!(plain.to_string(), format!("sha-256={EMPTY_SHA256}"));
    }

    #[test]
    fn every_algorithm_is_read_back_from_its_own_print() {
        for algorithm in Algorithm::ALL {
            let digest = Digest::new(algorithm, vec![0xA5; algorithm.length()]).expect("the right length");
            assert_eq!(digest.to_string().parse(), Ok(digest));
        }
    }

    #[test]
    fn what_is_wrong_with_a_digest_is_said() {
        assert_eq!("abc".parse::<Digest>(), Err(DigestError::NoAlgorithm));
        assert_eq!("crc32=00".parse::<Digest>(), Err(DigestError::UnknownAlgorithm("crc32".into())));
        assert_eq!("md5=xyz".parse::<Digest>(), Err(DigestError::NotDigits(Algorithm::Md5)));
        assert_eq!("md5=abc".parse::<Digest>(), Err(DigestError::NotDigits(Algorithm::Md5)));
        assert_eq!("md5=abcd".parse::<Digest>(), Err(DigestError::WrongLength { algorithm: Algorithm::Md5, found: 2 }));
    }

    #[test]
    fn both_generations_of_digest_headers_are_read_and_strangers_are_left_out() {
        let expected: Digest = format!("sha-256={EMPTY_SHA256}").parse().expect("well formed");
        for value in [
            format!("sha-256=:{EMPTY_SHA256_BASE64}:"),
            format!("SHA-256={EMPTY_SHA256_BASE64}"),
            format!("unixsum=30637, sha-256=:{EMPTY_SHA256_BASE64}:;q=1 , sha-512=:AAAA:"),
        ] {
            assert_eq!(Digest::from_header(&value), std::slice::from_ref(&expected), "{value}");
        }
        assert_eq!(Digest::from_header("sha-256"), []);
    }

    #[test]
    fn the_strongest_of_several_published_digests_comes_first() {
        let digests = Digest::from_header(&format!("md5=1B2M2Y8AsgTpgAmY7PhCfg==, sha-256=:{EMPTY_SHA256_BASE64}:"));
        let order: Vec<Algorithm> = digests.iter().map(Digest::algorithm).collect();
        assert_eq!(order, [Algorithm::Sha256, Algorithm::Md5]);
    }

    #[test]
    fn f055_which_headers_speak_of_the_file_depends_on_the_body() {
        let content = format!("sha-256=:{EMPTY_SHA256_BASE64}:");
        let (repr, older) = ("md5=:1B2M2Y8AsgTpgAmY7PhCfg==:", "sha=2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
        let found = |body| Digest::of_answer(Some(repr), Some(&content), Some(older), body).len();
        assert_eq!((found(Announced::Whole), found(Announced::Part), found(Announced::Coded)), (3, 1, 0));
        assert_eq!(Digest::of_answer(None, Some(&content), None, Announced::Part), []);
        assert_eq!(Digest::of_answer(Some(&content), Some(&content), Some(&content), Announced::Whole).len(), 1);
    }
}

//! An address that is its own file (RFC 2397).
//!
//! Owns the reading of `data:` addresses, in base64 and in percent escapes. Refuses to be followed to: only a person or a
//! program that adds a task may give one (M093, row 61).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::task::BadTask;

/// Most bytes of such an address: it is kept with the task.
const LONGEST: usize = 32 << 20;

/// Base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a `data:` address holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataUrl {
    /// MIME type with its parameters; RFC 2397 takes plain text where none is named.
    pub mime: String,
    /// The file.
    pub content: Vec<u8>,
}

impl DataUrl {
    /// Whether an address is of this kind.
    #[must_use]
    pub fn is(url: &Url) -> bool {
        url.scheme() == "data"
    }

    /// Reads a `data:` address. Its fragment is no part of the file.
    ///
    /// # Errors
    /// [`BadTask::Url`] when it has no comma, is not in base64 though it says so, or is too long.
    pub fn parse(url: &Url) -> Result<Self, BadTask> {
        let bad = |why: &str| BadTask::Url(format!("This data: address {why}."));
        if url.as_str().len() > LONGEST {
            return Err(bad("is longer than 32 MiB"));
        }
        let mut plain = url.clone();
        plain.set_fragment(None);
        let text = plain.as_str().strip_prefix("data:").ok_or_else(|| bad("does not begin with data:"))?;
        let (head, body) = text.split_once(',').ok_or_else(|| bad("has no comma before its content"))?;
        let decoded: Vec<u8> = percent_decode_str(body).collect();
        let (mime, content) = match in_base64(head) {
            Some(mime) => {
                let digits: Vec<u8> = decoded.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
                (mime, BASE64.decode(digits).map_err(|_| bad("says base64 and is not"))?)
            }
            None => (head, decoded),
        };
        let mime = percent_decode_str(mime.trim()).decode_utf8_lossy();
        let named = !mime.is_empty() && !mime.starts_with(';');
        Ok(Self { mime: if named { mime.into_owned() } else { format!("text/plain{mime}") }, content })
    }
}

/// The type before `;base64`; `None` when the content is not in base64.
fn in_base64(head: &str) -> Option<&str> {
    let (mime, last) = head.rsplit_once(';')?;
    last.trim().eq_ignore_ascii_case("base64").then_some(mime)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<(String, Vec<u8>), BadTask> {
        let url = Url::parse(text).map_err(|error| BadTask::Url(error.to_string()))?;
        DataUrl::parse(&url).map(|data| (data.mime, data.content))
    }

    #[test]
    fn m093_both_forms_are_read() {
        for (text, mime, content) in [
            ("data:,hello%20world", "text/plain", &b"hello world"[..]),
            ("data:text/html,<p>a?b=c&d</p>", "text/html", b"<p>a?b=c&d</p>"),
            ("data:text/plain;charset=utf-8,%C3%A9", "text/plain;charset=utf-8", "é".as_bytes()),
            ("data:;charset=utf-8,a", "text/plain;charset=utf-8", b"a"),
            ("data:image/png;base64,iVBORw0KGgo=", "image/png", b"\x89PNG\r\n\x1a\n"),
            ("data:image/png;BASE64,iVBORw0KGgo", "image/png", b"\x89PNG\r\n\x1a\n"),
            ("data:application/x;v=1;base64,AP%2B%2F", "application/x;v=1", &[0x00, 0xff, 0xbf]),
            ("data:text/plain;base64,aGVs bG8", "text/plain", b"hello"),
            ("data:text/plain,a#b", "text/plain", b"a"),
            ("data:text/plain,a,b", "text/plain", b"a,b"),
            ("data:,", "text/plain", b""),
        ] {
            assert_eq!(parse(text), Ok((mime.to_owned(), content.to_vec())), "{text}");
        }
    }

    #[test]
    fn m093_what_is_wrong_is_said() {
        for text in ["data:text/plain", "data:;base64,a", "data:image/png;base64,**"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,60}") {
            let _ = parse(&format!("data:{text}"));
        }
    }
}

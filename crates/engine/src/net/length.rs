//! How long a file is and what it is called, without fetching it.
//!
//! Owns the question (M245): HEAD, and a GET of one byte where that is refused or says nothing. Refuses bodies. Rule kept
//! here: a length is one that the server said of the whole file as it is; a guess is none.

use haul_model::naming::{self, FileName};
use haul_model::options::Coding;
use haul_model::range::{AskedRange, ContentRange};
use haul_model::task::{Calling, Method};

use crate::net::answer::Answer;
use crate::net::clients::Clients;
use crate::net::fetch::{Part, Wish, fetch};
use crate::trouble::Trouble;

/// The first byte of a file.
const FIRST_BYTE: AskedRange = AskedRange { first: 0, last: Some(0) };

/// What a server said of the length of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// It has so many bytes.
    Bytes(u64),
    /// The server gives the file, and does not say.
    Unsaid,
    /// The server refuses with this status.
    Refused(u16),
}

/// What a server says of a file before it is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServersWord {
    /// How long it is.
    pub(crate) length: Length,
    /// The name it would get.
    pub(crate) name: FileName,
    /// Its MIME type, without parameters.
    pub(crate) mime: Option<String>,
    /// The validators, as the server spells them.
    pub(crate) etag: Option<String>,
    /// When it was changed, as the server spells it.
    pub(crate) modified: Option<String>,
}

impl Clients {
    /// Asks for the length of what `calling` asks for; its method and body are left out.
    pub(crate) async fn length(&self, calling: Calling<'_>) -> Result<Length, Trouble> {
        self.look(calling).await.map(|word| word.length)
    }

    /// Asks what `calling` would fetch; its method and body are left out.
    pub(crate) async fn look(&self, calling: Calling<'_>) -> Result<ServersWord, Trouble> {
        let bare = Calling { method: Method::Head, body: None, coding: Coding::AsSent, ..calling };
        let answer = fetch(self, Wish::at(calling.url, bare)).await?;
        // Some servers say 0 of whatever they have not made yet.
        if matches!(said(&answer), Length::Bytes(1..)) {
            return Ok(word(&answer));
        }
        let part = Some(Part { range: FIRST_BYTE, if_range: None });
        let calling = Calling { method: Method::Get, ..bare };
        fetch(self, Wish { part, ..Wish::at(calling.url, calling) }).await.map(|answer| word(&answer))
    }
}

fn word(answer: &Answer) -> ServersWord {
    let mime = answer.text("content-type");
    ServersWord {
        length: said(answer),
        name: naming::choose(answer.lines("content-disposition"), &answer.url, mime.as_deref()),
        mime: mime.as_deref().and_then(|mime| mime.split(';').next()).map(|mime| mime.trim().to_ascii_lowercase()),
        etag: answer.text("etag"),
        modified: answer.text("last-modified"),
    }
}

fn said(answer: &Answer) -> Length {
    let [range, length, coding] = ["content-range", "content-length", "content-encoding"].map(|name| answer.text(name));
    let is_coded = coding.is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity"));
    of_answer(answer.status(), range.as_deref(), length.as_deref().filter(|_| !is_coded))
}

fn of_answer(status: u16, range: Option<&str>, length: Option<&str>) -> Length {
    let told = match status {
        200 => length.and_then(|length| length.trim().parse().ok()),
        206 => range.and_then(ContentRange::parse).and_then(|range| range.total),
        416 => range.and_then(ContentRange::parse_unsatisfied),
        _ => None,
    };
    match told {
        Some(bytes) => Length::Bytes(bytes),
        None if matches!(status, 200..=206 | 416) => Length::Unsaid,
        None => Length::Refused(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m245_only_a_length_of_the_whole_file_is_one() {
        assert_eq!(of_answer(200, None, Some("6207471")), Length::Bytes(6_207_471));
        assert_eq!(of_answer(206, Some("bytes 0-0/6207471"), Some("1")), Length::Bytes(6_207_471));
        assert_eq!(of_answer(416, Some("bytes */0"), Some("0")), Length::Bytes(0));
        assert_eq!(of_answer(206, Some("bytes 0-0/*"), Some("1")), Length::Unsaid);
        assert_eq!(of_answer(206, None, Some("1")), Length::Unsaid);
        assert_eq!(of_answer(200, None, None), Length::Unsaid);
        assert_eq!(of_answer(200, None, Some("many")), Length::Unsaid);
        assert_eq!(of_answer(403, None, Some("9")), Length::Refused(403));
    }
}

//! How fields and files are written as a form (RFC 7578, and the HTML standard where that leaves it open).
//!
//! Owns the text of every part and the `Content-Disposition` of a file that is sent as it is. Rule kept here: names are
//! escaped, values are not: a value ends at the boundary, which nobody but chance has chosen.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::IgnoredAny;

use crate::task::{Field, FilePart};

/// What a name keeps of itself in `Content-Disposition` of a file that is sent as it is.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'(').remove(b')').remove(b'!');

/// A piece of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// This.
    Text(Vec<u8>),
    /// The file of this number, from its beginning to its end.
    File(usize),
}

/// The body of a form, in order.
#[must_use]
pub fn pieces(boundary: &str, fields: &[Field], files: &[FilePart]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(files.len() * 2 + 1);
    let mut text = String::new();
    for field in fields {
        text.push_str(&opening(boundary, &field.name, None));
        if let Some(kind) = type_of(&field.value) {
            text.push_str(&format!("Content-Type: {kind}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(&field.value);
        text.push_str("\r\n");
    }
    for (number, part) in files.iter().enumerate() {
        text.push_str(&opening(boundary, &part.field, Some(&part.name)));
        let mime = if is_mime(&part.mime) { &part.mime } else { super::mime::UNKNOWN };
        text.push_str(&format!("Content-Type: {mime}\r\n\r\n"));
        pieces.push(Piece::Text(std::mem::take(&mut text).into_bytes()));
        pieces.push(Piece::File(number));
        text.push_str("\r\n");
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    pieces.push(Piece::Text(text.into_bytes()));
    pieces
}

/// `Content-Disposition` of a file that is sent as it is (M160).
#[must_use]
pub fn disposition(name: &str) -> String {
    format!("attachment; filename=\"{}\"", utf8_percent_encode(name, PLAIN))
}

/// Whether a text can stand as a MIME type: `type/subtype`, perhaps with parameters, in visible ASCII.
#[must_use]
pub fn is_mime(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let halves = essence.split_once('/');
    halves.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
        && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

fn opening(boundary: &str, name: &str, file: Option<&str>) -> String {
    let name = escaped(name);
    let file = file.map(|file| format!("; filename=\"{}\"", escaped(file))).unwrap_or_default();
    format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n")
}

/// A name between quotes: what would end it or its line is escaped as browsers do it, and other controls with it.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '"' => text.push_str("%22"),
            '\r' => text.push_str("%0D"),
            '\n' => text.push_str("%0A"),
            control if control.is_ascii_control() => text.push_str(&format!("%{:02X}", u32::from(control))),
            plain => text.push(plain),
        }
    }
    text
}

/// The type of a value that is not plain ASCII text.
fn type_of(value: &str) -> Option<&'static str> {
    let trimmed = value.trim();
    let is_framed =
        (trimmed.starts_with('{') && trimmed.ends_with('}')) || (trimmed.starts_with('[') && trimmed.ends_with(']'));
    if is_framed && serde_json::from_str::<IgnoredAny>(trimmed).is_ok() {
        return Some("application/json; charset=utf-8");
    }
    (!value.is_ascii()).then_some("text/plain; charset=utf-8")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    const BOUNDARY: &str = "haul-0123456789abcdef0123456789abcdef";

    fn field(name: &str, value: &str) -> Field {
        Field { name: name.to_owned(), value: value.to_owned() }
    }

    fn file(field: &str, name: &str, mime: &str) -> FilePart {
        FilePart { field: field.to_owned(), path: PathBuf::from("/f"), name: name.to_owned(), mime: mime.to_owned() }
    }

    /// The body with the number of each file in angle brackets in the file's place.
    fn written(fields: &[Field], files: &[FilePart]) -> String {
        let one = |piece: Piece| match piece {
            Piece::Text(text) => String::from_utf8_lossy(&text).into_owned(),
            Piece::File(number) => format!("<{number}>"),
        };
        pieces(BOUNDARY, fields, files).into_iter().map(one).collect()
    }

    #[test]
    fn m162_fields_keep_their_order_and_say_their_type_where_it_is_not_plain_text() {
        let fields = [
            field("a", "1"),
            field("b", "{\"x\": [1]}"),
            field("a", "grüße"),
            field("c", "{no json}"),
            field("d", "[2]"),
        ];
        let body = written(&fields, &[file("file", "a.txt", "text/plain")]);
        let part = |head: &str, value: &str| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n")
        };
        let expected = [
            part("name=\"a\"", "1"),
            part("name=\"b\"\r\nContent-Type: application/json; charset=utf-8", "{\"x\": [1]}"),
            part("name=\"a\"\r\nContent-Type: text/plain; charset=utf-8", "grüße"),
            part("name=\"c\"", "{no json}"),
            part("name=\"d\"\r\nContent-Type: application/json; charset=utf-8", "[2]"),
            part("name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain", "<0>"),
            format!("--{BOUNDARY}--\r\n"),
        ];
        assert_eq!(body, expected.concat());
    }

    #[test]
    fn m160_the_name_of_a_file_that_is_sent_as_it_is_is_percent_encoded() {
        assert_eq!(disposition("a b\"\r\nX: grün.txt"), "attachment; filename=\"a%20b%22%0D%0AX%3A%20gr%C3%BCn.txt\"");
    }

    #[test]
    fn what_is_no_type_is_not_written_as_one() {
        assert!(is_mime("text/plain; charset=utf-8") && is_mime("application/vnd.x+json"));
        for wrong in ["", "text", "text/", "/plain", "text/plain\r\nX: y", "te xt/plain", "text/plain; a=\u{fc}"] {
            assert!(!is_mime(wrong), "{wrong}");
        }
    }

    /// The heads of all parts, read as a server reads them, and the values of the fields.
    fn read(body: &str) -> Vec<(Vec<String>, String)> {
        let separator = format!("--{BOUNDARY}");
        let parts = body.split(separator.as_str());
        let one = |part: &str| {
            let (head, value) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
            Some((head.split("\r\n").map(str::to_owned).collect(), value.strip_suffix("\r\n")?.to_owned()))
        };
        parts.filter_map(one).collect()
    }

    proptest! {
        #[test]
        fn f170_no_name_type_or_value_makes_a_header_or_a_part_of_its_own(
            name in "\\PC*|(\r\n|\"|; |[a-z:])*",
            called in "\\PC*|(\r\n|\"|\r|\n|\0|[a-z:])*",
            mime in "[a-z/\r\n: ]*",
            value in "(?s).*",
        ) {
            let parts = read(&written(&[field(&name, &value)], &[file(&name, &called, &mime)]));
            prop_assert_eq!(parts.len(), 2, "two parts");
            prop_assert_eq!(&parts[0].1, &value, "a value arrives as it is");
            for (head, _) in &parts {
                prop_assert!(head.len() <= 2);
                prop_assert!(head[0].starts_with("Content-Disposition: form-data; name=\""));
                prop_assert!(head.iter().skip(1).all(|line| line.starts_with("Content-Type: ")));
                let quotes = head[0].matches('"').count();
                prop_assert!(quotes == 2 || quotes == 4, "the quotes are those around names: {}", head[0]);
                prop_assert!(!head.iter().any(|line| line.chars().any(|letter| letter.is_ascii_control())));
            }
        }
    }
}

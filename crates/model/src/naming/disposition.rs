//! The name in a `Content-Disposition` header.
//!
//! Owns the reading of RFC 6266 and RFC 8187 as servers really write them; the policy and its cases are in
//! `content_disposition.json`. Refuses to clean: what comes out may be `../../etc/passwd` and belongs in the sanitiser.
//! Rule kept here: every octet is looked at once, whatever the header holds.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

/// A longer field line is not read at all.
const LONGEST_LINE: usize = 16_384;

/// The decoded name of the first field line that yields one; in NFC, not sanitised.
///
/// A valid `filename*` beats `filename`; lines are never joined by commas. `None` when no line names anything.
#[must_use]
pub fn disposition_name<'line>(lines: impl IntoIterator<Item = &'line [u8]>) -> Option<String> {
    lines.into_iter().filter(|line| line.len() <= LONGEST_LINE).find_map(name_in)
}

/// The name in one field line.
fn name_in(line: &[u8]) -> Option<String> {
    let mut plain = None;
    let mut extended = None;
    let mut rest = line;
    while !rest.is_empty() {
        let (parameter, after) = next_parameter(rest);
        rest = after;
        let Some((name, value)) = parameter else { continue };
        if extended.is_none() && name.eq_ignore_ascii_case(b"filename*") {
            extended = extended_value(&value);
        } else if plain.is_none() && name.eq_ignore_ascii_case(b"filename") {
            plain = plain_value(&value);
        }
    }
    extended.or(plain).map(|name| name.nfc().collect())
}

/// A parameter's name and its value without quotes and escapes.
type Parameter<'line> = (&'line [u8], Vec<u8>);

/// Reads up to and including the next `;` outside quotes. A segment without `=` is no parameter.
fn next_parameter(line: &[u8]) -> (Option<Parameter<'_>>, &[u8]) {
    let Some(end_of_name) = line.iter().position(|byte| matches!(byte, b'=' | b';')) else { return (None, &[]) };
    let (name, after) = (line[..end_of_name].trim_ascii(), &line[end_of_name + 1..]);
    if line[end_of_name] == b';' {
        return (None, after);
    }
    let value = after.trim_ascii_start();
    if let Some(quoted) = value.strip_prefix(b"\"") {
        let (value, after) = unquoted(quoted);
        return (Some((name, value)), after_segment(after).1);
    }
    let (token, after) = after_segment(value);
    (Some((name, token.trim_ascii_end().to_vec())), after)
}

/// What stands before the next `;` and what stands after it.
fn after_segment(line: &[u8]) -> (&[u8], &[u8]) {
    match line.iter().position(|byte| *byte == b';') {
        Some(end) => (&line[..end], &line[end + 1..]),
        None => (line, &[]),
    }
}

/// The inside of a quoted-string that has just been opened, and what follows its closing quote. A missing closing quote
/// is the end of the line; an escape with nothing behind it is dropped.
fn unquoted(line: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let mut position = 0;
    while let Some(&byte) = line.get(position) {
        position += 1;
        match byte {
            b'"' => break,
            b'\\' => {
                value.extend(line.get(position));
                position += 1;
            }
            other => value.push(other),
        }
    }
    (value, line.get(position..).unwrap_or_default())
}

/// The value of `filename`: UTF-8 or else windows-1252, with escapes decoded only where they spell non-ASCII text.
fn plain_value(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).map_or_else(|_| windows_1252(value), str::to_owned);
    let text = non_ascii_escapes_decoded(&text).unwrap_or(text);
    (!text.trim().is_empty()).then_some(text)
}

/// The text decoded, when every escape in it is complete, at least one is `%80` or above, and the result is UTF-8.
fn non_ascii_escapes_decoded(text: &str) -> Option<String> {
    let escapes = escapes(text.as_bytes())?;
    if !escapes.iter().any(|byte| *byte >= 0x80) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

/// The value of `filename*`: `charset'language'percent-encoded`, or `None` when it is none (RFC 8187).
fn extended_value(value: &[u8]) -> Option<String> {
    let value = std::str::from_utf8(value).ok().filter(|value| value.is_ascii())?;
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    escapes(encoded.as_bytes())?;
    let octets: Vec<u8> = percent_decode_str(encoded).collect();
    let name = match Charset::named(charset)? {
        Charset::Utf8 => String::from_utf8(octets).ok()?,
        Charset::Windows1252 => windows_1252(&octets),
    };
    (!name.trim().is_empty()).then_some(name)
}

/// The octets that the percent escapes of a text stand for; `None` when one of them is incomplete.
fn escapes(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |position: usize| text.get(position).and_then(|byte| char::from(*byte).to_digit(16));
    text.iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'%')
        .map(|(at, _)| u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok())
        .collect()
}

/// The character sets that `filename*` may be written in.
enum Charset {
    Utf8,
    Windows1252,
}

impl Charset {
    /// The set a label names, in any case. ISO-8859-1 is read as windows-1252, as the web does.
    fn named(label: &str) -> Option<Self> {
        match label.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "windows-1252" | "cp1252" | "us-ascii" | "ascii" => {
                Some(Self::Windows1252)
            }
            _ => None,
        }
    }
}

/// Text from windows-1252 octets; the five octets without a meaning become their C1 controls.
fn windows_1252(octets: &[u8]) -> String {
    octets
        .iter()
        .map(|&octet| match octet {
            0x80..=0x9F => WINDOWS_1252_80_9F[usize::from(octet - 0x80)],
            _ => char::from(octet),
        })
        .collect()
}

/// Where windows-1252 differs from ISO-8859-1: octets 80 to 9F.
const WINDOWS_1252_80_9F: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_names_something_counts_and_lines_are_not_joined() {
        let lines: [&[u8]; 3] = [b"attachment", b"attachment; filename=a.txt", b"attachment; filename*=UTF-8''b.txt"];
        assert_eq!(disposition_name(lines).as_deref(), Some("a.txt"));
    }

    #[test]
    fn the_windows_letters_between_the_two_halves_of_latin_1_are_known() {
        let lines: [&[u8]; 1] = [b"attachment; filename=\"\x80 \x96 \xe9\""];
        assert_eq!(disposition_name(lines).as_deref(), Some("€ – é"));
        let lines: [&[u8]; 1] = [b"attachment; filename*=ISO-8859-1''%80"];
        assert_eq!(disposition_name(lines).as_deref(), Some("€"));
    }

    #[test]
    fn an_incomplete_escape_makes_an_extended_value_invalid() {
        let lines: [&[u8]; 1] = [b"attachment; filename*=UTF-8''a%4; filename=b"];
        assert_eq!(disposition_name(lines).as_deref(), Some("b"));
    }
}

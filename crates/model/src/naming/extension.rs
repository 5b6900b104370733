//! Where a name ends and its extension begins.
//!
//! Owns the cut between stem and extension, shortening that keeps the extension, and the extension of a nameless file.
//! Rule kept here: what is shortened ends at a whole character and never grows.

use unicode_normalization::char::is_combining_mark;

use super::FileName;

/// The longest text after a dot that still counts as an extension, in bytes.
const LONGEST: usize = 32;

/// Cuts a name into stem and extension; the extension begins with its dot and may be empty.
///
/// `.tar.gz` and its kin are one extension; a leading dot begins none; text with blanks is none.
pub(super) fn split(name: &str) -> (&str, &str) {
    let Some(last) = cut(name) else { return (name, "") };
    let stem = &name[..last];
    match cut(stem) {
        Some(first) if stem[first..].eq_ignore_ascii_case(".tar") => name.split_at(first),
        Some(_) | None => name.split_at(last),
    }
}

/// The text after the last dot in lower case, as file managers look at it.
pub(super) fn last(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

/// Shortens `stem` so that `stem` + `ending` has at most [`FileName::MAX_BYTES`] bytes.
///
/// `ending` must itself leave room for a character.
pub(super) fn fit(stem: &str, ending: &str) -> String {
    let room = FileName::MAX_BYTES.saturating_sub(ending.len());
    let kept = &stem[..stem.floor_char_boundary(room)];
    if kept.len() == stem.len() {
        return format!("{stem}{ending}");
    }
    let whole = kept.trim_end_matches(|letter| is_combining_mark(letter) || letter == '\u{200D}');
    let whole = if whole.is_empty() { kept } else { whole };
    format!("{}{ending}", whole.trim_end_matches(|letter: char| letter.is_whitespace() || letter == '.'))
}

/// The name of a file nobody named: `download`, with the usual extension of its content type where there is one.
pub(super) fn fallback(content_type: Option<&str>) -> FileName {
    let essence =
        content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    let extension = BY_TYPE.iter().find(|(known, _)| *known == essence).map_or("", |(_, extension)| extension);
    FileName(format!("download{extension}"))
}

/// Content types whose extension is beyond doubt.
const BY_TYPE: &[(&str, &str)] = &[
    ("application/epub+zip", ".epub"),
    ("application/gzip", ".gz"),
    ("application/json", ".json"),
    ("application/pdf", ".pdf"),
    ("application/vnd.android.package-archive", ".apk"),
    ("application/vnd.debian.binary-package", ".deb"),
    ("application/x-7z-compressed", ".7z"),
    ("application/x-bzip2", ".bz2"),
    ("application/x-iso9660-image", ".iso"),
    ("application/x-tar", ".tar"),
    ("application/x-xz", ".xz"),
    ("application/xml", ".xml"),
    ("application/zip", ".zip"),
    ("application/zstd", ".zst"),
    ("audio/flac", ".flac"),
    ("audio/mpeg", ".mp3"),
    ("audio/ogg", ".ogg"),
    ("image/gif", ".gif"),
    ("image/jpeg", ".jpg"),
    ("image/png", ".png"),
    ("image/svg+xml", ".svg"),
    ("image/webp", ".webp"),
    ("text/css", ".css"),
    ("text/csv", ".csv"),
    ("text/html", ".html"),
    ("text/markdown", ".md"),
    ("text/plain", ".txt"),
    ("text/xml", ".xml"),
    ("video/mp4", ".mp4"),
    ("video/webm", ".webm"),
    ("video/x-matroska", ".mkv"),
];

/// Where the last extension begins, if there is one.
fn cut(name: &str) -> Option<usize> {
    let dot = name.rfind('.')?;
    let extension = &name[dot + 1..];
    let fits = (1..=LONGEST).contains(&extension.len()) && !extension.contains(char::is_whitespace);
    let stem_is_more_than_dots = name[..dot].contains(|letter| letter != '.');
    (fits && stem_is_more_than_dots).then_some(dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_short_has_no_blank_and_follows_a_stem() {
        for (name, stem, extension) in [
            ("a.txt", "a", ".txt"),
            ("a.tar.gz", "a", ".tar.gz"),
            ("A.TAR.XZ", "A", ".TAR.XZ"),
            ("a.b.gz", "a.b", ".gz"),
            ("tar.gz", "tar", ".gz"),
            (".tar.gz", ".tar", ".gz"),
            (".bashrc", ".bashrc", ""),
            ("Mr. Smith", "Mr. Smith", ""),
            ("a.", "a.", ""),
            ("a", "a", ""),
        ] {
            assert_eq!(split(name), (stem, extension), "{name}");
        }
    }
}

//! The file name an address suggests.
//!
//! Owns the reading of the last path segment. Refuses the query and the fragment: they are not names.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use url::Url;

/// The last path segment, percent-decoded once when that gives valid UTF-8 and literally otherwise; in NFC, not
/// sanitised. `None` when the path ends in `/` or the address has no segments (M078).
#[must_use]
pub fn url_name(url: &Url) -> Option<String> {
    let segment = url.path_segments()?.next_back().filter(|segment| !segment.is_empty())?;
    let decoded = percent_decode_str(segment).decode_utf8();
    Some(decoded.map_or_else(|_| segment.to_owned(), |text| text.nfc().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_segment_is_decoded_once_and_the_query_is_no_name() {
        for (address, expected) in [
            ("https://a.test/x/report%20final.pdf?name=y.txt#z", Some("report final.pdf")),
            ("https://a.test/%EC%98%88.jpg", Some("예.jpg")),
            ("https://a.test/%2541.txt", Some("%41.txt")),
            ("https://a.test/100%", Some("100%")),
            ("https://a.test/caf%E9", Some("caf%E9")),
            ("https://a.test/a%2Fb", Some("a/b")),
            ("https://a.test/x/", None),
            ("https://a.test", None),
            ("https://a.test/?f=x.txt", None),
            ("data:text/plain,hi", None),
        ] {
            let url: Url = address.parse().expect("a valid address");
            assert_eq!(url_name(&url).as_deref(), expected, "{address}");
        }
    }
}

//! Metalink files (RFC 5854, and version 3 before it).
//!
//! Owns which address of each file is taken: the one with the best rank. Refuses names, digests and sizes in it; the
//! person is shown the addresses and says what becomes of them.

use crate::wish::is_web_address;

/// Endings of such files.
const ENDINGS: [&str; 2] = ["metalink", "meta4"];

/// Whether a path says that this is one.
pub(crate) fn is_named_so(path: &std::path::Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending)))
}

/// One address for each file that the text describes; none where it is no metalink.
pub(crate) fn addresses(text: &str) -> Vec<String> {
    elements(text, "file").filter_map(|(_, file)| best(file)).collect()
}

/// The address with the best rank: the least `priority`, or the greatest `preference` of version 3.
fn best(file: &str) -> Option<String> {
    let ranked = elements(file, "url").filter_map(|(attributes, address)| {
        let address = plain(address.trim());
        let rank = number(attributes, "priority").or_else(|| number(attributes, "preference").map(|it| 100 - it));
        is_web_address(&address).then_some((rank.unwrap_or(i64::MAX), address))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, address)| address)
}

/// Attributes and content of every element of this name, in order. None of those that are read lie within their own kind.
fn elements<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once(opening.as_str())?;
            rest = after;
            // Another element may begin with the same letters.
            if !after.starts_with(|letter: char| letter == '>' || letter.is_whitespace()) {
                continue;
            }
            let (attributes, after) = after.split_once('>')?;
            let (content, after) = after.split_once(closing.as_str())?;
            rest = after;
            return Some((attributes, content));
        }
    })
}

fn number(attributes: &str, name: &str) -> Option<i64> {
    let (_, after) = attributes.split_once(&format!("{name}="))?;
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    after[1..].split(quote).next()?.trim().parse().ok()
}

/// Text as it is meant.
fn plain(text: &str) -> String {
    let inner = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    if let Some(inner) = inner {
        return inner.trim().to_owned();
    }
    // The ampersand last: what it stands before has been escaped once, not twice.
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#38;", "&"), ("&amp;", "&")];
    known.iter().fold(text.to_owned(), |text, (escaped, meant)| text.replace(escaped, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_gives_the_address_with_the_best_rank() {
        let four = r#"<?xml version="1.0"?><metalink xmlns="urn:ietf:params:xml:ns:metalink">
            <file name="a.iso"><size>7</size><url priority="2" location="de">http://slow.example/a.iso</url>
            <url location='fr' priority='1'>https://fast.example/a.iso?x=1&amp;y=2&amp;amp;</url></file>
            <file name="b"><url>ftp://no.example/b</url><url><![CDATA[http://b.example/b]]></url></file></metalink>"#;
        assert_eq!(addresses(four), ["https://fast.example/a.iso?x=1&y=2&amp;", "http://b.example/b"]);
        let three = r#"<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="a"><resources>
            <url type="http" preference="10">http://one.example/a</url>
            <url type="http" preference="90">http://two.example/a</url></resources></file></files></metalink>"#;
        assert_eq!(addresses(three), ["http://two.example/a"]);
    }

    #[test]
    fn what_is_no_metalink_gives_nothing() {
        for text in
            ["", "<file", "<file><url>http://a.example", "http://a.example/", "<file><url>file:///x</url></file>"]
        {
            assert_eq!(addresses(text), [""; 0], "{text}");
        }
    }
}

//! Links that begin with `haul:`, which any page may hold.
//!
//! Owns what they may ask: `haul:add?url=…`, as often as there are addresses. Refuses everything else, and every address
//! that is no web address. Rule kept here: such a link adds nothing by itself; the person is shown what it wants.

use percent_encoding::percent_decode_str;

use crate::wish::is_web_address;

/// Most addresses of one link.
const MOST: usize = 1000;

/// Whether this is such a link.
pub(crate) fn is_ours(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("haul:"))
}

/// The addresses that a link offers; `None` when it asks for nothing that there is.
pub(crate) fn offered(link: &str) -> Option<Vec<String>> {
    let asked = link.get(5..).filter(|_| is_ours(link))?;
    let (command, query) = asked.trim_start_matches('/').split_once('?')?;
    if !command.trim_end_matches('/').eq_ignore_ascii_case("add") {
        return None;
    }
    let query = query.split('#').next().unwrap_or_default();
    let values = query.split('&').filter_map(|pair| pair.strip_prefix("url="));
    // A plus is a plus: what makes such links writes a space as %20, and no address has one.
    let addresses = values.filter_map(|value| percent_decode_str(value).decode_utf8().ok());
    let taken = addresses.map(|address| address.trim().to_owned()).filter(|address| is_sound(address));
    let taken: Vec<String> = taken.take(MOST).collect();
    (!taken.is_empty()).then_some(taken)
}

/// One web address, and nothing that would be a line of its own beside it.
fn is_sound(address: &str) -> bool {
    is_web_address(address) && !address.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_offers_its_addresses_letter_by_letter() {
        let link = "haul:add?url=https%3A%2F%2Fa.example%2Fb%2520c%3Fsig%3Dx%252By%26n%3D1+2&url=http://b.example/z";
        let wanted = ["https://a.example/b%20c?sig=x%2By&n=1+2", "http://b.example/z"];
        assert_eq!(offered(link).unwrap_or_default(), wanted);
        for spelling in [
            "HAUL:ADD?url=http://b.example/z",
            "haul://add?url=http://b.example/z",
            "haul://add/?url=http://b.example/z#x",
        ] {
            assert_eq!(offered(spelling).unwrap_or_default(), ["http://b.example/z"], "{spelling}");
        }
    }

    #[test]
    fn f190_a_link_can_ask_for_nothing_else() {
        for link in [
            "haul:",
            "haul:add",
            "haul:add?",
            "haul:add?url=",
            "haul:quit?url=http://a.example/",
            "haul:add?url=file:///etc/passwd",
            "haul:add?url=javascript:alert(1)",
            "haul:add?url=http://a.example/%0Ahttp://b.example/",
            "haul:add?url=%ff%fe",
            "https://a.example/?url=http://b.example/",
        ] {
            assert_eq!(offered(link), None, "{link}");
        }
        let many = format!("haul:add?{}", "url=http://a.example/&".repeat(5000));
        assert_eq!(offered(&many).map(|all| all.len()), Some(MOST));
    }
}

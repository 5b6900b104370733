//! The given tables of names: what a header says, and what is safe to create.

use anyhow::Result;
use haul_model::naming::{FileName, Typed, disposition_name, sanitize};
use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::is_nfc;

use crate::{cases, id, report};

#[test]
fn every_given_content_disposition_is_read_as_the_policy_says() -> Result<()> {
    let wrong = cases("content_disposition.json")?.iter().filter_map(disposition_failure).collect();
    report(wrong)
}

#[test]
fn every_given_proposed_name_is_sanitised_as_the_reference_does() -> Result<()> {
    let wrong = cases("filename_sanitize.json")?.iter().filter_map(sanitize_failure).collect();
    report(wrong)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn whatever_comes_in_the_universal_properties_hold(proposed in nasty_text()) {
        if let Some(name) = sanitize(&proposed, Typed::ByServer) {
            prop_assert_eq!(broken_property(&name), None, "{:?} -> {:?}", proposed, name);
        }
    }

    #[test]
    fn a_name_from_any_octets_is_safe_once_sanitised(header in prop::collection::vec(any::<u8>(), 0..200)) {
        let header = [b"attachment; filename=".as_slice(), &header].concat();
        if let Some(name) = disposition_name([header.as_slice()]).and_then(|name| sanitize(&name, Typed::ByServer)) {
            prop_assert_eq!(broken_property(&name), None, "{:?} -> {:?}", header, name);
        }
    }

    #[test]
    fn counting_on_keeps_a_name_within_its_limit_and_changes_it(proposed in nasty_text()) {
        if let Some(name) = sanitize(&proposed, Typed::ByServer) {
            let next = name.next_numbered();
            prop_assert!(next.as_str().len() <= FileName::MAX_BYTES);
            prop_assert!(FileName::typed_by_user(next.as_str()).is_ok());
            prop_assert_ne!(next, name);
        }
    }
}

fn disposition_failure(case: &Value) -> Option<String> {
    let line = match case["header_hex"].as_str() {
        Some(hex) => octets(hex),
        None => case["header"].as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let found = disposition_name([line.as_slice()]);
    if found.as_deref() != case["expected"].as_str() {
        return Some(format!("{}: read {found:?}, expected {}", id(case), case["expected"]));
    }
    let saved = found.and_then(|name| sanitize(&name, Typed::ByServer)).map(String::from);
    (saved.as_deref() != case["saved_as"].as_str())
        .then(|| format!("{}: saved as {saved:?}, expected {}", id(case), case["saved_as"]))
}

/// The octets that pairs of hexadecimal digits stand for.
fn octets(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

fn sanitize_failure(case: &Value) -> Option<String> {
    let found = sanitize(case["input"].as_str().unwrap_or_default(), Typed::ByServer);
    if let Some(broken) = found.as_ref().and_then(broken_property) {
        return Some(format!("{}: {found:?} {broken}", id(case)));
    }
    let found = found.map(String::from);
    (found.as_deref() != case["reference_output"].as_str())
        .then(|| format!("{}: {found:?}, expected {}", id(case), case["reference_output"]))
}

/// The first universal property of `filename_sanitize.json` that a name breaks. Written apart from the rules under test.
fn broken_property(name: &FileName) -> Option<&'static str> {
    let text = name.as_str();
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    let before_dot = text.to_lowercase().split('.').next().unwrap_or_default().trim_end().to_owned();
    let extension = text.to_lowercase().rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default();
    let broken = [
        (text.contains(['/', '\\', '\0']) || text.contains(char::is_control), "holds a separator or a control character"),
        (text.contains(['<', '>', ':', '"', '|', '?', '*']), "holds a character Windows refuses"),
        (text.contains(|c| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')), "holds a bidi control"),
        (first == '.' || first == '-' || first.is_whitespace(), "begins with . - or a blank"),
        (last == '.' || last.is_whitespace(), "ends with . or a blank"),
        (DEVICES.contains(&before_dot.as_str()), "is a device name"),
        (!is_nfc(text), "is not in NFC"),
        (text.len() > 240, "is longer than 240 bytes"),
        (["desktop", "lnk", "url", "scf", "local"].contains(&extension.as_str()), "is launchable"),
        (sanitize(text, Typed::ByServer).as_ref() != Some(name), "changes when sanitised again"),
    ];
    broken.into_iter().find_map(|(is_broken, name)| is_broken.then_some(name))
}

const DEVICES: [&str; 26] = [
    "con", "prn", "aux", "nul", "clock$", "conin$", "conout$", "com1", "com2", "com3", "com9", "com¹", "com²", "com³",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
];

/// Any text, with what sanitisers trip over mixed in often and at lengths around the limit.
fn nasty_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-z .]{0,80}",
        prop::sample::select(
            &[
                "con", "CON", "com1", "nul", ".desktop", ".LNK", ".url", ".tar.gz", "../", "..\\", "-", "_", " ", ".",
                "\u{202e}", "\u{200d}", "\u{feff}", "e\u{301}", "\u{301}", "\u{212a}", "\u{1100}", "\u{1161}", "<",
                "\u{0}", "\u{fffe}", "\u{3164}", "é",
            ][..]
        )
        .prop_map(str::to_owned),
        (prop::sample::select(&["a", " ", "é", "\u{301}", "😀", "-"][..]), 0_usize..260)
            .prop_map(|(letter, count)| letter.repeat(count)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

//! Outside text made harmless.
//!
//! Owns the rules of `filename_sanitize.json`. Refuses to guess: text without a usable name is `None`, and the next
//! source is asked. Rule kept here: the result satisfies every universal property of that table, and sanitising it
//! again changes nothing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::FileName;
use super::extension::{fit, last, split};

/// Who proposed a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// A person wrote it: a launchable extension is their choice.
    ByUser,
    /// A header, an address or a list said so: a launchable extension is disarmed.
    ByServer,
}

/// More marks than this on one letter are not writing; the whole run is dropped.
const MOST_MARKS: usize = 8;

/// Put behind an extension that a file manager would launch.
const DISARMED: &str = ".download";

/// Turns any text into a name for a file directly inside the chosen folder, or `None` when no name is in it.
///
/// Keeps the last path segment in NFC; replaces control, markup, direction and invisible characters by `_`; drops
/// leading and trailing dots and blanks; disarms device names and, unless the user typed it, launchable extensions;
/// cuts to [`FileName::MAX_BYTES`] bytes and keeps the extension (M080).
#[must_use]
pub fn sanitize(proposed: &str, typed: Typed) -> Option<FileName> {
    let segment = proposed.rsplit(['/', '\\']).next().unwrap_or_default();
    let composed: String = segment.nfc().collect();
    let calm: String = without_mark_towers(&composed).nfc().collect();
    let replaced: String =
        calm.trim_matches(is_edge).chars().map(|letter| if is_unwanted(letter) { '_' } else { letter }).collect();
    settled(replaced, typed).map(FileName)
}

/// Extensions that a desktop or Windows runs, mounts or follows on a double click without the file being executable.
const LAUNCHABLE: &[&str] = &[
    "appref-ms",
    "desktop",
    "kdelnk",
    "library-ms",
    "lnk",
    "local",
    "scf",
    "search-ms",
    "searchconnector-ms",
    "settingcontent-ms",
    "url",
    "website",
];

/// Device names of Windows, which count with any extension.
const DEVICES: &[&str] = &["aux", "clock$", "con", "conin$", "conout$", "nul", "prn"];

/// Whole names that a Windows shell reads as settings of the folder.
const SHELL_FILES: &[&str] = &["autorun.inf", "desktop.ini", "thumbs.db"];

/// The name once neither cutting, nor disarming, nor guarding changes it any more: cutting can lay bare a launchable
/// extension or a device name. Ends, because a guard and a disarmed ending are put on once and stay.
fn settled(mut name: String, typed: Typed) -> Option<String> {
    loop {
        let short = shorten(&name);
        if !short.contains(is_telling) {
            return None;
        }
        let armed = typed == Typed::ByServer && LAUNCHABLE.contains(&last(&short).as_str());
        let next = guarded(if armed { fit(&short, DISARMED) } else { short });
        if next == name {
            return Some(name);
        }
        name = next;
    }
}

/// The text with every run of more than [`MOST_MARKS`] combining marks taken out.
fn without_mark_towers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let marks_begin = letter.len_utf8();
        let marks = &rest[marks_begin..];
        let marks = &marks[..marks.find(|mark| !is_combining_mark(mark)).unwrap_or(marks.len())];
        kept.push(letter);
        if marks.chars().count() <= MOST_MARKS {
            kept.push_str(marks);
        }
        rest = &rest[marks_begin + marks.len()..];
    }
    kept
}

/// The text with a `_` in front when it would be read as an option, a device or a settings file.
fn guarded(text: String) -> String {
    let lower = text.to_lowercase();
    let before_dot = lower.split('.').next().unwrap_or_default().trim_end();
    let is_device = DEVICES.contains(&before_dot) || is_port(before_dot);
    let needs_guard = text.starts_with('-') || is_device || SHELL_FILES.contains(&lower.as_str());
    if needs_guard { format!("_{text}") } else { text }
}

/// Whether the text is `com1` … `com9`, `lpt1` … `lpt9`, or one of their superscript spellings.
fn is_port(text: &str) -> bool {
    let number = text.strip_prefix("com").or_else(|| text.strip_prefix("lpt"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        matches!((digits.next(), digits.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
    })
}

/// The name cut to the limit; what the cut lays bare at the end goes too.
fn shorten(name: &str) -> String {
    let (stem, extension) = split(name);
    fit(stem, extension).trim_end_matches(is_edge).to_owned()
}

/// What never begins or ends a name.
fn is_edge(letter: char) -> bool {
    letter == '.' || letter.is_whitespace() || is_invisible(letter) || matches!(letter, '\u{200C}' | '\u{200D}')
}

/// What is replaced inside a name.
fn is_unwanted(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '/' | '\\' | '\u{2028}' | '\u{2029}')
        || is_invisible(letter)
        || is_noncharacter(letter)
}

/// Characters without a shape of their own: directions, fillers, tags, hyphens that hide. The two joiners are not among
/// them: they carry meaning inside a word or an emoji.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The code points that Unicode promises never to assign.
fn is_noncharacter(letter: char) -> bool {
    let code = u32::from(letter);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Whether a character says anything: a name of placeholders, blanks and joiners alone does not.
fn is_telling(letter: char) -> bool {
    !(letter == '_' || is_edge(letter) || matches!(letter, '\u{FE00}'..='\u{FE0F}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_server(text: &str) -> Option<String> {
        sanitize(text, Typed::ByServer).map(String::from)
    }

    #[test]
    fn a_user_may_name_a_launcher_and_a_server_may_not() {
        assert_eq!(sanitize("x.desktop", Typed::ByUser).map(String::from).as_deref(), Some("x.desktop"));
        assert_eq!(from_server("x.desktop").as_deref(), Some("x.desktop.download"));
    }

    #[test]
    fn a_launcher_that_cutting_lays_bare_is_still_disarmed() {
        let hidden = format!("{}.desktop.{}", "a".repeat(232), "b".repeat(40));
        assert_eq!(from_server(&hidden), Some(format!("{}.download", "a".repeat(231))));
    }

    #[test]
    fn a_device_name_that_cutting_lays_bare_is_still_guarded() {
        assert_eq!(from_server(&format!("con{}x.txt", " ".repeat(300))).as_deref(), Some("_con.txt"));
        assert_eq!(from_server(&format!("con{}x.lnk", " ".repeat(230))).as_deref(), Some("_con.download"));
        assert_eq!(from_server(&format!("_{}x", " ".repeat(300))), None);
    }

    #[test]
    fn nothing_but_placeholders_is_no_name() {
        for text in ["", "_", "???", "_ . _", "\u{200d}\u{200d}", "\u{202e}", "a/\u{feff}", "\u{fe0f}"] {
            assert_eq!(from_server(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_tower_of_marks_is_taken_down_and_ordinary_marks_stay() {
        assert_eq!(from_server(&format!("e{}.txt", "\u{301}".repeat(300))).as_deref(), Some("é.txt"));
        assert_eq!(from_server("שָׁלוֹם.txt").as_deref(), Some("שָׁלוֹם".nfc().collect::<String>() + ".txt").as_deref());
    }
}

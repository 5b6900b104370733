//! Passwords in a netrc file.
//!
//! Owns the reading of its text. Refuses to find the file and to judge its rights. Rules kept here: the host is matched
//! exactly; name and password stand in one entry or do not count; `default` is for the address the user gave, never for
//! one a server named.

use crate::login::Login;

/// Who chose the host that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// The user: the `default` entry counts.
    User,
    /// A server, by a redirect.
    Server,
}

/// The login for `host` in the text of a netrc file.
#[must_use]
pub fn login_for(text: &str, host: &str, chosen_by: ChosenBy) -> Option<Login> {
    let entries = entries(text);
    let of_host = |entry: &&Entry| entry.machine.as_deref().is_some_and(|machine| machine.eq_ignore_ascii_case(host));
    let mut exact = entries.iter().filter(of_host).peekable();
    if exact.peek().is_some() {
        return exact.find_map(Entry::login);
    }
    if chosen_by == ChosenBy::Server {
        return None;
    }
    entries.iter().filter(|entry| entry.machine.is_none()).find_map(Entry::login)
}

#[derive(Default)]
struct Entry {
    /// `None` is `default`.
    machine: Option<String>,
    name: Option<String>,
    password: Option<String>,
}

impl Entry {
    fn login(&self) -> Option<Login> {
        Some(Login { name: self.name.clone()?, password: self.password.clone()? })
    }
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = text;
    while let Some((word, after)) = next_word(rest) {
        rest = after;
        match word.as_str() {
            "default" => entries.push(Entry::default()),
            "machine" => {
                let Some((machine, after)) = next_word(rest) else { break };
                rest = after;
                entries.push(Entry { machine: Some(machine), ..Entry::default() });
            }
            "login" | "password" | "account" => {
                let Some((value, after)) = next_word(rest) else { break };
                rest = after;
                if let Some(entry) = entries.last_mut() {
                    match word.as_str() {
                        "login" => entry.name = Some(value),
                        "password" => entry.password = Some(value),
                        _ => {}
                    }
                }
            }
            // A macro ends at the first empty line.
            "macdef" => rest = rest.split_once("\n\n").map_or("", |(_, after)| after),
            other if other.starts_with('#') => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            _ => {}
        }
    }
    entries
}

/// A word and what follows it; a word in double quotes may hold spaces, and `\` in them takes the next letter as it is.
fn next_word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let Some(inside) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let (mut word, mut escaped) = (String::new(), false);
    for (at, letter) in inside.char_indices() {
        match letter {
            '"' if !escaped => return Some((word, &inside[at + 1..])),
            '\\' if !escaped => escaped = true,
            other => {
                word.push(other);
                escaped = false;
            }
        }
    }
    Some((word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# mine\nmachine a.test login anna password pearl\nmachine half.test login anna\n\
                        machine q.test\n  login \"an na\"\n  password \"pe\\\"arl\"\nmacdef x\n machine b.test login e\n\n\
                        default login guest password shell\n";

    fn found(host: &str, chosen_by: ChosenBy) -> Option<(String, String)> {
        login_for(FILE, host, chosen_by).map(|login| (login.name, login.password))
    }

    #[test]
    fn m117_a_host_is_matched_exactly() {
        assert_eq!(found("a.test", ChosenBy::Server), Some(("anna".into(), "pearl".into())));
        assert_eq!(found("A.TEST", ChosenBy::User), Some(("anna".into(), "pearl".into())));
        for other in ["b.a.test", "a.tes", "xa.test", "a.test.", "b.test"] {
            assert_eq!(found(other, ChosenBy::Server), None, "{other}");
        }
    }

    #[test]
    fn m117_the_default_entry_is_for_an_address_the_user_gave() {
        assert_eq!(found("other.test", ChosenBy::User), Some(("guest".into(), "shell".into())));
        assert_eq!(found("other.test", ChosenBy::Server), None);
    }

    #[test]
    fn m117_half_an_entry_is_none_and_is_not_filled_up_from_another() {
        assert_eq!(found("half.test", ChosenBy::User), None);
    }

    #[test]
    fn quoted_words_may_hold_spaces_and_quotes() {
        assert_eq!(found("q.test", ChosenBy::Server), Some(("an na".into(), "pe\"arl".into())));
    }

    #[test]
    fn a_cut_off_file_is_read_as_far_as_it_goes() {
        for end in 0..FILE.len() {
            let _ = login_for(&FILE[..end], "a.test", ChosenBy::User);
        }
        assert_eq!(login_for("machine a.test login x password", "a.test", ChosenBy::User), None);
        assert_eq!(login_for("machine", "a.test", ChosenBy::User), None);
    }
}

//! Rust text with everything blanked that is not code.
//!
//! Owns the little of Rust's grammar that tells comments and literals from code, and finds the unit tests of a file.
//! Rule kept here: every line keeps its number.

/// Gives `text` with comments and the insides of string and character literals replaced by blanks.
pub(super) fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (blanked, length) = not_code(rest, out.chars().next_back());
        if length == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(rest[..length].chars().map(|it| if blanked && it != '\n' { ' ' } else { it }));
            rest = &rest[length..];
        }
    }
    out
}

/// Gives the part of a file above the unit tests at its end.
pub(super) fn without_tests(text: &str) -> &str {
    let Some(start) = text.rfind("\n#[cfg(test)]\nmod ") else { return text };
    let module = &text[start + 1..];
    let ends_with_it = module.find("\n}\n").is_none_or(|end| module[end + 3..].trim().is_empty());
    if module.lines().nth(1).is_some_and(|line| line.ends_with('{')) && ends_with_it { &text[..=start] } else { text }
}

/// How many bytes at the start of `rest` are a comment or a literal, and whether they are to be blanked.
fn not_code(rest: &str, before: Option<char>) -> (bool, usize) {
    if rest.starts_with("//") {
        return (true, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (true, block_comment(rest));
    }
    let inside_a_word = before.is_some_and(|it| it.is_alphanumeric() || it == '_');
    if !inside_a_word && let Some(length) = raw_string(rest) {
        return (true, length);
    }
    if rest.starts_with('"') {
        return (true, quoted(rest));
    }
    if rest.starts_with('\'') {
        return character(rest).map_or((false, 1), |length| (true, length));
    }
    (false, 0)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest.as_bytes()[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.as_bytes()[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let start = rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr")).or_else(|| rest.strip_prefix('r'))?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let body = start[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let opening = rest.len() - body.len();
    Some(body.find(&end).map_or(rest.len(), |at| opening + at + end.len()))
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, it) in rest.char_indices().skip(1) {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let body = &rest[1..];
    let mut letters = body.char_indices();
    let (_, first) = letters.next()?;
    if first == '\\' {
        let (escaped, _) = letters.next()?;
        let after = escaped + 1;
        return body.get(after..)?.find('\'').map(|at| 1 + after + at + 1);
    }
    let (next, closing) = letters.next()?;
    (closing == '\'').then_some(1 + next + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        code_only(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        assert_eq!(squeezed("a(); // b\n/* c /* d */ e */ f(\"g \\\" h\")"), "a(); f( )");
        assert_eq!(squeezed("r#\"x \" y\"# + br\"z\" + k"), "+ + k");
    }

    #[test]
    fn a_lifetime_is_code_and_a_quote_in_quotes_is_not() {
        assert_eq!(squeezed("fn a<'x>(b: &'x str) { c('\"'); d('\\'') }"), "fn a<'x>(b: &'x str) { c( ); d( ) }");
    }

    #[test]
    fn a_name_that_ends_in_r_does_not_open_a_raw_string() {
        assert_eq!(squeezed("for\"x\" + y"), "for + y");
    }

    #[test]
    fn every_line_keeps_its_number() {
        let text = "a\n/* b\nc */\n\"d\ne\"\nf";
        assert_eq!(code_only(text).lines().count(), text.lines().count());
        assert_eq!(code_only(text).lines().last(), Some("f"));
    }

    #[test]
    fn only_tests_at_the_end_are_left_out() {
        assert_eq!(without_tests("a\n\n#[cfg(test)]\nmod tests {\n    b\n}\n"), "a\n\n");
        let in_the_middle = "a\n#[cfg(test)]\nmod tests {\n}\nfn b() {}\n";
        assert_eq!(without_tests(in_the_middle), in_the_middle);
    }
}

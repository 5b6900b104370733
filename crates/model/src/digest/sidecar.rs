//! A file that publishes digests of others, such as `SHA256SUMS` or `file.iso.sha256`.
//!
//! Owns the reading of its lines and the choice of ours. Refuses to guess: a file that does not say clearly which digest
//! is meant is an error.

use thiserror::Error;

use super::{Algorithm, Digest};

/// Why a file names no digest for a download.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SidecarError {
    /// There is no digest in it.
    #[error("it holds no digest that Haul can read")]
    NoDigest,
    /// There are digests in it, of other files.
    #[error("it names no file called {0}")]
    NotNamed(String),
    /// It has several digests of one algorithm for this file.
    #[error("it names more than one digest for {0}")]
    Ambiguous(String),
    /// The text before the digest is of no known length.
    #[error("the digests in it are of no kind that Haul knows")]
    UnknownAlgorithm,
}

struct Entry<'text> {
    digest: Digest,
    /// The file it is of, without folders; `None` for a digest that stands alone.
    name: Option<&'text str>,
}

/// Chooses the digest of a file that goes by one of `names`, the best name first, from the text of a file called
/// `called`.
///
/// Read are the lines of GNU coreutils (`HEX  name`, `HEX *name`), the BSD ones (`SHA256 (name) = HEX`), `ALGO=HEX` and a
/// digest alone. The length of a digest says its algorithm; where two have the same, the ending or name of the file does.
/// Of several algorithms the strongest is taken.
///
/// # Errors
/// [`SidecarError`] with what is missing or unclear.
pub fn choose(text: &str, called: &str, names: &[&str]) -> Result<Digest, SidecarError> {
    let hint = algorithm_of_name(called);
    let mut entries = Vec::new();
    let mut unknown = false;
    for line in text.lines().map(|line| line.trim_start_matches('\u{feff}').trim()) {
        if line.is_empty() || line.starts_with('#') || line.starts_with(';') {
            continue;
        }
        match entry(line, hint) {
            Some(Ok(entry)) => entries.push(entry),
            Some(Err(())) => unknown = true,
            None => {}
        }
    }
    if entries.is_empty() {
        return Err(if unknown { SidecarError::UnknownAlgorithm } else { SidecarError::NoDigest });
    }
    let best = names.first().copied().unwrap_or_default();
    for name in names {
        let ours: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.name == Some(*name)).collect();
        if !ours.is_empty() {
            return strongest(&ours).ok_or_else(|| SidecarError::Ambiguous((*name).to_owned()));
        }
    }
    // A digest alone belongs to the file beside it.
    let alone: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.name.is_none()).collect();
    if alone.is_empty() {
        return Err(SidecarError::NotNamed(best.to_owned()));
    }
    strongest(&alone).ok_or_else(|| SidecarError::Ambiguous(best.to_owned()))
}

/// The algorithm that the name of such a file speaks of: `x.sha256`, `SHA256SUMS`, `x.b3`.
#[must_use]
pub fn algorithm_of_name(called: &str) -> Option<Algorithm> {
    let lower = called.to_ascii_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let whole = lower.rsplit_once('.').map_or(lower.as_str(), |(stem, _)| stem);
    [ending, whole].into_iter().find_map(|word| {
        let word = word.strip_suffix("sums").or_else(|| word.strip_suffix("sum")).unwrap_or(word);
        let word = word.trim_end_matches(['-', '_']);
        if matches!(word, "b3" | "b3sum") { Some(Algorithm::Blake3) } else { word.parse().ok() }
    })
}

/// The strongest digest; `None` when one algorithm has two that differ.
fn strongest(entries: &[&Entry<'_>]) -> Option<Digest> {
    let algorithm = Algorithm::ALL
        .into_iter()
        .find(|algorithm| entries.iter().any(|entry| entry.digest.algorithm() == *algorithm))?;
    let mut digests = entries.iter().map(|entry| &entry.digest).filter(|digest| digest.algorithm() == algorithm);
    let first = digests.next()?;
    digests.all(|other| other == first).then(|| first.clone())
}

/// One line; `None` for a line that is something else, an error for a digest of an unknown algorithm.
fn entry(line: &str, hint: Option<Algorithm>) -> Option<Result<Entry<'_>, ()>> {
    bsd(line).or_else(|| gnu(line, hint)).or_else(|| tagged(line))
}

/// `SHA256 (name) = HEX`.
fn bsd(line: &str) -> Option<Result<Entry<'_>, ()>> {
    let (algorithm, rest) = line.split_once(" (").or_else(|| line.split_once('('))?;
    let (name, hex) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(")= "))?;
    let Ok(algorithm) = algorithm.parse() else { return is_hex(hex).then_some(Err(())) };
    let digest = Digest::from_hex(algorithm, hex).ok()?;
    Some(Ok(Entry { digest, name: Some(last_component(name)) }))
}

/// `HEX  name`, `HEX *name` or `HEX`.
fn gnu(line: &str, hint: Option<Algorithm>) -> Option<Result<Entry<'_>, ()>> {
    // coreutils begins a line with a backslash when the name has escapes.
    let line = line.strip_prefix('\\').unwrap_or(line);
    let (hex, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    if !is_hex(hex) {
        return None;
    }
    let name = rest.trim_start().trim_start_matches('*');
    let name = (!name.is_empty()).then(|| last_component(name));
    let Some(algorithm) = of_length(hex.len() / 2, hint) else { return Some(Err(())) };
    Digest::from_hex(algorithm, hex).ok().map(|digest| Ok(Entry { digest, name }))
}

/// `sha256=HEX` or `sha256:HEX`.
fn tagged(line: &str) -> Option<Result<Entry<'_>, ()>> {
    let (algorithm, hex) = line.split_once(['=', ':'])?;
    let digest = Digest::from_hex(algorithm.parse().ok()?, hex).ok()?;
    Some(Ok(Entry { digest, name: None }))
}

/// The algorithm whose digests have this length; of two, the one hinted at, else the SHA.
fn of_length(bytes: usize, hint: Option<Algorithm>) -> Option<Algorithm> {
    let fits = |algorithm: &Algorithm| algorithm.length() == bytes;
    hint.filter(fits)
        .or_else(|| Algorithm::ALL.into_iter().filter(|algorithm| *algorithm != Algorithm::Blake3).find(fits))
}

/// At least as many digits as the shortest digest has: a word such as `deadbeef` is no digest.
fn is_hex(text: &str) -> bool {
    text.len() >= 2 * Algorithm::Md5.length() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn last_component(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const A: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const B: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

    fn sha256(hex: &str) -> Digest {
        Digest::from_hex(Algorithm::Sha256, hex).expect("a digest of the right length")
    }

    #[test]
    fn every_usual_form_names_the_digest() {
        for text in [
            format!("{A}  file.iso\n"),
            format!("{A} *file.iso\r\n"),
            format!("{A}\tfile.iso"),
            format!("{A}  ./release/file.iso\n"),
            format!("SHA256 (file.iso) = {A}\n"),
            format!("SHA2-256(file.iso)= {A}\n{A}  file.iso"),
            format!("{A}\n"),
            format!("  {}  \n", A.to_uppercase()),
            format!("\u{feff}{A}  file.iso"),
            format!("sha256:{A}"),
            format!("SHA-256={A}"),
            format!(
                "# of today\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{B}  other.iso\n{A}  file.iso\n"
            ),
        ] {
            assert_eq!(choose(&text, "SHA256SUMS", &["file.iso"]), Ok(sha256(A)), "{text:?}");
        }
    }

    #[test]
    fn ours_is_found_by_its_better_name_among_many() {
        let text = format!("{B}  given.iso\n{A}  file.iso\n{B}  x.iso\n");
        assert_eq!(choose(&text, "SUMS", &["file.iso", "given.iso"]), Ok(sha256(A)));
        assert_eq!(choose(&text, "SUMS", &["absent.iso", "given.iso"]), Ok(sha256(B)));
    }

    #[test]
    fn what_is_missing_or_unclear_is_said() {
        let named = |name: &str| name.to_owned();
        for (text, error) in [
            (String::new(), SidecarError::NoDigest),
            ("<html>not found</html>".to_owned(), SidecarError::NoDigest),
            (format!("{A}  other.iso"), SidecarError::NotNamed(named("file.iso"))),
            (format!("{A}  file.iso\n{B}  file.iso"), SidecarError::Ambiguous(named("file.iso"))),
            (format!("{A}\n{B}\n"), SidecarError::Ambiguous(named("file.iso"))),
            ("abcdef0123456789abcdef0123456789abcdef01234567  file.iso".to_owned(), SidecarError::UnknownAlgorithm),
            (format!("WHIRLPOOL (file.iso) = {A}"), SidecarError::UnknownAlgorithm),
        ] {
            assert_eq!(choose(&text, "sums", &["file.iso"]), Err(error), "{text:?}");
        }
    }

    #[test]
    fn the_strongest_of_several_algorithms_is_taken() {
        let text = format!("MD5 (file.iso) = {MD5}\nSHA256 (file.iso) = {A}\n");
        assert_eq!(choose(&text, "CHECKSUM", &["file.iso"]), Ok(sha256(A)));
    }

    #[test]
    fn the_ending_tells_blake3_from_sha_256() {
        for (called, algorithm) in
            [("f.b3", Algorithm::Blake3), ("B3SUMS", Algorithm::Blake3), ("f", Algorithm::Sha256)]
        {
            assert_eq!(choose(A, called, &[]).map(|digest| digest.algorithm()), Ok(algorithm), "{called}");
        }
    }

    #[test]
    fn the_name_of_such_a_file_tells_its_algorithm() {
        for (called, algorithm) in [
            ("file.iso.sha256", Some(Algorithm::Sha256)),
            ("file.iso.SHA512", Some(Algorithm::Sha512)),
            ("SHA256SUMS", Some(Algorithm::Sha256)),
            ("sha1sum.txt", Some(Algorithm::Sha1)),
            ("md5sums", Some(Algorithm::Md5)),
            ("x.md5sum", Some(Algorithm::Md5)),
            ("x.b3", Some(Algorithm::Blake3)),
            ("CHECKSUMS", None),
            ("file.txt", None),
        ] {
            assert_eq!(algorithm_of_name(called), algorithm, "{called}");
        }
    }

    proptest! {
        #[test]
        fn no_text_of_a_server_is_a_panic(text in "\\PC*", called in "\\PC{0,12}") {
            let _ = choose(&text, &called, &["file.iso"]);
        }

        #[test]
        fn no_line_of_almost_the_right_form_is_a_panic(text in "[A-F0-9 *()=:\\\\/\n\t]{0,200}") {
            let _ = choose(&text, "x.sha256", &["file.iso"]);
        }
    }
}

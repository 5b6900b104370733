//! How outside text becomes a file name.
//!
//! Owns [`FileName`] and every way to get one: from `Content-Disposition`, from an address, from what a person typed,
//! and by numbering a taken name. Refuses folders and the file system: whether a name is taken is somebody else's
//! question. Rule kept here: a [`FileName`] is one path component of at most [`FileName::MAX_BYTES`] bytes, and text
//! that was not typed by the user has passed [`sanitize`].

mod disposition;
mod extension;
mod numbering;
mod sanitize;
mod url_name;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

pub use disposition::disposition_name;
pub use sanitize::{Typed, sanitize};
pub use url_name::url_name;

/// A name for a file directly inside the chosen folder: one path component, never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

/// Why a text cannot be a file name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("a file name is missing")]
    Empty,
    /// A path was given where a name belongs.
    #[error("\"{0}\" is not a file name: it holds a / or \\; give the folder by itself")]
    Separator(String),
    /// A NUL, which no file system takes.
    #[error("the file name holds a NUL character")]
    Nul,
    /// `.` or `..`.
    #[error("\"{0}\" names a folder, not a file")]
    Folder(String),
    /// Longer than a file system takes once a number and the part file's ending are added.
    #[error("the file name has {bytes} bytes; at most {} are possible", FileName::MAX_BYTES)]
    TooLong {
        /// The length of the refused name in bytes of UTF-8.
        bytes: usize,
    },
}

impl FileName {
    /// The most bytes a name may have: ` (99)` and the part file's ending still fit in the 255 of the usual file systems.
    pub const MAX_BYTES: usize = 240;

    /// Takes a name exactly as a person or a calling program gave it (M006).
    ///
    /// # Errors
    /// [`NameError`] when it is empty, `.`, `..`, longer than [`FileName::MAX_BYTES`], or holds `/`, `\` or NUL.
    pub fn typed_by_user(text: &str) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.contains(['/', '\\']) {
            return Err(NameError::Separator(text.to_owned()));
        }
        if text.contains('\0') {
            return Err(NameError::Nul);
        }
        if text == "." || text == ".." {
            return Err(NameError::Folder(text.to_owned()));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(NameError::TooLong { bytes: text.len() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name to try when this one is taken: `a.tar.gz`, `a (1).tar.gz`, `a (2).tar.gz` … (M076).
    ///
    /// A number that is already there is counted on; the stem is cut where needed to stay within the limit.
    #[must_use]
    pub fn next_numbered(&self) -> Self {
        Self(numbering::next(&self.0))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a download by the best source there is (M079): `filename*`, `filename`, the last segment of the final address,
/// and at last `download` with an extension that follows from the content type.
///
/// `disposition` holds the `Content-Disposition` field lines as they came; `final_url` is the address that answered;
/// `content_type` the `Content-Type` value, if there is one.
#[must_use]
pub fn choose<'line>(
    disposition: impl IntoIterator<Item = &'line [u8]>,
    final_url: &Url,
    content_type: Option<&str>,
) -> FileName {
    disposition_name(disposition)
        .and_then(|name| sanitize(&name, Typed::ByServer))
        .or_else(|| url_name(final_url).and_then(|name| sanitize(&name, Typed::ByServer)))
        .unwrap_or_else(|| extension::fallback(content_type))
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl AsRef<str> for FileName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl AsRef<std::path::Path> for FileName {
    fn as_ref(&self) -> &std::path::Path {
        self.0.as_ref()
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

impl TryFrom<String> for FileName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::typed_by_user(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Url {
        address.parse().expect("the addresses of these tests are written out and valid")
    }

    #[test]
    fn the_header_beats_the_address_and_the_address_beats_the_fallback() {
        let url = at("https://a.test/x/page.bin?name=other.txt");
        assert_eq!(choose([&b"attachment; filename=a.txt; filename*=UTF-8''b.txt"[..]], &url, None).as_str(), "b.txt");
        assert_eq!(choose([&b"attachment; filename=a.txt"[..]], &url, None).as_str(), "a.txt");
        assert_eq!(choose([&b"attachment; filename=\"..\""[..]], &url, None).as_str(), "page.bin");
        assert_eq!(choose([], &at("https://a.test/x/"), None).as_str(), "download");
        assert_eq!(choose([], &at("https://a.test/"), Some("application/zip; v=1")).as_str(), "download.zip");
    }

    #[test]
    fn a_name_from_a_header_never_leaves_the_folder() {
        for header in ["filename=\"../../x\"", "filename=\"/etc/x\"", "filename*=UTF-8''..%2f..%5cx"] {
            assert_eq!(choose([header.as_bytes()], &at("https://a.test/u"), None).as_str(), "x", "{header}");
        }
    }

    #[test]
    fn a_typed_name_is_taken_as_it_is_or_refused_by_name() {
        assert_eq!(FileName::typed_by_user(".bashrc").map(String::from), Ok(".bashrc".to_owned()));
        assert_eq!(FileName::typed_by_user(""), Err(NameError::Empty));
        assert_eq!(FileName::typed_by_user("a/b"), Err(NameError::Separator("a/b".into())));
        assert_eq!(FileName::typed_by_user("a\\b"), Err(NameError::Separator("a\\b".into())));
        assert_eq!(FileName::typed_by_user("a\0b"), Err(NameError::Nul));
        assert_eq!(FileName::typed_by_user(".."), Err(NameError::Folder("..".into())));
        assert_eq!(FileName::typed_by_user(&"x".repeat(241)), Err(NameError::TooLong { bytes: 241 }));
        assert!(FileName::typed_by_user(&"x".repeat(240)).is_ok());
    }

    #[test]
    fn a_stored_name_is_checked_when_it_is_read_back() {
        let stored: Result<FileName, _> = serde_json::from_str("\"../x\"");
        assert!(stored.is_err());
        let name: FileName = serde_json::from_str("\"x.txt\"").expect("a plain name");
        assert_eq!(serde_json::to_string(&name).expect("a string"), "\"x.txt\"");
    }
}

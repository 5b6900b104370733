//! The user's netrc file.
//!
//! Owns finding an entry in it. Refuses a file that others can read, as it refuses to guess. Rule kept here: a password
//! that could be read by others is not used, and the user hears why.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use haul_model::login::Login;
use haul_model::netrc::{ChosenBy, login_for};

use crate::transfer::blocking;

/// Longest file, in bytes.
const LONGEST: u64 = 1 << 20;

/// The login for a host; the error is a sentence for people.
pub(super) async fn look_up(path: PathBuf, host: String, chosen_by: ChosenBy) -> Result<Option<Login>, String> {
    let found =
        blocking(move || read(&path).map(|text| text.and_then(|text| login_for(&text, &host, chosen_by)))).await;
    found.map_err(|trouble| trouble.message)?
}

fn read(path: &Path) -> Result<Option<String>, String> {
    let shown = path.display();
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{shown} cannot be read: {error}.")),
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(format!("{shown} was not used, because others may read it. Run chmod 600 on it."));
    }
    if metadata.len() > LONGEST {
        return Err(format!("{shown} was not used, because it is longer than a netrc file is."));
    }
    std::fs::read_to_string(path).map(Some).map_err(|error| format!("{shown} cannot be read: {error}."))
}

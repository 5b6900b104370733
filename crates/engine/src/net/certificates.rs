//! Certificates from files: the user's own, and those of authorities to trust.
//!
//! Owns the reading. Rule kept here: a file that was named and cannot be used ends the attempt, in words that name it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use haul_model::fault::Category;
use reqwest::{Certificate, Identity};

use crate::transfer::blocking;
use crate::trouble::Trouble;

/// Endings of the files in a folder of certificates.
const ENDINGS: &[&str] = &["pem", "crt", "cer"];

/// The certificate and key in a PEM file.
pub(super) async fn identity(path: &Path) -> Result<Identity, Trouble> {
    let unusable = |why: String| {
        let message = format!(
            "The certificate {} cannot be used: {why}. It has to be a PEM file with certificate and key.",
            path.display()
        );
        Trouble::new(Category::Policy, message)
    };
    let named = path.to_owned();
    let pem = blocking(move || std::fs::read(named)).await?.map_err(|error| unusable(error.to_string()))?;
    Identity::from_pem(&pem).map_err(|_| unusable("it holds no certificate or no key".to_owned()))
}

/// The certificates in a PEM file, or in all of a folder.
pub(super) async fn authorities(path: &Path) -> Result<Vec<Certificate>, Trouble> {
    let unusable = |why: String| {
        let message = format!(
            "The extra certificates in {} cannot be used: {why}. Correct the setting extra_certificates.",
            path.display()
        );
        Trouble::new(Category::Policy, message)
    };
    let named = path.to_owned();
    let files = blocking(move || read_all(&named)).await?.map_err(|error| unusable(error.to_string()))?;
    let mut found = Vec::new();
    for (file, pem) in files {
        let certificates = Certificate::from_pem_bundle(&pem).ok().filter(|certificates| !certificates.is_empty());
        found.extend(certificates.ok_or_else(|| unusable(format!("{} holds no certificate", file.display())))?);
    }
    Ok(found)
}

/// When a file was changed last, as far as it says.
pub(super) async fn changed(path: PathBuf) -> (PathBuf, Option<SystemTime>) {
    let asked = path.clone();
    let changed = blocking(move || std::fs::metadata(asked).and_then(|metadata| metadata.modified())).await;
    (path, changed.ok().and_then(Result::ok))
}

fn read_all(path: &Path) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    if !path.is_dir() {
        return Ok(vec![(path.to_owned(), std::fs::read(path)?)]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let file = entry?.path();
        let is_meant =
            file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending));
        if is_meant {
            files.push((file.clone(), std::fs::read(file)?));
        }
    }
    Ok(files)
}

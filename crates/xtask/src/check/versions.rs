//! Versions below which something of others is known to be unsafe.
//!
//! Owns the list (row 206 of the fault matrix). Refuses to forbid a package: one that is not there breaks no rule.
//! Rule kept here: every copy in the lock file counts, whoever asks for it.

use cargo_metadata::Metadata;
use cargo_metadata::semver::Version;

use super::Finding;

/// The oldest version of each that may be in the lock file.
static LEAST: [(&str, Version); 3] =
    [("tauri", Version::new(2, 11, 1)), ("tar", Version::new(0, 4, 45)), ("h2", Version::new(0, 4, 16))];

/// Those in the lock file, whose text is `lock`, that are older.
pub(super) fn unsafe_ones(metadata: &Metadata, lock: &str) -> Vec<Finding> {
    let packages = metadata.packages.iter().map(|package| (package.name.as_str(), &package.version));
    too_old(packages, lock)
}

fn too_old<'a>(packages: impl Iterator<Item = (&'a str, &'a Version)>, lock: &str) -> Vec<Finding> {
    let breach = |(name, version): (&str, &Version)| {
        let (_, least) = LEAST.iter().find(|(known, least)| *known == name && version < least)?;
        Some(Finding {
            file: "Cargo.lock".to_owned(),
            line: line_in(lock, name, version),
            advice: format!("{name} {version} has known holes: `cargo update -p {name}` to {least} or newer"),
        })
    };
    packages.filter_map(breach).collect()
}

/// Where a package of this version begins in the lock file.
fn line_in(lock: &str, name: &str, version: &Version) -> usize {
    let (name, version) = (format!("name = \"{name}\""), format!("version = \"{version}\""));
    let pairs = lock.lines().zip(lock.lines().skip(1));
    pairs.enumerate().find(|(_, pair)| *pair == (&name, &version)).map_or(1, |(index, _)| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f206_every_copy_below_the_least_version_is_told() {
        let (old, older, new) = (Version::new(0, 4, 15), Version::new(0, 3, 99), Version::new(0, 4, 16));
        let packages = [("h2", &old), ("h2", &older), ("h2", &new), ("other", &older)];
        let lock = "name = \"h2\"\nversion = \"0.4.15\"\n\nname = \"h2\"\nversion = \"0.3.99\"\n";
        let findings = too_old(packages.into_iter(), lock);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1, 4]);
        assert!(findings[0].advice.contains("h2 0.4.15") && findings[0].advice.contains("0.4.16"), "{findings:?}");
    }
}

//! Who may depend on whom.
//!
//! Owns the arrows between the packages of the workspace, and which of them may use the libraries that mean a layer.
//! Rule kept here: a package that is not in the table is a breach, so that nobody adds one without giving it a place.

use std::fs;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata};

use super::Finding;
use crate::shell;

/// A package and all it may use of this workspace.
const ARROWS: &[(&str, &[&str])] = &[
    ("haul-model", &[]),
    ("haul-store", &["haul-model"]),
    ("haul-vault", &["haul-model"]),
    ("haul-engine", &["haul-model", "haul-store", "haul-vault"]),
    ("haul-api", &["haul-model"]),
    ("haul-host", &["haul-model", "haul-store", "haul-vault", "haul-engine", "haul-api", "haul-words"]),
    ("haul-words", &[]),
    ("haul-notices", &["haul-api", "haul-words"]),
    ("haul", &["haul-api", "haul-host", "haul-notices"]),
    ("haul-desktop", &["haul-api", "haul-host", "haul-notices", "haul-words"]),
    ("haul-testkit", &[]),
    ("xtask", &[]),
];

/// What tests may use on top of the arrows.
const FOR_TESTS: &[&str] = &["haul-testkit"];

/// Libraries that mean a layer, and the only packages that may use them.
const OWNED: &[(&[&str], &[&str])] = &[
    (&["rusqlite"], &["haul-store"]),
    (&["reqwest", "hyper"], &["haul-engine"]),
    (&["tauri", "tray-icon"], &["haul-desktop"]),
    (&["cargo_metadata"], &["xtask"]),
];

/// What the package of the pure rules must never see.
const IMPURE: &[&str] =
    &["tokio", "tokio-util", "rustix", "libc", "dirs", "fd-lock", "open", "tempfile", "zbus", "rand"];

/// A package of the workspace with what it declares to use.
pub(super) struct Member {
    name: String,
    manifest: String,
    text: String,
    uses: Vec<Use>,
}

struct Use {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Product,
    Tests,
}

/// The packages of this workspace.
pub(super) fn members(metadata: &Metadata) -> Result<Vec<Member>> {
    let packages = metadata.workspace_packages();
    packages
        .iter()
        .map(|package| {
            let manifest = package.manifest_path.strip_prefix(shell::root())?.to_string();
            let text = fs::read_to_string(&package.manifest_path).with_context(|| format!("cannot read {manifest}"))?;
            let uses = package.dependencies.iter().map(|dependency| Use {
                name: dependency.name.clone(),
                kind: if dependency.kind == DependencyKind::Development { Kind::Tests } else { Kind::Product },
            });
            Ok(Member { name: package.name.to_string(), manifest, text, uses: uses.collect() })
        })
        .collect()
}

/// Every arrow that the table does not hold.
pub(super) fn breaches(members: &[Member]) -> Vec<Finding> {
    members.iter().flat_map(breaches_of).collect()
}

fn breaches_of(member: &Member) -> Vec<Finding> {
    let Some((_, arrows)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
        return vec![member.finding(&member.name, "this package has no place in the table of layers: give it one")];
    };
    let mut findings = Vec::new();
    for used in &member.uses {
        let of_workspace = ARROWS.iter().any(|(name, _)| *name == used.name);
        let for_tests = used.kind == Kind::Tests && FOR_TESTS.contains(&used.name.as_str());
        if of_workspace && !arrows.contains(&used.name.as_str()) && !for_tests {
            let advice = format!("{} may not use {}: speak through {}", member.name, used.name, spoken(arrows));
            findings.push(member.finding(&used.name, &advice));
        }
        for (libraries, owners) in OWNED {
            if libraries.contains(&used.name.as_str()) && !owners.contains(&member.name.as_str()) {
                let advice = format!("{} belongs to {} alone: ask that package", used.name, owners.join(", "));
                findings.push(member.finding(&used.name, &advice));
            }
        }
        if member.name == "haul-model" && used.kind == Kind::Product && IMPURE.contains(&used.name.as_str()) {
            findings.push(member.finding(&used.name, "the model is pure: take the value as an argument instead"));
        }
    }
    findings
}

fn spoken(arrows: &[&str]) -> String {
    if arrows.is_empty() { "nothing of this workspace".to_owned() } else { arrows.join(", ") }
}

impl Member {
    fn finding(&self, name: &str, advice: &str) -> Finding {
        Finding { file: self.manifest.clone(), line: line_of(&self.text, name), advice: advice.to_owned() }
    }
}

/// The line where a package declares to use `name`, or its first: the shared versions of a workspace declare no use.
pub(super) fn line_of(manifest: &str, name: &str) -> usize {
    let mut uses = false;
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            uses = line.ends_with("dependencies]") && line != "[workspace.dependencies]";
        } else if uses && line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '='])) {
            return index + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, uses: &[(&str, Kind)]) -> Member {
        let declared: String = uses.iter().map(|(name, _)| format!("{name}.workspace = true\n")).collect();
        Member {
            name: name.to_owned(),
            manifest: "crates/it/Cargo.toml".to_owned(),
            text: format!("[dependencies]\n{declared}"),
            uses: uses.iter().map(|(name, kind)| Use { name: (*name).to_owned(), kind: *kind }).collect(),
        }
    }

    fn lines_told(member: Member) -> Vec<usize> {
        breaches(&[member]).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_surface_may_not_see_the_engine() {
        let shell = member("haul-desktop", &[("haul-api", Kind::Product), ("haul-engine", Kind::Product)]);
        assert_eq!(lines_told(shell), [3]);
    }

    #[test]
    fn a_surface_may_not_see_the_engine_in_its_tests_either() {
        assert_eq!(lines_told(member("haul", &[("haul-engine", Kind::Tests)])), [2]);
        assert_eq!(lines_told(member("haul", &[("haul-testkit", Kind::Tests)])), [0; 0]);
    }

    #[test]
    fn the_product_may_not_use_the_test_doubles() {
        assert_eq!(lines_told(member("haul-engine", &[("haul-testkit", Kind::Product)])), [2]);
    }

    #[test]
    fn the_model_may_not_see_a_runtime() {
        assert_eq!(lines_told(member("haul-model", &[("serde", Kind::Product), ("tokio", Kind::Product)])), [3]);
    }

    #[test]
    fn only_the_store_speaks_sql_and_only_the_engine_speaks_http() {
        assert_eq!(lines_told(member("haul-host", &[("rusqlite", Kind::Product)])), [2]);
        assert_eq!(lines_told(member("haul-testkit", &[("reqwest", Kind::Product)])), [2]);
        assert_eq!(lines_told(member("haul-store", &[("rusqlite", Kind::Product)])), [0; 0]);
    }

    #[test]
    fn a_package_without_a_place_is_told() {
        assert_eq!(lines_told(member("haul-misc", &[])), [1]);
    }

    #[test]
    fn a_shared_version_is_not_where_a_package_uses_it() {
        let manifest = "[workspace.dependencies]\nurl = \"2\"\n\n[dev-dependencies]\nurl.workspace = true\n";
        assert_eq!(line_of(manifest, "url"), 5);
    }

    #[test]
    fn a_name_is_not_found_in_a_longer_one() {
        assert_eq!(line_of("[dependencies]\ntokio-util = \"1\"\ntokio.workspace = true\n", "tokio"), 3);
    }
}

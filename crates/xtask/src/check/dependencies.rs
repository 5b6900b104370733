//! Dependencies that nobody uses.
//!
//! Owns the question whether a declared package occurs in the sources that may use it.
//! Rule kept here: a dependency of the product must occur outside tests, or it is one of the tests.

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, Package, TargetKind};

use super::Finding;
use super::code::{code_only, without_tests};
use super::layers::line_of;
use super::tree::Source;
use crate::shell;

/// A declared dependency and all the code that may use it.
pub(super) struct Declared {
    manifest: String,
    line: usize,
    /// As the manifest has it.
    package: String,
    /// As the code has it.
    library: String,
    code: String,
}

/// Every dependency that every package of the workspace declares.
pub(super) fn uses(metadata: &Metadata, tree: &[Source]) -> Result<Vec<Declared>> {
    let resolve = metadata.resolve.as_ref().context("cargo metadata resolved nothing")?;
    let mut declared = Vec::new();
    for package in metadata.workspace_packages() {
        let node = resolve.nodes.iter().find(|node| node.id == package.id).context("a member is not resolved")?;
        let manifest = package.manifest_path.strip_prefix(shell::root())?.to_string();
        let manifest_text = std::fs::read_to_string(&package.manifest_path)?;
        let code = CodeOf::read(package, tree)?;
        for dependency in &node.deps {
            let name = metadata[&dependency.pkg].name.to_string();
            declared.extend(dependency.dep_kinds.iter().map(|kind| Declared {
                manifest: manifest.clone(),
                line: line_of(&manifest_text, &name),
                package: name.clone(),
                library: dependency.name.clone(),
                code: code.of(kind.kind).to_owned(),
            }));
        }
    }
    Ok(declared)
}

/// Those that do not occur.
pub(super) fn dead(declared: &[Declared]) -> Vec<Finding> {
    let unused = declared.iter().filter(|it| !occurs(&it.library, &it.code));
    unused
        .map(|it| Finding {
            file: it.manifest.clone(),
            line: it.line,
            advice: format!(
                "nothing uses {}: take it out, or, if it is there for its features alone, say so with `use {} as _;`",
                it.package, it.library
            ),
        })
        .collect()
}

/// The code of one package, by who may use what in it.
struct CodeOf {
    product: String,
    tests: String,
    build: String,
}

impl CodeOf {
    fn read(package: &Package, tree: &[Source]) -> Result<Self> {
        let mut code = Self { product: String::new(), tests: String::new(), build: String::new() };
        let mut places = Vec::new();
        for target in &package.targets {
            let file = target.src_path.strip_prefix(shell::root())?;
            let folder = format!("{}/", file.parent().context("a target lies in no folder")?);
            if target.kind.contains(&TargetKind::CustomBuild) {
                code.build
                    .extend(tree.iter().filter(|source| source.path == file).map(|source| code_only(&source.text)));
            } else if !places.contains(&folder) {
                let product = target
                    .kind
                    .iter()
                    .any(|kind| !matches!(kind, TargetKind::Test | TargetKind::Example | TargetKind::Bench));
                for source in tree.iter().filter(|source| source.path.starts_with(&folder)) {
                    let all = code_only(&source.text);
                    if product {
                        code.product.push_str(&code_only(without_tests(&source.text)));
                    }
                    code.tests.push_str(&all);
                }
                places.push(folder);
            }
        }
        Ok(code)
    }

    fn of(&self, kind: DependencyKind) -> &str {
        if kind == DependencyKind::Development {
            &self.tests
        } else if kind == DependencyKind::Build {
            &self.build
        } else {
            &self.product
        }
    }
}

/// Whether code names a library: at the head of a path, or in a `use` of its own.
fn occurs(library: &str, code: &str) -> bool {
    let continues = |it: char| it.is_alphanumeric() || it == '_';
    code.match_indices(library).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + library.len()..]);
        if before.ends_with(continues) || after.starts_with(continues) {
            return false;
        }
        let at_the_head = !before.ends_with("::") || before.ends_with(" ::");
        let before = before.trim_end();
        at_the_head && after.starts_with("::") || before.ends_with("use") || before.ends_with("extern crate")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_that_no_code_names_is_told_with_its_line() {
        let declared = |code: &str| Declared {
            manifest: "crates/it/Cargo.toml".to_owned(),
            line: 7,
            package: "md-5".to_owned(),
            library: "md5".to_owned(),
            code: code.to_owned(),
        };
        assert!(dead(&[declared("use md5::Md5;")]).is_empty());
        let findings = dead(&[declared("fn a() {}")]);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn a_variable_or_a_module_of_the_same_name_is_no_use() {
        assert!(!occurs("url", "let url = task.url; self.url.len(); crate::url::parse()"));
        assert!(!occurs("open", "reopen::it()"));
    }

    #[test]
    fn a_path_a_use_and_a_silent_use_count() {
        assert!(occurs("url", "fn a(b: url::Url) {}"));
        assert!(occurs("url", "use url::Url;"));
        assert!(occurs("tray_icon", "use tray_icon as _;"));
        assert!(occurs("url", "fn a(b: &url::Url, c: ::url::Url) {}"));
    }
}

//! What the shell grants the page, read from the files that grant it (rows 195, 198, 201 and 203 of the fault matrix).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::own;

fn read(file: &str) -> Result<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
    serde_json::from_str(&text).with_context(|| format!("{file} is no JSON"))
}

fn words(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn the_page_can_load_nothing_from_elsewhere() -> Result<()> {
    let csp = read("tauri.conf.json")?["app"]["security"]["csp"].clone();
    let csp = csp.as_object().context("there is no content security policy")?;
    for (directive, wanted) in [
        ("default-src", "'self'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("connect-src", "ipc: http://ipc.localhost"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("frame-src", "'none'"),
        ("form-action", "'none'"),
    ] {
        assert_eq!(csp.get(directive).and_then(Value::as_str), Some(wanted), "{directive}");
    }
    for (directive, sources) in csp {
        for source in sources.as_str().context("a source list is no text")?.split(' ') {
            let harmless = ["'self'", "'none'", "ipc:", "http://ipc.localhost"].contains(&source);
            assert!(harmless, "{directive} lets in {source}");
        }
    }
    Ok(())
}

#[test]
fn the_page_has_neither_globals_nor_files_nor_tools() -> Result<()> {
    let config = read("tauri.conf.json")?;
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], Value::Bool(false));
    assert_eq!(app["security"]["assetProtocol"]["enable"], Value::Bool(false));
    assert_eq!(app["windows"], Value::Array(Vec::new()), "the window is made by the program");
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))?;
    assert!(!manifest.contains("devtools"), "a release has no inspector");
    assert!(config["build"].get("devUrl").is_none(), "no server is asked for the page");
    Ok(())
}

#[test]
fn one_capability_grants_the_table_of_calls_and_the_own_commands_to_one_window() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(fs::read_dir(folder)?.count(), 1, "one file grants everything");
    let capability = read("capabilities/main.json")?;
    assert_eq!(words(&capability["windows"]), BTreeSet::from(["main".to_owned()]));
    assert!(capability.get("remote").is_none() && capability.get("webviews").is_none());
    let ours = haul_api::calls::NAMES.iter().chain(own::COMMANDS);
    let mut wanted: BTreeSet<String> = ours.map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    wanted.extend(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()]);
    assert_eq!(words(&capability["permissions"]), wanted);
    Ok(())
}

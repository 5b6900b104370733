//! Tells Tauri which commands the page may be given.
//!
//! Rule kept here: the list is the table of calls and the shell's own commands; a command outside it cannot be reached.

use std::path::Path;

#[path = "src/own.rs"]
mod own;

fn main() {
    println!("cargo::rerun-if-changed=capabilities");
    println!("cargo::rerun-if-changed=../ui/dist");
    if !Path::new("../ui/dist/index.html").exists() {
        println!(
            "cargo::error=The page is not built yet. `cargo xtask run` builds it; so does `npm run build` in ui/."
        );
        return;
    }
    let commands: Vec<&'static str> = haul_api::calls::NAMES.iter().chain(own::COMMANDS).copied().collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    if let Err(problem) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={problem:#}");
    }
}

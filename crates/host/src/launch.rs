//! What a file could do when it is opened.
//!
//! Owns the list of kinds that run, install or act, and the look at a file. Refuses to open: surfaces ask first, each in
//! its own way (row 151). Rule kept here: a file is judged by its name, its rights and its first bytes, and one sign is
//! enough.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Endings of files that a desktop may run, install or let act.
const LAUNCHABLE: &[&str] = &[
    "desktop",
    "sh",
    "bash",
    "zsh",
    "fish",
    "csh",
    "ksh",
    "exe",
    "com",
    "bat",
    "cmd",
    "msi",
    "ps1",
    "vbs",
    "vbe",
    "js",
    "jse",
    "wsf",
    "wsh",
    "scr",
    "pif",
    "lnk",
    "hta",
    "cpl",
    "reg",
    "jar",
    "jnlp",
    "appimage",
    "deb",
    "rpm",
    "flatpak",
    "flatpakref",
    "flatpakrepo",
    "snap",
    "apk",
    "run",
    "py",
    "pyc",
    "pyw",
    "pl",
    "rb",
    "lua",
    "php",
    "tcl",
    "command",
    "service",
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "mhtml",
    "docm",
    "xlsm",
    "pptm",
    "dmg",
    "pkg",
];

/// What could happen when the file is opened, as a sentence; `None` for a file that is only looked at.
#[must_use]
pub fn launchable(path: &Path) -> Option<String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if let Some(ending) = ending.filter(|ending| LAUNCHABLE.contains(&ending.as_str())) {
        return Some(format!("A .{ending} file can run as a program, install one, or act by itself."));
    }
    let may_run = path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0);
    if may_run {
        return Some("This file may be run as a program.".to_owned());
    }
    let mut start = [0_u8; 4];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    let start = &start[..read];
    (start.starts_with(b"\x7fELF") || start.starts_with(b"MZ") || start.starts_with(b"#!"))
        .then(|| "This file is a program, whatever its name says.".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_could_run_is_asked_about_whatever_the_case_of_its_name() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["a.desktop", "a.SH", "setup.Exe", "b.AppImage", "c.jar", "d.deb", "e.rpm", "f.html", "g.run"] {
            let path = folder.path().join(name);
            fs::write(&path, "x")?;
            let sentence = launchable(&path).ok_or_else(|| anyhow::anyhow!("{name} was opened without a question"))?;
            let ending = name.rsplit('.').next().map(str::to_ascii_lowercase).unwrap_or_default();
            assert!(sentence.contains(&format!(".{ending}")), "the question names the type: {sentence}");
        }
        Ok(())
    }

    #[test]
    fn what_is_only_looked_at_opens_at_once() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["film.mkv", "book.pdf", "a.tar.gz", "picture.jpeg", "no ending", "sh"] {
            let path = folder.path().join(name);
            fs::write(&path, "plain")?;
            assert_eq!(launchable(&path), None, "{name}");
        }
        Ok(())
    }

    #[test]
    fn a_program_is_known_by_its_content_too() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for start in [&b"\x7fELF\x02\x01"[..], b"MZ\x90", b"#!/bin/sh\n"] {
            let path = folder.path().join("holiday.jpg");
            fs::write(&path, start)?;
            assert!(launchable(&path).is_some(), "{start:?}");
        }
        Ok(())
    }

    #[test]
    fn a_file_that_may_be_run_is_asked_about() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("tool");
        fs::write(&path, "x")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        assert!(launchable(&path).is_some());
        Ok(())
    }
}

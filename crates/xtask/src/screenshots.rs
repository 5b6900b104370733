//! `cargo xtask screenshots`: the pictures of the tour.
//!
//! Owns `docs/screens`: what is taken anew is all that lies there. The page is drawn in a browser against its mock, the
//! real window on a screen without a monitor by one of its tests.
//! Rule kept here: a picture is what the program shows, only packed tighter.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build::{self, Profile};
use crate::packages::{self, Need};
use crate::{page, shell};

/// The picture of the real window, which README shows.
const WINDOW: &str = "window.png";

/// The test that shows a window in the middle of its work.
const WINDOW_TEST: &str = "m183_a_screen_reader_finds_the_list_its_rows_and_every_button";

/// Colours that a flat picture of words and lines keeps; more are not seen, and take twice the space.
const COLOURS: &str = "128";

/// So much may lie in a repository that everybody fetches.
const MOST_BYTES: u64 = 3_000_000;

#[derive(Args)]
pub(crate) struct Options {
    /// Only the page in a browser; the picture of the real window stays as it is
    #[arg(long)]
    page_only: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    packages::ensure(&[Need::Build, Need::Window, Need::Test])?;
    page::install()?;
    let taken = shell::root().join("ui/shots/screens");
    clear(&taken)?;
    page::script("screens")?;
    let mut kept = pictures_in(&taken)?;
    for name in &kept {
        pack(&taken.join(name), &folder().join(name))?;
    }
    if !options.page_only {
        take_window()?;
    }
    kept.insert(WINDOW.to_owned());
    for stale in pictures_in(&folder())?.difference(&kept) {
        fs::remove_file(folder().join(stale)).with_context(|| format!("cannot remove {stale}"))?;
    }
    report()
}

/// The window as it is while it downloads, on a screen of its own.
fn take_window() -> Result<()> {
    page::script("build")?;
    shell::run(build::everything("build").args(["-p", "haul-desktop"]))?;
    let picture = shell::root().join("ui/shots").join(WINDOW);
    let mut test = build::everything("test");
    test.args(["--features", "haul/desktop-tests", "--test", "desktop", "--", WINDOW_TEST]);
    test.env("HAUL_DESKTOP_BIN", build::product("haul-desktop", Profile::Debug)?);
    test.env("HAUL_PICTURE", &picture);
    shell::run(&mut test)?;
    pack(&picture, &folder().join(WINDOW))
}

fn clear(taken: &Path) -> Result<()> {
    if taken.is_dir() {
        fs::remove_dir_all(taken).with_context(|| format!("cannot clear {}", taken.display()))?;
    }
    Ok(())
}

fn pictures_in(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("there are no pictures in {}", folder.display()))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        names.extend(entry?.file_name().into_string().ok().filter(|name| is_picture(name)));
    }
    Ok(names)
}

fn is_picture(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "png")
}

/// Writes the same picture with a palette.
fn pack(from: &Path, to: &Path) -> Result<()> {
    let mut convert = shell::command("convert");
    convert.arg(from).args(["-strip", "+dither", "-colors", COLOURS, "-define", "png:compression-level=9"]);
    shell::run(convert.arg(format!("PNG8:{}", to.display())))
}

fn report() -> Result<()> {
    let names = pictures_in(&folder())?;
    let mut bytes = 0;
    for name in &names {
        bytes += fs::metadata(folder().join(name))?.len();
    }
    println!("docs/screens holds {} pictures in {} kB.", names.len(), bytes / 1000);
    if bytes > MOST_BYTES {
        bail!("docs/screens is larger than {} kB; take fewer views or fewer colours.", MOST_BYTES / 1000);
    }
    Ok(())
}

fn folder() -> PathBuf {
    shell::root().join("docs/screens")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_taken_away() {
        assert!(is_picture("list-light.png"));
        assert!(!is_picture("README.md") && !is_picture("png"));
    }
}

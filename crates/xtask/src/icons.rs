//! `cargo xtask icons`: pixels from the drawings in `icons/`.
//!
//! Owns which pictures there are; rsvg-convert draws them.
//! Rule kept here: every picture comes from a drawing, and a stamp tells when either changed without the other.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::packages::{self, Need};
use crate::shell;

const APP_SIZES: &[u32] = &[16, 22, 24, 32, 48, 64, 128, 256, 512];
const TRAY_STATES: &[&str] = &["idle", "active", "paused", "attention"];
const TRAY_SIZES: &[u32] = &[22, 44];

/// A panel's tone, and the colour that reads well on it.
const TRAY_TONES: &[(&str, &str)] = &[("on-light", "#2e3436"), ("on-dark", "#ffffff")];

/// The colour in the drawings that a tone replaces.
const DRAWN_IN: &str = "color=\"#2e3436\"";
const STAMP: &str = "rendered.txt";

#[derive(Args)]
pub(crate) struct Options {
    /// Only says whether the pictures are those of the drawings
    #[arg(long)]
    check: bool,
}

/// One PNG: where it lies in `icons/`, from which drawing, how large and in which colour.
struct Picture {
    png: String,
    drawing: String,
    size: u32,
    colour: Option<&'static str>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check { check() } else { draw() }
}

/// Fails when a drawing or a picture changed since the pictures were last drawn.
pub(crate) fn check() -> Result<()> {
    let stamp = fs::read_to_string(folder().join(STAMP)).unwrap_or_default();
    let now = stamp_of(&pictures(), |file| fs::read(folder().join(file)).ok());
    let Some(line) = first_difference(&stamp, &now) else {
        println!("The icons are those of their drawings.");
        return Ok(());
    };
    bail!("icons/{line}: changed since the icons were drawn; run `cargo xtask icons` and commit what it wrote")
}

fn draw() -> Result<()> {
    packages::ensure(&[Need::Icons])?;
    let pictures = pictures();
    for picture in &pictures {
        render(picture).with_context(|| format!("cannot draw icons/{}", picture.png))?;
    }
    let stamp = stamp_of(&pictures, |file| fs::read(folder().join(file)).ok());
    fs::write(folder().join(STAMP), stamp).context("cannot write the stamp")?;
    println!("Drew {} icons.", pictures.len());
    Ok(())
}

fn pictures() -> Vec<Picture> {
    let app = |png: String, size| Picture { png, drawing: "haul.svg".to_owned(), size, colour: None };
    let mut pictures: Vec<Picture> = APP_SIZES.iter().map(|size| app(format!("{size}x{size}.png"), *size)).collect();
    pictures.push(app("icon.png".to_owned(), 512));
    for state in TRAY_STATES {
        for (tone, colour) in TRAY_TONES {
            pictures.extend(TRAY_SIZES.iter().map(|size| Picture {
                png: format!("tray/{state}-{tone}-{size}.png"),
                drawing: format!("tray/{state}.svg"),
                size: *size,
                colour: Some(colour),
            }));
        }
    }
    pictures
}

fn render(picture: &Picture) -> Result<()> {
    let mut drawing = fs::read_to_string(folder().join(&picture.drawing))?;
    if let Some(colour) = picture.colour {
        ensure!(drawing.contains(DRAWN_IN), "{} is not drawn in {DRAWN_IN}", picture.drawing);
        drawing = drawing.replace(DRAWN_IN, &format!("color=\"{colour}\""));
    }
    let size = picture.size.to_string();
    let mut convert = shell::command("rsvg-convert");
    convert.args(["--width", &size, "--height", &size, "--output"]).arg(folder().join(&picture.png));
    let mut child = convert.stdin(Stdio::piped()).spawn()?;
    child.stdin.take().expect("the input was asked for").write_all(drawing.as_bytes())?;
    let status = child.wait()?;
    ensure!(status.success(), "rsvg-convert ended with {status}");
    Ok(())
}

/// One line a file: its name and the sum of its bytes, or `missing`.
fn stamp_of(pictures: &[Picture], read: impl Fn(&str) -> Option<Vec<u8>>) -> String {
    let mut files: Vec<&str> = pictures.iter().flat_map(|it| [it.drawing.as_str(), it.png.as_str()]).collect();
    files.sort_unstable();
    files.dedup();
    let sum = |file| read(file).map_or_else(|| "missing".to_owned(), |bytes| format!("{:016x}", fnv(&bytes)));
    files.iter().map(|file| format!("{file} {}\n", sum(file))).collect()
}

/// FNV-1a: the sum is to notice a change, not to withstand somebody who wants none noticed.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The name of the first file whose line differs.
fn first_difference<'a>(stamp: &'a str, now: &'a str) -> Option<&'a str> {
    let differs = now.lines().find(|line| line.ends_with(" missing") || !stamp.lines().any(|it| it == *line));
    let gone = || stamp.lines().find(|line| !now.lines().any(|it| it == *line));
    differs.or_else(gone).and_then(|line| line.split(' ').next())
}

fn folder() -> PathBuf {
    shell::root().join("icons")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_drawing_is_named() {
        let pictures = pictures();
        let before = stamp_of(&pictures, |file| Some(file.as_bytes().to_vec()));
        let after =
            stamp_of(&pictures, |file| Some(if file == "haul.svg" { vec![1] } else { file.as_bytes().to_vec() }));
        assert_eq!(first_difference(&before, &before), None);
        assert_eq!(first_difference(&before, &after), Some("haul.svg"));
    }

    #[test]
    fn a_missing_picture_is_named_even_when_it_was_missing_before() {
        let stamp = stamp_of(&pictures(), |file| (file != "icon.png").then(Vec::new));
        assert_eq!(first_difference(&stamp, &stamp), Some("icon.png"));
    }

    #[test]
    fn the_sum_is_the_published_one() {
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}

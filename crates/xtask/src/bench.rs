//! `cargo xtask bench`: what a byte and a task cost, beside the usual tools and beside the least that is possible.
//!
//! Owns what can be asked for, and the order of the rows. Rule kept here: things that are compared run alternately in one
//! run on one disk, and no number fails it.

mod app;
mod authority;
mod bar;
mod contestant;
mod daemon;
pub(crate) mod gauge;
mod ground;
mod page;
mod row;
mod rows;
mod scenario;
mod screen;
mod section;
mod server;
mod spread;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum as _};

use crate::build::{self, Profile};
use crate::packages::{self, Need};
use crate::{page as window_page, shell};
use ground::Ground;
use row::{Effort, Row};

/// What is measured, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// Which rows; without any, all of them, and what comes out is written into docs/performance.md
    #[arg(value_enum, value_name = "ROW")]
    rows: Vec<Row>,
    /// Small sizes and few rounds
    #[arg(long)]
    quick: bool,
    /// Measures the debug build that tests leave behind, at the smallest sizes
    #[arg(long)]
    debug: bool,
    /// Writes these rows into docs/performance.md, too
    #[arg(long)]
    write: bool,
    /// Where the files are written; the disk matters
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How many waiting tasks there are in the row `scale`
    #[arg(long, value_name = "N")]
    tasks: Option<u64>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    packages::ensure(&[Need::Build, Need::Bench])?;
    measure(options)
}

/// Goes once through the rows with the builds of the tests.
pub(crate) fn smoke() -> Result<()> {
    // The window is walked through by its own tests, which start it as often.
    let rows = Row::value_variants().iter().copied().filter(|row| *row != Row::Window).collect();
    measure(&Options { rows, quick: true, debug: true, write: false, dir: None, tasks: None })
}

fn measure(options: &Options) -> Result<()> {
    let rows = if options.rows.is_empty() { Row::value_variants() } else { options.rows.as_slice() };
    let profile = if options.debug { Profile::Debug } else { Profile::Release };
    let effort = options.effort();
    let mut measured = Vec::new();
    compile(profile, rows)?;
    let ground = Ground::make(options.dir.as_deref(), effort, profile, options.tasks)?;
    for row in rows {
        let section = rows::measure(*row, &ground, profile, effort.rounds(*row)).context(row.name())?;
        let shown = page::shown(*row, &section);
        println!("\n{shown}");
        measured.push((*row, shown));
    }
    let with = page::surroundings(effort, profile)?;
    println!("{with}\n");
    if options.writes() {
        page::write(&measured, &with)?;
    }
    Ok(())
}

impl Options {
    fn effort(&self) -> Effort {
        match (self.debug, self.quick) {
            (true, _) => Effort::Smoke,
            (false, true) => Effort::Quick,
            (false, false) => Effort::Full,
        }
    }

    fn writes(&self) -> bool {
        self.write || (self.rows.is_empty() && self.effort() == Effort::Full)
    }
}

/// For tests the one selection of all tests, so that nothing is compiled anew; for numbers only what is measured.
fn compile(profile: Profile, rows: &[Row]) -> Result<()> {
    match profile {
        Profile::Debug => shell::run(build::everything("build").arg("--all-targets")),
        Profile::Release => {
            let mut compile = build::cargo("build");
            compile.args(["--release", "-p", "haul", "-p", "haul-engine", "-p", "haul-store", "--bin", "haul"]);
            shell::run(compile.args(["--example", "floor", "--example", "page", "--example", "crowd"]))?;
            if rows.contains(&Row::Window) { compile_window() } else { Ok(()) }
        }
    }
}

/// It embeds the page, and is shown on a desktop that has to be there.
fn compile_window() -> Result<()> {
    packages::ensure(&[Need::Window, Need::Test])?;
    window_page::install()?;
    window_page::script("build")?;
    shell::run(build::cargo("build").args(["--release", "-p", "haul-desktop", "--features", build::BUILT_PAGE]))
}

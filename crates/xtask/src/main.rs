//! `cargo xtask`: the project's chores, each one command.
//!
//! Owns how the product is started, tested, checked, drawn and measured from a checkout; no part of the product needs it.
//! Rule kept here: what a person types and what the build machine runs is the same command.

mod bench;
mod bindings;
mod build;
mod check;
mod icons;
mod marks;
mod packages;
mod page;
mod peers;
mod prove;
mod run;
mod screenshots;
mod shell;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The chores of the Haul project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds Haul and starts it: the window, or the daemon where there is no display
    Run(run::Options),
    /// Runs every test there is, in order, and stops at the first that fails
    Test,
    /// Looks over the sources: format, lints, layers, sizes, dependencies, generated files
    Check,
    /// Writes the TypeScript of the table of calls into the page's sources
    Bindings(bindings::Options),
    /// Draws the pixel icons from their SVG sources
    Icons(icons::Options),
    /// Takes the pictures of the tour: every view of the page, and the real window where a screen can be had
    Screenshots(screenshots::Options),
    /// Kills the daemon and cuts its power again and again, and counts what is lost
    Prove(prove::Options),
    /// Resumes at servers that err, with Haul and with the usual tools, and writes down what became of the file
    Peers,
    /// Measures the real program beside the usual tools and the least that is possible
    Bench(bench::Options),
    /// Runs a program and prints what it cost; the bench starts itself so
    #[command(hide = true)]
    Gauge(bench::gauge::Options),
}

fn main() -> ExitCode {
    match do_chore(Chores::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nerror: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn do_chore(chore: Chore) -> Result<()> {
    match chore {
        Chore::Run(options) => run::run(&options),
        Chore::Test => test::run(),
        Chore::Check => check::run(),
        Chore::Bindings(options) => bindings::run(&options),
        Chore::Icons(options) => icons::run(&options),
        Chore::Screenshots(options) => screenshots::run(&options),
        Chore::Prove(options) => prove::run(&options),
        Chore::Peers => peers::run(),
        Chore::Bench(options) => bench::run(&options),
        Chore::Gauge(options) => bench::gauge::run(&options),
    }
}

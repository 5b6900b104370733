//! `cargo xtask bench`: what a byte costs.
//!
//! Owns the measurements there are, the rounds and the numbers printed.
//! Rule kept here: things that are compared run alternately in one run on one disk, and no number fails it.

mod contestant;
mod scale;
mod server;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};

use crate::build::{self, Profile};
use crate::packages::{self, Need};
use crate::shell;
use contestant::{Contestant, Cost};
use server::Server;

/// One large file over one connection, beside a bare loop from socket to file; or another measurement.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(flatten)]
    floor: Floor,
    #[command(subcommand)]
    other: Option<Measurement>,
}

#[derive(Subcommand)]
enum Measurement {
    /// A great many waiting tasks: to add, to start with, to keep in memory and to show
    Scale(Scale),
}

#[derive(Args)]
struct Scale {
    /// How many
    #[arg(long, default_value_t = 1_000_000)]
    tasks: u64,
    /// Where the database is; the disk matters
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Args)]
struct Floor {
    /// A small file and few rounds
    #[arg(long)]
    quick: bool,
    /// Measures the debug build that tests leave behind
    #[arg(long)]
    debug: bool,
    /// Where the files are written; the disk matters
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    packages::ensure(&[Need::Build, Need::Bench])?;
    match &options.other {
        None => measure(&options.floor),
        Some(Measurement::Scale(wanted)) => scale::measure(wanted.tasks, &Folder::make(wanted.dir.as_deref())?.0),
    }
}

/// Goes once through the shortest measurement with the builds of the tests.
pub(crate) fn smoke() -> Result<()> {
    measure(&Floor { quick: true, debug: true, dir: None })
}

fn measure(floor: &Floor) -> Result<()> {
    let profile = if floor.debug { Profile::Debug } else { Profile::Release };
    compile(profile)?;
    let folder = Folder::make(floor.dir.as_deref())?;
    let (mebibytes, rounds) = if floor.quick { (64, 2) } else { (1024, 5) };
    println!("{mebibytes} MiB over loopback, one connection, {rounds} rounds, in {}", folder.0.display());

    let served = folder.0.join("served");
    fs::create_dir(&served)?;
    write_random(&served.join("file.bin"), mebibytes << 20)?;
    let server = Server::start(&folder.0, &served)?;
    let url = server.url("file.bin");

    let contestants = contestant::line_up(profile)?;
    let mut costs: Vec<Vec<Cost>> = contestants.iter().map(|_| Vec::new()).collect();
    warm_up(&contestants, &url, &folder.0)?;
    for _ in 0..rounds {
        for (contestant, costs) in contestants.iter().zip(&mut costs) {
            costs.push(contestant.fetch(&url, &folder.0)?);
            contestant.tidy(&folder.0)?;
        }
    }
    let names: Vec<&str> = contestants.iter().map(|it| it.name).collect();
    print!("{}", summary::table(&names, &costs));
    Ok(())
}

/// For tests the one selection of all tests, so that nothing is compiled anew; for numbers only what is measured.
fn compile(profile: Profile) -> Result<()> {
    match profile {
        Profile::Debug => shell::run(build::everything("build").arg("--all-targets")),
        Profile::Release => {
            let mut compile = build::cargo("build");
            compile.args(["--release", "-p", "haul", "-p", "haul-engine", "--bin", "haul", "--example", "floor"]);
            shell::run(&mut compile)
        }
    }
}

/// One unmeasured round, in which everybody must bring the right bytes.
fn warm_up(contestants: &[Contestant], url: &str, folder: &Path) -> Result<()> {
    let digest = sha256(&folder.join("served/file.bin"))?;
    for contestant in contestants {
        contestant.fetch(url, folder)?;
        let brought = sha256(&contestant.output(folder))?;
        ensure!(brought == digest, "{} brought other bytes: sha-256 {brought} instead of {digest}", contestant.name);
        contestant.tidy(folder)?;
    }
    Ok(())
}

fn write_random(file: &Path, bytes: u64) -> Result<()> {
    let count = bytes.to_string();
    let to = fs::File::create(file)?;
    let mut head = shell::command("head");
    shell::run(head.args(["-c", &count, "/dev/urandom"]).stdout(to)).context("cannot write the file to be served")
}

fn sha256(file: &Path) -> Result<String> {
    let line = shell::read(shell::command("sha256sum").arg(file))?;
    Ok(line.split_whitespace().next().unwrap_or_default().to_owned())
}

/// A folder of this run's own that goes with it.
struct Folder(PathBuf);

impl Folder {
    fn make(parent: Option<&Path>) -> Result<Self> {
        let parent = parent.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let parent = std::path::absolute(&parent)?;
        let folder = parent.join(format!("haul-bench-{}", std::process::id()));
        fs::create_dir_all(&parent).and_then(|()| fs::create_dir(&folder)).context("cannot make the output folder")?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(problem) = fs::remove_dir_all(&self.0) {
            eprintln!("{} is left behind: {problem}", self.0.display());
        }
    }
}

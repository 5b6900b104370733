//! The `haul` command.
//!
//! Owns the words of the command line, what is printed and the exit codes. Refuses every rule of downloading: it speaks
//! `haul_api` to a host, its own or somebody else's.
//! Rule kept here: stdout is data, stderr is for people, and the exit code says what kind of end it was.

mod args;
mod bars;
mod batch;
mod commands;
mod credentials;
mod daemon;
mod door;
mod exit;
mod files;
mod get;
mod groups;
mod input;
mod list;
mod log;
mod moving;
mod notices;
mod output;
mod pages;
mod progress;
mod records;
mod request;
mod secret;
mod settings;
mod signals;
mod size;
mod upload;
mod window;
mod wish;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};
use haul_api::{FileFate, Start};

use crate::args::{Args, Command};
use crate::daemon::Session;
use crate::exit::Exit;
use crate::output::{Detail, Output};

/// Threads for everything that does not block; transfers are bound by network and disk, not by these.
const THREADS: usize = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let out = Output::new(args.json);
    let exit = work(args, &out).unwrap_or_else(|error| {
        out.complain(&format!("{error:#}"));
        Exit::of_error(&error)
    });
    // Data that did not arrive is not all there is, however well the rest went.
    if exit == Exit::Done && out.is_incomplete() { Exit::Disk.into() } else { exit.into() }
}

fn work(args: Args, out: &Output) -> anyhow::Result<Exit> {
    let Args { home, verbose, command, .. } = args;
    let Some(command) = command else { return window::open(home, out) };
    match command {
        Command::Completions { shell } => completions(shell, out),
        Command::Man => manual(out),
        Command::Daemon { detach, no_dbus: _ } => {
            let session = if detach { Session::Own } else { Session::Terminal };
            on_runtime(daemon::run(home, session, out))
        }
        Command::Get(new) => on_runtime(get::run(home, new, detail(verbose), out)),
        Command::Add { new, later } => {
            on_runtime(commands::add(home, new, if later { Start::Later } else { Start::Now }, out))
        }
        Command::Request(ask) => on_runtime(request::run(home, ask, out)),
        Command::Size { urls, access } => on_runtime(size::run(home, urls, access, out)),
        Command::Upload(send) => on_runtime(upload::run(home, send, detail(verbose), out)),
        Command::Batch { action } => on_runtime(batch::run(home, action, detail(verbose), out)),
        Command::List(list) => on_runtime(list::list(home, list, out)),
        Command::Show { id } => on_runtime(list::show(home, id, out)),
        Command::Pause(tasks) => on_runtime(commands::pause(home, tasks, out)),
        Command::Resume(tasks) => on_runtime(commands::resume(home, tasks, out)),
        Command::Cancel(tasks) => on_runtime(commands::cancel(home, tasks, out)),
        Command::Retry(tasks) => on_runtime(commands::retry(home, tasks, out)),
        Command::Remove { which, delete_file } => {
            let file = if delete_file { FileFate::Delete } else { FileFate::Keep };
            on_runtime(records::remove(home, which, file, out))
        }
        Command::Clean(kept) => on_runtime(records::clean(home, kept, out)),
        Command::Events(events) => on_runtime(records::events(home, events, out)),
        Command::Reschedule => on_runtime(records::reschedule(home, out)),
        Command::Set { tasks, changes } => on_runtime(commands::set(home, tasks, changes, out)),
        Command::Group { action } => on_runtime(groups::group(home, action, out)),
        Command::Queue { action } => on_runtime(groups::queue(home, action, out)),
        Command::Reset { group } => on_runtime(groups::reset(home, group, out)),
        Command::Settings { action } => on_runtime(settings::settings(home, action, out)),
        Command::Credentials { action } => on_runtime(credentials::run(home, action, out)),
        Command::Open { id, yes } => {
            on_runtime(files::open(home, id, if yes { files::Consent::Given } else { files::Consent::Asked }))
        }
        Command::Move(moving) => on_runtime(moving::run(home, moving, out)),
        Command::Reveal { id } => on_runtime(files::reveal(home, id)),
    }
}

fn completions(shell: clap_complete::Shell, out: &Output) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "haul", &mut text);
    out.text(&String::from_utf8(text).context("making the completions")?);
    Ok(Exit::Done)
}

fn manual(out: &Output) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut text).context("making the manual page")?;
    out.text(&String::from_utf8(text).context("making the manual page")?);
    Ok(Exit::Done)
}

const fn detail(verbose: bool) -> Detail {
    if verbose { Detail::Steps } else { Detail::Ends }
}

fn on_runtime(work: impl Future<Output = anyhow::Result<Exit>>) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build()
        .context("starting the program's threads")?;
    runtime.block_on(work)
}

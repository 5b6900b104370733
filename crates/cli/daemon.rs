//! Hosting without a window.
//!
//! Owns `haul daemon` and how another command starts one in the background. Rule kept here: whoever starts a daemon
//! waits until it answers, and hears its own words when it cannot.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use haul_api::Client;
use haul_host::{Home, Host, Hosted};
use serde::Serialize;
use tokio::time::Instant;

use crate::door;
use crate::exit::Exit;
use crate::notices::Daemon;
use crate::output::Output;
use crate::signals::Signals;

/// Longest wait for a daemon that starts.
const START: Duration = Duration::from_secs(20);

/// Time between two looks whether it answers.
const LOOK: Duration = Duration::from_millis(20);

/// Whose session a daemon runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Session {
    /// The terminal's it was started from.
    Terminal,
    /// A session of its own, which outlives the terminal.
    Own,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event {
    Ready { socket: PathBuf },
}

/// Hosts until a signal ends it.
pub(crate) async fn run(home: Option<PathBuf>, session: Session, out: &Output) -> anyhow::Result<Exit> {
    let named = home.as_deref().map(std::path::absolute).transpose()?;
    let home = Home::from_environment(home)?;
    if session == Session::Own {
        rustix::process::setsid().context("leaving the terminal's session")?;
        std::env::set_current_dir("/").context("leaving the folder")?;
    }
    let mut signals = Signals::listen().context("listening for signals")?;
    let socket = home.socket();
    match Host::join(home).await? {
        Hosted::There(_) => anyhow::bail!("Haul is running already; this one has nothing to do"),
        Hosted::Here(host) => {
            if out.is_json() {
                out.value(&Event::Ready { socket });
            } else {
                out.line(&format!("Haul is ready and listens at {}", socket.display()));
            }
            door::tell_notes(&host.client()).await;
            let notices = Daemon { client: host.client(), home: named };
            let notices = tokio::spawn(haul_notices::keep_showing(notices));
            signals.any().await;
            notices.abort();
            host.stop().await;
            Ok(Exit::Done)
        }
    }
}

/// A client of whoever hosts, else of a daemon that is started for it.
pub(crate) async fn client(home: Option<PathBuf>) -> anyhow::Result<Client> {
    let client = reach(home).await?;
    door::tell_notes(&client).await;
    Ok(client)
}

async fn reach(home: Option<PathBuf>) -> anyhow::Result<Client> {
    let place = Home::from_environment(home.clone())?;
    if let Some(client) = haul_host::connect(&place).await {
        return Ok(client);
    }
    let mut daemon = start(home)?;
    let deadline = Instant::now() + START;
    loop {
        if let Some(client) = haul_host::connect(&place).await {
            return Ok(client);
        }
        if daemon.try_wait().context("looking after the daemon")?.is_some() {
            // Another one may have been quicker, and this one in its way.
            return match haul_host::connect(&place).await {
                Some(client) => Ok(client),
                None => Err(anyhow::anyhow!(last_words(&mut daemon))),
            };
        }
        anyhow::ensure!(
            Instant::now() < deadline,
            "the daemon does not answer; start it with `haul daemon` to see why"
        );
        tokio::time::sleep(LOOK).await;
    }
}

fn start(home: Option<PathBuf>) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("finding the program itself")?;
    let mut command = Command::new(program);
    if let Some(home) = home {
        command.arg("--home").arg(home);
    }
    command.args(["daemon", "--detach"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().context("starting the daemon")
}

fn last_words(daemon: &mut Child) -> String {
    let mut words = String::new();
    if let Some(stderr) = &mut daemon.stderr
        && stderr.take(64 << 10).read_to_string(&mut words).is_err()
    {
        words.clear();
    }
    let words = words.trim().trim_start_matches("haul: ");
    if words.is_empty() { "the daemon ended while it started".to_owned() } else { words.to_owned() }
}

//! Handing a finished file to the desktop.
//!
//! Owns `open` and `reveal`. Refuses files that are not finished. Rule kept here: the path is one argument of a
//! program; no shell ever sees it (M088).

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use haul_api::{Status, TaskView};

use crate::exit::Exit;
use crate::list::{details, words};

/// Whether a file that could run is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// It is.
    Given,
    /// The person says.
    Asked,
}

/// Opens a finished file; without a terminal to ask on, one that could run stays closed (row 151).
pub(crate) async fn open(home: Option<PathBuf>, id: String, consent: Consent) -> anyhow::Result<Exit> {
    let task = details(home, id).await?.task;
    anyhow::ensure!(
        task.status == Status::Complete,
        "{} is {}; only a complete file is opened",
        task.name,
        words(&task)
    );
    anyhow::ensure!(Path::new(&task.path).is_file(), "{} is not there any more", task.path);
    if consent == Consent::Asked
        && let Some(kind) = haul_host::launchable(Path::new(&task.path))
        && !asked(&kind, &task)?
    {
        return Ok(Exit::Failed);
    }
    open::that_detached(&task.path).with_context(|| format!("opening {}", task.path))?;
    Ok(Exit::Done)
}

/// Asks on the terminal.
fn asked(kind: &str, task: &TaskView) -> anyhow::Result<bool> {
    let host = if task.host.is_empty() { "an unknown server" } else { &task.host };
    anyhow::ensure!(
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        "{kind} It came from {host}. Give --yes to open it if you trust where it came from"
    );
    let mut terminal = std::io::stderr();
    write!(terminal, "{kind} It came from {host}. Open {}? [y/N] ", task.name)?;
    terminal.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Shows the folder of a download.
pub(crate) async fn reveal(home: Option<PathBuf>, id: String) -> anyhow::Result<Exit> {
    let task = details(home, id).await?.task;
    let folder = Path::new(&task.path).parent().context("the file is in no folder")?;
    anyhow::ensure!(folder.is_dir(), "the folder {} is not there", folder.display());
    open::that_detached(folder).with_context(|| format!("showing {}", folder.display()))?;
    Ok(Exit::Done)
}

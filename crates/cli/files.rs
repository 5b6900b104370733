//! Handing a finished file to the desktop.
//!
//! Owns `open` and `reveal`. Refuses files that are not finished. Rule kept here: the path is one argument of a
//! program; no shell ever sees it (M088).

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use haul_api::Status;

use crate::exit::Exit;
use crate::list::{details, words};

/// Opens a finished file.
pub(crate) async fn open(home: Option<PathBuf>, id: String) -> anyhow::Result<Exit> {
    let task = details(home, id).await?.task;
    anyhow::ensure!(
        task.status == Status::Complete,
        "{} is {}; only a complete file is opened",
        task.name,
        words(&task)
    );
    anyhow::ensure!(Path::new(&task.path).is_file(), "{} is not there any more", task.path);
    open::that_detached(&task.path).with_context(|| format!("opening {}", task.path))?;
    Ok(Exit::Done)
}

/// Shows the folder of a download.
pub(crate) async fn reveal(home: Option<PathBuf>, id: String) -> anyhow::Result<Exit> {
    let task = details(home, id).await?.task;
    let folder = Path::new(&task.path).parent().context("the file is in no folder")?;
    anyhow::ensure!(folder.is_dir(), "the folder {} is not there", folder.display());
    open::that_detached(folder).with_context(|| format!("showing {}", folder.display()))?;
    Ok(Exit::Done)
}

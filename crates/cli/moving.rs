//! Handing a finished file over to a folder of the desktop.
//!
//! Owns `move`. Rule kept here: where the file is now is data.

use std::path::PathBuf;

use haul_api::{MoveTo, TaskRef};

use crate::args::Moving;
use crate::door;
use crate::exit::Exit;
use crate::output::Output;

/// Moves the file and prints where it is.
pub(crate) async fn run(home: Option<PathBuf>, moving: Moving, out: &Output) -> anyhow::Result<Exit> {
    let Moving { id, folder, sub } = moving;
    let request = MoveTo { task: TaskRef::Text(id), to: folder.into(), below: sub };
    let moved = door::ask(home, async |client| Ok(client.move_to(request).await?)).await?;
    if out.is_json() {
        out.value(&moved);
    } else {
        out.line(&moved.path);
    }
    Ok(Exit::Done)
}

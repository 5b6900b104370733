//! What the lanes of one transfer share.
//!
//! Owns nothing of the decisions: it is what a lane needs to ask, to write and to be counted.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use haul_model::remote::Remote;
use haul_model::task::Download;
use tokio::sync::Notify;

use crate::disk::Folder;
use crate::throttle::Valve;
use crate::transfer::Lines;
use crate::transfer::rolling::Rolling;
use crate::transfer::turn::Turns;

/// What the lanes of one transfer share.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) lines: Lines,
    pub(crate) download: Arc<Download>,
    pub(crate) remote: Remote,
    pub(crate) folder: Arc<Folder>,
    pub(crate) part: Arc<File>,
    /// Digests of what is written.
    pub(crate) rolling: Arc<Rolling>,
    /// Where the part file is, for people.
    pub(crate) path: PathBuf,
    pub(crate) valve: Arc<Valve>,
    /// Who writes where all lanes could.
    pub(crate) turns: Turns,
    /// Bytes written since the last sync began.
    pub(crate) unsynced: AtomicU64,
    /// So much has been written that a sync is due.
    pub(crate) due: Notify,
}

impl Load {
    /// Where in the resource the file begins (M068).
    pub(crate) fn window_first(&self) -> u64 {
        self.download.window.map_or(0, |window| window.first)
    }
}

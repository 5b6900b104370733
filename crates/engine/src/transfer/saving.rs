//! How a transfer gets along with a database that does not take changes for a while.
//!
//! Owns the waiting. Refuses to end a transfer because of it: a busy database, a full disk under it and a read-only
//! folder pass (rows 125 and 126). Rule kept here: bytes go on to the disk, and what was not saved is fetched again
//! rather than believed.

use haul_store::{Change, Store, StoreError};
use tokio::time::{Duration, sleep};
use tokio_util::sync::CancellationToken;

use crate::transfer::Halt;
use crate::trouble::Trouble;

/// Time until the database is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// Saves a change of the record.
pub(crate) async fn keep(store: &Store, stop: &CancellationToken, change: &Change) -> Result<(), Halt> {
    keep_together(store, stop, std::slice::from_ref(change)).await
}

/// Saves changes of the record in one commit.
pub(crate) async fn keep_together(store: &Store, stop: &CancellationToken, changes: &[Change]) -> Result<(), Halt> {
    while let Err(error) = store.apply(changes.to_vec()).await {
        if matches!(error, StoreError::Full | StoreError::Denied(_)) && !changes.iter().any(is_needed) {
            tracing::warn!(%error, "a file goes on without its record");
            return Ok(());
        }
        wait(stop, error).await?;
    }
    Ok(())
}

/// Saves changes that must not be missing later in one commit, however long that takes.
pub(crate) async fn keep_surely(store: &Store, stop: &CancellationToken, changes: &[Change]) -> Result<(), Halt> {
    while let Err(error) = store.apply(changes.to_vec()).await {
        wait(stop, error).await?;
    }
    Ok(())
}

/// Whether the file has to wait until a change is saved even where that may take long. A file that no record names would
/// be left behind by a kill, a task without the answer that is its result is not complete, an upload that no record calls
/// sent would be sent twice, and a command that no record names would be run twice. All else is only worth a wait for
/// another program: a file that is nearly there is not kept from its end by a full disk under the database (row 126).
const fn is_needed(change: &Change) -> bool {
    match change {
        Change::Learned { .. }
        | Change::Rejected { .. }
        | Change::Answered { .. }
        | Change::Delivered { .. }
        | Change::Received { .. }
        | Change::Ran { .. } => true,
        Change::State { .. }
        | Change::Taught { .. }
        | Change::NoPart { .. }
        | Change::Placing { .. }
        | Change::Replied { .. }
        | Change::Retries { .. }
        | Change::Priority { .. }
        | Change::Placed { .. }
        | Change::Group { .. }
        | Change::NoGroup { .. }
        | Change::Published { .. }
        | Change::Begun { .. }
        | Change::Edited { .. }
        | Change::Moved { .. }
        | Change::Destined { .. }
        | Change::Grouped { .. }
        | Change::GroupRenamed { .. }
        | Change::FirstByte { .. }
        | Change::SetAside { .. }
        | Change::ForgetRemoved { .. }
        | Change::Happened { .. }
        | Change::Forget { .. }
        | Change::Stage { .. } => false,
    }
}

/// Lets a moment pass after an error that may pass too; ends with `stop`, and with any other error.
pub(crate) async fn wait(stop: &CancellationToken, error: StoreError) -> Result<(), Halt> {
    if !error.may_pass() {
        return Err(Trouble::database(error).into());
    }
    tracing::warn!(%error, "a transfer waits for the database");
    tokio::select! {
        () = stop.cancelled() => Err(Halt::Stopped),
        () = sleep(AGAIN) => Ok(()),
    }
}

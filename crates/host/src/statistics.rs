//! Totals, space and hosts for an overview.
//!
//! Owns what is looked at for it. Refuses to keep anything: the store counts, the engine measures. Rule kept here: a disk that
//! does not answer holds up nobody else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use haul_api::{FolderSpace, HostActivity, Refusal, SpeedQuery, Speeds, Statistics, Status, Traffic};
use haul_store::Query;

use crate::answers::Core;
use crate::listing::word;
use crate::refusals::database;

/// Most folders that are named.
const MOST_FOLDERS: usize = 32;

/// Most running tasks whose folders are looked at.
const MOST_TASKS: u64 = 200;

/// The whole in numbers.
pub(crate) async fn all(core: &Core) -> Result<Statistics, Refusal> {
    let totals = core.engine().store().totals().await.map_err(database)?;
    let hosts = core.engine().hosts().into_iter().map(|(host, activity)| HostActivity {
        host,
        tasks: activity.tasks,
        connections: activity.connections,
        bytes_per_second: activity.bytes_per_second,
    });
    Ok(Statistics {
        today: traffic(totals.today),
        all_time: traffic(totals.all),
        since: totals.since,
        folders: folders(core).await?,
        hosts: hosts.collect(),
    })
}

/// Speeds over time.
pub(crate) async fn speeds(core: &Core, query: SpeedQuery) -> Result<Speeds, Refusal> {
    let task = match query.task {
        Some(task) => Some(core.resolve(&task).await?),
        None => None,
    };
    let points = core.engine().speed_history(task);
    Ok(Speeds {
        at: points.iter().map(|point| point.at.0).collect(),
        bytes_per_second: points.iter().map(|point| point.bytes_per_second).collect(),
    })
}

const fn traffic(counted: haul_store::Traffic) -> Traffic {
    let haul_store::Traffic { received, sent, fetched, uploaded } = counted;
    Traffic { received, sent, fetched, uploaded }
}

/// The folder for downloads, then those of running downloads.
async fn folders(core: &Core) -> Result<Vec<FolderSpace>, Refusal> {
    let query = Query { statuses: vec![word(Status::Running)], count: Some(MOST_TASKS), ..Query::default() };
    let running = core.engine().store().find(query).await.map_err(database)?;
    let mut used: BTreeMap<PathBuf, u64> = BTreeMap::new();
    for record in running.records.into_iter().filter(|record| record.task.work.as_download().is_some()) {
        *used.entry(record.folder).or_default() += 1;
    }
    let main = core.bases().downloads;
    let first = (main.clone(), used.remove(&main).unwrap_or(0));
    let named: Vec<(PathBuf, u64)> = std::iter::once(first).chain(used).take(MOST_FOLDERS).collect();
    let looked = tokio::task::spawn_blocking(move || named.into_iter().filter_map(space).collect());
    Ok(looked.await.unwrap_or_default())
}

fn space((folder, tasks): (PathBuf, u64)) -> Option<FolderSpace> {
    // A folder that does not exist yet will be made on the disk of the nearest one that does.
    let stat = folder.ancestors().find_map(|there: &Path| rustix::fs::statvfs(there).ok())?;
    Some(FolderSpace {
        folder: folder.display().to_string(),
        free: stat.f_bavail.saturating_mul(stat.f_frsize),
        size: stat.f_blocks.saturating_mul(stat.f_frsize),
        tasks,
    })
}

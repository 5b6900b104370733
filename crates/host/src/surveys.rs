//! What downloads would find.
//!
//! Owns the look at their folder and at the list before they are added. Refuses to reserve anything, and to look into
//! folders that no download goes to. Rule kept here: it tells no more of a folder than adding downloads to it would.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use haul_api::{Code, NewDownload, Refusal, Survey, Surveyed};
use haul_engine::allowed_folder;
use haul_model::describe;
use haul_model::naming::FileName;
use haul_model::redirect::{Query, redacted};

use crate::answers::Core;
use crate::describe::of_task;
use crate::groups::as_usual_in_its_group;
use crate::refusals::database;

/// Most addresses and most names of one question.
const MOST: usize = 10_000;

/// Looks at the folder, the disk and the list.
pub(crate) async fn survey(core: &Core, asked: Survey) -> Result<Surveyed, Refusal> {
    let Survey { folder, group, urls, names } = asked;
    if urls.len() > MOST || names.len() > MOST {
        return Err(Refusal::new(Code::BadRequest, format!("A survey takes at most {MOST} addresses and names.")));
    }
    let folder = folder_of(core, folder, group)?;
    let names: Vec<String> = names.into_iter().filter(|name| FileName::typed_by_user(name).is_ok()).collect();
    let shown = shown(urls);
    let (on_record, coming) = core
        .engine()
        .store()
        .known(shown.keys().cloned().collect(), folder.display().to_string(), names.clone())
        .await
        .map_err(database)?;
    let looked = folder.clone();
    let (free, mut taken) = tokio::task::spawn_blocking(move || (free(&looked), there(&looked, names)))
        .await
        .map_err(|error| Refusal::new(Code::Internal, error.to_string()))?;
    taken.extend(coming);
    taken.sort();
    taken.dedup();
    let listed = on_record.iter().filter_map(|url| shown.get(url)).flatten().cloned().collect();
    Ok(Surveyed { folder: folder.display().to_string(), free, listed, taken })
}

/// Where downloads go that say this much.
fn folder_of(core: &Core, folder: Option<String>, group: Option<String>) -> Result<PathBuf, Refusal> {
    let new = as_usual_in_its_group(NewDownload { folder, group, ..NewDownload::default() }, &core.engine().groups());
    let bases = core.bases();
    let location = describe::location(None, new.folder.as_deref().unwrap_or_default()).map_err(of_task)?;
    allowed_folder(location.resolve(&bases), &bases).map_err(|guarded| Refusal::new(Code::Disk, guarded.to_string()))
}

/// The addresses as the list has them, with those that were given; what is no address is on no list.
fn shown(urls: Vec<String>) -> HashMap<String, Vec<String>> {
    let mut shown: HashMap<String, Vec<String>> = HashMap::new();
    for given in urls {
        if let Ok(url) = describe::address(&given, &[], None) {
            shown.entry(redacted(url.as_str(), Query::Shown)).or_default().push(given);
        }
    }
    shown
}

/// Those of the names that the folder has.
fn there(folder: &Path, names: Vec<String>) -> Vec<String> {
    names.into_iter().filter(|name| folder.join(name).symlink_metadata().is_ok()).collect()
}

/// What is free on the disk of a folder, which may not be there yet.
fn free(folder: &Path) -> Option<u64> {
    let stat = folder.ancestors().find_map(|above| rustix::fs::statvfs(above).ok())?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

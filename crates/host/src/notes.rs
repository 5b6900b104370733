//! What a person should know about the database.
//!
//! Owns the sentences. Rule kept here: each says what is so, what is safe and what helps; nothing about the database is
//! kept from whoever asks (M175, M177).

use std::collections::HashSet;
use std::path::Path;

use haul_store::{Damage, Store, StoreError};

/// Most part files that are named one by one.
const NAMED: usize = 10;

/// While changes are not saved.
pub(crate) fn of_trouble(trouble: Option<&StoreError>) -> Option<String> {
    let why = trouble?;
    Some(format!(
        "Changes cannot be saved now: {why}. Downloads that run go on, and nothing new begins; Haul saves everything by \
         itself as soon as it can."
    ))
}

/// When damage was found in a database that is in use.
pub(crate) fn of_doubt(doubt: Option<&str>) -> Option<String> {
    doubt.map(|why| {
        format!(
            "The list of downloads is damaged: {why}. Quit Haul and start it again: it sets the list aside and saves what \
             can be read. Files are untouched."
        )
    })
}

/// When records of live tasks cannot be read.
pub(crate) fn of_unreadable(tasks: u64) -> Option<String> {
    (tasks > 0).then(|| {
        format!("{tasks} of the downloads cannot be read from the list and are left out. Their files are untouched.")
    })
}

/// After a damaged database was rebuilt; `orphans` are part files of no task that was saved.
pub(crate) fn of_damage(damage: &Damage, orphans: &[String]) -> String {
    let Damage { aside, saved, lost } = damage;
    let mut note = format!(
        "The list of downloads was damaged and has been set aside as {}. {saved} of its downloads were saved",
        aside.display()
    );
    note += &if *lost > 0 { format!(", {lost} could not be read.") } else { ".".to_owned() };
    note += " Files are untouched.";
    if !orphans.is_empty() {
        let more = orphans.len().saturating_sub(NAMED);
        let named = orphans.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        note += &format!(" Part files without a download: {named}");
        note += &if more > 0 { format!(" and {more} more.") } else { ".".to_owned() };
    }
    note
}

/// Part files in `folder` that no kept task names.
pub(crate) async fn orphans(store: &Store, folder: &Path) -> Vec<String> {
    let mut known = HashSet::new();
    for id in store.begun().await.unwrap_or_default() {
        if let Ok((record, _)) = store.load(id).await {
            known.extend([record.part, record.old_part].into_iter().flatten().map(|part| record.folder.join(part)));
        }
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_orphan = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|ending| ending == "haulpart") && !known.contains(path)
    };
    let mut orphans: Vec<String> = entries.filter(is_orphan).map(|path| path.display().to_string()).collect();
    orphans.sort();
    orphans
}

//! Whether a file fits on its disk.
//!
//! Owns the promises made to running tasks whose space could not be taken beforehand, and what is kept free for others.
//! Rules kept here: no part begins that cannot be finished with what its disk has now; an attempt that is refused takes
//! no space.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use haul_model::fault::Category;
use haul_model::rules::DiskRules;

use crate::disk::{self, Folder, Reserved, Space};
use crate::meter::Meter;
use crate::transfer::attempt::Attempt;
use crate::transfer::{Halt, blocking};
use crate::trouble::{Trouble, of_disk};

/// What is kept free at most when nobody knows how long a file is.
const MOST_SLACK: u64 = 1 << 30;

/// The space that running tasks still need.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    promises: HashMap<u64, Promise>,
}

#[derive(Debug)]
struct Promise {
    device: u64,
    total: u64,
    meter: Arc<Meter>,
}

/// A promise of space. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    ledger: Arc<Ledger>,
    number: u64,
}

impl Ledger {
    /// Promises the rest of a file of `total` bytes to the task whose meter this is.
    fn promise(self: &Arc<Self>, device: u64, total: u64, meter: &Arc<Meter>) -> Claim {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        state.promises.insert(number, Promise { device, total, meter: Arc::clone(meter) });
        Claim { ledger: Arc::clone(self), number }
    }

    /// What was promised on this device before `claim`: of two that ask at once, the first gets the space.
    fn promised_before(&self, claim: &Claim, device: u64) -> u64 {
        let state = self.lock();
        let older =
            state.promises.iter().filter(|(number, promise)| **number < claim.number && promise.device == device);
        older.map(|(_, promise)| promise.total.saturating_sub(promise.meter.map().received())).sum()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.ledger.lock().promises.remove(&self.number);
    }
}

/// Promises the space for a file of `total` bytes, and refuses when it is not there.
pub(crate) fn promise(attempt: &Attempt, total: Option<u64>) -> Result<Claim, Trouble> {
    let site = &attempt.lines.site;
    room(&attempt.folder, &site.space, &attempt.lines.meter, total, total, site.tuning.get().disks)
}

/// Creates a part file of exactly this name; `None` when something has it by now.
pub(crate) fn create_part(attempt: &Attempt, part: &str) -> Result<Option<File>, Trouble> {
    attempt.folder.create_part(part).map_err(|error| without_entries(&attempt.folder, &error))
}

/// Gives the new part file its length, and takes the space for it where the file system can: then nothing is promised any
/// more. When that fails, the part is gone again.
pub(crate) async fn take(
    attempt: &Attempt,
    part: &str,
    file: &Arc<File>,
    total: Option<u64>,
    claim: Claim,
) -> Result<Option<Claim>, Halt> {
    let Some(total) = total else { return Ok(None) };
    if total < disk::SMALL {
        return Ok((reserve(&attempt.folder, part, file, total)? == Reserved::No).then_some(claim));
    }
    let (folder, part, file) = (Arc::clone(&attempt.folder), part.to_owned(), Arc::clone(file));
    let reserved = blocking(move || reserve(&folder, &part, &file, total)).await??;
    Ok((reserved == Reserved::No).then_some(claim))
}

/// Promises the rest of a part file that was begun earlier, unless it has its space, and refuses when that is not there.
pub(crate) async fn claim_rest(attempt: &Attempt) -> Result<Option<Claim>, Halt> {
    let (Some(part), Some(total)) = (attempt.part.clone(), attempt.lines.meter.map().total()) else { return Ok(None) };
    let (folder, meter) = (Arc::clone(&attempt.folder), Arc::clone(&attempt.lines.meter));
    let (ledger, rules) = (Arc::clone(&attempt.lines.site.space), attempt.lines.site.tuning.get().disks);
    Ok(blocking(move || rest(&folder, &ledger, &meter, &part, total, rules)).await??)
}

/// Whether writing may go on. A file of known length has its space, or was promised it; of any other, so much is left
/// free that the computer stays usable (row 37).
pub(crate) fn still_fits(folder: &Folder, space: &Space, total: Option<u64>, rules: DiskRules) -> Result<(), Trouble> {
    let kept = kept_free(rules, space, total);
    if total.is_some() || space.free > kept {
        return Ok(());
    }
    let message = format!(
        "The disk of {} is full but for the {} that are to stay free. Free some space, then retry; what is there is kept.",
        folder.path().display(),
        amount(kept)
    );
    Err(Trouble::new(Category::DiskFull, message))
}

fn reserve(folder: &Folder, part: &str, file: &File, total: u64) -> Result<Reserved, Trouble> {
    disk::reserve(file, total).map_err(|error| {
        if let Err(error) = folder.remove(part) {
            tracing::warn!(part, %error, "an empty part file was left behind");
        }
        let trouble = of_disk(&error, &folder.path().join(part));
        match folder.space() {
            Ok(space) if trouble.category == Category::DiskFull => too_little(folder, &space, total, 0, 0),
            Ok(_) | Err(_) => trouble,
        }
    })
}

/// Promises a file of `total` bytes the `missing` ones.
fn room(
    folder: &Folder,
    ledger: &Arc<Ledger>,
    meter: &Arc<Meter>,
    total: Option<u64>,
    missing: Option<u64>,
    rules: DiskRules,
) -> Result<Claim, Trouble> {
    let space = folder.space().map_err(|error| of_disk(&error, folder.path()))?;
    let claim = ledger.promise(space.device, total.unwrap_or(0), meter);
    let promised = ledger.promised_before(&claim, space.device);
    fits(folder, &space, missing, promised, rules)?;
    Ok(claim)
}

fn rest(
    folder: &Folder,
    ledger: &Arc<Ledger>,
    meter: &Arc<Meter>,
    part: &File,
    total: u64,
    rules: DiskRules,
) -> Result<Option<Claim>, Trouble> {
    if disk::has_its_space(part, total).map_err(|error| of_disk(&error, folder.path()))? {
        return Ok(None);
    }
    let missing = total.saturating_sub(meter.map().received());
    room(folder, ledger, meter, Some(total), Some(missing), rules).map(Some)
}

fn fits(folder: &Folder, space: &Space, total: Option<u64>, promised: u64, rules: DiskRules) -> Result<(), Trouble> {
    let kept = kept_free(rules, space, total);
    let needed = total.unwrap_or(0);
    if needed.saturating_add(promised).saturating_add(kept) <= space.free || needed == 0 && total.is_some() {
        return Ok(());
    }
    Err(too_little(folder, space, needed, promised, kept))
}

/// What a file must leave free.
fn kept_free(rules: DiskRules, space: &Space, total: Option<u64>) -> u64 {
    let slack = if total.is_none() { (space.size / 20).min(MOST_SLACK) } else { 0 };
    rules.keep_free.saturating_add(slack)
}

fn too_little(folder: &Folder, space: &Space, needed: u64, promised: u64, kept: u64) -> Trouble {
    let needs = if needed == 0 {
        "Nobody knows how long the file is, and".to_owned()
    } else {
        format!("The file needs {}, but", amount(needed))
    };
    let mut others = Vec::new();
    if promised > 0 {
        others.push(format!("{} of them are promised to other downloads", amount(promised)));
    }
    if kept > 0 {
        others.push(format!("{} are to stay free", amount(kept)));
    }
    let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join(", ")) };
    let (free, path) = (amount(space.free), folder.path().display());
    let message = format!("{needs} only {free} are free in {path}{others}. Free some space, then retry.");
    Trouble::new(Category::DiskFull, message)
}

/// A disk may be full of files while it has room for bytes (row 89).
fn without_entries(folder: &Folder, error: &io::Error) -> Trouble {
    let trouble = of_disk(error, folder.path());
    let is_out = trouble.category == Category::DiskFull && folder.space().is_ok_and(|space| space.out_of_entries);
    if !is_out {
        return trouble;
    }
    let path = folder.path().display();
    let message = format!("The disk of {path} has no file entries left. Delete some files there, then retry.");
    Trouble::new(Category::DiskFull, message)
}

/// Bytes for people, in steps of a thousand.
fn amount(bytes: u64) -> String {
    let larger = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB")];
    let (step, unit) = larger.into_iter().find(|(step, _)| bytes >= *step).unwrap_or((1_000_000, "MB"));
    format!("{}.{} {unit}", bytes / step, bytes % step / (step / 10))
}

#[cfg(test)]
mod tests {
    use haul_model::segments::SegmentMap;

    use super::*;

    const RULES: DiskRules = DiskRules { keep_free: 0, skip_larger_than: None };

    fn space(free: u64) -> Space {
        Space { device: 1, size: 1000, free, out_of_entries: false }
    }

    fn folder() -> anyhow::Result<(tempfile::TempDir, Folder)> {
        let place = tempfile::tempdir()?;
        let folder = Folder::open(place.path())?;
        Ok((place, folder))
    }

    #[test]
    fn m083_what_others_still_need_and_what_is_kept_free_does_not_count_as_free() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let rules = DiskRules { keep_free: 100, ..RULES };
        assert!(fits(&folder, &space(600), Some(300), 200, rules).is_ok());
        for (free, total, promised) in [(599, 300, 200), (600, 301, 200), (600, 300, 201)] {
            let trouble = fits(&folder, &space(free), Some(total), promised, rules).expect_err("it does not fit");
            assert_eq!(trouble.category, Category::DiskFull);
        }
        Ok(())
    }

    #[test]
    fn f038_no_sum_of_lengths_is_too_large_to_be_refused() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        for total in [i64::MAX.unsigned_abs(), u64::MAX] {
            let rules = DiskRules { keep_free: u64::MAX, ..RULES };
            assert!(fits(&folder, &space(600), Some(total), u64::MAX, rules).is_err());
        }
        Ok(())
    }

    #[test]
    fn f037_a_body_of_unknown_length_leaves_a_twentieth_of_the_disk_free() {
        assert_eq!(kept_free(RULES, &space(600), None), 50);
        assert_eq!(kept_free(RULES, &Space { size: u64::MAX, ..space(600) }, None), MOST_SLACK);
        assert_eq!(kept_free(RULES, &space(600), Some(5)), 0);
    }

    #[test]
    fn a_promise_shrinks_as_bytes_arrive_and_ends_with_its_task() {
        let ledger = Arc::new(Ledger::default());
        let meter = Arc::new(Meter::default());
        meter.reset(SegmentMap::whole(Some(500)));
        let first = ledger.promise(1, 500, &meter);
        let (elsewhere, later) = (ledger.promise(2, 70, &meter), ledger.promise(1, 30, &meter));
        assert_eq!(ledger.promised_before(&later, 1), 500, "what is on another device does not count");
        assert_eq!(ledger.promised_before(&first, 1), 0, "the first of two gets the space");
        meter.advance(0, 400, 400);
        assert_eq!(ledger.promised_before(&later, 1), 100);
        drop((first, elsewhere));
        assert_eq!(ledger.promised_before(&later, 1), 0);
    }

    #[test]
    fn f038_a_file_that_fits_nowhere_is_refused_before_it_takes_space() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let (ledger, meter) = (Arc::new(Ledger::default()), Arc::new(Meter::default()));
        let length = i64::MAX.unsigned_abs();
        let refused = room(&folder, &ledger, &meter, Some(length), Some(length), RULES);
        let trouble = refused.expect_err("no disk is so large");
        assert_eq!(trouble.category, Category::DiskFull);
        assert!(trouble.message.contains("9223372.0 TB"), "{}", trouble.message);
        assert!(ledger.lock().promises.is_empty(), "what is refused is not promised");
        Ok(())
    }

    #[test]
    fn f087_a_reservation_that_fails_leaves_no_file() -> anyhow::Result<()> {
        let (_place, folder) = folder()?;
        let file = folder.create_part("a.bin.haulpart")?.expect("the name is free");
        assert!(reserve(&folder, "a.bin.haulpart", &file, i64::MAX.unsigned_abs()).is_err());
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn amounts_are_told_in_words_that_fit_them() {
        for (bytes, text) in
            [(0, "0.0 MB"), (2_097_152, "2.0 MB"), (1_500_000_000, "1.5 GB"), (i64::MAX.unsigned_abs(), "9223372.0 TB")]
        {
            assert_eq!(amount(bytes), text);
        }
    }
}

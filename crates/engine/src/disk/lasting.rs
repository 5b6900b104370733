//! Files that are put on disk together.
//!
//! Owns the choice between one wait of the disk for each file and one for a whole file system. Refuses to believe a failure
//! of the latter: then each file is asked. Rule kept here: where somebody else's writes are a long wait, they are left alone
//! for a while.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::time::{Duration, Instant};

use haul_store::crash;

use super::folder::sync_all;

/// Files of one file system that are worth writing all there is to write on it.
const MANY: usize = 3;

/// A sync of a file system that took longer had other work to do than ours.
const LONG: Duration = Duration::from_millis(200);

/// How long files are synced one by one then.
const PAUSE: Duration = Duration::from_secs(30);

/// How files are put on disk, as far as earlier times have shown what pays.
#[derive(Debug, Default)]
pub(crate) struct Lasting {
    one_by_one_until: Option<Instant>,
}

impl Lasting {
    /// Puts on disk all there is of the files; says for each whether it is there. Each comes with the number of its file
    /// system.
    pub(crate) fn sync(&mut self, files: &[(u64, &File)]) -> Vec<io::Result<()>> {
        let mut on: BTreeMap<u64, usize> = BTreeMap::new();
        for (device, _) in files {
            *on.entry(*device).or_default() += 1;
        }
        let whole: Vec<u64> = on
            .into_iter()
            .filter(|(device, count)| *count >= MANY && self.sync_device(*device, files))
            .map(|(device, _)| device)
            .collect();
        let one = |(device, file): &(u64, &File)| if whole.contains(device) { Ok(()) } else { sync_all(file) };
        files.iter().map(one).collect()
    }

    /// Writes all there is to write on a file system; false when the files are to be asked one by one.
    fn sync_device(&mut self, device: u64, files: &[(u64, &File)]) -> bool {
        let begun = Instant::now();
        if self.one_by_one_until.is_some_and(|until| begun < until) {
            return false;
        }
        let Some((_, file)) = files.iter().find(|(of, _)| *of == device) else { return false };
        // It tells of every write that failed since this file was opened; each file then tells whether it was its own.
        let is_synced = crash::around("sync of a file system", || rustix::fs::syncfs(file)).is_ok();
        self.note(begun, Instant::now());
        is_synced
    }

    fn note(&mut self, begun: Instant, ended: Instant) {
        self.one_by_one_until = (ended.duration_since(begun) > LONG).then(|| ended + PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_long_is_not_asked_for_again_soon() {
        let (mut lasting, now) = (Lasting::default(), Instant::now());
        lasting.note(now, now + LONG * 2);
        assert_eq!(lasting.one_by_one_until, Some(now + LONG * 2 + PAUSE));
        lasting.note(now, now + LONG);
        assert_eq!(lasting.one_by_one_until, None);
    }

    #[test]
    fn files_are_synced_together_and_each_is_told() -> io::Result<()> {
        let files = [tempfile::tempfile()?, tempfile::tempfile()?, tempfile::tempfile()?, tempfile::tempfile()?];
        let named: Vec<(u64, &File)> = files.iter().map(|file| (1, file)).collect();
        let synced = Lasting::default().sync(&named);
        assert!(synced.len() == files.len() && synced.iter().all(Result::is_ok), "{synced:?}");
        Ok(())
    }
}

//! Whether a file is in its place already.
//!
//! Owns the proofs of a file that nobody saw arrive. Rule kept here: a name and a length prove nothing, and neither does
//! a part file; the inode that was recorded before the rename does, and so does the digest that the file has to have.

use std::os::unix::fs::MetadataExt as _;

use haul_model::digest::Digest;
use haul_model::naming::FileName;
use haul_store::Record;

use crate::disk;
use crate::transfer::rolling::Rolling;

/// What proves that the file of a record is whole and in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is the part file that was about to be renamed.
    Renamed,
    /// It has the digest that was asked for.
    Same {
        /// Its name.
        name: FileName,
        /// Its digest.
        digest: Digest,
        /// Its length.
        bytes: u64,
        /// Its inode.
        inode: u64,
    },
}

/// Whether the part file that was about to be renamed has its final name; blocks.
pub(crate) fn is_placed(record: &Record) -> bool {
    let Some(inode) = record.part_inode.filter(|_| record.placing) else { return false };
    let path = record.folder.join(record.name.as_str());
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.ino() == inode && found.len() == record.received)
}

/// Whether the part file is the one that was verified, whole and right: its inode and length were recorded then; blocks.
pub(crate) fn is_sealed(record: &Record) -> bool {
    let Some(inode) = record.part_inode.filter(|_| record.placing) else { return false };
    let Some(path) = record.part.as_ref().map(|part| record.folder.join(part)) else { return false };
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.ino() == inode && found.len() == record.received)
}

/// What proves that the file is there although the record does not say so; blocks, and reads the file where only its
/// digest can tell (M086).
pub(crate) fn proof(record: &Record) -> Option<Proof> {
    let is_there = |part: &Option<String>| part.as_ref().is_some_and(|part| disk::exists(&record.folder.join(part)));
    if is_there(&record.part) {
        return None;
    }
    if is_placed(record) {
        return Some(Proof::Renamed);
    }
    let download = record.task.work.as_download()?;
    let wanted = download.checksum.as_ref().or(download.published.as_ref())?;
    let path = record.folder.join(record.name.as_str());
    let found = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    let total = record.remote.as_ref().and_then(|known| known.total);
    if total.is_some_and(|total| total != found.len()) {
        return None;
    }
    let rolling = Rolling::new([wanted.algorithm()]);
    let digests = disk::open_file(&path).and_then(|file| rolling.finish(&file, || true)).ok()??;
    let digest = digests.into_iter().find(|digest| digest == wanted)?;
    let (name, bytes, inode) = (record.name.clone(), found.len(), found.ino());
    Some(Proof::Same { name, digest, bytes, inode })
}

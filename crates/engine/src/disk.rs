//! The only place that opens a transferred file.
//!
//! Owns folders, part files, the final rename and the reading back for a digest. Refuses to follow links, to write over
//! what it did not make, and to set an executable bit.
//! Rules kept here: a final name appears by one rename that replaces nothing unless the user chose so; whatever was
//! reported as synced has been synced; files stay under the folder that was opened, even when its path changes.

mod digest;
mod folder;

pub(crate) use digest::digest_of;
pub(crate) use folder::{Folder, exists, remove_file};

use std::fs::File;
use std::io::{self, IoSlice};
use std::os::fd::AsFd;

use bytes::Bytes;

/// Most pieces the kernel takes at once.
const MOST_SLICES: usize = 1024;

/// Writes all pieces one after the other, from `offset` on; blocks.
pub(crate) fn write_at(file: &File, pieces: &[Bytes], mut offset: u64) -> io::Result<()> {
    for group in pieces.chunks(MOST_SLICES) {
        let mut slices: Vec<IoSlice<'_>> = group.iter().map(|piece| IoSlice::new(piece)).collect();
        let mut left = slices.as_mut_slice();
        IoSlice::advance_slices(&mut left, 0);
        while !left.is_empty() {
            let written = rustix::io::retry_on_intr(|| rustix::io::pwritev(file.as_fd(), left, offset))?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            offset += written as u64;
            IoSlice::advance_slices(&mut left, written);
        }
    }
    Ok(())
}

//! The only place that opens a transferred file.
//!
//! Owns folders, part files, the final rename and the reading back for a digest. Refuses to follow links, to write over
//! what it did not make, and to set an executable bit.
//! Rules kept here: a final name appears by one rename that replaces nothing unless the user chose so; whatever was
//! reported as synced has been synced; files stay under the folder that was opened, even when its path changes.

mod digest;
mod folder;

pub(crate) use digest::digest_of;
pub(crate) use folder::{Folder, exists, free_space, remove_file, sync_all, sync_data};

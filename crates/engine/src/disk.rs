//! The only place that opens a transferred file.
//!
//! Owns folders, part files, the final rename and the reading back for a digest. Refuses to follow links, to write over
//! what it did not make, and to set an executable bit.
//! Rules kept here: a final name appears by one rename that replaces nothing unless the user chose so; whatever was
//! reported as synced has been synced; files stay under the folder that was opened, even when its path changes.

mod digest;
mod folder;
mod guarded;
mod lasting;
mod lock;
mod mark;
mod moving;
mod sendable;
mod shelf;
mod source;
mod space;
mod stamp;
mod trash;

pub(crate) use digest::{Hasher, read_from};
pub(crate) use folder::{
    Folder, exists, free_space, has_length, length, open_file, part_is_intact, remove_file, sync_all, sync_data,
};
pub use guarded::{GuardedFolder, allowed_folder};
pub(crate) use lasting::Lasting;
pub(crate) use lock::locked;
pub(crate) use mark::{mark_origin, set_modified};
pub(crate) use moving::{Called, move_into};
pub use sendable::{Links, NotSendable, sendable_file};
pub(crate) use shelf::Shelf;
pub(crate) use source::{Source, Unsendable};
pub(crate) use space::{Reserved, SMALL, Space, has_its_space, reserve};
pub(crate) use stamp::{stamp, was_written_since};
pub(crate) use trash::{from_trash, to_trash};

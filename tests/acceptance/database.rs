//! The list of downloads survives what happens to its file (group B of the faults).

mod calls;
mod damaged;
mod found;
mod made;
mod refused;
pub(crate) mod tool;

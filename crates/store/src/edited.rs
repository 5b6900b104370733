//! The parts of a description that may be edited.
//!
//! Owns their shapes. Refuses SQL.

use std::path::PathBuf;

use haul_model::link::LinkWish;
use haul_model::naming::FileName;
use haul_model::place::Location;
use haul_model::task::NameChoice;

/// The parts of a description that may be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Address.
    pub url: String,
    /// Its host.
    pub host: String,
    /// The address without secrets.
    pub shown_url: String,
    /// Most bytes a second.
    pub limit_rate: Option<u64>,
    /// Most connections.
    pub lanes: Option<u32>,
    /// What it wishes of the link.
    pub link: LinkWish,
}

/// Where a file goes that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The folder, absolute.
    pub folder: PathBuf,
    /// Its name there.
    pub name: FileName,
    /// How that name is found.
    pub choice: NameChoice,
    /// The folder as it is described.
    pub location: Location,
}

//! Where secrets are kept: the desktop's secret service where it works, else a file for this user alone.
//!
//! Owns the secrets of tasks and the passwords of places, and the choice of where each of them lies. Refuses to know
//! what a secret is for. Rules kept here: a secret is on disk, or with the service, before [`Vault::keep`] returns; a
//! service counts as working when it has given back what it was given, not when it is there; nothing in here prints one.

mod file;
mod service;
mod vault;

pub use vault::{Described, Kept, OverHttp, Vault, VaultError};

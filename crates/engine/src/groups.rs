//! What has been said of groups.
//!
//! Owns the words in memory, for the actor that changes them and for readers beside it. Refuses to know which tasks a
//! group has. Rule kept here: a group of which nothing is said is like every other one.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use haul_model::group::GroupSpec;

/// All groups of which something is said.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    said: RwLock<BTreeMap<String, GroupSpec>>,
}

impl Groups {
    pub(crate) fn new(said: impl IntoIterator<Item = (String, GroupSpec)>) -> Self {
        Self { said: RwLock::new(said.into_iter().collect()) }
    }

    /// What holds for a group.
    pub(crate) fn of(&self, group: &str) -> GroupSpec {
        self.read().get(group).cloned().unwrap_or_default()
    }

    /// Whether anything is said of a group.
    pub(crate) fn has(&self, group: &str) -> bool {
        self.read().contains_key(group)
    }

    /// All of them, by name.
    pub(crate) fn all(&self) -> BTreeMap<String, GroupSpec> {
        self.read().clone()
    }

    /// Looks at all of them without taking them along.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&BTreeMap<String, GroupSpec>) -> T) -> T {
        look(&self.read())
    }

    pub(crate) fn set(&self, group: &str, spec: GroupSpec) {
        self.said.write().unwrap_or_else(PoisonError::into_inner).insert(group.to_owned(), spec);
    }

    pub(crate) fn forget(&self, group: &str) {
        self.said.write().unwrap_or_else(PoisonError::into_inner).remove(group);
    }

    /// What was said of one group is said of another name.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        let mut said = self.said.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(spec) = said.remove(from) {
            said.insert(to.to_owned(), spec);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, GroupSpec>> {
        self.said.read().unwrap_or_else(PoisonError::into_inner)
    }
}

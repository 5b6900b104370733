//! The link out of this computer, as far as it is known.
//!
//! Owns the last word about it, and wakes who has to act on another one. Refuses to find it out: the system bus does.

use std::sync::{Mutex, PoisonError};

use haul_model::link::Link;
use tokio::sync::Notify;

/// The link, shared.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// `None` until somebody has said something about it, and while NetworkManager brings one up.
    known: Mutex<Option<Link>>,
    changed: Notify,
    /// Wakes whoever gave up listening for changes.
    again: Notify,
}

impl Links {
    /// As it is known now.
    pub(crate) fn now(&self) -> Option<Link> {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is this from now on.
    pub(crate) fn is_now(&self, link: Option<Link>) {
        let before = std::mem::replace(&mut *self.known.lock().unwrap_or_else(PoisonError::into_inner), link);
        if before != link {
            tracing::info!(?link, "the link is another one");
            self.changed.notify_one();
        }
    }

    /// What may be done over it is to be looked at again.
    pub(crate) fn reconsider(&self) {
        self.changed.notify_one();
    }

    /// Waits until it, or what may be done over it, is another.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Somebody who could not listen may try again.
    pub(crate) fn try_again(&self) {
        self.again.notify_waiters();
    }

    /// Waits for [`try_again`](Self::try_again).
    pub(super) async fn has_reason_to_try(&self) {
        self.again.notified().await;
    }
}

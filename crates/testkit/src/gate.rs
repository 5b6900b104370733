//! A gate that holds an answer back until the test lets it go.
//!
//! Owns one bit shared by a test and the answers it holds. Rule kept here: an answer passes exactly when the gate is
//! open, so a test can catch a task in the middle of anything without sleeping.

use std::sync::Arc;

use tokio::sync::watch;

/// Holds answers of an [`Origin`](crate::Origin) until it is opened; its clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate {
    opened: Arc<watch::Sender<bool>>,
}

impl Gate {
    /// Makes a closed gate.
    pub fn closed() -> Gate {
        Gate { opened: Arc::new(watch::Sender::new(false)) }
    }

    /// Lets go everything that waits, and whatever comes later.
    pub fn open(&self) {
        self.opened.send_replace(true);
    }

    /// Holds whatever comes from now on.
    pub fn close(&self) {
        self.opened.send_replace(false);
    }

    pub(crate) async fn passed(&self) {
        let mut opened = self.opened.subscribe();
        opened.wait_for(|open| *open).await.expect("this gate owns the sender, so it cannot be gone");
    }
}

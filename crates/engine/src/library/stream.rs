//! The stream of updates.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;

use super::mailbox::{Letter, Mailbox};
use crate::library::Update;

/// The updates of all tasks of which no caller and no callback hears, in order. Ends when [`Haul::updates`] is asked for
/// another one, and when the engine is closed; a dropped one hears nothing.
///
/// [`Haul::updates`]: crate::library::Haul::updates
#[derive(Debug)]
pub struct Updates {
    pub(super) mailbox: Arc<Mailbox>,
}

impl Updates {
    /// The next update; `None` when none comes any more.
    pub async fn next(&mut self) -> Option<Update> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// How many changes of a status did not fit, because 65,536 updates were waiting to be read.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.mailbox.lost()
    }

    fn poll(&self, context: &Context<'_>) -> Poll<Option<Update>> {
        loop {
            match self.mailbox.poll(context) {
                Poll::Ready(Some(Letter::Told(update))) => return Poll::Ready(Some(*update)),
                Poll::Ready(Some(Letter::Removed(_))) => {}
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Stream for Updates {
    type Item = Update;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Update>> {
        self.poll(context)
    }
}

impl Drop for Updates {
    fn drop(&mut self) {
        self.mailbox.close();
    }
}

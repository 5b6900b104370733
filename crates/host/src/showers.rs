//! Who shows notifications now.
//!
//! Owns the turn of those who could. Rules kept here: one shows at a time, a window before a program without one, the
//! earlier before the later; whoever goes, however that happens, gives the turn away.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use haul_api::Place;
use tokio::sync::watch;

/// Place and number of somebody who could show; the last in this order does.
type Ticket = (Place, Reverse<u64>);

/// All who could show notifications.
#[derive(Debug, Clone)]
pub(crate) struct Showers {
    there: Arc<Mutex<There>>,
    chosen: watch::Sender<Option<Ticket>>,
}

#[derive(Debug, Default)]
struct There {
    tickets: BTreeSet<Ticket>,
    given: u64,
}

impl Default for Showers {
    fn default() -> Self {
        Self { there: Arc::default(), chosen: watch::Sender::new(None) }
    }
}

impl Showers {
    /// Somebody could show from now on, until the turn is dropped.
    pub(crate) fn join(&self, place: Place) -> Turn {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        there.given += 1;
        let ticket = (place, Reverse(there.given));
        there.tickets.insert(ticket);
        self.choose(&there);
        let is_first = there.given == 1;
        Turn { ticket, is_first, showers: self.clone(), chosen: self.chosen.subscribe() }
    }

    fn choose(&self, there: &There) {
        self.chosen.send_if_modified(|chosen| std::mem::replace(chosen, there.tickets.last().copied()) != *chosen);
    }
}

/// The turn of one who could show.
#[derive(Debug)]
pub(crate) struct Turn {
    ticket: Ticket,
    is_first: bool,
    showers: Showers,
    chosen: watch::Receiver<Option<Ticket>>,
}

impl Turn {
    /// Whether nobody could show before.
    pub(crate) const fn is_first(&self) -> bool {
        self.is_first
    }

    /// Whether it is this one's turn.
    pub(crate) fn is_mine(&mut self) -> bool {
        *self.chosen.borrow_and_update() == Some(self.ticket)
    }

    /// Waits until it may be another's turn.
    pub(crate) async fn changed(&mut self) {
        if self.chosen.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut there = self.showers.there.lock().unwrap_or_else(PoisonError::into_inner);
        there.tickets.remove(&self.ticket);
        self.showers.choose(&there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shows_before_the_background_and_gives_the_turn_back_when_it_goes() {
        let showers = Showers::default();
        let mut background = showers.join(Place::Background);
        assert!(background.is_mine());
        let mut window = showers.join(Place::Window);
        let mut later = showers.join(Place::Window);
        assert!(window.is_mine() && !background.is_mine() && !later.is_mine());
        drop(window);
        assert!(later.is_mine() && !background.is_mine());
        drop(later);
        assert!(background.is_mine());
    }
}

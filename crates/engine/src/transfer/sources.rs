//! The addresses of one file.
//!
//! Owns which of them still count in this attempt. Rule kept here: one that is dead or has other content is left, and a
//! task has failed only when all of them have.

use haul_model::task::Download;
use url::Url;

/// The first address and its mirrors.
#[derive(Debug)]
pub(crate) struct Sources {
    addresses: Vec<Url>,
    left: Vec<bool>,
    preferred: usize,
    turn: usize,
}

impl Sources {
    /// All addresses of a download; `preferred` is tried first.
    pub(crate) fn of(download: &Download, preferred: usize) -> Self {
        let addresses: Vec<Url> = std::iter::once(&download.url).chain(&download.mirrors).cloned().collect();
        let preferred = if preferred < addresses.len() { preferred } else { 0 };
        Self { left: vec![false; addresses.len()], addresses, preferred, turn: preferred }
    }

    /// The address with this number.
    pub(crate) fn address(&self, number: usize) -> &Url {
        &self.addresses[number]
    }

    /// The one to begin with; `None` when all are left.
    pub(crate) fn first(&mut self) -> Option<usize> {
        let found = self.from(self.preferred)?;
        self.turn = found + 1;
        Some(found)
    }

    /// The one for the next lane: each in turn (M132).
    pub(crate) fn next(&mut self) -> Option<usize> {
        let found = self.from(self.turn)?;
        self.turn = found + 1;
        Some(found)
    }

    /// Begins with this one from now on, whatever was thought of it.
    pub(crate) fn prefer(&mut self, number: usize) {
        (self.preferred, self.left[number]) = (number, false);
    }

    /// Asks this one no more.
    pub(crate) fn leave(&mut self, number: usize) {
        self.left[number] = true;
    }

    /// How many are not left.
    pub(crate) fn remaining(&self) -> usize {
        self.left.iter().filter(|left| !**left).count()
    }

    fn from(&self, start: usize) -> Option<usize> {
        let count = self.addresses.len();
        (start..start + count).map(|number| number % count).find(|number| !self.left[*number])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use haul_model::place::{Base, Location};
    use haul_model::task::NameChoice;

    fn sources(mirrors: usize) -> Sources {
        let url = |host: usize| format!("http://h{host}.test/f").parse().expect("a test address");
        let location = Location { base: Base::Root, folder: String::new() };
        let mut download = Download::of(url(0), location, NameChoice::Suggested);
        download.mirrors = (1..=mirrors).map(url).collect();
        Sources::of(&download, 0)
    }

    #[test]
    fn m132_lanes_take_the_addresses_in_turn() {
        let mut sources = sources(2);
        let turns: Vec<_> = (0..4).map(|_| sources.next()).collect();
        assert_eq!(turns, [Some(0), Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn m136_an_address_that_was_left_is_passed_over() {
        let mut sources = sources(1);
        sources.leave(0);
        assert_eq!((sources.first(), sources.next(), sources.next()), (Some(1), Some(1), Some(1)));
        sources.leave(1);
        assert_eq!((sources.first(), sources.remaining()), (None, 0));
    }
}

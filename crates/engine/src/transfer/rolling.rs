//! Digests that are computed while bytes arrive.
//!
//! Owns the hash functions of one attempt and how far they have come. Refuses to compare. Rule kept here: the functions
//! see every byte from the first on, once and in order: what arrives out of order is read back from the file at the end.

use std::fs::File;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use haul_model::digest::{Algorithm, Digest};

use crate::disk::{self, Hasher};

/// The digests of a file that is being written. Without a wanted algorithm it costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Rolling {
    state: Option<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    hashers: Vec<Hasher>,
    /// One past the last byte that the functions have seen.
    reached: u64,
}

impl Rolling {
    /// Begins at the first byte of a file, once for each algorithm.
    pub(crate) fn new(algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        let mut wanted: Vec<Algorithm> = algorithms.into_iter().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let hashers: Vec<Hasher> = wanted.into_iter().map(Hasher::new).collect();
        let state = (!hashers.is_empty()).then(|| Mutex::new(State { hashers, reached: 0 }));
        Self { state }
    }

    /// Takes what was written at `offset`. Bytes that were seen before are passed over; bytes beyond a gap wait for
    /// [`Rolling::finish`].
    pub(crate) fn push(&self, offset: u64, bytes: &[u8]) {
        let Some(state) = &self.state else { return };
        let mut state = lock(state);
        let Some(seen) = state.reached.checked_sub(offset) else { return };
        let fresh = usize::try_from(seen).ok().and_then(|seen| bytes.get(seen..));
        state.take(fresh.unwrap_or_default());
    }

    /// Whether a file of this length holds nothing that it has to read to its end.
    pub(crate) fn has_seen(&self, length: u64) -> bool {
        self.state.as_ref().is_none_or(|state| lock(state).reached >= length)
    }

    /// How many bytes from the first on have been seen.
    #[cfg(test)]
    fn reached(&self) -> u64 {
        self.state.as_ref().map_or(0, |state| lock(state).reached)
    }

    /// Whether it computes digests of all these algorithms.
    pub(crate) fn computes(&self, algorithms: &[Algorithm]) -> bool {
        let known: Vec<Algorithm> = self
            .state
            .as_ref()
            .map(|state| lock(state).hashers.iter().map(Hasher::algorithm).collect())
            .unwrap_or_default();
        algorithms.iter().all(|algorithm| known.contains(algorithm))
    }

    /// Reads the rest of the file and gives the digests; blocks. `go_on` is asked after every piece; `None` when it said
    /// no. It is over then: it computes nothing any more.
    pub(crate) fn finish(&self, file: &File, go_on: impl Fn() -> bool) -> io::Result<Option<Vec<Digest>>> {
        let Some(state) = &self.state else { return Ok(Some(Vec::new())) };
        let mut state = lock(state);
        let whole = disk::read_from(file, state.reached, |bytes| state.take(bytes), go_on)?;
        let hashers = std::mem::take(&mut state.hashers);
        Ok(whole.then(|| hashers.into_iter().map(Hasher::finish).collect()))
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.hashers.iter_mut().for_each(|hasher| hasher.update(bytes));
        self.reached += bytes.len() as u64;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: &[u8] = b"0123456789abcdefghij";

    fn file() -> anyhow::Result<File> {
        let mut file = tempfile::tempfile()?;
        io::Write::write_all(&mut file, CONTENT)?;
        Ok(file)
    }

    fn expected(algorithm: Algorithm) -> Digest {
        let mut hasher = Hasher::new(algorithm);
        hasher.update(CONTENT);
        hasher.finish()
    }

    #[test]
    fn pieces_in_order_leave_nothing_to_read() -> anyhow::Result<()> {
        let rolling = Rolling::new([Algorithm::Sha256, Algorithm::Md5, Algorithm::Sha256]);
        rolling.push(0, &CONTENT[..7]);
        rolling.push(7, &CONTENT[7..]);
        assert_eq!(rolling.reached(), 20);
        // An empty file in its place shows that no byte is read again.
        let found = rolling.finish(&tempfile::tempfile()?, || true)?;
        assert_eq!(found, Some(vec![expected(Algorithm::Md5), expected(Algorithm::Sha256)]));
        Ok(())
    }

    #[test]
    fn what_came_out_of_order_is_read_from_where_the_order_ended() -> anyhow::Result<()> {
        let rolling = Rolling::new([Algorithm::Blake3]);
        rolling.push(10, &CONTENT[10..15]);
        assert_eq!(rolling.reached(), 0, "a gap is not skipped");
        rolling.push(0, &CONTENT[..5]);
        rolling.push(15, &CONTENT[15..]);
        assert_eq!(rolling.reached(), 5);
        assert_eq!(rolling.finish(&file()?, || true)?, Some(vec![expected(Algorithm::Blake3)]));
        Ok(())
    }

    #[test]
    fn bytes_that_come_twice_count_once() -> anyhow::Result<()> {
        let rolling = Rolling::new([Algorithm::Sha1]);
        rolling.push(0, &CONTENT[..12]);
        rolling.push(0, &CONTENT[..5]);
        rolling.push(8, &CONTENT[8..16]);
        assert_eq!(rolling.reached(), 16);
        assert_eq!(rolling.finish(&file()?, || true)?, Some(vec![expected(Algorithm::Sha1)]));
        Ok(())
    }

    #[test]
    fn a_stop_ends_the_reading() -> anyhow::Result<()> {
        assert_eq!(Rolling::new([Algorithm::Md5]).finish(&file()?, || false)?, None);
        Ok(())
    }

    #[test]
    fn nothing_wanted_is_nothing_done() -> anyhow::Result<()> {
        let rolling = Rolling::default();
        rolling.push(0, CONTENT);
        assert_eq!(rolling.finish(&file()?, || panic!("no byte is read"))?, Some(Vec::new()));
        Ok(())
    }
}

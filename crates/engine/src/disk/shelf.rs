//! Memory that is used again.
//!
//! Owns the blocks that files are read into on their way out. Rule kept here: a block comes back by itself when the last
//! one who looks at it lets go, so as many are made as were ever in use at once, and the kernel clears no page twice.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

/// Blocks of one size that wait to be used.
#[derive(Debug)]
pub(crate) struct Shelf {
    size: usize,
    blocks: Mutex<Vec<Box<[u8]>>>,
}

impl Shelf {
    /// An empty one for blocks of `size` bytes.
    pub(crate) fn of(size: usize) -> Arc<Self> {
        Arc::new(Self { size, blocks: Mutex::default() })
    }

    /// Bytes a block has.
    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    /// A block, with whatever was in it last: the one that came back last, which is still in the processor's cache.
    pub(crate) fn take(self: &Arc<Self>) -> Block {
        let waiting = self.lock().pop();
        let bytes = waiting.unwrap_or_else(|| vec![0; self.size].into_boxed_slice());
        Block { bytes, length: 0, shelf: Arc::clone(self) }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Box<[u8]>>> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A block in use.
#[derive(Debug)]
pub(crate) struct Block {
    bytes: Box<[u8]>,
    /// How much of it was filled.
    length: usize,
    shelf: Arc<Shelf>,
}

impl Block {
    /// All of it, to be filled.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// The first `length` bytes of it, for as many as want to look at them.
    pub(crate) fn share(mut self, length: usize) -> Bytes {
        self.length = length.min(self.bytes.len());
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        self.shelf.lock().push(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(shelf: &Arc<Shelf>, byte: u8) -> Bytes {
        let mut block = shelf.take();
        block.room().fill(byte);
        block.share(3)
    }

    #[test]
    fn a_block_comes_back_when_the_last_one_lets_go_and_not_before() {
        let shelf = Shelf::of(8);
        let first = filled(&shelf, 1);
        let (place, part) = (first.as_ptr(), first.slice(1..));
        drop(first);
        let second = filled(&shelf, 2);
        assert_ne!(second.as_ptr(), place, "it was given away while somebody looked at it");
        assert_eq!((&part[..], &second[..]), (&[1, 1][..], &[2, 2, 2][..]));
        drop(part);
        assert_eq!(filled(&shelf, 3).as_ptr(), place, "a new one was made");
    }
}

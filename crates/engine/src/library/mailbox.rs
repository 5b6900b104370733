//! Updates on their way to one reader.
//!
//! Owns a queue that a slow reader cannot make grow without end. Rule kept here: of what does not fit, fractions on the way
//! go first; a status is lost last, and is counted.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::library::Update;

/// Most updates that wait for a reader.
const MOST: usize = 1 << 16;

/// Something for a reader.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Letter {
    /// An update.
    Told(Box<Update>),
    /// The task is forgotten: no more is told of it.
    Removed(haul_model::task::TaskId),
}

#[derive(Debug, Default)]
struct Inside {
    letters: VecDeque<Letter>,
    lost: u64,
    is_closed: bool,
    reader: Option<Waker>,
}

/// Updates on their way to one reader.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    inside: Mutex<Inside>,
}

impl Mailbox {
    /// Puts a letter in; false when the reader has gone.
    pub(super) fn push(&self, letter: Letter) -> bool {
        let mut inside = self.lock();
        if inside.is_closed {
            return false;
        }
        if inside.letters.len() >= MOST {
            inside.make_room();
        }
        inside.letters.push_back(letter);
        if let Some(reader) = inside.reader.take() {
            reader.wake();
        }
        true
    }

    /// Whether anybody reads.
    pub(super) fn is_open(&self) -> bool {
        !self.lock().is_closed
    }

    /// What is there may still be read; nothing more comes.
    pub(super) fn close(&self) {
        let mut inside = self.lock();
        inside.is_closed = true;
        if let Some(reader) = inside.reader.take() {
            reader.wake();
        }
    }

    pub(super) fn poll(&self, context: &Context<'_>) -> Poll<Option<Letter>> {
        let mut inside = self.lock();
        match inside.letters.pop_front() {
            Some(letter) => Poll::Ready(Some(letter)),
            None if inside.is_closed => Poll::Ready(None),
            None => {
                inside.reader = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// The next letter; `None` when none comes any more.
    pub(super) async fn next(&self) -> Option<Letter> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// How many statuses did not fit.
    pub(super) fn lost(&self) -> u64 {
        self.lock().lost
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn make_room(&mut self) {
        let on_the_way =
            |letter: &Letter| matches!(letter, Letter::Told(update) if matches!(**update, Update::Progress(_)));
        if let Some(at) = self.letters.iter().position(on_the_way) {
            self.letters.remove(at);
        } else {
            self.letters.pop_front();
            self.lost += 1;
        }
    }
}

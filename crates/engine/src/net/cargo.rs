//! A body that is too long to hold.
//!
//! Owns its way into a request: it is made anew for every send, is as long as it says, and stops when an answer makes the
//! rest useless. Refuses files: pieces come from whoever has them. Rule kept here: the connection does not outlive a body
//! that ends early, so nobody takes its beginning for the whole.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::watch;

/// The pieces of a body, in order.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A body that is too long to hold.
#[derive(Clone)]
pub(crate) struct Cargo {
    /// Its length in bytes, more than 0.
    pub(crate) length: u64,
    /// Gives its pieces from the beginning, as often as it is asked.
    pub(crate) pieces: Arc<dyn Fn() -> Pieces + Send + Sync>,
}

impl Cargo {
    /// The body of one request, and a handle on it.
    pub(super) fn load(&self) -> (reqwest::Body, Load) {
        let reins = Arc::new(Mutex::new(Reins { order: Order::Go, waker: None }));
        let left = Arc::new(AtomicU64::new(0));
        let (end, ended) = watch::channel(None);
        let body = Outgoing {
            rest: self.length,
            pieces: Mutex::new((self.pieces)()),
            reins: Arc::clone(&reins),
            left: Arc::clone(&left),
            end,
        };
        (reqwest::Body::wrap(body), Load { reins, left, ended })
    }
}

impl fmt::Debug for Cargo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cargo").field("length", &self.length).finish_non_exhaustive()
    }
}

/// A handle on a body that is on its way. When it is dropped, what has not left never will.
#[derive(Debug)]
pub(super) struct Load {
    reins: Arc<Mutex<Reins>>,
    left: Arc<AtomicU64>,
    /// `Some(true)` once all has left, `Some(false)` once the rest never will.
    ended: watch::Receiver<Option<bool>>,
}

impl Load {
    /// Bytes that have left.
    pub(super) fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// Holds back the rest.
    pub(super) fn hush(&self) {
        order(&self.reins, Order::Wait);
    }

    /// Whether all of it has left by now.
    pub(super) fn is_gone(&self) -> bool {
        *self.ended.borrow() == Some(true)
    }

    /// Waits for the end of the body: true when all of it has left. The error is a silence of `stall`.
    pub(super) async fn has_left(&self, stall: Duration) -> Result<bool, Duration> {
        let mut ended = self.ended.clone();
        let mut left = self.left();
        loop {
            let end = tokio::time::timeout(stall, ended.wait_for(Option::is_some)).await;
            match end {
                Ok(Ok(end)) => return Ok(*end == Some(true)),
                Ok(Err(_)) => return Ok(false),
                Err(_) if self.left() == left => return Err(stall),
                Err(_) => left = self.left(),
            }
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        order(&self.reins, Order::End);
    }
}

/// What a body is told from outside.
#[derive(Debug)]
struct Reins {
    order: Order,
    /// Whoever waits for the next piece.
    waker: Option<Waker>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Give what there is.
    Go,
    /// Give nothing for now.
    Wait,
    /// Break off.
    End,
}

fn order(reins: &Mutex<Reins>, order: Order) {
    let mut reins = lock(reins);
    reins.order = order;
    if let Some(waker) = reins.waker.take() {
        waker.wake();
    }
}

fn lock(reins: &Mutex<Reins>) -> MutexGuard<'_, Reins> {
    reins.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body as the HTTP library sees it.
struct Outgoing {
    /// Bytes that have not left.
    rest: u64,
    pieces: Mutex<Pieces>,
    reins: Arc<Mutex<Reins>>,
    left: Arc<AtomicU64>,
    end: watch::Sender<Option<bool>>,
}

impl Outgoing {
    fn take(&mut self, piece: Option<io::Result<Bytes>>) -> io::Result<Bytes> {
        let piece = piece.unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()))?;
        let length = piece.len() as u64;
        self.rest = self.rest.checked_sub(length).ok_or_else(|| io::Error::other("a body longer than it says"))?;
        self.left.fetch_add(length, Ordering::Relaxed);
        if self.rest == 0 {
            self.end.send_replace(Some(true));
        }
        Ok(piece)
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest == 0 {
            return Poll::Ready(None);
        }
        {
            let mut reins = lock(&self.reins);
            if reins.order == Order::End {
                return Poll::Ready(Some(Err(io::Error::other("the rest of the body is not wanted"))));
            }
            reins.waker = Some(context.waker().clone());
            if reins.order == Order::Wait {
                return Poll::Pending;
            }
        }
        let pieces = self.pieces.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(pieces.as_mut().poll_next(context));
        Poll::Ready(Some(self.take(piece).map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest)
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        if self.rest > 0 {
            self.end.send_replace(Some(false));
        }
    }
}

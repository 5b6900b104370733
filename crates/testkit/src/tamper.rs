//! A wire that damages one byte on its way to the client.
//!
//! Owns the count of bytes written on one connection. Rule kept here: at most one byte of a whole origin is damaged,
//! that at the scripted place of the first connection which gets so far; everything else passes unchanged.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The place of the damage, shared by all connections of an origin.
#[derive(Clone)]
pub(crate) struct Damage {
    at: u64,
    done: Arc<AtomicBool>,
}

impl Damage {
    pub(crate) fn at(at: u64) -> Damage {
        Damage { at, done: Arc::default() }
    }
}

/// A stream whose written bytes pass the damage.
pub(crate) struct Wire<S> {
    stream: S,
    written: u64,
    damage: Option<Damage>,
}

impl<S> Wire<S> {
    pub(crate) fn new(stream: S, damage: Option<Damage>) -> Wire<S> {
        Wire { stream, written: 0, damage }
    }

    // The index of the byte to damage in the next write, while it is still to be done.
    fn target(&self, length: usize) -> Option<usize> {
        let damage = self.damage.as_ref().filter(|damage| !damage.done.load(Ordering::Relaxed))?;
        let index = usize::try_from(damage.at.checked_sub(self.written)?).ok()?;
        (index < length).then_some(index)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, block: &[u8]) -> Poll<io::Result<usize>> {
        let target = self.target(block.len());
        let passed = match target {
            Some(index) => {
                let mut damaged = block.to_vec();
                damaged[index] ^= 1;
                Pin::new(&mut self.stream).poll_write(context, &damaged)
            }
            None => Pin::new(&mut self.stream).poll_write(context, block),
        };
        if let Poll::Ready(Ok(count)) = &passed {
            self.written += *count as u64;
            if let (Some(index), Some(damage)) = (target, &self.damage)
                && index < *count
            {
                damage.done.store(true, Ordering::Relaxed);
            }
        }
        passed
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

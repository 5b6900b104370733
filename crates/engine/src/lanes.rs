//! The threads that bytes travel on.
//!
//! Owns a few threads beside the host's, each with a runtime of its own: a lane writes where it reads, and a disk that
//! makes it wait must not hold up the api or the window. Refuses everything but transfers. Rule kept here: a transfer
//! stays on its thread, because handing its pieces from thread to thread costs more than the threads are worth.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::CancellationToken;

/// Threads of the lanes: a slow disk holds up one of them.
const THREADS: usize = 4;

/// The threads of the lanes. They end when this is dropped.
#[derive(Debug)]
pub(crate) struct Lanes {
    threads: Vec<Handle>,
    next: AtomicUsize,
    halt: CancellationToken,
}

impl Lanes {
    pub(crate) fn start() -> io::Result<Self> {
        let halt = CancellationToken::new();
        let threads = (0..THREADS).map(|number| thread(number, halt.clone())).collect::<io::Result<_>>()?;
        Ok(Self { threads, next: AtomicUsize::new(0), halt })
    }

    /// The thread for the next transfer, in turn.
    pub(crate) fn next(&self) -> &Handle {
        &self.threads[self.next.fetch_add(1, Ordering::Relaxed) % THREADS]
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.halt.cancel();
    }
}

fn thread(number: usize, halt: CancellationToken) -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().max_blocking_threads(16).enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new().name(format!("haul-lane-{number}")).spawn(move || {
        runtime.block_on(halt.cancelled());
        // By now the actor has waited for every transfer; a connection that idles in the pool needs no farewell.
        runtime.shutdown_background();
    })?;
    Ok(handle)
}

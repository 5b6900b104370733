//! The threads that bytes travel on.
//!
//! Owns a runtime beside the host's: a lane writes where it reads, and a disk that makes it wait must not hold up the api
//! or the window. Refuses everything but transfers.

use std::io;

use tokio::runtime::{Builder, Handle, Runtime};

/// Threads of the lanes. They share their work, so that a slow disk holds up one of them.
const THREADS: usize = 4;

/// The runtime of the lanes.
#[derive(Debug)]
pub(crate) struct Lanes {
    runtime: Option<Runtime>,
    handle: Handle,
}

impl Lanes {
    pub(crate) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(64)
            .thread_name("haul-lane")
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        Ok(Self { runtime: Some(runtime), handle })
    }

    pub(crate) const fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        // A runtime may not be waited for inside another one; by now the actor has waited for every transfer.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

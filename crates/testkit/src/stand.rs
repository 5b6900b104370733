//! A listening socket and the thread everything behind it runs on.
//!
//! Owns both, so a server works beside any runtime and beside none. Rule kept here: once it is dropped nothing
//! listens, and all its connections are closed. The thread is in the network its maker was in.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use anyhow::Context as _;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

const BACKLOG: i32 = 4096;

/// Where a server stands; it leaves when dropped.
pub(crate) struct Stand {
    address: SocketAddr,
    halt: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Stand {
    /// Listens on `address` and attends every connection.
    pub(crate) fn taken<F>(
        name: &str,
        address: SocketAddr,
        attend: impl Fn(TcpStream, SocketAddr) -> F + Send + 'static,
    ) -> anyhow::Result<Stand>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(address).with_context(|| format!("listening on {address}"))?;
        rustix::net::listen(&listener, BACKLOG).context("lengthening the queue of connections")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (halt, halted) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            runtime.block_on(accepting(listener, attend, halted));
        })?;
        Ok(Stand { address, halt: Some(halt), thread: Some(thread) })
    }

    /// Gives the address it listens on.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.halt.take();
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed already; a second one here would hide the test's own.
            let _ = thread.join();
        }
    }
}

async fn accepting<F>(
    listener: TcpListener,
    attend: impl Fn(TcpStream, SocketAddr) -> F,
    mut halted: oneshot::Receiver<()>,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = tokio::net::TcpListener::from_std(listener).expect("the socket is bound and does not block");
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((socket, peer)) = accepted {
                    connections.spawn(attend(socket, peer));
                }
            }
            Some(_) = connections.join_next() => {}
            _ = &mut halted => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
}

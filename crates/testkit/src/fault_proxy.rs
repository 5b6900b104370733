//! A bad link: a TCP proxy in front of any address.
//!
//! Owns the faults of the link and the counts of what passed. Rule kept here: what the faults do not touch passes
//! unchanged and in order, and new faults hold from their moment on, for open connections too.

mod pump;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, watch};
use tokio::time::Instant;

use crate::reset::{reset, reset_once_delivered};
use crate::stand::Stand;

/// A running bad link; all its connections end when it is dropped.
///
/// ```no_run
/// # fn example(origin: &haul_testkit::Origin) -> anyhow::Result<()> {
/// use haul_testkit::{Ending, FaultProxy, Faults};
///
/// let link = FaultProxy::before(origin.address(), Faults::none().ending_after(100_000, Ending::Reset))?;
/// // ... haul get link.url_of("/file.bin")
/// link.now_has(Faults::none().passing(1_000_000));
/// link.end_connections(Ending::Close);
/// # Ok(()) }
/// ```
pub struct FaultProxy {
    link: Arc<Link>,
    stand: Stand,
}

/// What is wrong with a link, towards the client. Built by chaining; nothing to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    delay: Duration,
    rate: Option<u64>,
    end: Option<(u64, Ending)>,
    flip: Option<u64>,
}

/// How a connection over a link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Both ways are closed.
    Close,
    /// The server's side says that it is done; what the client sends still passes.
    HalfClose,
    /// A TCP reset, once the client's kernel has everything sent before it.
    Reset,
    /// Nothing more, and the connection stays open; it goes on when the fault is taken away.
    Stall,
}

/// What all connections over one link share.
struct Link {
    target: SocketAddr,
    faults: watch::Sender<Faults>,
    ends: watch::Sender<Ending>,
    free_at: Mutex<Option<Instant>>,
    flipped: AtomicBool,
    connections: AtomicU64,
    live: AtomicUsize,
    delivered: AtomicU64,
    taken: AtomicU64,
}

impl Faults {
    /// Makes a link without any.
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Holds every block of at most 64 KiB so long.
    pub fn delaying(self, delay: Duration) -> Faults {
        Faults { delay, ..self }
    }

    /// Lets so many bytes a second pass, over all connections together; 1 is a trickle.
    pub fn passing(self, bytes_per_second: u64) -> Faults {
        Faults { rate: Some(bytes_per_second.max(1)), ..self }
    }

    /// Ends each connection in this way once so many bytes have passed over it.
    pub fn ending_after(self, bytes: u64, ending: Ending) -> Faults {
        Faults { end: Some((bytes, ending)), ..self }
    }

    /// Lets nothing pass and ends nothing.
    pub fn stalled(self) -> Faults {
        self.ending_after(0, Ending::Stall)
    }

    /// Flips one bit of the byte number `at` of a connection: of the first that gets so far, and never again.
    pub fn flipping_a_bit_at(self, at: u64) -> Faults {
        Faults { flip: Some(at), ..self }
    }
}

impl FaultProxy {
    /// Puts a link with these faults in front of `target`, on a free port of 127.0.0.1.
    pub fn before(target: SocketAddr, faults: Faults) -> anyhow::Result<FaultProxy> {
        let link = Arc::new(Link {
            target,
            faults: watch::Sender::new(faults),
            ends: watch::Sender::new(Ending::Close),
            free_at: Mutex::default(),
            flipped: AtomicBool::default(),
            connections: AtomicU64::default(),
            live: AtomicUsize::default(),
            delivered: AtomicU64::default(),
            taken: AtomicU64::default(),
        });
        let shared = link.clone();
        let here = (Ipv4Addr::LOCALHOST, 0).into();
        let stand = Stand::taken("link", here, move |socket, peer| attend(socket, peer, shared.clone()))?;
        Ok(FaultProxy { link, stand })
    }

    /// Gives the address clients connect to.
    pub fn address(&self) -> SocketAddr {
        self.stand.address()
    }

    /// Gives the http address of `path_and_query`, which begins with a slash.
    pub fn url_of(&self, path_and_query: &str) -> String {
        format!("http://{}{path_and_query}", self.address())
    }

    /// As [`url_of`](FaultProxy::url_of), with https.
    pub fn https_url_of(&self, path_and_query: &str) -> String {
        format!("https://{}{path_and_query}", self.address())
    }

    /// Replaces the faults, at once and for every connection.
    pub fn now_has(&self, faults: Faults) {
        self.link.faults.send_replace(faults);
    }

    /// Ends every connection that is open now; a [`Ending::Stall`] holds it until it ends by itself.
    pub fn end_connections(&self, ending: Ending) {
        self.link.ends.send_replace(ending);
    }

    /// Gives the number of connections so far.
    pub fn connections(&self) -> u64 {
        self.link.connections.load(Ordering::SeqCst)
    }

    /// Gives the number of connections open now.
    pub fn live_connections(&self) -> usize {
        self.link.live.load(Ordering::SeqCst)
    }

    /// Gives the number of bytes that passed towards clients.
    pub fn bytes_delivered(&self) -> u64 {
        self.link.delivered.load(Ordering::SeqCst)
    }

    /// Gives the number of bytes that passed towards the target.
    pub fn bytes_taken(&self) -> u64 {
        self.link.taken.load(Ordering::SeqCst)
    }
}

async fn attend(mut socket: TcpStream, peer: SocketAddr, link: Arc<Link>) {
    let _alive = Alive::new(&link);
    let mut ends = link.ends.subscribe();
    ends.mark_unchanged();
    let (Ok(here), Ok(mut server)) = (socket.local_addr(), TcpStream::connect(link.target).await) else {
        reset(&socket);
        return;
    };
    let (mut from_client, to_client) = socket.split();
    let (from_server, mut to_server) = server.split();
    let taking = async {
        let _ = pump::up(&mut from_client, &mut to_server, &link).await;
        // The client may be done with asking and still listen.
        let _ = to_server.shutdown().await;
        std::future::pending::<()>().await;
    };
    let ending = tokio::select! {
        ending = pump::down(from_server, to_client, &link) => ending.unwrap_or(Ending::Reset),
        () = taking => Ending::Close,
        _ = ends.changed() => *ends.borrow_and_update(),
    };
    match ending {
        Ending::Close => {}
        Ending::Reset => reset_once_delivered(&socket, here, peer).await,
        Ending::HalfClose => {
            let _ = socket.shutdown().await;
            let (mut from_client, _) = socket.split();
            let _ = pump::up(&mut from_client, &mut to_server, &link).await;
        }
        Ending::Stall => {
            let _ = pump::up(&mut from_client, &mut to_server, &link).await;
        }
    }
}

struct Alive<'a>(&'a Link);

impl Alive<'_> {
    fn new(link: &Link) -> Alive<'_> {
        link.connections.fetch_add(1, Ordering::SeqCst);
        link.live.fetch_add(1, Ordering::SeqCst);
        Alive(link)
    }
}

impl Drop for Alive<'_> {
    fn drop(&mut self) {
        self.0.live.fetch_sub(1, Ordering::SeqCst);
    }
}

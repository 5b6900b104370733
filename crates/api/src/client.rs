//! The one way a surface talks to the engine.
//!
//! Owns [`Client`] and the two doors it can go through: the Unix socket of a host in another process, and a pipe in
//! memory to a host in this one. Refuses to tell them apart afterwards. Rule kept here: window and command are the same
//! kind of client.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite, BufReader, DuplexStream};
use tokio::net::UnixStream;
use tokio::sync::mpsc;

use crate::calls::Call;
use crate::socket::SocketPath;
use crate::update::{Update, Watch};
use crate::wire::{Code, Hello, Refusal, Reply, read_frame, write_frame};

/// Where the host is.
#[derive(Debug, Clone)]
pub enum Door {
    /// A host in another process, behind this socket.
    Socket(PathBuf),
    /// A host in this process, which takes the other ends of pipes from here.
    Pipe(mpsc::Sender<DuplexStream>),
}

/// Asks the host. Cheap to clone; every call travels on a connection of its own, but for those of
/// [`Client::add_all`].
#[derive(Debug, Clone)]
pub struct Client {
    door: Door,
}

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Client {
    /// A client of the host behind `door`.
    #[must_use]
    pub const fn new(door: Door) -> Self {
        Self { door }
    }

    /// Opens a stream of updates. What happens after this returns is not missed.
    ///
    /// # Errors
    /// [`Code::Gone`] when there is no host.
    pub async fn watch(&self, watch: Watch) -> Result<Updates, Refusal> {
        let mut stream = BufReader::new(self.knock().await?);
        write_frame(&mut stream, &Hello::Watch { watch }).await?;
        let mut updates = Updates { stream };
        match updates.next().await? {
            Some(Update::Watching {}) => Ok(updates),
            Some(_) | None => Err(hung_up()),
        }
    }

    pub(crate) async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<T, Refusal> {
        let mut stream = BufReader::new(self.knock().await?);
        write_frame(&mut stream, &Hello::Call(call)).await?;
        match read_frame(&mut stream).await?.ok_or_else(hung_up)? {
            Reply::Ok(answer) => Ok(answer),
            Reply::Refused(refusal) => Err(refusal),
        }
    }

    pub(crate) async fn knock(&self) -> Result<Box<dyn Stream>, Refusal> {
        match &self.door {
            Door::Socket(path) => Ok(Box::new(connect(path).await.map_err(Refusal::gone)?)),
            Door::Pipe(door) => {
                let (ours, theirs) = tokio::io::duplex(64 << 10);
                door.send(theirs).await.map_err(|_| hung_up())?;
                Ok(Box::new(ours))
            }
        }
    }
}

/// A stream of updates.
pub struct Updates {
    stream: BufReader<Box<dyn Stream>>,
}

impl Updates {
    /// The next update; `None` when the host has ended.
    ///
    /// # Errors
    /// [`Refusal`] when the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Update>, Refusal> {
        read_frame(&mut self.stream).await
    }
}

async fn connect(path: &Path) -> std::io::Result<UnixStream> {
    let reachable = SocketPath::new(path)?;
    UnixStream::connect(&reachable).await
}

pub(crate) fn hung_up() -> Refusal {
    Refusal::new(Code::Gone, "Haul has ended. Start it again with `haul daemon` or open the window.")
}

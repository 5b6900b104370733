//! One window for one home.
//!
//! Owns the lock that makes a start the first one, and the socket over which every later start hands its wish to it.
//! Refuses to care who hosts: a daemon may, and the window is its client then.
//! Rule kept here: a later start ends only after the first one has answered, so no address is lost between the two.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use haul_api::socket::SocketPath;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::{Instant, sleep, timeout};

use crate::wish::{self, Answer, Wish};

/// The longest wish, in bytes: some ten thousand addresses.
const LONGEST: u64 = 4 << 20;

/// How long the other side may take for a whole exchange.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a start looks again whether the first one listens already.
const PAUSE: Duration = Duration::from_millis(50);

/// What a start turned out to be.
pub(crate) enum Claim {
    /// The first: it shows the window and listens to the others.
    First(First),
    /// A later one, whose wish the first has fulfilled.
    HandedOver(Answer),
}

/// Held by the first start for as long as it lives.
pub(crate) struct First {
    listener: UnixListener,
    _lock: File,
}

/// Becomes the first start in `folder`, or hands `wish` to it.
///
/// # Errors
/// A sentence when the folder cannot be used, or when the first start does not answer.
pub(crate) async fn claim(folder: &Path, wish: &Wish) -> Result<Claim, String> {
    let unusable = |error: io::Error| format!("The folder {} cannot be used: {error}.", folder.display());
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    let socket = folder.join("window.sock");
    let begun = Instant::now();
    loop {
        let lock = open_lock(&folder.join("window.lock")).map_err(unusable)?;
        if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok() {
            match fs::remove_file(&socket) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unusable(error)),
                Ok(()) | Err(_) => {}
            }
            let reachable = SocketPath::new(&socket).map_err(unusable)?;
            let listener = UnixListener::bind(&reachable).map_err(unusable)?;
            return Ok(Claim::First(First { listener, _lock: lock }));
        }
        let reachable = SocketPath::new(&socket).map_err(unusable)?;
        if let Ok(mut stream) = UnixStream::connect(&reachable).await {
            let exchange = async {
                send(&mut stream, wish).await?;
                receive::<Answer>(&mut stream).await
            };
            if let Ok(Ok(answer)) = timeout(PATIENCE, exchange).await {
                return Ok(Claim::HandedOver(answer));
            }
        }
        // The first one is only just starting, or only just ending.
        if begun.elapsed() > PATIENCE {
            return Err("Haul is running already, but its window does not answer. End it and start Haul again.".into());
        }
        sleep(PAUSE).await;
    }
}

fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

impl First {
    /// Fulfils the wishes of later starts, for ever.
    pub(crate) async fn serve(self, app: AppHandle) {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let app = app.clone();
                    let answered = timeout(PATIENCE, answer(stream, |wish| wish::fulfil(&app, wish))).await;
                    if !matches!(answered, Ok(Ok(()))) {
                        tracing::warn!("a second start of the window said nothing that can be understood");
                    }
                }
                Err(error) => {
                    tracing::warn!("no second start can be heard: {error}");
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

async fn answer<F: Future<Output = Answer>>(mut stream: UnixStream, fulfil: impl FnOnce(Wish) -> F) -> io::Result<()> {
    if stream.peer_cred()?.uid() != rustix::process::getuid().as_raw() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let wish = receive(&mut stream).await?;
    send(&mut stream, &fulfil(wish).await).await
}

async fn send(to: &mut (impl AsyncWrite + Unpin), value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    to.write_all(&line).await
}

async fn receive<T: for<'de> Deserialize<'de>>(from: &mut (impl AsyncRead + Unpin)) -> io::Result<T> {
    let mut line = Vec::new();
    BufReader::new(from.take(LONGEST)).read_until(b'\n', &mut line).await?;
    Ok(serde_json::from_slice(&line)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wish::{Deed, Seen};

    async fn first(folder: &Path) -> First {
        match claim(folder, &Wish::default()).await {
            Ok(Claim::First(first)) => first,
            Ok(Claim::HandedOver(_)) => panic!("somebody else was first"),
            Err(sentence) => panic!("{sentence}"),
        }
    }

    #[tokio::test]
    async fn a_second_start_hands_its_wish_over_and_hears_what_became_of_it() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let first = first(folder.path()).await;
        let wish = Wish {
            urls: vec!["https://a.example/b%2Fc?sig=x%2By%3D".to_owned()],
            offered: vec!["https://a.example/c".to_owned()],
            deeds: vec![Deed::AskForDownloads],
            window: Seen::AsItIs,
        };
        let hears = async {
            let (stream, _) = first.listener.accept().await?;
            let mut heard = None;
            answer(stream, |wish| {
                heard = Some(wish);
                async { Answer { refused: vec!["no".to_owned()] } }
            })
            .await?;
            io::Result::Ok(heard)
        };
        let (claimed, heard) = tokio::join!(claim(folder.path(), &wish), hears);
        assert_eq!(heard?, Some(wish.clone()));
        let Ok(Claim::HandedOver(answer)) = claimed else { panic!("the wish was not handed over") };
        assert_eq!(answer.refused, ["no"]);
        Ok(())
    }

    #[tokio::test]
    async fn after_the_first_has_ended_the_next_is_first() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        drop(first(folder.path()).await);
        assert!(folder.path().join("window.sock").exists(), "the socket of the one that ended is still there");
        drop(first(folder.path()).await);
        Ok(())
    }

    #[tokio::test]
    async fn a_home_may_lie_deeper_than_a_socket_address_can_say() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let deep = folder.path().join("deep".repeat(40));
        let first = first(&deep).await;
        let hears = async {
            let (stream, _) = first.listener.accept().await?;
            answer(stream, |_| async { Answer::default() }).await
        };
        let wish = Wish::default();
        let (claimed, heard) = tokio::join!(claim(&deep, &wish), hears);
        heard?;
        assert!(matches!(claimed, Ok(Claim::HandedOver(_))));
        Ok(())
    }

    #[tokio::test]
    async fn two_homes_never_see_each_other() -> anyhow::Result<()> {
        let (one, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let _first = first(one.path()).await;
        let _also_first = first(other.path()).await;
        Ok(())
    }

    #[tokio::test]
    async fn nonsense_on_the_socket_is_an_error_and_no_wish() -> anyhow::Result<()> {
        let (mut ours, theirs) = UnixStream::pair()?;
        ours.write_all(b"{\"urls\": 7}\n").await?;
        let answered = answer(theirs, |_| async { unreachable!("no wish can be read") }).await;
        assert!(answered.is_err());
        Ok(())
    }
}

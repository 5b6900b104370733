//! The doors.
//!
//! Owns the socket and the pipe, and what happens on a connection: calls and their answers, or one watch and its
//! updates. Refuses everybody but this user (I12). Rule kept here: a connection that misbehaves ends alone.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use haul_api::Refusal;
use haul_api::socket::SocketPath;
use haul_api::wire::{Hello, Reply, read_hello, write_frame};
use rustix::fs::Mode;
use tokio::io::{AsyncRead, AsyncWrite, BufReader, DuplexStream};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::answers::Core;
use crate::{calls, watch};

/// Time for a client to say what it wants.
const HELLO: Duration = Duration::from_secs(10);

/// Binds the socket for this user only; a socket that a dead process left behind goes. The caller holds the lock.
pub(crate) fn bind(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let reachable = SocketPath::new(path)?;
    let listener = UnixListener::bind(&reachable)?;
    rustix::fs::chmod(path, Mode::RUSR | Mode::WUSR)?;
    Ok(listener)
}

/// Lets clients in through the socket until `halt`.
pub(crate) async fn socket(listener: UnixListener, core: Arc<Core>, halt: CancellationToken, serving: TaskTracker) {
    loop {
        let accepted = tokio::select! {
            () = halt.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) if is_own_user(&stream) => {
                serving.spawn(connection(stream, Arc::clone(&core), halt.clone()));
            }
            Ok(_) => tracing::warn!("a connection of another user was refused"),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Lets this process in through pipes until `halt`.
pub(crate) async fn pipe(
    mut ends: mpsc::Receiver<DuplexStream>,
    core: Arc<Core>,
    halt: CancellationToken,
    serving: TaskTracker,
) {
    loop {
        let end = tokio::select! {
            () = halt.cancelled() => return,
            end = ends.recv() => end,
        };
        let Some(end) = end else { return };
        serving.spawn(connection(end, Arc::clone(&core), halt.clone()));
    }
}

fn is_own_user(stream: &UnixStream) -> bool {
    stream.peer_cred().is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + Send, core: Arc<Core>, halt: CancellationToken) {
    let mut stream = BufReader::new(stream);
    let hello = tokio::select! {
        () = halt.cancelled() => return,
        hello = tokio::time::timeout(HELLO, read_hello(&mut stream)) => hello,
    };
    let result = match hello {
        Ok(Ok(Some(Hello::Call(call)))) => calls::serve(call, stream, &core, &halt).await,
        Ok(Ok(Some(Hello::Watch { watch }))) => tokio::select! {
            () = halt.cancelled() => return,
            ended = watch::serve(&core, watch, &mut stream) => ended,
        },
        Ok(Ok(None)) | Err(_) => return,
        Ok(Err(refusal)) => refuse(&mut stream, refusal).await,
    };
    if let Err(Refusal { message, .. }) = result {
        tracing::debug!(%message, "a connection ended early");
    }
}

async fn refuse(stream: &mut (impl AsyncWrite + Unpin), refusal: Refusal) -> Result<(), Refusal> {
    write_frame(stream, &Reply::<()>::Refused(refusal)).await
}

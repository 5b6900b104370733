//! One accepted connection, from its first byte to its end.
//!
//! Owns the socket and every way it can end; what is said on it is `answer`'s. Rule kept here: whatever ends a
//! connection, its record says so and the counts are right.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::answer::answer;
use crate::inbox::{Appetite, Head, Inbox};
use crate::recorded::{Outcome, Recorded, Version};
use crate::reset::{reset, reset_once_delivered};
use crate::resource::{CloseNotify, Resource, Surfeit};
use crate::stage::{Stage, Voice};
use crate::tamper::Wire;
use crate::traffic::Traffic;
use crate::wire::{Finish, send};
use crate::{frames, http2};

/// Serves the connection until it ends.
pub(crate) async fn attend(socket: TcpStream, peer: SocketAddr, stage: Arc<Stage>) {
    let live = stage.traffic.look(|seen| seen.live_connections);
    if stage.most_connections.is_some_and(|most| live >= most) {
        reset(socket);
        return;
    }
    let connection = Connected::new(&stage.traffic);
    let mut cuts = stage.cuts.subscribe();
    cuts.mark_unchanged();
    // The second handle keeps the kernel's socket open while the stream above it is taken down.
    let (Ok(handle), Ok(here)) = (socket.as_fd().try_clone_to_owned(), socket.local_addr()) else {
        return;
    };
    let finish = tokio::select! {
        finish = converse_in_words(socket, &stage, connection.number) => finish,
        _ = cuts.changed() => Ok(Finish::Reset),
    };
    match finish {
        Ok(Finish::Reset) => reset_once_delivered(handle, here, peer).await,
        Ok(Finish::Close(CloseNotify::Sent)) => {
            drop(connection);
            let _ = linger(handle).await;
        }
        Ok(Finish::Close(CloseNotify::Left) | Finish::KeepAlive) | Err(_) => {}
    }
}

/// Waits until the other side has ended, too: what it says meanwhile and nobody reads would turn the end into a reset,
/// which takes with it what it has not read yet.
async fn linger(handle: OwnedFd) -> io::Result<()> {
    let mut socket = TcpStream::from_std(handle.into())?;
    tokio::io::copy(&mut socket, &mut tokio::io::sink()).await.map(drop)
}

async fn converse_in_words(socket: TcpStream, stage: &Arc<Stage>, connection: u64) -> io::Result<Finish> {
    let mut wire = Wire::new(socket, stage.damage.clone());
    match &stage.voice {
        Voice::Speaking | Voice::InFrames(_) => {}
        Voice::Silent => {
            Inbox::new(wire).closed().await;
            return Ok(Finish::Close(CloseNotify::Left));
        }
        Voice::Saying(bytes) => {
            let heard = wire.read(&mut [0; 64 * 1024]).await?;
            wire.write_all(bytes).await?;
            wire.shutdown().await?;
            // What has not been read would turn the end into a reset.
            if heard > 0 {
                Inbox::new(wire).closed().await;
            }
            return Ok(Finish::Close(CloseNotify::Left));
        }
    }
    match stage.acceptor() {
        Some(acceptor) => {
            if let Some((count, gate)) = &stage.held_handshakes
                && connection < *count
            {
                gate.passed().await;
            }
            let stream = acceptor.accept(wire).await?;
            match (stream.get_ref().1.alpn_protocol(), &stage.voice) {
                (Some(b"h2"), Voice::InFrames(frames)) => {
                    frames::converse(stream, frames, || begun(&stage.traffic, connection)).await
                }
                (Some(b"h2"), _) => http2::converse(stream, stage, connection).await,
                (Some(_) | None, _) => converse(stream, stage, connection).await,
            }
        }
        None => converse(wire, stage, connection).await,
    }
}

/// Records a request that nobody reads.
fn begun(traffic: &Traffic, connection: u64) {
    let request = Recorded::begun(connection, Version::Http2, "", "", Vec::new());
    traffic.ended(traffic.requested(request), Outcome::Sent);
}

async fn converse<S>(stream: S, stage: &Stage, connection: u64) -> io::Result<Finish>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (reader, mut writer) = tokio::io::split(stream);
    let mut inbox = Inbox::new(reader);
    while let Some(head) = inbox.head().await? {
        match exchange(&mut inbox, &mut writer, head, stage, connection).await? {
            Finish::KeepAlive => {}
            Finish::Close(CloseNotify::Sent) => {
                writer.shutdown().await?;
                return Ok(Finish::Close(CloseNotify::Sent));
            }
            finish @ (Finish::Close(CloseNotify::Left) | Finish::Reset) => return Ok(finish),
        }
    }
    writer.shutdown().await?;
    Ok(Finish::Close(CloseNotify::Sent))
}

async fn exchange<R, W>(
    inbox: &mut Inbox<R>,
    writer: &mut W,
    head: Head,
    stage: &Stage,
    connection: u64,
) -> io::Result<Finish>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut request = Recorded::begun(connection, Version::Http1, &head.method, &head.target, head.headers.clone());
    let (placed, nth) = stage.requested(request.path());
    request.nth = nth;
    let mut underway = Underway::new(&stage.traffic, request);
    let (resource, own_nth) = placed.at_request(nth);

    if head.header("expect").is_some() && resource.continues {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        writer.flush().await?;
    }
    let surfeit = resource.upload_limit.map_or(Surfeit::Reset, |(_, surfeit)| surfeit);
    let had_enough = read_body(inbox, &head, resource, &underway).await? == Appetite::Enough;
    if had_enough && surfeit == Surfeit::Reset {
        return Ok(Finish::Reset);
    }

    let request = stage.traffic.look(|seen| seen.requests[underway.index].clone());
    let answer = answer(resource, &request, own_nth);
    stage.traffic.answered(underway.index, answer.status);
    let finish = tokio::select! {
        finish = send(writer, &answer, |count| stage.traffic.sent(underway.index, count)) => finish?,
        () = inbox.closed() => return Err(io::ErrorKind::ConnectionAborted.into()),
    };
    underway.outcome = Outcome::Sent;
    if had_enough {
        match surfeit {
            Surfeit::AnswerDeaf => std::future::pending().await,
            Surfeit::Answer | Surfeit::Reset => inbox.rest(|part| stage.traffic.received(underway.index, part)).await,
        }
        return Ok(Finish::Close(CloseNotify::Left));
    }
    Ok(finish)
}

/// Reads the body of a request, as far as its resource wants it.
async fn read_body<R: AsyncRead + Unpin>(
    inbox: &mut Inbox<R>,
    head: &Head,
    resource: &Resource,
    underway: &Underway<'_>,
) -> io::Result<Appetite> {
    let begun = underway.traffic.look(|seen| seen.requests[underway.index].clone());
    let (limit, surfeit) = resource.upload_limit.unwrap_or((u64::MAX, Surfeit::Reset));
    let mut before = 0;
    let appetite = inbox.body(head, |part| {
        let room = usize::try_from(limit - before).map_or(part.len(), |room| room.min(part.len()));
        // What comes in one piece with the last byte that is wanted is lost only where the connection is.
        let taken = if surfeit == Surfeit::Reset { &part[..room] } else { part };
        if let Some(hear) = &resource.heard {
            hear(&begun, before, taken);
        }
        underway.traffic.received(underway.index, taken);
        before = limit.min(before + part.len() as u64);
        if before == limit { Appetite::Enough } else { Appetite::More }
    });
    appetite.await
}

struct Connected<'a> {
    traffic: &'a Traffic,
    number: u64,
}

impl Connected<'_> {
    fn new(traffic: &Traffic) -> Connected<'_> {
        Connected { traffic, number: traffic.connected() }
    }
}

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.traffic.disconnected();
    }
}

/// One exchange on its way; when it is dropped its record says how it ended.
pub(crate) struct Underway<'a> {
    traffic: &'a Traffic,
    pub(crate) index: usize,
    pub(crate) outcome: Outcome,
}

impl Underway<'_> {
    pub(crate) fn new(traffic: &Traffic, request: Recorded) -> Underway<'_> {
        Underway { traffic, index: traffic.requested(request), outcome: Outcome::Abandoned }
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.traffic.ended(self.index, self.outcome);
    }
}

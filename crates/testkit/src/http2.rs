//! One connection that speaks HTTP/2.
//!
//! Owns the streams on it and every way each can end; what is said on them is `answer`'s. Rule kept here: a stream that ends
//! early does so once everything before has left, and harms no other.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream, SendStream};
use http::{HeaderName, HeaderValue, Request, Response};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::answer::{Answer, answer};
use crate::connection::Underway;
use crate::kept::Kept;
use crate::recorded::{Outcome, Recorded, Version};
use crate::resource::{CloseNotify, Point, Stop};
use crate::stage::Stage;
use crate::wire::{Finish, room};

/// Bytes of a body that leave together.
const BLOCK: usize = 64 * 1024;

/// What speaks of the connection has no place here.
const LEFT_OUT: [&str; 3] = ["connection", "transfer-encoding", "keep-alive"];

/// Serves the connection until it ends.
pub(crate) async fn converse<S>(stream: S, stage: &Arc<Stage>, connection: u64) -> io::Result<Finish>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut kept = Kept::new(stream);
    let mut builder = h2::server::Builder::new();
    builder.max_send_buffer_size(BLOCK).initial_window_size(1 << 20).initial_connection_window_size(1 << 24);
    builder.max_concurrent_streams(stage.most_streams.unwrap_or(128));
    let mut served: Connection<Kept<S>, Bytes> = builder.handshake(kept.another()).await.map_err(io::Error::other)?;
    let mut goodbyes = stage.goodbyes.subscribe();
    goodbyes.mark_unchanged();
    let (mut streams, (ends, mut ended)) = (JoinSet::new(), mpsc::channel(1));
    let finish = loop {
        tokio::select! {
            accepted = served.accept() => match accepted {
                Some(Ok((request, respond))) => {
                    streams.spawn(attend(request, respond, Arc::clone(stage), connection, ends.clone()));
                }
                Some(Err(_)) => return Ok(Finish::Close(CloseNotify::Left)),
                None => return Ok(Finish::Close(CloseNotify::Sent)),
            },
            Some(_) = streams.join_next() => {}
            Some(finish) = ended.recv() => break finish,
            _ = goodbyes.changed() => served.graceful_shutdown(),
        }
    };
    // What has been said leaves first.
    tokio::select! {
        biased;
        _ = served.accept() => {}
        () = tokio::task::yield_now() => {}
    }
    if matches!(finish, Finish::Close(CloseNotify::Sent)) {
        kept.shutdown().await?;
    }
    Ok(finish)
}

/// Answers one request; the connection ends where its script says so.
async fn attend(
    request: Request<RecvStream>,
    respond: SendResponse<Bytes>,
    stage: Arc<Stage>,
    connection: u64,
    ends: mpsc::Sender<Finish>,
) {
    let (parts, body) = request.into_parts();
    let mut recorded = recorded(&parts, connection);
    let (placed, nth) = stage.requested(recorded.path());
    recorded.nth = nth;
    let mut underway = Underway::new(&stage.traffic, recorded);
    let (resource, own_nth) = placed.at_request(nth);
    if read(body, |part| stage.traffic.received(underway.index, part)).await.is_err() {
        return;
    }
    let request = stage.traffic.look(|seen| seen.requests[underway.index].clone());
    let answer = answer(resource, &request, own_nth);
    stage.traffic.answered(underway.index, answer.status);
    let Ok(sent) = send(respond, &answer, |count| stage.traffic.sent(underway.index, count)).await else { return };
    underway.outcome = Outcome::Sent;
    drop(underway);
    if let Some((finish, _unfinished)) = sent
        && ends.send(finish).await.is_ok()
    {
        std::future::pending().await
    }
}

/// How a connection is to end, and the stream that must not say anything more until then.
type End = (Finish, Box<dyn Send>);

/// The client wants nothing more of a stream.
struct Gone;

impl From<h2::Error> for Gone {
    fn from(_: h2::Error) -> Gone {
        Gone
    }
}

async fn read(mut body: RecvStream, taken: impl Fn(&[u8])) -> Result<(), h2::Error> {
    while let Some(part) = body.data().await {
        let part = part?;
        taken(&part);
        body.flow_control().release_capacity(part.len())?;
    }
    Ok(())
}

async fn send(mut respond: SendResponse<Bytes>, answer: &Answer, sent: impl Fn(u64)) -> Result<Option<End>, Gone> {
    if let Some((Point::BeforeHead, gate)) = &answer.manner.held {
        tokio::select! {
            () = gate.passed() => {}
            _ = std::future::poll_fn(|context| respond.poll_reset(context)) => return Err(Gone),
        }
    }
    if let Some((Point::BeforeHead, stop)) = answer.manner.stop {
        match stop {
            Stop::Close | Stop::EndStream => return Ok(Some((Finish::Close(CloseNotify::Left), Box::new(respond)))),
            Stop::Reset => return Ok(Some((Finish::Reset, Box::new(respond)))),
            Stop::ResetStream(code) => {
                respond.send_reset(Reason::from(code));
                return Ok(None);
            }
            Stop::Stall => {
                let _ = std::future::poll_fn(|context| respond.poll_reset(context)).await;
                return Err(Gone);
            }
        }
    }
    let is_all = answer.body.from(0, 1).is_empty() && answer.manner.stop.is_none();
    let mut stream = respond.send_response(head(&answer.head).ok_or(Gone)?, is_all)?;
    if is_all {
        return Ok(None);
    }
    let finish = pour(&mut stream, answer, sent).await?;
    Ok(finish.map(|finish| (finish, Box::new(stream) as Box<dyn Send>)))
}

/// Sends the body, and what its script says of its end.
async fn pour(stream: &mut SendStream<Bytes>, answer: &Answer, sent: impl Fn(u64)) -> Result<Option<Finish>, Gone> {
    let (mut offset, began) = (0, tokio::time::Instant::now());
    loop {
        drained(stream).await?;
        if let Some((Point::AfterBytes(at), gate)) = &answer.manner.held
            && *at == offset
        {
            tokio::select! {
                () = gate.passed() => {}
                _ = std::future::poll_fn(|context| stream.poll_reset(context)) => return Err(Gone),
            }
        }
        if let Some((Point::AfterBytes(at), stop)) = answer.manner.stop
            && at == offset
        {
            return stopped(stream, stop, answer.manner.close_notify).await;
        }
        let block = answer.body.from(offset, room(answer, offset));
        if block.is_empty() {
            stream.send_data(Bytes::new(), true)?;
            return Ok(None);
        }
        offset += block.len() as u64;
        stream.send_data(Bytes::copy_from_slice(block), false)?;
        sent(block.len() as u64);
        if let Some(pace) = answer.manner.pace {
            tokio::select! {
                () = tokio::time::sleep_until(began + Duration::from_secs_f64(offset as f64 / pace as f64)) => {}
                _ = std::future::poll_fn(|context| stream.poll_reset(context)) => return Err(Gone),
            }
        }
    }
}

async fn stopped(stream: &mut SendStream<Bytes>, stop: Stop, farewell: CloseNotify) -> Result<Option<Finish>, Gone> {
    match stop {
        Stop::Close => Ok(Some(Finish::Close(farewell))),
        Stop::Reset => Ok(Some(Finish::Reset)),
        Stop::ResetStream(code) => {
            stream.send_reset(Reason::from(code));
            Ok(None)
        }
        Stop::EndStream => {
            stream.send_data(Bytes::new(), true)?;
            Ok(None)
        }
        Stop::Stall => {
            let _ = std::future::poll_fn(|context| stream.poll_reset(context)).await;
            Err(Gone)
        }
    }
}

/// Waits until everything has left, so that a whole block has room.
async fn drained(stream: &mut SendStream<Bytes>) -> Result<(), Gone> {
    stream.reserve_capacity(BLOCK);
    while stream.capacity() < BLOCK {
        match std::future::poll_fn(|context| stream.poll_capacity(context)).await {
            Some(room) => room?,
            None => return Err(Gone),
        };
    }
    Ok(())
}

/// The head of an answer, without what speaks of the connection.
fn head(written: &[u8]) -> Option<Response<()>> {
    let mut lines = written.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let status = std::str::from_utf8(lines.next()?.split(|byte| *byte == b' ').nth(1)?).ok()?;
    let mut response = Response::builder().status(status).body(()).ok()?;
    for line in lines.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        if !LEFT_OUT.contains(&name.as_str()) {
            response.headers_mut().append(name, value);
        }
    }
    Some(response)
}

fn recorded(parts: &http::request::Parts, connection: u64) -> Recorded {
    let target = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let authority = parts.uri.authority().map(|host| ("host".to_owned(), host.as_str().into()));
    let named = parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let headers = authority.into_iter().chain(named).collect();
    Recorded::begun(connection, Version::Http2, parts.method.as_str(), &target, headers)
}

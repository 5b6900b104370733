//! Sending one answer the way its script says: held, slow, cut or stalled.
//!
//! Owns the order and the moments in which bytes reach the socket; decides nothing about what they are. Rule kept
//! here: a stop after n bytes happens after exactly n body bytes.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

use crate::answer::{Afterwards, Answer, Body, Framing};
use crate::resource::{CloseNotify, Manner, Point, Stop};

const BLOCK: usize = 64 * 1024;
static ZEROS: [u8; BLOCK] = [0; BLOCK];

/// What becomes of the connection after an answer.
pub(crate) enum Finish {
    KeepAlive,
    Close(CloseNotify),
    Reset,
}

/// Sends the answer, telling `sent` about each group of body bytes; never returns from a stall.
pub(crate) async fn send<W>(out: &mut W, answer: &Answer, sent: impl Fn(u64)) -> io::Result<Finish>
where
    W: AsyncWrite + Unpin,
{
    if let Some(finish) = reached(answer, Point::BeforeHead).await {
        return Ok(finish);
    }
    // As servers do: a body that is there goes with its head, so that no chance parts them.
    let first = if stands_apart(answer) { &[][..] } else { answer.body.from(0, room(answer, 0)) };
    out.write_all(&[&answer.head, first].concat()).await?;
    out.flush().await?;
    let began = Instant::now();
    let mut offset = first.len() as u64;
    if offset > 0 {
        sent(offset);
    }
    loop {
        if let Some(finish) = reached(answer, Point::AfterBytes(offset)).await {
            return Ok(finish);
        }
        let block = answer.body.from(offset, room(answer, offset));
        if block.is_empty() {
            break;
        }
        write_block(out, answer.framing, block).await?;
        offset += block.len() as u64;
        sent(block.len() as u64);
        if let Some(pace) = answer.manner.pace {
            tokio::time::sleep_until(began + Duration::from_secs_f64(offset as f64 / pace as f64)).await;
        }
    }
    if answer.framing == Framing::Chunked {
        out.write_all(b"0\r\n\r\n").await?;
        out.flush().await?;
    }
    Ok(match answer.afterwards {
        Afterwards::KeepAlive => Finish::KeepAlive,
        Afterwards::Close => Finish::Close(answer.manner.close_notify),
    })
}

async fn reached(answer: &Answer, here: Point) -> Option<Finish> {
    if let Some((point, gate)) = &answer.manner.held
        && *point == here
    {
        gate.passed().await;
    }
    let (point, stop) = answer.manner.stop?;
    if point != here {
        return None;
    }
    match stop {
        Stop::Close => Some(Finish::Close(answer.manner.close_notify)),
        Stop::Reset => Some(Finish::Reset),
        Stop::ResetStream(_) | Stop::EndStream => None,
        Stop::Stall => std::future::pending().await,
    }
}

// Whether the script says something about the moment between head and body.
fn stands_apart(answer: &Answer) -> bool {
    let Manner { held, stop, pace, .. } = &answer.manner;
    let points = [held.as_ref().map(|(point, _)| *point), stop.as_ref().map(|(point, _)| *point)];
    answer.framing == Framing::Chunked || pace.is_some() || points.contains(&Some(Point::AfterBytes(0)))
}

/// How many bytes may go in one write without passing a point of the script.
pub(crate) fn room(answer: &Answer, offset: u64) -> usize {
    let held = answer.manner.held.as_ref().map(|(point, _)| *point);
    let stop = answer.manner.stop.map(|(point, _)| point);
    let until_point = [held, stop].into_iter().flatten().filter_map(|point| match point {
        Point::AfterBytes(at) if at > offset => Some(at - offset),
        Point::AfterBytes(_) | Point::BeforeHead => None,
    });
    let step = answer.manner.pace.map(|pace| (pace / 50).max(1));
    let room = until_point.chain(step).min().unwrap_or(u64::MAX);
    usize::try_from(room).unwrap_or(usize::MAX).min(BLOCK)
}

async fn write_block<W: AsyncWrite + Unpin>(out: &mut W, framing: Framing, block: &[u8]) -> io::Result<()> {
    if framing == Framing::Chunked {
        out.write_all(format!("{:x}\r\n", block.len()).as_bytes()).await?;
    }
    out.write_all(block).await?;
    if framing == Framing::Chunked {
        out.write_all(b"\r\n").await?;
    }
    out.flush().await
}

impl Body {
    /// The bytes at `offset`, at most `room` of them.
    pub(crate) fn from(&self, offset: u64, room: usize) -> &[u8] {
        match self {
            Body::Part { content, start, end } => {
                let from = usize::try_from(offset).map_or(*end, |offset| (start + offset).min(*end));
                &content[from..from.saturating_add(room).min(*end)]
            }
            Body::Zeros => &ZEROS[..room],
        }
    }
}

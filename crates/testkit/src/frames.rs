//! HTTP/2 frame by frame, for servers that no library would let misbehave.
//!
//! Owns the bytes of the few frames it needs. Refuses to understand requests: it knows when one begins, and on which stream.
//! Rule kept here: a flood goes on until the client has had enough.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::resource::CloseNotify;
use crate::wire::Finish;

/// What a client begins with.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// `:status: 200` of HPACK's table.
const STATUS_200: u8 = 0x88;

/// Frames of a flood that leave together.
const TOGETHER: usize = 1000;

/// What a server does that is scripted frame by frame.
#[derive(Clone, Debug)]
pub enum Frames {
    /// Every request gets these bytes, so many on each connection; the next one is told that it comes too late (GOAWAY without
    /// an error, naming the last stream that was answered), and the connection ends.
    LeavingAfter(u32, Vec<u8>),
    /// The answer to the first request begins, and then comes DATA without a byte in it.
    EmptyData,
    /// The head of the answer to the first request never ends.
    Continuation,
    /// Once the first request has come there are settings, and again settings.
    Settings,
}

/// Serves the connection until it ends.
pub(crate) async fn converse<S>(mut stream: S, frames: &Frames, begun: impl Fn()) -> io::Result<Finish>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut preface = [0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    stream.flush().await?;
    let mut answered = (0, 0);
    loop {
        let Some(id) = next_request(&mut stream).await? else { continue };
        begun();
        match frames {
            Frames::LeavingAfter(most, content) if answered.0 < *most => {
                answered = (answered.0 + 1, id);
                stream.write_all(&whole(id, content)).await?;
                stream.flush().await?;
            }
            Frames::LeavingAfter(..) => {
                let last = [u32::to_be_bytes(answered.1), [0; 4]].concat();
                stream.write_all(&frame(GOAWAY, 0, 0, &last)).await?;
                stream.flush().await?;
                return lingering(stream).await;
            }
            Frames::EmptyData => {
                stream.write_all(&frame(HEADERS, END_HEADERS, id, &[STATUS_200])).await?;
                return flood(stream, &frame(DATA, 0, id, &[])).await;
            }
            Frames::Continuation => {
                stream.write_all(&frame(HEADERS, 0, id, &[STATUS_200])).await?;
                // A header that is not kept, of one byte and without a value.
                return flood(stream, &frame(CONTINUATION, 0, id, &[0, 1, b'x', 0])).await;
            }
            Frames::Settings => return flood(stream, &frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 100])).await,
        }
    }
}

/// The stream of a request that begins; `None` for every other frame.
async fn next_request<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S) -> io::Result<Option<u32>> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
    let mut payload = vec![0; length];
    stream.read_exact(&mut payload).await?;
    let is_order = head[4] & ACK == 0;
    match head[3] {
        SETTINGS if is_order => stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await?,
        PING if is_order => stream.write_all(&frame(PING, ACK, 0, &payload)).await?,
        _ => {}
    }
    stream.flush().await?;
    Ok((head[3] == HEADERS).then(|| u32::from_be_bytes([head[5], head[6], head[7], head[8]])))
}

/// Reads and forgets until the client closes: an end before that would take away what it has not read.
async fn lingering<S: AsyncRead + Unpin>(mut stream: S) -> io::Result<Finish> {
    let mut buffer = [0; 1024];
    while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
    Ok(Finish::Close(CloseNotify::Left))
}

/// Sends the same until nobody takes it any more; what the client says meanwhile is read and forgotten.
async fn flood<S: AsyncRead + AsyncWrite + Unpin>(stream: S, frame: &[u8]) -> io::Result<Finish> {
    let (mut reader, mut writer) = tokio::io::split(stream);
    let many = frame.repeat(TOGETHER);
    let heard = async {
        let mut buffer = [0; 16 * 1024];
        while matches!(reader.read(&mut buffer).await, Ok(1..)) {}
    };
    tokio::select! {
        () = heard => {}
        () = async { while writer.write_all(&many).await.is_ok() {} } => {}
    }
    Ok(Finish::Close(CloseNotify::Left))
}

/// A whole answer with these bytes.
fn whole(id: u32, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_string();
    // `content-length`, number 28 of HPACK's table, with a value in plain characters.
    let mut head = vec![STATUS_200, 0x0f, 0x0d, u8::try_from(length.len()).expect("a number has few digits")];
    head.extend_from_slice(length.as_bytes());
    let mut answer = frame(HEADERS, END_HEADERS, id, &head);
    answer.extend(frame(DATA, END_STREAM, id, content));
    answer
}

fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a test sends small frames").to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend_from_slice(&id.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}

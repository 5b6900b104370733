//! The calls of one connection.
//!
//! Owns their order. Refuses a watch among them. Rules kept here: a client may send the next call before it has heard of the
//! last one; they are begun and answered in the order in which they came, and what was begun is carried through, whether or
//! not somebody is left to hear of it.

use futures_util::StreamExt as _;
use futures_util::future::{BoxFuture, FutureExt as _, ready};
use futures_util::stream::FuturesOrdered;
use haul_api::wire::{Frame, Hello, Reply, read_hello, write_frame};
use haul_api::{Call, Code, Refusal, answer};
use tokio::io::{AsyncRead, AsyncWrite, BufReader, WriteHalf};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::answers::Core;

/// Calls of one connection that are worked on at once: while the database keeps one, the next is read and made sense of.
const AT_ONCE: usize = 2;

/// An answer on its way.
type Answering<'a> = BoxFuture<'a, Result<Frame, Refusal>>;

/// Answers `first` and whatever calls follow, until the client has closed or, between two calls, until `halt`.
pub(crate) async fn serve<S>(
    first: Call,
    stream: BufReader<S>,
    core: &Core,
    halt: &CancellationToken,
) -> Result<(), Refusal>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let (from, to) = tokio::io::split(stream);
    let (queue, waiting) = mpsc::channel(1);
    let ((), told) = tokio::join!(hear(first, BufReader::new(from), core, halt, queue), tell(waiting, to));
    told
}

/// Reads calls and hands them on, each begun by whoever takes it.
async fn hear<'a>(
    first: Call,
    mut from: BufReader<impl AsyncRead + Unpin>,
    core: &'a Core,
    halt: &CancellationToken,
    queue: mpsc::Sender<Answering<'a>>,
) {
    let mut next = Ok(Some(Hello::Call(first)));
    loop {
        let (answering, is_last) = match next {
            Ok(Some(Hello::Call(call))) => (answer(core, call).boxed(), false),
            Ok(Some(Hello::Watch { .. })) => (ready(Err(misplaced())).boxed(), true),
            Ok(None) => return,
            Err(refusal) => (ready(Err(refusal)).boxed(), true),
        };
        if queue.send(answering).await.is_err() || is_last {
            return;
        }
        next = tokio::select! {
            () = halt.cancelled() => return,
            next = read_hello(&mut from) => next,
        };
    }
}

/// Carries calls through and sends the answers.
async fn tell(
    mut waiting: mpsc::Receiver<Answering<'_>>,
    mut to: WriteHalf<impl AsyncRead + AsyncWrite + Unpin>,
) -> Result<(), Refusal> {
    let (mut begun, mut told, mut is_open) = (FuturesOrdered::new(), Ok(()), true);
    while is_open || !begun.is_empty() {
        tokio::select! {
            biased;
            next = waiting.recv(), if is_open && begun.len() < AT_ONCE => match next {
                Some(answering) => begun.push_back(answering),
                None => is_open = false,
            },
            Some(answered) = begun.next() => if told.is_ok() {
                told = match answered {
                    Ok(frame) => frame.write(&mut to).await,
                    Err(refusal) => write_frame(&mut to, &Reply::<()>::Refused(refusal)).await,
                };
            },
        }
    }
    told
}

fn misplaced() -> Refusal {
    Refusal::new(Code::BadRequest, "A watch has a connection of its own; open another one for it.")
}

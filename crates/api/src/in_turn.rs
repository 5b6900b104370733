//! A great many downloads, call by call.
//!
//! Owns the connection that carries several calls. Rules kept here: the next call travels while the host still keeps the last
//! one, so that neither waits for the other; what was sent is heard of, whatever became of another call.

use std::cell::Cell;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::sync::Semaphore;

use crate::calls::Call;
use crate::client::{Client, hung_up};
use crate::new::{Add, Added};
use crate::wire::{Hello, Refusal, Reply, read_frame, write_frame};

/// Calls on their way at once.
const AHEAD: usize = 2;

impl Client {
    /// Adds downloads call by call, in order; `told` hears each answer, in the same order. After a call that is refused
    /// no other one is sent.
    ///
    /// # Errors
    /// What the host refused first, or [`crate::Code::Gone`] when there is no host.
    pub async fn add_all(&self, calls: impl IntoIterator<Item = Add>, told: impl FnMut(Added)) -> Result<(), Refusal> {
        let (from, to) = tokio::io::split(self.knock().await?);
        let (room, sent) = (Semaphore::new(AHEAD), Cell::new(0));
        let hearing = async {
            let heard = hear(from, told, &room, &sent).await;
            // Nobody waits for room that never comes.
            room.close();
            heard
        };
        let (all_sent, heard) = tokio::join!(send(calls, to, &room, &sent), hearing);
        // A host that hung up has said why where it could.
        heard.and(all_sent)
    }
}

/// Sends calls for as long as there is room.
async fn send(
    calls: impl IntoIterator<Item = Add>,
    mut to: impl AsyncWrite + Unpin,
    room: &Semaphore,
    sent: &Cell<usize>,
) -> Result<(), Refusal> {
    for call in calls {
        let Ok(place) = room.acquire().await else { break };
        place.forget();
        sent.set(sent.get() + 1);
        write_frame(&mut to, &Hello::Call(Call::add(call))).await?;
    }
    to.shutdown().await.map_err(Refusal::gone)
}

/// Hears the answers to all that was sent.
async fn hear(
    from: impl AsyncRead + Unpin,
    mut told: impl FnMut(Added),
    room: &Semaphore,
    sent: &Cell<usize>,
) -> Result<(), Refusal> {
    let (mut from, mut outcome, mut heard) = (BufReader::new(from), Ok(()), 0);
    while let Some(reply) = read_frame(&mut from).await? {
        heard += 1;
        match reply {
            Reply::Ok(added) => {
                told(added);
                room.add_permits(1);
            }
            Reply::Refused(refusal) => {
                room.close();
                outcome = outcome.and(Err(refusal));
            }
        }
    }
    if heard < sent.get() { outcome.and(Err(hung_up())) } else { outcome }
}

//! Moving the bytes of one connection over a bad link.
//!
//! Owns the place in the stream. Rule kept here: a fault at byte n happens at exactly byte n.

use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::time::{Instant, sleep, sleep_until};

use crate::fault_proxy::{Ending, Faults, Link};

const BLOCK: usize = 64 * 1024;

/// Moves what the client sends until it is done.
pub(super) async fn up(from: &mut ReadHalf<'_>, to: &mut WriteHalf<'_>, link: &Link) -> io::Result<()> {
    let mut block = vec![0; BLOCK];
    loop {
        let count = from.read(&mut block).await?;
        if count == 0 {
            return Ok(());
        }
        to.write_all(&block[..count]).await?;
        link.taken.fetch_add(count as u64, Ordering::SeqCst);
    }
}

/// Moves what the server sends until it is done or a fault ends it.
pub(super) async fn down(mut from: ReadHalf<'_>, mut to: WriteHalf<'_>, link: &Link) -> io::Result<Ending> {
    let mut faults = link.faults.subscribe();
    let mut block = vec![0; BLOCK];
    let mut passed = 0;
    loop {
        let now = *faults.borrow_and_update();
        let room = match now.room(passed) {
            Room::Bytes(room) => room,
            Room::None(Ending::Stall) => {
                faults.changed().await.expect("the link owns the sender, so it cannot be gone");
                continue;
            }
            Room::None(ending @ (Ending::Close | Ending::HalfClose | Ending::Reset)) => return Ok(ending),
        };
        let count = tokio::select! {
            count = from.read(&mut block[..room]) => count?,
            _ = faults.changed() => continue,
        };
        if count == 0 {
            return Ok(Ending::HalfClose);
        }
        hold(link, now, count).await;
        flip(link, now, passed, &mut block[..count]);
        to.write_all(&block[..count]).await?;
        passed += count as u64;
        link.delivered.fetch_add(count as u64, Ordering::SeqCst);
    }
}

enum Room {
    Bytes(usize),
    None(Ending),
}

impl Faults {
    // How many bytes may pass in one block when so many have passed.
    fn room(&self, passed: u64) -> Room {
        let left = match self.end {
            Some((at, ending)) if passed >= at => return Room::None(ending),
            Some((at, _)) => at - passed,
            None => u64::MAX,
        };
        let step = self.rate.map_or(u64::MAX, |rate| (rate / 50).max(1));
        Room::Bytes(usize::try_from(left.min(step)).unwrap_or(BLOCK).min(BLOCK))
    }
}

// The link is one: each block waits for its turn after all blocks before it.
async fn hold(link: &Link, now: Faults, count: usize) {
    if !now.delay.is_zero() {
        sleep(now.delay).await;
    }
    if let Some(rate) = now.rate {
        let through = {
            let mut free_at = link.free_at.lock().await;
            let begin = free_at.map_or_else(Instant::now, |free_at| free_at.max(Instant::now()));
            let through = begin + Duration::from_secs_f64(count as f64 / rate as f64);
            *free_at = Some(through);
            through
        };
        sleep_until(through).await;
    }
}

fn flip(link: &Link, now: Faults, passed: u64, block: &mut [u8]) {
    let index = now.flip.and_then(|at| usize::try_from(at.checked_sub(passed)?).ok());
    if let Some(byte) = index.and_then(|index| block.get_mut(index))
        && !link.flipped.swap(true, Ordering::SeqCst)
    {
        *byte ^= 1;
    }
}

//! Ending a TCP connection with a reset instead of a goodbye.
//!
//! Owns nothing but the way. Rule kept here: a reset throws away what the peer has not received yet, so the polite form
//! waits until the kernel has nothing left to deliver.

use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// Makes the end of `socket` a reset, once the peer's kernel has everything that was sent.
pub(crate) async fn reset_once_delivered(socket: impl AsFd, here: SocketAddr, peer: SocketAddr) {
    let deadline = Instant::now() + Duration::from_secs(5);
    while unsent(here, peer) > 0 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    reset(socket);
}

/// Makes the end of `socket` a reset.
pub(crate) fn reset(socket: impl AsFd) {
    // Without the option the drop below ends the connection cleanly, which a test would see at once.
    let _ = rustix::net::sockopt::set_socket_linger(&socket, Some(Duration::ZERO));
}

fn unsent(here: SocketAddr, peer: SocketAddr) -> u64 {
    let (Some(here), Some(peer)) = (kernel_name(here), kernel_name(peer)) else {
        return 0;
    };
    // Of this thread: it may be in another network than the rest of the process.
    let table = std::fs::read_to_string("/proc/thread-self/net/tcp").unwrap_or_default();
    let queue = table.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        (words.next() == Some(&here) && words.next() == Some(&peer)).then(|| words.nth(1))?
    });
    queue.and_then(|queue| u64::from_str_radix(queue.split(':').next()?, 16).ok()).unwrap_or(0)
}

fn kernel_name(address: SocketAddr) -> Option<String> {
    match address {
        SocketAddr::V4(address) => {
            Some(format!("{:08X}:{:04X}", u32::from_ne_bytes(address.ip().octets()), address.port()))
        }
        SocketAddr::V6(_) => None,
    }
}

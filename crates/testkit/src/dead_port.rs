//! Ports behind which nobody serves.
//!
//! Owns a bound socket, so the port stays what it is while the value lives. Rule kept here: no packet ever gets an
//! HTTP answer.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::net::{AddressFamily, SocketType};

/// A port of 127.0.0.1 that refuses connections or leaves them hanging, for as long as the value lives.
pub struct DeadPort {
    address: SocketAddr,
    _socket: OwnedFd,
    _queue: Vec<TcpStream>,
}

impl DeadPort {
    /// Reserves a port that refuses every connection.
    pub fn refusing() -> anyhow::Result<DeadPort> {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        rustix::net::bind(&socket, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = SocketAddr::try_from(rustix::net::getsockname(&socket)?)?;
        Ok(DeadPort { address, _socket: socket, _queue: Vec::new() })
    }

    /// Reserves a port whose queue is full, so that a connection is neither accepted nor refused.
    pub fn hanging() -> anyhow::Result<DeadPort> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        rustix::net::listen(&listener, 0)?;
        let address = listener.local_addr()?;
        let mut queue = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            queue.push(stream);
            anyhow::ensure!(queue.len() < 64, "the queue of {address} does not fill");
        }
        Ok(DeadPort { address, _socket: listener.into(), _queue: queue })
    }

    /// Gives an http address at this port.
    pub fn url(&self) -> String {
        format!("http://{}/file.bin", self.address)
    }

    /// Gives the port's address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

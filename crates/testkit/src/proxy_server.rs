//! A proxy that a person could have set: HTTP with CONNECT, the same over TLS, or SOCKS5.
//!
//! Owns what it was asked for; where it listens is `stand`'s. Rule kept here: whatever came to it is recorded, let
//! through or not, and nothing meant for the proxy alone is passed on.

mod http;
mod socks;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::guard::Guard;
use crate::stand::Stand;
use crate::tls::{Certificate, TestCa};

/// A running proxy; stopped when dropped.
///
/// ```no_run
/// # fn example(origin: &haul_testkit::Origin) -> anyhow::Result<()> {
/// use haul_testkit::{Guard, ProxyServer};
///
/// let guard = Guard::basic("pia", "secret");
/// let proxy = ProxyServer::http().guarded_by(&guard).routing("files.example", origin.address()).start_blocking()?;
/// // ... haul get --proxy http://pia:secret@127.0.0.1:PORT http://files.example/file.bin
/// assert_eq!(proxy.visits()[0].host, "files.example");
/// # Ok(()) }
/// ```
pub struct ProxyServer {
    scheme: &'static str,
    desk: Arc<Desk>,
    stand: Stand,
}

/// A proxy that has not started yet. Built by chaining, ended by [`start_blocking`](ProxyScript::start_blocking).
pub struct ProxyScript {
    manner: Manner,
    host: IpAddr,
    guard: Option<Guard>,
    password: Option<(String, String)>,
    routes: HashMap<String, SocketAddr>,
    tls: Option<anyhow::Result<Arc<rustls::ServerConfig>>>,
}

/// What a proxy was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The way of asking.
    pub way: Way,
    /// The host it was to go to: a name where the client left the looking-up to the proxy, else an address.
    pub host: String,
    /// The port it was to go to.
    pub port: u16,
    /// Names and values as sent to the proxy, in order; none for SOCKS5.
    pub headers: Vec<(String, String)>,
    /// User name and password of SOCKS5.
    pub password: Option<(String, String)>,
    /// Whether it was let through to a connection.
    pub passed: bool,
}

/// A way to ask a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A request with an absolute target.
    Request,
    /// A tunnel by `CONNECT`.
    Tunnel,
    /// A connection by SOCKS5.
    Socks,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Http,
    Socks5,
}

/// What all connections of one proxy share.
struct Desk {
    manner: Manner,
    guard: Option<Guard>,
    password: Option<(String, String)>,
    routes: HashMap<String, SocketAddr>,
    tls: Option<TlsAcceptor>,
    visits: Mutex<Vec<Visit>>,
}

impl ProxyServer {
    /// Begins an HTTP proxy: absolute targets for http, `CONNECT` for everything.
    pub fn http() -> ProxyScript {
        ProxyScript::of(Manner::Http)
    }

    /// Begins a SOCKS5 proxy (RFC 1928), with or without a password (RFC 1929).
    pub fn socks5() -> ProxyScript {
        ProxyScript::of(Manner::Socks5)
    }

    /// Gives its address as a setting names it: `http://`, `https://` or `socks5h://` with host and port.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address())
    }

    /// As [`url`](ProxyServer::url), with a user name and password that need no escaping.
    pub fn url_for(&self, user: &str, password: &str) -> String {
        format!("{}://{user}:{password}@{}", self.scheme, self.address())
    }

    /// Gives the address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.stand.address()
    }

    /// Gives everything it was asked for so far, in order.
    pub fn visits(&self) -> Vec<Visit> {
        self.desk.visits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Visit {
    /// Gives the value of the first header called `name`, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl ProxyScript {
    /// Answers 407 with this guard's challenge to whoever it does not let through (HTTP).
    pub fn guarded_by(self, guard: &Guard) -> ProxyScript {
        ProxyScript { guard: Some(guard.clone()), ..self }
    }

    /// Refuses whoever does not bring this user name and password (SOCKS5).
    pub fn asking_for(self, user: &str, password: &str) -> ProxyScript {
        ProxyScript { password: Some((user.to_owned(), password.to_owned())), ..self }
    }

    /// Connects to `address` whenever it is asked for the host `name`, whatever the port.
    pub fn routing(mut self, name: &str, address: SocketAddr) -> ProxyScript {
        self.routes.insert(name.to_owned(), address);
        self
    }

    /// Speaks TLS with its clients, with a valid certificate of `ca`.
    pub fn tls(self, ca: &TestCa) -> ProxyScript {
        ProxyScript { tls: Some(ca.server(Certificate::Valid)), ..self }
    }

    /// Listens on another loopback address, such as `127.0.0.2`.
    pub fn on(self, host: &str) -> ProxyScript {
        ProxyScript { host: host.parse().expect("a test names its host by a literal address"), ..self }
    }

    /// Starts the proxy on a thread of its own.
    ///
    /// Errors: the address is taken, or no certificate could be made.
    pub fn start_blocking(self) -> anyhow::Result<ProxyServer> {
        let ProxyScript { manner, host, guard, password, routes, tls } = self;
        let tls = tls.transpose().context("making the proxy's certificate")?.map(TlsAcceptor::from);
        let scheme = match manner {
            Manner::Http if tls.is_some() => "https",
            Manner::Http => "http",
            Manner::Socks5 => "socks5h",
        };
        let desk = Arc::new(Desk { manner, guard, password, routes, tls, visits: Mutex::default() });
        let shared = desk.clone();
        let stand = Stand::taken("proxy", (host, 0).into(), move |socket, _peer| attend(socket, shared.clone()))?;
        Ok(ProxyServer { scheme, desk, stand })
    }

    fn of(manner: Manner) -> ProxyScript {
        let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
        ProxyScript { manner, host, guard: None, password: None, routes: HashMap::new(), tls: None }
    }
}

impl Desk {
    fn saw(&self, visit: Visit) {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner).push(visit);
    }

    async fn reach(&self, host: &str, port: u16) -> std::io::Result<TcpStream> {
        match self.routes.get(host) {
            Some(address) => TcpStream::connect(address).await,
            None => TcpStream::connect((host, port)).await,
        }
    }
}

// How a connection ends matters to nobody here: what came of it is in the records of the proxy and of the origin.
async fn attend(socket: TcpStream, desk: Arc<Desk>) {
    let _ = match &desk.tls {
        Some(acceptor) => match acceptor.accept(socket).await {
            Ok(stream) => converse(stream, &desk).await,
            Err(error) => Err(error),
        },
        None => converse(socket, &desk).await,
    };
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(stream: S, desk: &Desk) -> std::io::Result<()> {
    match desk.manner {
        Manner::Http => http::converse(stream, desk).await,
        Manner::Socks5 => socks::converse(stream, desk).await,
    }
}

/// Sends `first` onwards and then lets bytes pass both ways until both sides are done.
async fn joined<S>(mut client: S, mut server: TcpStream, first: &[u8]) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    server.write_all(first).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.map(|_| ())
}

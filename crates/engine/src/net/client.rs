//! HTTP clients, one for each way to connect.
//!
//! Owns what a client is built with, and how many are kept. Refuses automatic redirects and repeats, Referer, decoding,
//! every timeout but that of the connection, and proxies that the library would find by itself. Rule kept here: what must not be shared (proxy and its
//! password, trust, certificate of the user) is part of the key, so that no connection serves two of them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use haul_model::fault::Category;
use haul_model::nearness::Nearness;
use haul_model::task::Trust;
use reqwest::{Certificate, Client, Identity, Proxy, redirect};
use tokio::sync::OnceCell;
use url::Url;

use crate::net::certificates;
use crate::net::resolver::Guarded;
use crate::net::sharing::Connection;
use crate::net::turns::Turns;
use crate::trouble::Trouble;

/// Most clients that are kept; the one that was used longest ago goes first, and ends with its last transfer.
const MOST: usize = 32;

/// What one answer may send before any of it has been written: what Linux lets a connection of HTTP/1.1 have at most, so
/// that the way is filled as well.
const STREAM_WINDOW: u32 = 6 << 20;

/// The same for all answers over one connection together: twenty that are held back leave room for others.
const CONNECTION_WINDOW: u32 = 128 << 20;

/// Longest head of an answer over HTTP/2, in bytes.
const MOST_OF_A_HEAD: u32 = 128 << 10;

/// The product, as servers see it (M120).
const USER_AGENT: &str = concat!("Haul/", env!("CARGO_PKG_VERSION"));

/// Everything about a client that cannot be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// Proxy with its password; `None` is straight.
    pub(super) proxy: Option<Url>,
    /// Whether any part of the way is encrypted. Otherwise nothing needs to be trusted, and the system's certificates,
    /// which take longer to read than a small file takes to come, are left alone.
    pub(super) is_encrypted: bool,
    /// Whether requests may share a connection by HTTP/2, or have one each by HTTP/1.1.
    pub(super) connection: Connection,
    /// Whether certificates of servers are checked.
    pub(super) trust: Trust,
    /// The nearest server that it may find by name; `None` means any.
    pub(super) nearest: Option<Nearness>,
    /// The user's certificate with the time of its last change.
    pub(super) certificate: Option<(PathBuf, Option<SystemTime>)>,
    /// Time to find and reach a server.
    pub(super) connect: Duration,
    /// Authorities to trust besides the system's, with the time of their last change.
    pub(super) authorities: Option<(PathBuf, Option<SystemTime>)>,
}

/// Clients by their ways, the one used last at the end. Whoever finds none builds it; others that come meanwhile wait for
/// it, so that all of one way share its connections from the first.
#[derive(Debug, Default)]
pub(super) struct Built {
    clients: Mutex<Vec<(Way, Place)>>,
}

/// Where a client is, or will be.
type Place = Arc<OnceCell<Client>>;

impl Built {
    /// The client for this way.
    pub(super) async fn get(&self, way: Way) -> Result<Client, Trouble> {
        let place = self.place(&way);
        place.get_or_try_init(|| build(&way)).await.cloned()
    }

    /// Lets all of them go: the next request of each way makes a new connection. What is on its way goes on.
    pub(super) fn begin_anew(&self) {
        self.lock().clear();
    }

    fn place(&self, way: &Way) -> Place {
        let mut clients = self.lock();
        let found = match clients.iter().position(|(known, _)| known == way) {
            Some(position) => clients.remove(position),
            None => (way.clone(), Place::default()),
        };
        if clients.len() >= MOST {
            clients.remove(0);
        }
        let place = Arc::clone(&found.1);
        clients.push(found);
        place
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Way, Place)>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn build(way: &Way) -> Result<Client, Trouble> {
    let encrypted_proxy = way.proxy.as_ref().is_some_and(|proxy| proxy.scheme() == "https");
    if encrypted_proxy && (way.trust == Trust::Insecure || way.certificate.is_some()) {
        let message = "An https proxy cannot be combined with --allow-insecure or with a certificate of yours: both \
                       would hold for the proxy as well. Use another proxy, or none.";
        return Err(Trouble::new(Category::Policy, message));
    }
    let (mut identity, mut authorities) = (None, Vec::new());
    if let Some((path, _)) = &way.certificate {
        identity = Some(certificates::identity(path).await?);
    }
    if let Some((path, _)) = &way.authorities {
        authorities = certificates::authorities(path).await?;
    }
    assemble(way, identity, authorities).map_err(|error| {
        if no_handle_is_left() {
            return Trouble::new(Category::LocalFdLimit, "Too many files are open at once.");
        }
        let message = format!("The connection cannot be set up: {error}. Check the proxy and the certificates.");
        Trouble::new(Category::Policy, message)
    })
}

/// Whether this process may open nothing more: then the system's certificates could not be read, and the error that
/// comes of it does not say so.
fn no_handle_is_left() -> bool {
    use rustix::io::Errno;
    let opened = std::net::UdpSocket::bind((std::net::Ipv4Addr::LOCALHOST, 0));
    opened.is_err_and(|error| matches!(Errno::from_io_error(&error), Some(Errno::MFILE | Errno::NFILE)))
}

fn assemble(way: &Way, identity: Option<Identity>, authorities: Vec<Certificate>) -> reqwest::Result<Client> {
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_proxy()
        .retry(reqwest::retry::never())
        .pool_idle_timeout(Duration::from_secs(15));
    builder = match way.connection {
        Connection::Own => builder.http1_only().connect_timeout(way.connect),
        Connection::Shared => builder
            .connector_layer(Turns::new(way.connect))
            .http2_initial_stream_window_size(STREAM_WINDOW)
            .http2_initial_connection_window_size(CONNECTION_WINDOW)
            .http2_max_header_list_size(MOST_OF_A_HEAD),
    };
    if let Some(proxy) = &way.proxy {
        builder = builder.proxy(Proxy::all(proxy.as_str())?);
    }
    if let Some(nearest) = way.nearest {
        builder = builder.dns_resolver(Guarded(nearest));
    }
    if let Some(identity) = identity {
        builder = builder.identity(identity);
    }
    if !way.is_encrypted {
        builder = builder.tls_certs_only([]);
    }
    if !authorities.is_empty() {
        builder = builder.tls_certs_merge(authorities);
    }
    if way.trust == Trust::Insecure {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    builder.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(proxy: u16) -> Way {
        let proxy = format!("http://127.0.0.1:{proxy}").parse().ok();
        Way {
            proxy,
            is_encrypted: true,
            connection: Connection::Shared,
            trust: Trust::Checked,
            nearest: None,
            certificate: None,
            connect: Duration::from_secs(9),
            authorities: None,
        }
    }

    #[tokio::test]
    async fn the_number_of_clients_is_bounded_and_the_one_in_use_stays() -> anyhow::Result<()> {
        let built = Built::default();
        for number in 1..=40 {
            built.get(way(1)).await.map_err(|trouble| anyhow::anyhow!(trouble.message))?;
            built.get(way(number)).await.map_err(|trouble| anyhow::anyhow!(trouble.message))?;
        }
        let kept: Vec<_> = built.lock().iter().map(|(way, _)| way.clone()).collect();
        assert_eq!(kept.len(), MOST);
        assert!(kept.contains(&way(1)) && !kept.contains(&way(2)));
        Ok(())
    }

    #[tokio::test]
    async fn those_who_come_while_a_client_is_built_get_the_same() {
        let built = Built::default();
        let (first, second) = (built.place(&way(1)), built.place(&way(1)));
        assert!(Arc::ptr_eq(&first, &second));
        built.begin_anew();
        assert!(!Arc::ptr_eq(&first, &built.place(&way(1))));
    }

    #[tokio::test]
    async fn f083_whoever_trusts_any_server_does_not_trust_any_proxy() {
        let proxy = "https://127.0.0.1:1".parse().ok();
        let way = Way { proxy, trust: Trust::Insecure, ..way(1) };
        let refused = Built::default().get(way).await.err().map(|trouble| trouble.category);
        assert_eq!(refused, Some(Category::Policy));
    }
}

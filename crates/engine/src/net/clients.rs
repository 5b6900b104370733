//! Everything that all requests share.
//!
//! Owns the clients, the ways to servers, what servers have asked for, and what is set about connecting. Refuses to
//! know a task for longer than a request.

use std::path::Path;
use std::sync::{PoisonError, RwLock};

use haul_model::nearness::Nearness;
use haul_model::proxy::ProxyChoice;
use haul_model::redirect::{Chain, Origin};
use haul_model::task::{Calling, Trust};
use haul_vault::Vault;
use reqwest::Client;
use tokio::runtime::Handle;
use url::Url;

use crate::net::certificates;
use crate::net::client::{Built, Way};
use crate::net::connecting::Connecting;
use crate::net::desktop::Desktop;
use crate::net::renewal::Renewals;
use crate::net::route::{Routes, with_stored_login};
use crate::net::sessions::Sessions;
use crate::net::sharing::{Connection, Sharing, is_of_the_connection};
use crate::trouble::Trouble;
use crate::tuning::Patience;

/// Everything that all requests share.
#[derive(Debug)]
pub(crate) struct Clients {
    built: Built,
    routes: Routes,
    pub(super) sessions: Sessions,
    pub(super) sharing: Sharing,
    pub(super) renewals: Renewals,
    pub(super) vault: Vault,
    connecting: RwLock<Connecting>,
    patience: RwLock<Patience>,
}

impl Clients {
    /// With the environment as it is now; the desktop is asked on the present runtime.
    pub(crate) fn new(vault: Vault, connecting: Connecting, patience: Patience) -> Self {
        Self {
            built: Built::default(),
            routes: Routes::new(Desktop::on(Handle::current())),
            sessions: Sessions::default(),
            sharing: Sharing::default(),
            renewals: Renewals::default(),
            vault,
            connecting: RwLock::new(connecting),
            patience: RwLock::new(patience),
        }
    }

    /// Where secrets are kept.
    pub(crate) const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// What is set about connecting.
    pub(crate) fn connecting(&self) -> Connecting {
        self.connecting.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets it; requests from now on follow it.
    pub(crate) fn connect_by(&self, connecting: Connecting) {
        *self.connecting.write().unwrap_or_else(PoisonError::into_inner) = connecting;
    }

    /// Gives new connections so much time.
    pub(crate) fn have(&self, patience: Patience) {
        *self.patience.write().unwrap_or_else(PoisonError::into_inner) = patience;
    }

    /// Trusts no connection any more that is there: it may have died while nobody looked, and be shared by many.
    pub(crate) fn begin_anew(&self) {
        self.built.begin_anew();
    }

    /// How long servers may take.
    pub(crate) fn patience(&self) -> Patience {
        *self.patience.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The client for the next request of a chain, and its proxy. What is for the first origin alone (a certificate of
    /// the user, trust in whatever it shows) stays behind where the secrets do.
    pub(super) async fn client_for(
        &self,
        calling: Calling<'_>,
        chain: &Chain,
        nearest: Option<Nearness>,
        connection: Connection,
    ) -> Result<(Client, Option<Url>), Trouble> {
        let set = self.connecting();
        let route = self.routes.to(chain.request().url, calling.proxy, &set.proxy, &set.exceptions).await?;
        let proxy = match route.proxy {
            Some(proxy) => Some(with_stored_login(proxy, &self.vault).await?),
            None => None,
        };
        let is_encrypted = [Some(chain.request().url), proxy.as_ref()].into_iter().flatten().any(speaks_tls);
        let (trust, certificate) = match is_encrypted && chain.carries_secrets() {
            true => (calling.trust, calling.certificate.map(Path::to_owned)),
            false => (Trust::Checked, None),
        };
        let certificate = match certificate {
            Some(path) => Some(certificates::changed(path).await),
            None => None,
        };
        let authorities = match set.extra_certificates.filter(|_| is_encrypted) {
            Some(path) => Some(certificates::changed(path).await),
            None => None,
        };
        let connect = self.patience().connect;
        let connection = self.connection_for(chain, connection);
        let way =
            Way { proxy: proxy.clone(), is_encrypted, connection, trust, nearest, certificate, connect, authorities };
        Ok((self.built.get(way).await?, proxy))
    }

    /// What the next request of a chain goes by, if the task would have it share.
    fn connection_for(&self, chain: &Chain, wanted: Connection) -> Connection {
        let request = chain.request();
        let is_plain = request.headers.iter().all(|header| !is_of_the_connection(&header.name));
        let may_share = || {
            Origin::of(request.url).is_some_and(|origin| speaks_tls(request.url) && self.sharing.is_open_to(&origin))
        };
        if wanted == Connection::Shared && is_plain && may_share() { Connection::Shared } else { Connection::Own }
    }

    /// The way out in words, without secrets: the proxy for http and https, and who named it.
    pub(crate) async fn way_out(&self) -> String {
        let mut ways = Vec::new();
        for scheme in ["http", "https"] {
            let sample = Url::parse(&format!("{scheme}://haul.invalid/")).expect("a fixed address is one");
            let set = self.connecting();
            let route = self.routes.to(&sample, &ProxyChoice::Followed, &set.proxy, &set.exceptions).await;
            ways.push(route.map_or_else(|trouble| trouble.message, |route| route.in_words()));
        }
        if ways[0] == ways[1] { ways.swap_remove(0) } else { format!("http: {}; https: {}", ways[0], ways[1]) }
    }
}

fn speaks_tls(url: &Url) -> bool {
    url.scheme() == "https"
}

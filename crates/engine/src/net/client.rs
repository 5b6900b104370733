//! HTTP clients, one for each way to connect.
//!
//! Owns what a client is built with. Refuses automatic redirects, Referer, decoding and every timeout
//! but that of the connection: silence is counted where the bytes are read.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use haul_model::task::Trust;
use reqwest::{Client, Proxy, redirect};
use url::Url;

use crate::tuning::Patience;

/// The product, as servers see it (M120).
const USER_AGENT: &str = concat!("Haul/", env!("CARGO_PKG_VERSION"));

/// What clients cannot share: proxy, trust, and the time to reach a server.
type Way = (Option<Url>, Trust, Duration);

/// Clients by the settings that cannot be shared.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    built: Mutex<HashMap<Way, Client>>,
    patience: Mutex<Patience>,
}

impl Clients {
    /// Gives new connections so much time.
    pub(crate) fn have(&self, patience: Patience) {
        *self.patience.lock().unwrap_or_else(PoisonError::into_inner) = patience;
        self.built
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(_, _, connect), _| *connect == patience.connect);
    }

    /// How long servers may take.
    pub(crate) fn patience(&self) -> Patience {
        *self.patience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The client for this proxy and this trust.
    pub(crate) fn get(&self, proxy: Option<&Url>, trust: Trust) -> reqwest::Result<Client> {
        let connect = self.patience().connect;
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (proxy.cloned(), trust, connect);
        if let Some(client) = built.get(&key) {
            return Ok(client.clone());
        }
        let client = build(proxy, trust, connect)?;
        built.insert(key, client.clone());
        Ok(client)
    }
}

fn build(proxy: Option<&Url>, trust: Trust, connect: Duration) -> reqwest::Result<Client> {
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .http1_only()
        .connect_timeout(connect)
        .pool_idle_timeout(Duration::from_secs(15));
    if let Some(proxy) = proxy {
        builder = builder.proxy(Proxy::all(proxy.as_str())?);
    }
    if trust == Trust::Insecure {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    builder.build()
}

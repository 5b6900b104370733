//! The proxy that the desktop names, through its portal (`org.freedesktop.portal.ProxyResolver`).
//!
//! Owns the question and a short memory of its answers. Refuses to insist: where there is no portal there is no proxy of
//! the desktop. Rule kept here: an answer that cannot be understood is an error, not a way around the proxy.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use haul_model::fault::Category;
use haul_model::proxy;
use haul_model::redirect::Origin;
use tokio::runtime::Handle;
use url::Url;
use zbus::{Connection, Proxy};

use crate::trouble::Trouble;

/// Longest wait for the portal.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long an answer holds, or that there was none.
const FRESH: Duration = Duration::from_secs(60);

/// Most answers that are remembered.
const MOST: usize = 256;

/// What the portal says about one address: `None` when it says nothing.
type Said = Option<Vec<String>>;

/// Asks the desktop.
#[derive(Debug, Default)]
pub(crate) struct Desktop {
    /// The runtime that the bus is talked to on; lanes have others, which are no place for it.
    runtime: Option<Handle>,
    said: Mutex<HashMap<Origin, (Instant, Said)>>,
    silent_since: Mutex<Option<Instant>>,
}

impl Desktop {
    /// Asks on this runtime.
    pub(crate) fn on(runtime: Handle) -> Self {
        Self { runtime: Some(runtime), ..Self::default() }
    }

    /// The way to `url`: `None` when the desktop says nothing, `Some(None)` when it says straight.
    pub(crate) async fn proxy_for(&self, url: &Url) -> Result<Option<Option<Url>>, Trouble> {
        let Some(origin) = Origin::of(url) else { return Ok(None) };
        let Some(ways) = self.ask(origin).await else { return Ok(None) };
        for way in &ways {
            if way.starts_with("direct:") {
                return Ok(Some(None));
            }
            // What desktops call socks is version 5, with names looked up by the proxy.
            let known = way.strip_prefix("socks://").map_or_else(|| way.clone(), |rest| format!("socks5h://{rest}"));
            if let Ok(proxy) = proxy::parse(&known) {
                return Ok(Some(Some(proxy)));
            }
        }
        let message = "The proxy of the desktop's settings is of a kind that Haul does not know. Set one in Haul.";
        Err(Trouble::new(Category::Policy, message))
    }

    async fn ask(&self, origin: Origin) -> Said {
        let runtime = self.runtime.as_ref()?;
        if lock(&self.silent_since).is_some_and(|since| since.elapsed() < FRESH) {
            return None;
        }
        if let Some((at, said)) = lock(&self.said).get(&origin)
            && at.elapsed() < FRESH
        {
            return said.clone();
        }
        let address = origin.to_string();
        let asked = runtime.spawn(async move { tokio::time::timeout(PATIENCE, look_up(&address)).await }).await;
        let said = match asked {
            Ok(Ok(Ok(ways))) if !ways.is_empty() => Some(ways),
            Ok(Ok(Ok(_))) => None,
            Ok(Ok(Err(error))) => {
                tracing::debug!(%error, "the desktop names no proxy");
                *lock(&self.silent_since) = Some(Instant::now());
                return None;
            }
            Ok(Err(_)) | Err(_) => {
                tracing::debug!("the desktop does not say which proxy to take");
                *lock(&self.silent_since) = Some(Instant::now());
                return None;
            }
        };
        let mut known = lock(&self.said);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(origin, (Instant::now(), said.clone()));
        said
    }
}

async fn look_up(address: &str) -> zbus::Result<Vec<String>> {
    let bus = Connection::session().await?;
    let portal = Proxy::new(
        &bus,
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.ProxyResolver",
    )
    .await?;
    portal.call("Lookup", &(address,)).await
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

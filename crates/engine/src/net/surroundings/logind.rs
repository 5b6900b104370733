//! What logind says about sleep (`org.freedesktop.login1`).
//!
//! Owns the short delay that it grants before the computer sleeps. Refuses to decide what is done in it, and to keep a
//! computer awake. Rule kept here: the delay is given back as soon as nothing is in hand, and never used up.

use std::time::Duration;

use futures_util::StreamExt as _;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::zvariant::OwnedFd;
use zbus::{Connection, Proxy, proxy::CacheProperties};

use super::sleep::Sleep;
use super::system_bus::PATIENCE;

/// logind, its path and its interface.
const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// Longest use of the delay; logind allows five seconds unless somebody has set fewer.
const DELAY: Duration = Duration::from_secs(4);

/// Follows every change until the bus is gone.
pub(super) async fn follow(bus: &Connection, sleep: &Sleep) -> zbus::Result<()> {
    let names = DBusProxy::new(bus).await?;
    let mut owners = names.receive_name_owner_changed_with_args(&[(0, NAME)]).await?;
    let manager: Proxy<'_> = zbus::proxy::Builder::new(bus)
        .destination(NAME)?
        .path(PATH)?
        .interface(MANAGER)?
        .cache_properties(CacheProperties::No)
        .build()
        .await?;
    let mut signals = manager.receive_signal("PrepareForSleep").await?;
    let mut delay = delay_of(&names, &manager).await;
    loop {
        tokio::select! {
            signal = signals.next() => {
                let Some(signal) = signal else { return Ok(()) };
                if signal.body().deserialize::<bool>()? {
                    sleep.begins();
                    if tokio::time::timeout(DELAY, sleep.ready()).await.is_err() {
                        tracing::warn!("the computer sleeps before everything is put down");
                    }
                    drop(delay.take());
                    continue;
                }
            }
            owner = owners.next() => if owner.is_none() { return Ok(()) },
        }
        sleep.is_over();
        delay = delay_of(&names, &manager).await;
    }
}

/// Asks that sleep waits for a moment, which holds as long as the answer is kept; `None` where nobody is there to be asked.
async fn delay_of(names: &DBusProxy<'_>, manager: &Proxy<'_>) -> Option<OwnedFd> {
    let asked = async {
        if !names.name_has_owner(BusName::from_static_str(NAME)?).await? {
            return Ok(None);
        }
        let why = ("sleep", "Haul", "Transfers write down how far they are.", "delay");
        Ok::<_, zbus::Error>(Some(manager.call("Inhibit", &why).await?))
    };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(delay)) => delay,
        Ok(Err(error)) => {
            tracing::info!(%error, "sleep does not wait for transfers");
            None
        }
        Err(_) => None,
    }
}

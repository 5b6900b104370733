//! What NetworkManager says about the link (`org.freedesktop.NetworkManager`), and the way there.
//!
//! Owns the one connection to the system bus, which logind is heard over too. Refuses to decide who may use a link, and to start anybody: who is not
//! there is not called. Rules kept here: no start waits for the bus; where nobody watches the network it is unmetered
//! (M157); nothing wakes up between two signals.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use haul_model::link::{Link, LinkKind, Metered};
use zbus::fdo::{DBusProxy, PropertiesProxy};
use zbus::names::{BusName, InterfaceName};
use zbus::zvariant::OwnedValue;
use zbus::{Connection, proxy::CacheProperties};

use super::{Links, Sleep, logind};

/// Longest wait for an answer over the bus.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// NetworkManager, its interface and its path.
const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";

/// Keeps `links` and `sleep` true for as long as it is polled.
pub(crate) async fn listen(links: &Links, sleep: &Sleep) {
    loop {
        if let Ok(Ok(bus)) = tokio::time::timeout(PATIENCE, Connection::system()).await {
            tokio::join!(follow_network(&bus, links), follow_sleep(&bus, sleep));
        }
        links.is_now(Some(Link::UNWATCHED));
        // A bus that comes later comes with a change of the network, if it matters at all.
        links.has_reason_to_try().await;
    }
}

async fn follow_network(bus: &Connection, links: &Links) {
    if let Err(error) = follow(bus, links).await {
        tracing::info!(%error, "nobody says whether the network is metered");
    }
    links.is_now(Some(Link::UNWATCHED));
}

async fn follow_sleep(bus: &Connection, sleep: &Sleep) {
    if let Err(error) = logind::follow(bus, sleep).await {
        tracing::info!(%error, "nobody says when the computer sleeps");
    }
    sleep.is_over();
}

/// Follows every change until the bus is gone.
async fn follow(bus: &Connection, links: &Links) -> zbus::Result<()> {
    let names = DBusProxy::new(bus).await?;
    let mut owners = names.receive_name_owner_changed_with_args(&[(0, NAME)]).await?;
    let properties = PropertiesProxy::builder(bus)
        .destination(NAME)?
        .path(PATH)?
        .cache_properties(CacheProperties::No)
        .build()
        .await?;
    let mut changes = properties.receive_properties_changed().await?;
    loop {
        links.is_now(look(&names, &properties).await);
        tokio::select! {
            change = changes.next() => if change.is_none() { return Ok(()) },
            owner = owners.next() => if owner.is_none() { return Ok(()) },
        }
    }
}

/// The link now. Nobody who is there to be asked, or who does not answer, says nothing against it.
async fn look(names: &DBusProxy<'_>, properties: &PropertiesProxy<'_>) -> Option<Link> {
    let asked = async {
        if !names.name_has_owner(BusName::from_static_str(NAME)?).await? {
            return Ok(None);
        }
        let all = properties.get_all(InterfaceName::from_static_str(NAME)?).await?;
        Ok::<_, zbus::Error>(Some(all))
    };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(Some(all))) => link_of(&all),
        Ok(Ok(None)) => Some(Link::UNWATCHED),
        Ok(Err(error)) => {
            tracing::warn!(%error, "NetworkManager cannot be understood");
            Some(Link::UNWATCHED)
        }
        Err(_) => {
            tracing::warn!("NetworkManager does not answer");
            Some(Link::UNWATCHED)
        }
    }
}

/// Reads the properties; `None` while a link is on its way up or down, when nothing that is said of it is settled.
fn link_of(properties: &HashMap<String, OwnedValue>) -> Option<Link> {
    let number = |name: &str| properties.get(name).and_then(|value| value.downcast_ref::<u32>().ok()).unwrap_or(0);
    let kind = properties.get("PrimaryConnectionType").and_then(|value| value.downcast_ref::<&str>().ok());
    // NMState, NMConnectivityState and NMMetered of its specification.
    const ON_ITS_WAY: [u32; 2] = [30, 40];
    const WITHOUT: [u32; 2] = [10, 20];
    const NOWHERE: [u32; 2] = [1, 2];
    let (state, connectivity) = (number("State"), number("Connectivity"));
    if ON_ITS_WAY.contains(&state) {
        return None;
    }
    Some(Link {
        online: !WITHOUT.contains(&state) && !NOWHERE.contains(&connectivity),
        metered: match number("Metered") {
            1 => Metered::Yes,
            2 => Metered::No,
            3 => Metered::GuessYes,
            4 => Metered::GuessNo,
            _ => Metered::Unknown,
        },
        kind: match kind.unwrap_or_default() {
            "802-3-ethernet" => LinkKind::Ethernet,
            "802-11-wireless" => LinkKind::Wifi,
            "gsm" | "cdma" | "wimax" => LinkKind::Cellular,
            "bluetooth" => LinkKind::Bluetooth,
            "" => LinkKind::Unknown,
            _ => LinkKind::Other,
        },
    })
}

#[cfg(test)]
mod tests {
    use zbus::zvariant::Value;

    use super::*;

    fn said(state: u32, connectivity: u32, metered: u32, kind: &str) -> Option<Link> {
        let pairs = [
            ("State", Value::from(state)),
            ("Connectivity", Value::from(connectivity)),
            ("Metered", Value::from(metered)),
            ("PrimaryConnectionType", Value::from(kind)),
        ];
        let owned = |(name, value): (&str, Value<'_>)| Some((name.to_owned(), value.try_to_owned().ok()?));
        link_of(&pairs.into_iter().filter_map(owned).collect())
    }

    #[test]
    fn m157_what_networkmanager_says_is_read_as_it_is_meant() {
        for (number, metered) in
            [(0, Metered::Unknown), (1, Metered::Yes), (2, Metered::No), (3, Metered::GuessYes), (4, Metered::GuessNo)]
        {
            let expected = Link { online: true, metered, kind: LinkKind::Wifi };
            assert_eq!(said(70, 4, number, "802-11-wireless"), Some(expected));
        }
        for (word, kind) in [
            ("802-3-ethernet", LinkKind::Ethernet),
            ("gsm", LinkKind::Cellular),
            ("bluetooth", LinkKind::Bluetooth),
            ("wireguard", LinkKind::Other),
            ("", LinkKind::Unknown),
        ] {
            assert_eq!(said(70, 4, 0, word).map(|link| link.kind), Some(kind), "{word}");
        }
    }

    #[test]
    fn a_link_on_its_way_up_is_none_that_anybody_knows() {
        assert_eq!(said(40, 1, 0, ""), None);
        assert_eq!(said(20, 1, 0, "").map(|link| link.online), Some(false));
        assert_eq!(said(70, 2, 0, "").map(|link| link.online), Some(false), "a portal is not the network");
        assert_eq!(said(60, 0, 0, "").map(|link| link.online), Some(true), "nobody has looked how far it leads");
    }

    #[test]
    fn a_networkmanager_that_says_nothing_hinders_nobody() {
        assert_eq!(link_of(&HashMap::new()).map(Link::costs), Some(false));
    }
}

//! The computer does not fall asleep while something is transferred.
//!
//! Owns the one hold on its sleep: logind's, or in a sandbox that of the portal. Refuses to insist: where nobody can be
//! asked, nothing is held. Rules kept here: it is let go as soon as nothing is transferred, and by the end of the process
//! however that ends; nothing wakes up while nothing changes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, Value};
use zbus::{Connection, Proxy};

use crate::answers::Core;

/// Longest wait for an answer over a bus.
const PATIENCE: Duration = Duration::from_secs(2);

/// Least time between two looks: small files come and go faster than this.
const PAUSE: Duration = Duration::from_millis(250);

/// What a person reads who asks the system what keeps it awake.
const WHY: &str = "Files are being transferred";

/// Keeps the computer awake whenever that is wanted, until the host ends.
pub(crate) async fn keep(core: Arc<Core>, halt: CancellationToken) {
    // What is held goes with the future that holds it.
    halt.run_until_cancelled(follow(&core)).await;
}

async fn follow(core: &Core) {
    let mut version = core.engine().version();
    let mut state = State::Free;
    loop {
        version.borrow_and_update();
        let wanted = core.settings().all().stay_awake && core.engine().is_transferring();
        state = match (state, wanted) {
            (State::Free, true) => State::asked().await,
            (State::Held(hold), false) => {
                hold.let_go().await;
                State::Free
            }
            (State::Refused, false) => State::Free,
            (unchanged, _) => unchanged,
        };
        if version.changed().await.is_err() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

enum State {
    /// Nothing is held, and nothing has to be.
    Free,
    /// The computer stays awake.
    Held(Hold),
    /// Nobody grants it; the next transfer after a rest asks again.
    Refused,
}

/// What keeps the computer awake; without it the computer may sleep.
enum Hold {
    /// As long as this is open.
    Logind(OwnedFd),
    /// Until this request is closed, or its connection.
    Portal(Connection, OwnedObjectPath),
}

impl State {
    async fn asked() -> Self {
        let asked = async {
            match ask_logind().await {
                Ok(hold) => Ok(hold),
                Err(error) => {
                    tracing::debug!(%error, "logind does not keep the computer awake");
                    ask_portal().await
                }
            }
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(hold)) => Self::Held(hold),
            Ok(Err(error)) => {
                tracing::info!(%error, "nobody keeps the computer awake");
                Self::Refused
            }
            Err(_) => {
                tracing::info!("nobody answers who could keep the computer awake");
                Self::Refused
            }
        }
    }
}

impl Hold {
    async fn let_go(self) {
        match self {
            Self::Logind(open) => drop(open),
            Self::Portal(bus, request) => {
                let closed = async {
                    let name = "org.freedesktop.portal.Desktop";
                    let request = Proxy::new(&bus, name, request, "org.freedesktop.portal.Request").await?;
                    request.call::<_, _, ()>("Close", &()).await
                };
                // The connection ends in any case, and the hold with it.
                if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, closed).await {
                    tracing::debug!(%error, "the portal did not let go by itself");
                }
            }
        }
    }
}

async fn ask_logind() -> zbus::Result<Hold> {
    let bus = Connection::system().await?;
    let manager =
        Proxy::new(&bus, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager").await?;
    Ok(Hold::Logind(manager.call("Inhibit", &("sleep", "Haul", WHY, "block")).await?))
}

async fn ask_portal() -> zbus::Result<Hold> {
    /// Bit of the portal's interface: suspending.
    const SUSPEND: u32 = 4;
    let bus = Connection::session().await?;
    let path = "/org/freedesktop/portal/desktop";
    let portal = Proxy::new(&bus, "org.freedesktop.portal.Desktop", path, "org.freedesktop.portal.Inhibit").await?;
    let request = portal.call("Inhibit", &("", SUSPEND, HashMap::from([("reason", Value::from(WHY))]))).await?;
    drop(portal);
    Ok(Hold::Portal(bus, request))
}

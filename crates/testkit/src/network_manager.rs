//! A NetworkManager that says what a test wants.
//!
//! Owns the four properties that tell about the way out, and the signal of their change. Rule kept here: it answers as
//! the specification says, and a change is told at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::Value;

use crate::private_bus::PrivateBus;

const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";

/// What it says about the way out, in the numbers and words of its specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// `NMState`: 70 is connected, 40 connecting, 20 disconnected.
    pub state: u32,
    /// `NMConnectivityState`: 4 is full, 2 a portal, 1 none.
    pub connectivity: u32,
    /// `NMMetered`: 0 unknown, 1 yes, 2 no, 3 guessed yes, 4 guessed no.
    pub metered: u32,
    /// Type of the connection: `802-11-wireless`, `802-3-ethernet`, `gsm` and so on.
    pub kind: &'static str,
}

impl Way {
    /// A cable that costs nothing.
    pub const CABLE: Way = Way { state: 70, connectivity: 4, metered: 4, kind: "802-3-ethernet" };

    /// A wireless network that costs nothing.
    pub const WIFI: Way = Way { state: 70, connectivity: 4, metered: 4, kind: "802-11-wireless" };

    /// A wireless network that a person has called metered.
    pub const METERED_WIFI: Way = Way { metered: 1, ..Way::WIFI };

    /// A mobile modem.
    pub const MOBILE: Way = Way { state: 70, connectivity: 4, metered: 3, kind: "gsm" };
}

/// The double; it leaves the bus when dropped.
pub struct NetworkManager {
    said: Arc<Mutex<Way>>,
    bus: Connection,
}

impl NetworkManager {
    /// Comes onto the bus and says this.
    pub fn on(bus: &PrivateBus, way: Way) -> anyhow::Result<NetworkManager> {
        let said = Arc::new(Mutex::new(way));
        let properties = Properties(Arc::clone(&said));
        let bus = Builder::address(bus.address())?.serve_at(PATH, properties)?.name(NAME)?.build()?;
        Ok(NetworkManager { said, bus })
    }

    /// Says something else from now on.
    pub fn says(&self, way: Way) -> anyhow::Result<()> {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = way;
        let changed = HashMap::from([
            ("State", Value::from(way.state)),
            ("Connectivity", Value::from(way.connectivity)),
            ("Metered", Value::from(way.metered)),
            ("PrimaryConnectionType", Value::from(way.kind)),
        ]);
        let nothing: [&str; 0] = [];
        let body = (NAME, changed, &nothing[..]);
        Ok(self.bus.emit_signal(None::<&str>, PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", &body)?)
    }
}

struct Properties(Arc<Mutex<Way>>);

impl Properties {
    fn said(&self) -> Way {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[zbus::interface(name = "org.freedesktop.NetworkManager")]
impl Properties {
    #[zbus(property)]
    fn state(&self) -> u32 {
        self.said().state
    }

    #[zbus(property)]
    fn connectivity(&self) -> u32 {
        self.said().connectivity
    }

    #[zbus(property)]
    fn metered(&self) -> u32 {
        self.said().metered
    }

    #[zbus(property)]
    fn primary_connection_type(&self) -> String {
        self.said().kind.to_owned()
    }
}

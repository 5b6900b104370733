//! Whoever shows notifications on a desktop, and remembers them for a test.
//!
//! Owns what is on its screen and what a person does there. Rule kept here: it answers as the Desktop Notifications
//! Specification says, and takes every text as it comes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

use crate::private_bus::PrivateBus;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The id it has.
    pub id: u32,
    /// First line.
    pub title: String,
    /// What follows.
    pub body: String,
    /// Keys of its buttons, the click on itself first.
    pub keys: Vec<String>,
    /// 0 to 100, where it says so.
    pub percent: Option<i32>,
}

/// The double; it leaves the bus when dropped.
pub struct NotificationService {
    screen: Arc<Mutex<Screen>>,
    bus: Connection,
}

#[derive(Default)]
struct Screen {
    last: u32,
    shown: BTreeMap<u32, Notification>,
    asked: Vec<Notification>,
}

impl NotificationService {
    /// Comes onto the bus with these capabilities.
    pub fn on(bus: &PrivateBus, capabilities: &[&str]) -> anyhow::Result<NotificationService> {
        let screen = Arc::new(Mutex::new(Screen::default()));
        let capabilities = capabilities.iter().map(|word| (*word).to_owned()).collect();
        let desktop = Desktop { screen: Arc::clone(&screen), capabilities };
        let bus = Builder::address(bus.address())?.serve_at(PATH, desktop)?.name(NAME)?.build()?;
        Ok(NotificationService { screen, bus })
    }

    /// Gives what is on the screen, the oldest first.
    pub fn shown(&self) -> Vec<Notification> {
        lock(&self.screen).shown.values().cloned().collect()
    }

    /// Gives everything that was ever asked to be shown, in order.
    pub fn asked(&self) -> Vec<Notification> {
        lock(&self.screen).asked.clone()
    }

    /// Presses the button of this key.
    pub fn press(&self, id: u32, key: &str) -> anyhow::Result<()> {
        Ok(self.bus.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, key))?)
    }
}

struct Desktop {
    screen: Arc<Mutex<Screen>>,
    capabilities: Vec<String>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let word = |text: &str| text.to_owned();
        (word("double"), word("haul"), word("1"), word("1.2"))
    }

    #[allow(clippy::too_many_arguments, reason = "the Desktop Notifications Specification")]
    fn notify(
        &self,
        _app_name: &str,
        replaces: u32,
        _app_icon: &str,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _lasts: i32,
    ) -> u32 {
        let mut screen = lock(&self.screen);
        let id = if screen.shown.contains_key(&replaces) {
            replaces
        } else {
            screen.last += 1;
            screen.last
        };
        let percent = hints.get("value").and_then(|value| value.downcast_ref::<i32>().ok());
        let keys = actions.into_iter().step_by(2).collect();
        let notification = Notification { id, title, body, keys, percent };
        screen.asked.push(notification.clone());
        screen.shown.insert(id, notification);
        id
    }

    fn close_notification(&self, id: u32) {
        lock(&self.screen).shown.remove(&id);
    }
}

fn lock(screen: &Mutex<Screen>) -> MutexGuard<'_, Screen> {
    screen.lock().unwrap_or_else(PoisonError::into_inner)
}

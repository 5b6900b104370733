//! Services of the desktop that a test reads: a file manager, and a dock that shows progress.
//!
//! Owns what they were told. Rule kept here: they answer as their interfaces say, on the bus of one desk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use haul_testkit::eventually;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::OwnedValue;
use zbus::{MatchRule, message::Type};

/// A file manager that notes what it is to show.
pub(crate) struct FileManager {
    shown: Arc<Mutex<Vec<String>>>,
    _bus: Connection,
}

impl FileManager {
    /// Comes onto the bus at `address`.
    pub(crate) fn on(address: &str) -> Result<Self> {
        let shown = Arc::new(Mutex::new(Vec::new()));
        let name = "org.freedesktop.FileManager1";
        let items = Items(Arc::clone(&shown));
        let bus = Builder::address(address)?.serve_at("/org/freedesktop/FileManager1", items)?.name(name)?.build()?;
        Ok(Self { shown, _bus: bus })
    }

    /// Waits until it is to show something, and gives the address of that.
    pub(crate) fn shows(&self) -> Result<String> {
        eventually("the file manager shows something", || {
            self.shown.lock().unwrap_or_else(PoisonError::into_inner).pop()
        })
    }
}

struct Items(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.freedesktop.FileManager1")]
impl Items {
    fn show_items(&self, uris: Vec<String>, _startup_id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(uris);
    }
}

/// What a dock was told of an icon last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Badge {
    pub(crate) application: String,
    pub(crate) progress: Option<f64>,
    pub(crate) count: Option<i64>,
}

/// A dock.
pub(crate) struct Dock(Arc<Mutex<Vec<Badge>>>);

impl Dock {
    /// Listens on the bus at `address` from now on.
    pub(crate) fn on(address: &str) -> Result<Self> {
        let bus = Builder::address(address)?.build()?;
        let rule = MatchRule::builder().msg_type(Type::Signal).interface("com.canonical.Unity.LauncherEntry")?;
        let told = MessageIterator::for_match_rule(rule.build(), &bus, None)?;
        let badges = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&badges);
        // It ends with the bus.
        thread::spawn(move || {
            for message in told.map_while(Result::ok) {
                let body = message.body();
                if let Ok((application, properties)) = body.deserialize::<(String, HashMap<String, OwnedValue>)>() {
                    let badge = Badge::read(application, &properties);
                    kept.lock().unwrap_or_else(PoisonError::into_inner).push(badge);
                }
            }
        });
        Ok(Self(badges))
    }

    /// Waits until the last that it was told is as wanted.
    pub(crate) fn shows(&self, what: &str, wanted: impl Fn(&Badge) -> bool) -> Result<Badge> {
        let last = || self.0.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
        eventually(what, || last().filter(&wanted)).with_context(|| format!("the dock was told {:?}", last()))
    }
}

impl Badge {
    fn read(application: String, properties: &HashMap<String, OwnedValue>) -> Self {
        let is = |name: &str| properties.get(name).and_then(|value| value.downcast_ref::<bool>().ok()).unwrap_or(false);
        let progress = properties.get("progress").and_then(|value| value.downcast_ref::<f64>().ok());
        let count = properties.get("count").and_then(|value| value.downcast_ref::<i64>().ok());
        Self {
            application,
            progress: progress.filter(|_| is("progress-visible")),
            count: count.filter(|_| is("count-visible")),
        }
    }
}

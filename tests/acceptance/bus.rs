//! A session bus of a test's own, with the desktop's services as doubles.
//!
//! Owns the bus and who answers on it: a secret service that keeps what it is given, and a portal that names a proxy.
//! Rule kept here: the doubles answer as the specifications say, and nothing of the person's own session is reached.

use std::collections::HashMap;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use haul_testkit::{Home, eventually};
use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::object_server::ObjectServer;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const ROOT: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/default";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/1";
const NOTHING: &str = "/";

/// Session, parameters, value, content type.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A session bus; it ends when dropped.
pub(crate) struct Bus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

impl Bus {
    pub(crate) fn start() -> Result<Bus> {
        let folder = tempfile::tempdir()?;
        let socket = folder.path().join("bus");
        let address = format!("unix:path={}", socket.display());
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", &format!("--address={address}")])
            .stderr(Stdio::null())
            .spawn()
            .context("starting dbus-daemon")?;
        let bus = Bus { daemon, address, _folder: folder };
        eventually("the session bus answers", || UnixStream::connect(&socket).ok())?;
        Ok(bus)
    }

    /// A home whose commands have this session.
    pub(crate) fn given_to(&self, home: Home) -> Home {
        home.env("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }

    /// Puts a secret service on the bus.
    pub(crate) fn with_secrets(&self) -> Result<SecretService> {
        let state = Arc::new(Mutex::new(State::default()));
        let connection = Builder::address(self.address.as_str())?
            .serve_at(ROOT, Service(Arc::clone(&state)))?
            .serve_at(COLLECTION, Collection(Arc::clone(&state)))?
            .name("org.freedesktop.secrets")?
            .build()?;
        Ok(SecretService { state, _connection: connection })
    }

    /// Puts a portal on the bus that names this way for every address.
    pub(crate) fn with_portal(&self, way: &str) -> Result<Connection> {
        Ok(Builder::address(self.address.as_str())?
            .serve_at("/org/freedesktop/portal/desktop", Portal(way.to_owned()))?
            .name("org.freedesktop.portal.Desktop")?
            .build()?)
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // It has ended already when this fails.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A secret service and what it keeps.
pub(crate) struct SecretService {
    state: Arc<Mutex<State>>,
    _connection: Connection,
}

impl SecretService {
    /// Everything it keeps, as text.
    pub(crate) fn kept(&self) -> Vec<String> {
        lock(&self.state).items.values().map(|item| String::from_utf8_lossy(&item.value).into_owned()).collect()
    }

    /// Locks it, or opens it again.
    pub(crate) fn lock(&self, is_locked: bool) {
        lock(&self.state).is_locked = is_locked;
    }

    /// Makes it forget what it is given: it is there, and of no use.
    pub(crate) fn forgets(&self) {
        lock(&self.state).forgets = true;
    }
}

#[derive(Default)]
struct State {
    items: HashMap<String, Item>,
    made: u32,
    is_locked: bool,
    forgets: bool,
}

struct Item {
    attributes: HashMap<String, String>,
    value: Vec<u8>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn path(text: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(text.to_owned()).expect("the doubles name sound paths")
}

struct Service(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn open_session(&self, _algorithm: &str, _input: Value<'_>) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        let nothing =
            OwnedValue::try_from(Value::from("")).map_err(|error| zbus::fdo::Error::Failed(error.to_string()))?;
        Ok((nothing, path("/org/freedesktop/secrets/session/1")))
    }

    fn read_alias(&self, _name: &str) -> OwnedObjectPath {
        path(COLLECTION)
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        if lock(&self.0).is_locked { (Vec::new(), path(PROMPT)) } else { (objects, path(NOTHING)) }
    }

    fn search_items(&self, wanted: HashMap<String, String>) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let state = lock(&self.0);
        let fits = |item: &Item| wanted.iter().all(|(name, value)| item.attributes.get(name) == Some(value));
        let found = state.items.iter().filter(|(_, item)| fits(item)).map(|(name, _)| path(name)).collect();
        if state.is_locked { (Vec::new(), found) } else { (found, Vec::new()) }
    }
}

struct Collection(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        lock(&self.0).is_locked
    }

    async fn create_item(
        &self,
        properties: HashMap<String, OwnedValue>,
        secret: Secret,
        _replace: bool,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> zbus::fdo::Result<(OwnedObjectPath, OwnedObjectPath)> {
        let attributes = properties
            .get("org.freedesktop.Secret.Item.Attributes")
            .and_then(|value| HashMap::<String, String>::try_from(value.clone()).ok())
            .unwrap_or_default();
        let name = {
            let mut state = lock(&self.0);
            if state.is_locked {
                return Ok((path(NOTHING), path(PROMPT)));
            }
            state.made += 1;
            let name = format!("{COLLECTION}/{}", state.made);
            let value = if state.forgets { Vec::new() } else { secret.2 };
            state.items.insert(name.clone(), Item { attributes, value });
            name
        };
        server.at(name.as_str(), Kept { state: Arc::clone(&self.0), name: name.clone() }).await?;
        Ok((path(&name), path(NOTHING)))
    }
}

struct Kept {
    state: Arc<Mutex<State>>,
    name: String,
}

#[zbus::interface(name = "org.freedesktop.Secret.Item")]
impl Kept {
    fn get_secret(&self, session: OwnedObjectPath) -> zbus::fdo::Result<(Secret,)> {
        let state = lock(&self.state);
        let item = state.items.get(&self.name).ok_or_else(|| zbus::fdo::Error::UnknownObject(self.name.clone()))?;
        Ok(((session, Vec::new(), item.value.clone(), "text/plain".to_owned()),))
    }

    fn delete(&self) -> OwnedObjectPath {
        lock(&self.state).items.remove(&self.name);
        path(NOTHING)
    }
}

struct Portal(String);

#[zbus::interface(name = "org.freedesktop.portal.ProxyResolver")]
impl Portal {
    fn lookup(&self, _address: &str) -> Vec<String> {
        vec![self.0.clone()]
    }
}

//! Whoever keeps a computer awake: logind, or the portal of a sandbox. It sends it to sleep, too.
//!
//! Owns what is held and what was ever asked for, and apart from that the delays before a sleep, which keep nobody awake.
//! Rule kept here: what logind grants is over when its descriptor is closed, what the portal grants when its request is.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::object_server::ObjectServer;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::private_bus::PrivateBus;

const LOGIND: &str = "/org/freedesktop/login1";

const REQUEST: &str = "/org/freedesktop/portal/desktop/request/1_1/haul";

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// What shall not happen, in the words or numbers of the interface.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// The double; it leaves the bus when dropped.
pub struct SleepKeeper {
    state: Arc<Mutex<State>>,
    bus: Connection,
}

#[derive(Default)]
struct State {
    asked: Vec<Hold>,
    streams: Vec<UnixStream>,
    delays: Vec<UnixStream>,
    requests: usize,
}

impl SleepKeeper {
    /// Comes onto the bus as logind.
    pub fn logind_on(bus: &PrivateBus) -> anyhow::Result<SleepKeeper> {
        let state = Arc::new(Mutex::new(State::default()));
        let manager = Logind(Arc::clone(&state));
        let bus =
            Builder::address(bus.address())?.serve_at(LOGIND, manager)?.name("org.freedesktop.login1")?.build()?;
        Ok(SleepKeeper { state, bus })
    }

    /// Comes onto the bus as the portal.
    pub fn portal_on(bus: &PrivateBus) -> anyhow::Result<SleepKeeper> {
        let state = Arc::new(Mutex::new(State::default()));
        let portal = Portal(Arc::clone(&state));
        let path = "/org/freedesktop/portal/desktop";
        let bus =
            Builder::address(bus.address())?.serve_at(path, portal)?.name("org.freedesktop.portal.Desktop")?.build()?;
        Ok(SleepKeeper { state, bus })
    }

    /// Everything that was ever asked for, in order.
    pub fn asked(&self) -> Vec<Hold> {
        lock(&self.state).asked.clone()
    }

    /// Says as logind that the computer is about to sleep.
    pub fn is_about_to_sleep(&self) -> anyhow::Result<()> {
        self.says(true)
    }

    /// Says as logind that the computer has woken up.
    pub fn has_woken(&self) -> anyhow::Result<()> {
        self.says(false)
    }

    /// How many delays before a sleep there are now.
    pub fn delays(&self) -> usize {
        let mut state = lock(&self.state);
        state.delays.retain_mut(is_held);
        state.delays.len()
    }

    fn says(&self, sleeps: bool) -> anyhow::Result<()> {
        let manager = "org.freedesktop.login1.Manager";
        Ok(self.bus.emit_signal(None::<&str>, LOGIND, manager, "PrepareForSleep", &(sleeps,))?)
    }

    /// How many holds there are now.
    pub fn held(&self) -> usize {
        let mut state = lock(&self.state);
        state.streams.retain_mut(is_held);
        state.streams.len() + state.requests
    }
}

/// Whether the other end is open. Nobody writes: an end is the one thing that can be read.
fn is_held(stream: &mut UnixStream) -> bool {
    matches!(stream.read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Logind(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: &str, _who: &str, why: &str, mode: &str) -> zbus::fdo::Result<zbus::zvariant::OwnedFd> {
        let pair = UnixStream::pair().and_then(|(ours, theirs)| ours.set_nonblocking(true).map(|()| (ours, theirs)));
        let (ours, theirs) = pair.map_err(|error| zbus::fdo::Error::IOError(error.to_string()))?;
        let mut state = lock(&self.0);
        if (what, mode) == ("sleep", "delay") {
            state.delays.push(ours);
        } else {
            state.asked.push(Hold { what: format!("{what} {mode}"), why: why.to_owned() });
            state.streams.push(ours);
        }
        Ok(OwnedFd::from(theirs).into())
    }
}

struct Portal(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.portal.Inhibit")]
impl Portal {
    async fn inhibit(
        &self,
        _window: &str,
        flags: u32,
        options: HashMap<String, OwnedValue>,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let why = options.get("reason").and_then(|why| why.downcast_ref::<&str>().ok()).unwrap_or_default().to_owned();
        {
            let mut state = lock(&self.0);
            state.asked.push(Hold { what: flags.to_string(), why });
            state.requests += 1;
        }
        server.at(REQUEST, Request(Arc::clone(&self.0))).await?;
        OwnedObjectPath::try_from(REQUEST).map_err(|error| zbus::fdo::Error::Failed(error.to_string()))
    }
}

struct Request(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.portal.Request")]
impl Request {
    fn close(&self) {
        let mut state = lock(&self.0);
        state.requests = state.requests.saturating_sub(1);
    }
}

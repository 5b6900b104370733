//! What all connections of one origin share while it runs.
//!
//! Owns the resources by path, and through them the count of requests each has had. Rule kept here: a resource put
//! in place of another starts its own count.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::frames::Frames;
use crate::gate::Gate;
use crate::resource::Resource;
use crate::tamper::Damage;
use crate::traffic::Traffic;

pub(crate) struct Stage {
    pub(crate) traffic: Traffic,
    pub(crate) tls: Mutex<Option<TlsAcceptor>>,
    pub(crate) damage: Option<Damage>,
    pub(crate) most_connections: Option<usize>,
    pub(crate) voice: Voice,
    pub(crate) cuts: watch::Sender<u64>,
    /// When connections say goodbye.
    pub(crate) goodbyes: watch::Sender<u64>,
    /// How many streams of HTTP/2 a connection may have at once.
    pub(crate) most_streams: Option<u32>,
    /// How many connections, from the first, wait in their TLS handshake for the gate.
    pub(crate) held_handshakes: Option<(u64, Gate)>,
    /// What is offered over TLS, the best first.
    pub(crate) offer: Vec<Vec<u8>>,
    pub(crate) places: Mutex<Places>,
}

/// What an accepted connection hears.
#[derive(Clone)]
pub(crate) enum Voice {
    /// What the resources say.
    Speaking,
    /// Nothing.
    Silent,
    /// HTTP/2, frame by frame.
    InFrames(Frames),
    /// These bytes, whatever it begins with, and then the end.
    Saying(Arc<[u8]>),
}

pub(crate) struct Places {
    everywhere: Placed,
    at: HashMap<String, Placed>,
}

struct Placed {
    resource: Resource,
    requests: usize,
}

impl Stage {
    /// Gives the resource at `path` and how many requests it had before this one.
    pub(crate) fn requested(&self, path: &str) -> (Resource, usize) {
        let mut places = self.places();
        let Places { everywhere, at } = &mut *places;
        let placed = at.get_mut(path).unwrap_or(everywhere);
        placed.requests += 1;
        (placed.resource.clone(), placed.requests - 1)
    }

    pub(crate) fn put_everywhere(&self, resource: Resource) {
        self.places().everywhere = Placed::new(resource);
    }

    pub(crate) fn put_at(&self, path: &str, resource: Resource) {
        self.places().at.insert(path.to_owned(), Placed::new(resource));
    }

    /// Gives the present certificate, if there is any.
    pub(crate) fn acceptor(&self) -> Option<TlsAcceptor> {
        self.tls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows the certificate of this configuration to later connections.
    pub(crate) fn show(&self, configuration: Arc<rustls::ServerConfig>) {
        let mut configuration = Arc::unwrap_or_clone(configuration);
        configuration.alpn_protocols.clone_from(&self.offer);
        *self.tls.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(configuration).into());
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    pub(crate) fn new(everywhere: Resource, at: HashMap<String, Resource>) -> Places {
        let at = at.into_iter().map(|(path, resource)| (path, Placed::new(resource))).collect();
        Places { everywhere: Placed::new(everywhere), at }
    }
}

impl Placed {
    fn new(resource: Resource) -> Placed {
        Placed { resource, requests: 0 }
    }
}

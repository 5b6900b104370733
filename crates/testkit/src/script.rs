//! The script of an origin before it starts.
//!
//! Owns where it listens, what it shows as certificate and which resource stands where. Rule kept here: what is not
//! scripted is plain HTTP on a free port of 127.0.0.1, without limits.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use tokio::sync::watch;

use crate::frames::Frames;
use crate::gate::Gate;
use crate::origin::Origin;
use crate::resource::Resource;
use crate::stage::{Places, Stage, Voice};
use crate::tamper::Damage;
use crate::tls::{Certificate, TestCa};
use crate::traffic::Traffic;

const HTTP_1: &[u8] = b"http/1.1";
const HTTP_2: &[u8] = b"h2";

/// An [`Origin`] that has not started yet. Built by chaining, ended by [`start`](OriginScript::start).
pub struct OriginScript {
    host: IpAddr,
    port: u16,
    everywhere: Resource,
    at: HashMap<String, Resource>,
    tls: Option<anyhow::Result<Arc<rustls::ServerConfig>>>,
    damage: Option<Damage>,
    most_connections: Option<usize>,
    voice: Voice,
    offer: Vec<Vec<u8>>,
    most_streams: Option<u32>,
    held_handshakes: Option<(u64, Gate)>,
}

impl OriginScript {
    pub(crate) fn serving(everywhere: Resource) -> OriginScript {
        OriginScript {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            everywhere,
            at: HashMap::new(),
            tls: None,
            damage: None,
            most_connections: None,
            voice: Voice::Speaking,
            offer: vec![HTTP_1.to_vec()],
            most_streams: None,
            held_handshakes: None,
        }
    }

    /// Puts a resource at one path (without query); elsewhere stays what it was.
    pub fn at(mut self, path: &str, resource: impl Into<Resource>) -> OriginScript {
        self.at.insert(path.to_owned(), resource.into());
        self
    }

    /// Changes the resource that stands at every other path.
    pub fn with(self, change: impl FnOnce(Resource) -> Resource) -> OriginScript {
        OriginScript { everywhere: change(self.everywhere), ..self }
    }

    /// As [`Resource::dropping_after`], for the resource at every other path.
    pub fn dropping_after(self, bytes: u64) -> OriginScript {
        self.with(|resource| resource.dropping_after(bytes))
    }

    /// As [`Resource::held_by`], for the resource at every other path.
    pub fn held_by(self, gate: &Gate) -> OriginScript {
        self.with(|resource| resource.held_by(gate))
    }

    /// Listens on another loopback address, such as `127.0.0.2`.
    pub fn on(self, host: &str) -> OriginScript {
        OriginScript { host: host.parse().expect("a test names its host by a literal address"), ..self }
    }

    /// Listens on this port instead of a free one.
    pub fn port(self, port: u16) -> OriginScript {
        OriginScript { port, ..self }
    }

    /// Speaks https with a valid certificate of `ca`.
    pub fn tls(self, ca: &TestCa) -> OriginScript {
        self.tls_showing(ca, Certificate::Valid)
    }

    /// Speaks https with this certificate.
    pub fn tls_showing(self, ca: &TestCa, certificate: Certificate) -> OriginScript {
        OriginScript { tls: Some(ca.server(certificate)), ..self }
    }

    /// Speaks https with a valid certificate of `ca`, and with nobody who shows none of it.
    pub fn tls_for_holders(self, ca: &TestCa) -> OriginScript {
        OriginScript { tls: Some(ca.server_for_holders()), ..self }
    }

    /// Flips one bit of the byte number `at` that leaves the socket (TLS framing counted), on the first connection
    /// that sends so much and never again.
    pub fn damaging_the_wire_at(self, at: u64) -> OriginScript {
        OriginScript { damage: Some(Damage::at(at)), ..self }
    }

    /// Resets every connection beyond `most` at once.
    pub fn allowing_connections(self, most: usize) -> OriginScript {
        OriginScript { most_connections: Some(most), ..self }
    }

    /// Accepts connections and never says anything, not even in a TLS handshake.
    pub fn silent(self) -> OriginScript {
        OriginScript { voice: Voice::Silent, ..self }
    }

    /// Answers whatever a connection begins with by these bytes, and ends it: a server that speaks no HTTP, or no TLS
    /// that anybody would want.
    pub fn saying(self, bytes: impl AsRef<[u8]>) -> OriginScript {
        OriginScript { voice: Voice::Saying(bytes.as_ref().into()), ..self }
    }

    /// Lets the first `count` connections wait in their TLS handshake until the gate is open.
    pub fn holding_handshakes(self, count: u64, gate: &Gate) -> OriginScript {
        OriginScript { held_handshakes: Some((count, gate.clone())), ..self }
    }

    /// Offers HTTP/2 besides, over TLS.
    pub fn http2(self) -> OriginScript {
        OriginScript { offer: vec![HTTP_2.to_vec(), HTTP_1.to_vec()], ..self }
    }

    /// Offers HTTP/2 and nothing else, over TLS.
    pub fn only_http2(self) -> OriginScript {
        OriginScript { offer: vec![HTTP_2.to_vec()], ..self }
    }

    /// Lets a connection of HTTP/2 have so many streams at once, and waits with the others.
    pub fn allowing_streams(self, most: u32) -> OriginScript {
        OriginScript { most_streams: Some(most), ..self }
    }

    /// Offers HTTP/2 over TLS and does what is scripted frame by frame; over HTTP/1.1 its resources answer.
    pub fn in_frames(self, frames: Frames) -> OriginScript {
        OriginScript { voice: Voice::InFrames(frames), ..self.http2() }
    }

    /// Starts the origin on a thread of its own.
    ///
    /// Errors: the address is taken, or no certificate could be made.
    pub async fn start(self) -> anyhow::Result<Origin> {
        self.start_blocking()
    }

    /// As [`start`](OriginScript::start), for tests without a runtime.
    pub fn start_blocking(self) -> anyhow::Result<Origin> {
        let tls = self.tls.transpose().context("making the origin's certificate")?;
        let stage = Stage {
            traffic: Traffic::new(),
            tls: Mutex::new(None),
            damage: self.damage,
            most_connections: self.most_connections,
            voice: self.voice,
            cuts: watch::Sender::new(0),
            goodbyes: watch::Sender::new(0),
            most_streams: self.most_streams,
            held_handshakes: self.held_handshakes,
            offer: self.offer,
            places: Mutex::new(Places::new(self.everywhere, self.at)),
        };
        if let Some(configuration) = tls {
            stage.show(configuration);
        }
        Origin::listening((self.host, self.port).into(), stage)
    }
}

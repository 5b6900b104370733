//! A scripted server that can lie in every way, over HTTP/1.1 and over HTTP/2.
//!
//! Owns what it serves and what it has seen; where it listens is `stand`'s. Rule kept here: once it is dropped nothing
//! listens, and all its connections are closed.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::connection::attend;
use crate::recorded::Recorded;
use crate::resource::Resource;
use crate::script::OriginScript;
use crate::stage::Stage;
use crate::stand::Stand;
use crate::tls::{Certificate, TestCa};

/// A running scripted server; stopped when dropped.
///
/// ```no_run
/// # async fn example() -> anyhow::Result<()> {
/// use haul_testkit::{Gate, Origin, Resource, bytes};
///
/// let gate = Gate::closed();
/// let origin = Origin::serving(bytes(1, 100_000))
///     .at("/gone", Resource::status(404).body("no such file"))
///     .at("/slow", Resource::new(bytes(2, 1000)).held_by(&gate))
///     .start()
///     .await?;
/// origin.wait_for(|requests| requests.iter().any(|request| request.path() == "/slow")).await?;
/// gate.open();
/// # Ok(()) }
/// ```
pub struct Origin {
    scheme: &'static str,
    stage: Arc<Stage>,
    stand: Stand,
}

impl Origin {
    /// Begins a script with this resource at every path; bytes become an honest file.
    pub fn serving(resource: impl Into<Resource>) -> OriginScript {
        OriginScript::serving(resource.into())
    }

    /// Gives the address of a file here: `http://127.0.0.1:PORT/file.bin`.
    pub fn url(&self) -> String {
        self.url_of("/file.bin")
    }

    /// Gives the address of `path_and_query`, which begins with a slash.
    pub fn url_of(&self, path_and_query: &str) -> String {
        format!("{}://{}{path_and_query}", self.scheme, self.address())
    }

    /// Gives the address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.stand.address()
    }

    /// Puts another resource at every path without one of its own: new bytes have a new ETag and no faults.
    pub fn now_serves(&self, resource: impl Into<Resource>) {
        self.stage.put_everywhere(resource.into());
    }

    /// Puts another resource at this path.
    pub fn now_serves_at(&self, path: &str, resource: impl Into<Resource>) {
        self.stage.put_at(path, resource.into());
    }

    /// Shows this certificate to every later connection.
    ///
    /// Errors: it could not be made.
    pub fn now_shows(&self, ca: &TestCa, certificate: Certificate) -> anyhow::Result<()> {
        self.stage.show(ca.server(certificate)?);
        Ok(())
    }

    /// Resets every connection that is open now.
    pub fn reset_connections(&self) {
        self.stage.cuts.send_modify(|version| *version += 1);
    }

    /// Lets every connection of HTTP/2 that is open now say that it takes no more requests; what is on its way goes on.
    pub fn says_goodbye(&self) {
        self.stage.goodbyes.send_modify(|version| *version += 1);
    }

    /// Gives every request so far, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.stage.traffic.look(|seen| seen.requests.clone())
    }

    /// Waits, at most 30 s, until `condition` holds for the requests so far; it is asked again whenever a request,
    /// a part of a body or an end of an answer is added.
    ///
    /// Errors: it never held; the message lists the requests that came.
    pub async fn wait_for(&self, condition: impl Fn(&[Recorded]) -> bool) -> anyhow::Result<()> {
        self.stage.traffic.wait_for(condition).await
    }

    /// As [`wait_for`](Origin::wait_for), blocking the thread.
    pub fn wait_for_blocking(&self, condition: impl Fn(&[Recorded]) -> bool) -> anyhow::Result<()> {
        self.stage.traffic.wait_for_blocking(condition)
    }

    /// Gives the number of connections open now.
    pub fn live_connections(&self) -> usize {
        self.stage.traffic.look(|seen| seen.live_connections)
    }

    /// Gives the number of connections that were opened, whatever became of them.
    pub fn connections(&self) -> u64 {
        self.stage.traffic.look(|seen| seen.connections)
    }

    /// Gives the greatest number of connections that were open at once.
    pub fn most_connections(&self) -> usize {
        self.stage.traffic.look(|seen| seen.most_connections)
    }

    /// Gives the greatest number of requests that were being read or answered at once.
    pub fn most_requests_at_once(&self) -> usize {
        self.stage.traffic.look(|seen| seen.most_answering)
    }

    /// Gives the number of body bytes sent over all requests.
    pub fn bytes_sent(&self) -> u64 {
        self.stage.traffic.look(|seen| seen.requests.iter().map(|request| request.sent).sum())
    }

    pub(crate) fn listening(address: SocketAddr, stage: Stage) -> anyhow::Result<Origin> {
        let scheme = if stage.acceptor().is_some() { "https" } else { "http" };
        let stage = Arc::new(stage);
        let shared = stage.clone();
        let stand = Stand::taken("origin", address, move |socket, peer| attend(socket, peer, shared.clone()))?;
        Ok(Origin { scheme, stage, stand })
    }
}

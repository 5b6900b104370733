//! Looking names up when a server chose them.
//!
//! Owns the refusal of addresses that are nearer than the server that leads there (row 63). Rule kept here: the address
//! that was judged is the one that is connected to.

use std::net::SocketAddr;

use haul_model::nearness::Nearness;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// Finds no address that is nearer than this.
#[derive(Debug)]
pub(super) struct Guarded(pub(super) Nearness);

/// A name leads nearer than allowed.
#[derive(Debug, Error)]
#[error("the name leads to this computer or the local network")]
pub(super) struct TooNear;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let farthest = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed = allowed(&found, farthest);
            if allowed.is_empty() && !found.is_empty() {
                return Err(TooNear.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn allowed(found: &[SocketAddr], nearest: Nearness) -> Vec<SocketAddr> {
    found.iter().filter(|address| Nearness::of_ip(address.ip()) <= nearest).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f063_of_several_addresses_only_those_that_are_not_nearer_are_taken() {
        let address = |text: &str| SocketAddr::new(text.parse().expect("a test address"), 0);
        let found = [address("127.0.0.1"), address("192.168.0.1"), address("9.9.9.9"), address("::1")];
        assert_eq!(allowed(&found, Nearness::Public), [found[2]]);
        assert_eq!(allowed(&found, Nearness::Local), [found[1], found[2]]);
        assert_eq!(allowed(&found, Nearness::Own), found);
    }

    #[tokio::test]
    async fn f063_a_name_that_leads_to_this_computer_is_not_found() -> anyhow::Result<()> {
        let resolved = Guarded(Nearness::Public).resolve("localhost".parse()?).await;
        assert!(resolved.err().is_some_and(|error| error.is::<TooNear>()));
        assert!(
            Guarded(Nearness::Own).resolve("localhost".parse()?).await.is_ok_and(|mut found| found.next().is_some())
        );
        Ok(())
    }
}

//! How near a server is: out in the world, in the local network, or on this computer.
//!
//! Owns the ranges of addresses. Refuses names but `localhost`: what another name means is known when it has been
//! looked up. Rule kept here: a server may lead away from this computer, never nearer to it without the user's word
//! (row 63 of the fault matrix).

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// How near a server is, the farthest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// Anybody can reach it.
    Public,
    /// In the local network, or another network of its own.
    Local,
    /// On this computer.
    Own,
}

/// Whether a redirect may lead from a public server into the local network or to this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approach {
    /// It is an error.
    #[default]
    Refused,
    /// The user allowed it for this task.
    Allowed,
}

impl Nearness {
    /// Of an address of the network.
    #[must_use]
    pub fn of_ip(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => of_v4(ip),
            IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or_else(|| of_v6(ip), of_v4),
        }
    }

    /// As far as the text of an address tells; `None` for a name that has to be looked up.
    #[must_use]
    pub fn of_address(url: &Url) -> Option<Self> {
        match url.host()? {
            Host::Ipv4(ip) => Some(of_v4(ip)),
            Host::Ipv6(ip) => Some(Self::of_ip(ip.into())),
            Host::Domain(name) => {
                let name = name.trim_end_matches('.').to_ascii_lowercase();
                (name == "localhost" || name.ends_with(".localhost")).then_some(Self::Own)
            }
        }
    }
}

fn of_v4(ip: Ipv4Addr) -> Nearness {
    let [first, second, ..] = ip.octets();
    if ip.is_loopback() || first == 0 {
        Nearness::Own
    } else if ip.is_private() || ip.is_link_local() || ip.is_broadcast() || (first == 100 && second & 0xc0 == 64) {
        Nearness::Local
    } else {
        Nearness::Public
    }
}

fn of_v6(ip: Ipv6Addr) -> Nearness {
    if ip.is_loopback() || ip.is_unspecified() {
        Nearness::Own
    } else if ip.is_unique_local() || ip.is_unicast_link_local() {
        Nearness::Local
    } else {
        Nearness::Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f063_every_way_to_write_this_computer_and_its_network_is_known() {
        let near = |host: &str| Nearness::of_address(&format!("http://{host}/").parse().expect("a test address"));
        for own in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f.1",
            "localhost",
            "a.localhost.",
        ] {
            assert_eq!(near(own), Some(Nearness::Own), "{own}");
        }
        for local in [
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
        ] {
            assert_eq!(near(local), Some(Nearness::Local), "{local}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "[2001:db8::1]", "[::ffff:8.8.8.8]"] {
            assert_eq!(near(public), Some(Nearness::Public), "{public}");
        }
        assert_eq!(near("localhost.example.org"), None);
    }
}

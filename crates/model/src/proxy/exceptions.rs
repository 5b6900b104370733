//! The list of hosts that are reached without a proxy.
//!
//! Owns the forms of `no_proxy`: names with everything below them, addresses, networks, ports, and `*`.

use core::net::IpAddr;

use url::{Host, Url};

/// Hosts that are reached without a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions(Vec<Exception>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Exception {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    All,
    /// This name and everything below it, in lower case.
    Domain(String),
    /// The addresses whose first bits are these.
    Network(IpAddr, u32),
}

impl Exceptions {
    /// Reads a list; commas and spaces stand between its parts. A part that says nothing is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split([',', ' ', ';', '\t']).filter(|part| !part.is_empty()).filter_map(Exception::parse).collect())
    }

    /// Whether this address is reached without a proxy.
    #[must_use]
    pub fn covers(&self, url: &Url) -> bool {
        let (Some(host), port) = (url.host(), url.port_or_known_default()) else { return false };
        self.0
            .iter()
            .any(|exception| exception.hosts.hold(&host) && (exception.port.is_none() || exception.port == port))
    }
}

impl Exception {
    fn parse(part: &str) -> Option<Self> {
        if part == "*" {
            return Some(Self { hosts: Hosts::All, port: None });
        }
        if let Some(network) = network(part) {
            return Some(Self { hosts: network, port: None });
        }
        let (host, port) = match part.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (part, None),
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let hosts = network(bare).unwrap_or_else(|| {
            let name = bare.strip_prefix('*').unwrap_or(bare);
            Hosts::Domain(name.trim_start_matches('.').trim_end_matches('.').to_ascii_lowercase())
        });
        (hosts != Hosts::Domain(String::new())).then_some(Self { hosts, port })
    }
}

impl Hosts {
    fn hold(&self, host: &Host<&str>) -> bool {
        let ip = match host {
            Host::Domain(name) => {
                let name = name.trim_end_matches('.').to_ascii_lowercase();
                return match self {
                    Self::All => true,
                    Self::Domain(domain) => {
                        name.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                    }
                    Self::Network(..) => false,
                };
            }
            Host::Ipv4(ip) => IpAddr::V4(*ip),
            Host::Ipv6(ip) => IpAddr::V6(*ip),
        };
        match self {
            Self::All => true,
            Self::Domain(_) => false,
            Self::Network(network, bits) => is_within(ip, *network, *bits),
        }
    }
}

fn network(text: &str) -> Option<Hosts> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.trim_start_matches('[').trim_end_matches(']').parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(most);
    (bits <= most).then_some(Hosts::Network(address, bits))
}

fn is_within(ip: IpAddr, network: IpAddr, bits: u32) -> bool {
    let differ = match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => u128::from(u32::from(ip) ^ u32::from(network)) << 96,
        (IpAddr::V6(ip), IpAddr::V6(network)) => u128::from(ip) ^ u128::from(network),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
    };
    differ.leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_covers_what_it_says_and_no_more() {
        let covers = |list: &str, address: &str| {
            Exceptions::parse(list).covers(&format!("http://{address}/").parse().expect("a test address"))
        };
        for (list, inside) in [
            ("a.test", "a.test"),
            ("a.test", "x.a.test"),
            (".a.test", "x.A.test"),
            ("*.a.test", "x.a.test"),
            ("b, a.test:8080", "a.test:8080"),
            ("*", "whatever"),
            ("127.0.0.1", "127.0.0.1:99"),
            ("10.0.0.0/8", "10.200.3.4"),
            ("[::1]", "[::1]:80"),
            ("::1", "[::1]"),
            ("fd00::/8", "[fd12::1]"),
            ("0.0.0.0/0", "9.9.9.9"),
        ] {
            assert!(covers(list, inside), "{list} covers {inside}");
        }
        for (list, outside) in [
            ("a.test", "evila.test"),
            ("a.test", "a.test.evil"),
            ("a.test:8080", "a.test:81"),
            ("10.0.0.0/8", "11.0.0.1"),
            ("127.0.0.1", "127.0.0.2"),
            ("10.0.0.0/99", "10.0.0.1"),
            ("", "a.test"),
            (", .", "a.test"),
        ] {
            assert!(!covers(list, outside), "{list} covers {outside}");
        }
    }
}

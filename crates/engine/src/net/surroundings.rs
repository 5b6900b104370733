//! The network of this computer, and its sleep.
//!
//! Owns looking: which address this computer would send from, whether there is a way to a host, how long it has slept.
//! Refuses to decide what follows. Rules kept here: looking sends nothing, the kernel answers from its own tables; a
//! loopback address needs no network; nothing wakes up between two changes.

mod links;
mod logind;
mod sleep;
pub(crate) mod system_bus;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, SocketFlags, SocketType};
use rustix::time::{ClockId, clock_gettime};
use tokio::net::UnixDatagram;

pub(crate) use links::Links;
pub(crate) use sleep::{Phase as SleepPhase, Sleep};

/// Addresses that stand for everything beyond the next router. They are reserved for documentation, and nothing is sent
/// to them.
const ANYWHERE: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];

/// Groups of the kernel's messages: links, and addresses and routes of both kinds.
const GROUPS: u32 = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

/// From which addresses this computer would send, over IPv4 and IPv6; without any there is no network. A computer that
/// could not have one is a world of its own, and that world is always there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Way {
    own: [Option<IpAddr>; 2],
    is_island: bool,
}

/// How the network changed between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// There was one, and there is none.
    Lost,
    /// There is one again.
    Back,
    /// There is another one (row 15).
    Moved,
}

impl Way {
    /// As it is now.
    pub(crate) fn now() -> Self {
        let own = ANYWHERE.map(|address| own_address_to(address).ok());
        Self { own, is_island: own.iter().all(Option::is_none) && has_loopback_alone() }
    }

    /// Whether there is a network.
    pub(crate) fn is_up(self) -> bool {
        self.is_island || self.own.iter().any(Option::is_some)
    }

    /// What happened between `self` and `after`; `None` when nothing that matters did.
    pub(crate) fn turn(self, after: Self) -> Option<Turn> {
        match (self.is_up(), after.is_up()) {
            (true, false) => Some(Turn::Lost),
            (false, true) => Some(Turn::Back),
            (true, true) if self != after => Some(Turn::Moved),
            (true, true) | (false, false) => None,
        }
    }
}

/// Whether the kernel knows a way to `host`, a name or address. Names stand beyond the next router, unless they are this
/// computer's own.
pub(crate) fn is_reachable(host: &str) -> bool {
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(address) => own_address_to(address).is_ok(),
        Err(_) if host == "localhost" || host.ends_with(".localhost") => {
            [IpAddr::V4(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()]
                .into_iter()
                .any(|own| own_address_to(own).is_ok())
        }
        Err(_) => Way::now().is_up(),
    }
}

/// Whether this computer has no interface to the outside, be it off.
fn has_loopback_alone() -> bool {
    // The table begins with two lines of headings. Where there is no table, nothing is known to be lost.
    std::fs::read_to_string("/proc/self/net/dev")
        .map_or(true, |table| table.lines().skip(2).all(|line| line.trim_start().starts_with("lo:")))
}

fn own_address_to(address: IpAddr) -> io::Result<IpAddr> {
    let any: IpAddr = match address {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    // This sets the address that packets would go to; there are none.
    socket.connect((address, 9))?;
    Ok(socket.local_addr()?.ip())
}

/// How long this computer has slept since it was switched on.
pub(crate) fn slept() -> Duration {
    let clock = |id| Duration::try_from(clock_gettime(id)).unwrap_or_default();
    clock(ClockId::Boottime).saturating_sub(clock(ClockId::Monotonic))
}

/// Hears of changes of the network.
#[derive(Debug)]
pub(crate) struct Watch {
    /// A socket of the kernel's route messages. Reading it needs no more than the type for local datagrams offers.
    socket: Option<UnixDatagram>,
}

impl Watch {
    /// Begins to listen. Where the kernel does not allow it, nothing is ever heard.
    pub(crate) fn open() -> Self {
        let socket = listen().and_then(|socket| UnixDatagram::from_std(socket.into()));
        if let Err(error) = &socket {
            tracing::info!(%error, "changes of the network are looked for instead of heard");
        }
        Self { socket: socket.ok() }
    }

    /// Waits until links, addresses or routes have changed.
    pub(crate) async fn changed(&self) {
        let Some(socket) = &self.socket else { return std::future::pending().await };
        let mut message = [0_u8; 8192];
        // What the messages say does not matter, nor that some were lost: whoever hears of them looks.
        if let Err(error) = socket.recv(&mut message).await
            && error.raw_os_error() != Some(Errno::NOBUFS.raw_os_error())
        {
            tracing::warn!(%error, "changes of the network are not heard any more");
            return std::future::pending().await;
        }
        while socket.try_recv(&mut message).is_ok() {}
    }
}

fn listen() -> io::Result<OwnedFd> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, None)?;
    rustix::net::bind(&socket, &SocketAddrNetlink::new(0, GROUPS))?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn from(last: u8) -> Way {
        Way { own: [Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last))), None], is_island: false }
    }

    #[test]
    fn m070_f015_a_network_is_lost_or_back_or_another_one() {
        let none = Way::default();
        assert!(!none.is_up() && Way { is_island: true, ..none }.is_up());
        assert_eq!((from(1).turn(none), none.turn(from(1))), (Some(Turn::Lost), Some(Turn::Back)));
        assert_eq!((from(1).turn(from(2)), from(1).turn(from(1)), none.turn(none)), (Some(Turn::Moved), None, None));
    }

    #[test]
    fn this_computer_is_always_reachable() {
        for host in ["127.0.0.1", "127.8.9.10", "localhost", "a.localhost"] {
            assert!(is_reachable(host), "{host}");
        }
    }
}

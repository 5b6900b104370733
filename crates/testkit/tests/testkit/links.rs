//! What a bad link does to the bytes, seen by a client that repairs nothing.

use std::io::Read;
use std::time::{Duration, Instant};

use anyhow::Result;
use haul_testkit::{Ending, FaultProxy, Faults, Origin, bytes, eventually};

use crate::raw::{End, Reply, heard, open, said};

const ASK: &[u8] = b"GET /file.bin HTTP/1.1\r\nHost: it\r\nConnection: close\r\n\r\n";

fn file() -> Vec<u8> {
    bytes(6, 1_000_000)
}

fn through(faults: Faults) -> Result<(Reply, FaultProxy, Origin)> {
    let origin = Origin::serving(file()).start_blocking()?;
    let link = FaultProxy::before(origin.address(), faults)?;
    Ok((said(link.address(), ASK)?, link, origin))
}

#[test]
fn a_link_without_faults_passes_everything_and_counts_it() -> Result<()> {
    let (reply, link, origin) = through(Faults::none())?;
    assert_eq!((reply.body == file(), reply.end), (true, End::Clean));
    assert_eq!(link.bytes_delivered(), (reply.head.len() + reply.body.len()) as u64);
    assert_eq!((link.connections(), link.bytes_taken()), (1, ASK.len() as u64));
    eventually("both ends are gone", || (link.live_connections() + origin.live_connections() == 0).then_some(()))
}

#[test]
fn a_connection_ends_after_exactly_n_bytes_in_every_way() -> Result<()> {
    for (ending, end) in [(Ending::Close, End::Clean), (Ending::HalfClose, End::Clean), (Ending::Reset, End::Reset)] {
        let (reply, _link, _origin) = through(Faults::none().ending_after(123_456, ending))?;
        assert_eq!((reply.head.len() + reply.body.len(), &reply.end), (123_456, &end), "{ending:?}");
    }
    Ok(())
}

#[test]
fn a_stalled_link_goes_on_when_the_fault_is_gone() -> Result<()> {
    let origin = Origin::serving(file()).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none().ending_after(5000, Ending::Stall))?;
    let mut stream = open(link.address(), ASK)?;
    let mut first = vec![0; 5000];
    stream.read_exact(&mut first)?;
    // They are counted once they have been passed on, which may be after they were heard.
    eventually("5000 bytes are counted", || (link.bytes_delivered() == 5000).then_some(()))?;
    link.now_has(Faults::none());
    let rest = heard(first.as_slice().chain(stream))?;
    assert!(rest.body == file());
    Ok(())
}

#[test]
fn one_bit_is_flipped_once() -> Result<()> {
    let (reply, link, _origin) = through(Faults::none().flipping_a_bit_at(500_000))?;
    let file = file();
    let wrong: Vec<_> = (0..file.len()).filter(|index| reply.body[*index] != file[*index]).collect();
    assert_eq!(wrong, [500_000 - reply.head.len()]);
    assert!(said(link.address(), ASK)?.body == file, "the second connection is spared");
    Ok(())
}

#[test]
fn a_slow_link_is_slow_and_its_connections_share_it() -> Result<()> {
    let origin = Origin::serving(bytes(6, 50_000)).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none().passing(200_000))?;
    let began = Instant::now();
    std::thread::scope(|scope| {
        let both = [scope.spawn(|| said(link.address(), ASK)), scope.spawn(|| said(link.address(), ASK))];
        both.into_iter().map(|one| one.join().expect("reading does not panic")).collect::<Result<Vec<_>>>()
    })?;
    assert!(began.elapsed() >= Duration::from_millis(490), "100,000 bytes at 200,000 a second take half a second");
    Ok(())
}

#[test]
fn all_connections_can_be_ended_now() -> Result<()> {
    let origin = Origin::serving(file()).start_blocking()?;
    let link = FaultProxy::before(origin.address(), Faults::none().ending_after(1000, Ending::Stall))?;
    let streams = [open(link.address(), ASK)?, open(link.address(), ASK)?];
    eventually("both stall", || (link.bytes_delivered() == 2000).then_some(()))?;
    link.end_connections(Ending::Reset);
    for stream in streams {
        assert_eq!(heard(stream)?.end, End::Reset);
    }
    Ok(())
}

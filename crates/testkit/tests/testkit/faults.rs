//! How an origin ends, holds, slows and damages what it says.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::Result;
use haul_testkit::{DeadPort, Gate, Length, Origin, Outcome, Point, Resource, Stop, bytes, eventually};

use crate::raw::{End, get, heard, open, said};

const ASK: &[u8] = b"GET /file.bin HTTP/1.1\r\nHost: it\r\n\r\n";

fn file() -> Vec<u8> {
    bytes(3, 3_000_000)
}

#[test]
fn a_drop_after_n_bytes_is_a_clean_end_after_exactly_n() -> Result<()> {
    let origin = Origin::serving(file()).dropping_after(1_234_567).start_blocking()?;
    let reply = said(origin.address(), ASK)?;
    assert!(reply.has("Content-Length: 3000000"));
    assert_eq!((reply.body.len(), reply.end), (1_234_567, End::Clean));
    assert_eq!(reply.body, file()[..1_234_567]);
    assert_eq!(origin.requests()[0].sent, 1_234_567);
    Ok(())
}

#[test]
fn a_reset_after_n_bytes_loses_none_of_them_even_for_a_late_reader() -> Result<()> {
    let origin = Origin::serving(Resource::new(file()).resetting_after(432_100)).start_blocking()?;
    let stream = open(origin.address(), ASK)?;
    origin.wait_for_blocking(|requests| requests.first().is_some_and(|request| request.outcome == Outcome::Sent))?;
    let reply = heard(stream)?;
    assert_eq!((reply.body.len(), reply.end), (432_100, End::Reset));
    Ok(())
}

#[test]
fn a_connection_can_end_before_the_head() -> Result<()> {
    let stopped = |stop| {
        let origin = Origin::serving(Resource::new("x").stopping(Point::BeforeHead, stop)).start_blocking()?;
        said(origin.address(), ASK)
    };
    let reset = stopped(Stop::Reset)?;
    assert_eq!((reset.head.as_str(), reset.end), ("", End::Reset));
    let closed = stopped(Stop::Close)?;
    assert_eq!((closed.head.as_str(), closed.end), ("", End::Clean));
    Ok(())
}

#[test]
fn a_cut_chunked_body_lacks_its_last_chunk() -> Result<()> {
    let resource = Resource::new("abcdef").length(Length::Chunked).dropping_after(6);
    let reply = said(Origin::serving(resource).start_blocking()?.address(), ASK)?;
    assert_eq!(reply.body, b"6\r\nabcdef\r\n");
    Ok(())
}

#[test]
fn a_fault_for_the_first_requests_is_gone_afterwards() -> Result<()> {
    let resource = Resource::new(bytes(1, 1000)).dropping_after(10).for_the_first(2);
    let origin = Origin::serving(resource).start_blocking()?;
    let mut lengths = Vec::new();
    for _ in 0..3 {
        lengths.push(get(&origin, "/", "")?.body.len());
    }
    assert_eq!(lengths, [10, 10, 1000]);
    Ok(())
}

#[test]
fn a_stall_sends_n_bytes_and_then_nothing_until_the_client_leaves() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 1000)).stalling_after(100)).start_blocking()?;
    let mut stream = open(origin.address(), ASK)?;
    origin.wait_for_blocking(|requests| requests.first().is_some_and(|request| request.sent == 100))?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut heard = Vec::new();
    let silence = stream.read_to_end(&mut heard).expect_err("the connection must stay open");
    assert_eq!(silence.kind(), std::io::ErrorKind::WouldBlock);
    assert!(heard.ends_with(&bytes(1, 1000)[..100]));
    assert_eq!((origin.live_connections(), origin.requests()[0].outcome), (1, Outcome::Underway));

    drop(stream);
    origin.wait_for_blocking(|requests| requests[0].outcome == Outcome::Abandoned)?;
    eventually("the connection is counted out", || (origin.live_connections() == 0).then_some(()))
}

#[test]
fn a_gate_holds_an_answer_before_its_head_and_in_its_middle() -> Result<()> {
    for point in [Point::BeforeHead, Point::AfterBytes(400)] {
        let gate = Gate::closed();
        let origin = Origin::serving(Resource::new(bytes(1, 1000)).held_at(point, &gate)).start_blocking()?;
        let stream = open(origin.address(), b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")?;
        let held = if point == Point::BeforeHead { 0 } else { 400 };
        origin.wait_for_blocking(|requests| requests.first().is_some_and(|request| request.sent == held))?;
        assert_eq!(origin.requests()[0].outcome, Outcome::Underway);
        gate.open();
        assert_eq!(heard(stream)?.body, bytes(1, 1000));
        assert_eq!(origin.requests()[0].sent, 1000);
    }
    Ok(())
}

#[tokio::test]
async fn waiting_works_beside_a_runtime_too() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving("slow").held_by(&gate).start().await?;
    let stream = open(origin.address(), ASK)?;
    origin.wait_for(|requests| requests.len() == 1).await?;
    gate.open();
    origin.wait_for(|requests| requests[0].outcome == Outcome::Sent).await?;
    drop(stream);
    Ok(())
}

#[test]
fn a_paced_body_takes_its_time() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 50_000)).paced(100_000)).start_blocking()?;
    let began = Instant::now();
    assert_eq!(get(&origin, "/", "")?.body.len(), 50_000);
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(480) && took < Duration::from_secs(3), "{took:?}");
    Ok(())
}

#[test]
fn an_endless_body_goes_on_until_the_client_leaves() -> Result<()> {
    let origin = Origin::serving(Resource::endless()).start_blocking()?;
    let mut stream = open(origin.address(), ASK)?;
    stream.read_exact(&mut vec![0; 10_000_000])?;
    drop(stream);
    origin.wait_for_blocking(|requests| requests[0].outcome == Outcome::Abandoned)?;
    assert!(origin.bytes_sent() > 9_000_000);
    Ok(())
}

#[test]
fn connections_beyond_the_limit_are_reset_and_the_others_go_on() -> Result<()> {
    let gate = Gate::closed();
    let origin = Origin::serving(Resource::new("x").held_by(&gate)).allowing_connections(2).start_blocking()?;
    let close = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    let first = open(origin.address(), close)?;
    let second = open(origin.address(), close)?;
    origin.wait_for_blocking(|requests| requests.len() == 2)?;
    let refused = TcpStream::connect(origin.address()).map(|mut stream| stream.read(&mut [0; 1]));
    let error = refused.and_then(|read| read).expect_err("the third is reset");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    gate.open();
    assert_eq!((heard(first)?.body, heard(second)?.body), (b"x".to_vec(), b"x".to_vec()));
    assert_eq!((origin.most_connections(), origin.most_requests_at_once()), (2, 2));
    Ok(())
}

#[test]
fn all_connections_can_be_reset_at_once() -> Result<()> {
    let origin = Origin::serving(Resource::new(bytes(1, 1000)).stalling_after(100)).start_blocking()?;
    let streams = [open(origin.address(), ASK)?, open(origin.address(), ASK)?];
    origin.wait_for_blocking(|requests| requests.iter().filter(|request| request.sent == 100).count() == 2)?;
    origin.reset_connections();
    for stream in streams {
        let reply = heard(stream)?;
        assert_eq!((reply.body.len(), reply.end), (100, End::Reset));
    }
    assert_eq!(get(&origin, "/", "Range: bytes=950-\r\n")?.body.len(), 50, "new connections are served");
    Ok(())
}

#[test]
fn an_upload_can_be_cut_while_it_is_read() -> Result<()> {
    let origin = Origin::serving(Resource::status(201).reading_at_most(10)).start_blocking()?;
    let reply = said(origin.address(), b"PUT / HTTP/1.1\r\nContent-Length: 50\r\n\r\nabcdefghijklmno")?;
    assert_eq!((reply.head.as_str(), reply.end), ("", End::Reset));
    assert_eq!(origin.requests()[0].body, b"abcdefghij");
    Ok(())
}

#[test]
fn one_byte_on_the_wire_is_damaged_once() -> Result<()> {
    let origin = Origin::serving(Resource::verbatim("abcdefgh")).damaging_the_wire_at(3).start_blocking()?;
    assert_eq!(said(origin.address(), ASK)?.head, "abceefgh");
    assert_eq!(said(origin.address(), ASK)?.head, "abcdefgh");
    Ok(())
}

#[test]
fn a_silent_origin_accepts_and_says_nothing() -> Result<()> {
    let origin = Origin::serving("x").silent().start_blocking()?;
    let mut stream = open(origin.address(), ASK)?;
    eventually("it accepts", || (origin.live_connections() == 1).then_some(()))?;
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    assert!(stream.read(&mut [0; 1]).is_err());
    assert!(origin.requests().is_empty());
    Ok(())
}

#[test]
fn a_second_host_listens_beside_the_first_even_on_its_port() -> Result<()> {
    let first = Origin::serving("first").start_blocking()?;
    let second = Origin::serving("second").on("127.0.0.2").port(first.address().port()).start_blocking()?;
    assert_eq!(second.url(), format!("http://127.0.0.2:{}/file.bin", first.address().port()));
    assert_eq!((get(&first, "/", "")?.body, get(&second, "/", "")?.body), (b"first".to_vec(), b"second".to_vec()));
    Ok(())
}

#[test]
fn a_dropped_origin_is_gone_and_its_port_can_be_used_again() -> Result<()> {
    let origin = Origin::serving(Resource::new("x").stalling_after(0)).start_blocking()?;
    let address = origin.address();
    let stream = open(address, ASK)?;
    origin.wait_for_blocking(|requests| requests.len() == 1)?;
    drop(origin);
    heard(stream)?;
    assert!(TcpStream::connect(address).is_err());
    let again = Origin::serving("again").port(address.port()).start_blocking()?;
    assert_eq!(get(&again, "/", "")?.body, b"again");
    Ok(())
}

#[test]
fn dead_ports_refuse_or_hang() -> Result<()> {
    let refusing = DeadPort::refusing()?;
    let refusal = TcpStream::connect(refusing.address()).expect_err("nobody listens");
    assert_eq!(refusal.kind(), std::io::ErrorKind::ConnectionRefused);
    let hanging = DeadPort::hanging()?;
    let limit = Duration::from_millis(100);
    let silence = TcpStream::connect_timeout(&hanging.address(), limit).expect_err("nobody accepts");
    assert_eq!(silence.kind(), std::io::ErrorKind::TimedOut);
    Ok(())
}

//! A name server that answers as told (RFC 1035, over UDP).
//!
//! Owns the table of names and the counts of lookups. Refuses everything but questions for addresses. Rule kept here:
//! a name that nobody told of does not exist.

use std::collections::HashMap;
use std::net::{IpAddr, UdpSocket};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use anyhow::Context as _;
use tokio::sync::oneshot;

const PORT: u16 = 53;
const A: u16 = 1;
const AAAA: u16 = 28;

const FINE: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NO_SUCH_NAME: u8 = 3;

/// What the lookup of a name gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameAnswer {
    /// These addresses, in this order; those of the kind that was asked for.
    Addresses(Vec<IpAddr>),
    /// There is no such name (NXDOMAIN).
    NoSuchName,
    /// The server cannot tell just now (SERVFAIL).
    Failure,
    /// Nothing at all.
    Silence,
}

impl NameAnswer {
    /// Makes an answer of these literal addresses.
    pub fn addresses<'a>(addresses: impl IntoIterator<Item = &'a str>) -> NameAnswer {
        let parsed = |text: &str| text.parse().expect("a test names addresses literally");
        NameAnswer::Addresses(addresses.into_iter().map(parsed).collect())
    }
}

pub(crate) struct NameServer {
    book: Arc<Mutex<Book>>,
    halt: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Book {
    answers: HashMap<String, NameAnswer>,
    lookups: HashMap<String, usize>,
}

impl NameServer {
    /// Answers on port 53 of `address`, in the network of the calling thread.
    pub(crate) fn start(address: IpAddr) -> anyhow::Result<NameServer> {
        let socket = UdpSocket::bind((address, PORT)).context("listening for lookups")?;
        socket.set_nonblocking(true)?;
        let book = Arc::<Mutex<Book>>::default();
        let (halt, halted) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let shared = book.clone();
        let thread = std::thread::Builder::new().name("names".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = halted => {}
                    () = answering(socket, &shared) => {}
                }
            });
        })?;
        Ok(NameServer { book, halt: Some(halt), thread: Some(thread) })
    }

    pub(crate) fn answers(&self, name: &str, answer: NameAnswer) {
        open(&self.book).answers.insert(name.to_ascii_lowercase(), answer);
    }

    pub(crate) fn lookups(&self, name: &str) -> usize {
        open(&self.book).lookups.get(name).copied().unwrap_or(0)
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.halt.take();
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed already; a second one here would hide the test's own.
            let _ = thread.join();
        }
    }
}

async fn answering(socket: UdpSocket, book: &Mutex<Book>) {
    let socket = tokio::net::UdpSocket::from_std(socket).expect("the socket is bound and does not block");
    let mut packet = [0; 1500];
    // A client that is gone already makes an error of the next reading; the one after that is fine.
    loop {
        if let Ok((length, client)) = socket.recv_from(&mut packet).await
            && let Some(answer) = Question::read(&packet[..length]).and_then(|question| question.answer(book))
        {
            let _ = socket.send_to(&answer, client).await;
        }
    }
}

fn open(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Question<'a> {
    id: &'a [u8],
    /// Name, type and class as they came.
    whole: &'a [u8],
    name: String,
    kind: u16,
}

impl Question<'_> {
    fn read(packet: &[u8]) -> Option<Question<'_>> {
        let body = packet.get(12..)?;
        let (mut labels, mut at) = (Vec::new(), 0);
        while let Some(length @ 1..) = body.get(at).copied().map(usize::from) {
            labels.push(String::from_utf8_lossy(body.get(at + 1..at + 1 + length)?).to_ascii_lowercase());
            at += length + 1;
        }
        let kind = u16::from_be_bytes(body.get(at + 1..at + 3)?.try_into().ok()?);
        Some(Question { id: &packet[..2], whole: body.get(..at + 5)?, name: labels.join("."), kind })
    }

    fn answer(&self, book: &Mutex<Book>) -> Option<Vec<u8>> {
        let mut book = open(book);
        *book.lookups.entry(self.name.clone()).or_default() += 1;
        match book.answers.get(&self.name).unwrap_or(&NameAnswer::NoSuchName) {
            NameAnswer::Addresses(addresses) => {
                let wanted = addresses.iter().filter_map(|address| self.record(*address));
                Some(self.reply(FINE, &wanted.collect::<Vec<_>>()))
            }
            NameAnswer::NoSuchName => Some(self.reply(NO_SUCH_NAME, &[])),
            NameAnswer::Failure => Some(self.reply(SERVER_FAILURE, &[])),
            NameAnswer::Silence => None,
        }
    }

    fn record(&self, address: IpAddr) -> Option<Vec<u8>> {
        match (address, self.kind) {
            (IpAddr::V4(address), A) => Some(address.octets().to_vec()),
            (IpAddr::V6(address), AAAA) => Some(address.octets().to_vec()),
            (IpAddr::V4(_) | IpAddr::V6(_), _) => None,
        }
    }

    fn reply(&self, verdict: u8, records: &[Vec<u8>]) -> Vec<u8> {
        let count = u8::try_from(records.len()).expect("a test gives a name a handful of addresses");
        // An answer with recursion, one question, so many records.
        let mut packet = [self.id, &[0x81, 0x80 | verdict, 0, 1, 0, count, 0, 0, 0, 0], self.whole].concat();
        for record in records {
            let length = u8::try_from(record.len()).expect("an address has 4 or 16 bytes");
            // The name of the question, its type and class, no time to live.
            packet.extend([0xc0, 0x0c]);
            packet.extend(self.kind.to_be_bytes());
            packet.extend([0, 1, 0, 0, 0, 0, 0, length]);
            packet.extend(record);
        }
        packet
    }
}

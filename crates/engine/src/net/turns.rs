//! When connections are opened that several requests may share.
//!
//! Owns whose turn it is to open one to a server, and which servers are known to speak HTTP/1.1. Refuses to open any by
//! itself, and to know who asks. Rules kept here: as long as nobody knows what a new connection will speak, one request
//! opens it and the others wait; over HTTP/2 all go by it, over HTTP/1.1 all open their own at once. An opening that
//! fails gives its turn away, one that is silent shares it after a while, and nobody waits for long.

use std::collections::HashMap;
use std::error::Error;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use std::{io, mem};

use haul_model::redirect::Origin;
use hyper_util::client::legacy::connect::Connection;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};
use tower_layer::Layer;
use tower_service::Service;

/// How long one opening is waited for before another begins beside it.
const PATIENCE: Duration = Duration::from_millis(300);

/// Longest wait of a request for the openings of others.
const LONGEST: Duration = Duration::from_secs(1);

/// How long a connection that speaks HTTP/2 may take until the client hands it to all who wait for one.
const HANDOVER: Duration = Duration::from_millis(50);

/// Most servers that are remembered.
const MOST: usize = 256;

tokio::task_local! {
    /// The server to which a request goes; it is there for as long as somebody waits for the answer.
    static ASKED: Origin;
}

type Failed = Box<dyn Error + Send + Sync>;

/// Sends a request to a server: connections that are opened for it wait for their turn.
pub(super) async fn on_the_way_to<T>(origin: Option<Origin>, sending: impl Future<Output = T>) -> T {
    match origin {
        Some(origin) => ASKED.scope(origin, sending).await,
        None => sending.await,
    }
}

/// The turns of one client. Clones are the same memory.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    servers: Arc<Mutex<HashMap<Origin, Server>>>,
    /// Longest time for an opening; waiting for one's turn does not count.
    connect: Duration,
}

/// What is known of a server.
#[derive(Debug)]
struct Server {
    speech: Speech,
    /// When the next connection may be opened.
    next: Instant,
    /// Wakes up those who wait.
    changed: Arc<Notify>,
}

/// What the last connection to a server has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speech {
    /// Nothing yet, or HTTP/2.
    MayBeShared,
    /// HTTP/1.1: every request needs a connection of its own.
    Http1,
}

impl Turns {
    /// With so much time for each opening.
    pub(super) fn new(connect: Duration) -> Self {
        Self { servers: Arc::default(), connect }
    }

    /// Waits until a connection to this server may be opened; `None` when nobody wants it any more.
    async fn wait(&self, origin: Origin) -> Option<Turn> {
        let longest = Instant::now() + LONGEST;
        loop {
            let (until, changed) = {
                let mut servers = self.lock();
                let server = remembered(&mut servers, &origin);
                let now = Instant::now();
                if server.speech == Speech::Http1 || now >= server.next.min(longest) {
                    server.next = now + PATIENCE;
                    return Some(Turn { turns: self.clone(), origin, heard: None });
                }
                (server.next.min(longest), Arc::clone(&server.changed).notified_owned())
            };
            let mut waiting = pin!(timeout_at(until, changed));
            // A request that got the connection of another leaves its own attempt to be finished by itself.
            let still = |context: &mut Context<'_>| match is_wanted() {
                true => waiting.as_mut().poll(context).map(|_| true),
                false => Poll::Ready(false),
            };
            if !poll_fn(still).await {
                return None;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Origin, Server>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a request still waits for the connection that is opened.
fn is_wanted() -> bool {
    ASKED.try_with(|_| ()).is_ok()
}

fn remembered<'a>(servers: &'a mut HashMap<Origin, Server>, origin: &Origin) -> &'a mut Server {
    let now = Instant::now();
    if servers.len() >= MOST && !servers.contains_key(origin) {
        servers.retain(|_, server| server.next > now);
        if servers.len() >= MOST {
            servers.clear();
        }
    }
    let unknown = || Server { speech: Speech::MayBeShared, next: now, changed: Arc::default() };
    servers.entry(origin.clone()).or_insert_with(unknown)
}

/// The right to open a connection; it ends with this value.
#[derive(Debug)]
struct Turn {
    turns: Turns,
    origin: Origin,
    /// What the connection has said, once it is there.
    heard: Option<Speech>,
}

impl Turn {
    fn hear(&mut self, connection: &impl Connection) {
        let is_shared = connection.connected().is_negotiated_h2();
        self.heard = Some(if is_shared { Speech::MayBeShared } else { Speech::Http1 });
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut servers = self.turns.lock();
        let server = remembered(&mut servers, &self.origin);
        let now = Instant::now();
        server.speech = self.heard.unwrap_or(server.speech);
        if self.heard == Some(Speech::MayBeShared) {
            server.next = now + HANDOVER;
        } else {
            server.next = now;
            server.changed.notify_waiters();
        }
    }
}

impl<S> Layer<S> for Turns {
    type Service = InTurn<S>;

    fn layer(&self, inner: S) -> InTurn<S> {
        InTurn { turns: self.clone(), inner }
    }
}

/// Opens connections as `inner` does, each in its turn.
#[derive(Debug, Clone)]
pub(super) struct InTurn<S> {
    turns: Turns,
    inner: S,
}

impl<S, T> Service<T> for InTurn<S>
where
    S: Service<T, Error = Failed> + Clone + Send + 'static,
    S::Response: Connection,
    S::Future: Send,
    T: Send + 'static,
{
    type Response = S::Response;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, Failed>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, target: T) -> Self::Future {
        // The one that is ready is taken along, and a fresh one left behind.
        let fresh = self.inner.clone();
        let (turns, mut inner) = (self.turns.clone(), mem::replace(&mut self.inner, fresh));
        let asked = ASKED.try_with(Origin::clone).ok();
        Box::pin(async move {
            let mut turn = None;
            if let Some(origin) = asked {
                turn = Some(turns.wait(origin).await.ok_or("nobody waits for this connection any more")?);
            }
            let opened = timeout(turns.connect, inner.call(target)).await;
            let connection = opened.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            if let Some(turn) = &mut turn {
                turn.hear(&connection);
            }
            Ok(connection)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::BoxFuture;
    use hyper_util::client::legacy::connect::Connected;
    use tokio::task::JoinSet;
    use tokio::time::sleep;

    use super::*;

    const CONNECT: Duration = Duration::from_secs(20);

    /// What becomes of an opening, each after so long.
    #[derive(Debug, Clone, Copy)]
    enum Fate {
        Shared(Duration),
        Alone(Duration),
        Fails(Duration),
        Silence,
    }

    struct Line {
        is_shared: bool,
    }

    impl Connection for Line {
        fn connected(&self) -> Connected {
            if self.is_shared { Connected::new().negotiated_h2() } else { Connected::new() }
        }
    }

    /// Servers at each of which the connections have these fates, the last one all that follow.
    #[derive(Clone)]
    struct Doors {
        fates: Arc<[Fate]>,
        began: Arc<Mutex<Vec<Duration>>>,
        start: Instant,
    }

    impl Doors {
        fn with(fates: &[Fate]) -> Doors {
            Doors { fates: fates.into(), began: Arc::default(), start: Instant::now() }
        }

        /// When openings began, in milliseconds.
        fn began(&self) -> Vec<u128> {
            let began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
            began.iter().map(Duration::as_millis).collect()
        }
    }

    impl Service<()> for Doors {
        type Response = Line;
        type Error = Failed;
        type Future = BoxFuture<'static, Result<Line, Failed>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, (): ()) -> Self::Future {
            let doors = self.clone();
            Box::pin(async move {
                let number = {
                    let mut began = doors.began.lock().unwrap_or_else(PoisonError::into_inner);
                    began.push(doors.start.elapsed());
                    began.len() - 1
                };
                match doors.fates[number.min(doors.fates.len() - 1)] {
                    Fate::Shared(time) => sleep(time).await,
                    Fate::Alone(time) => {
                        sleep(time).await;
                        return Ok(Line { is_shared: false });
                    }
                    Fate::Fails(time) => {
                        sleep(time).await;
                        return Err("it fails".into());
                    }
                    Fate::Silence => std::future::pending().await,
                }
                Ok(Line { is_shared: true })
            })
        }
    }

    /// A client that keeps the connections that can be shared, as the library's does: a request that gets one leaves its own
    /// attempt to be finished by itself.
    #[derive(Clone)]
    struct Asking {
        door: InTurn<Doors>,
        shared: Arc<Notify>,
        is_there: Arc<AtomicUsize>,
    }

    impl Asking {
        fn at(doors: &Doors) -> Asking {
            let door = Turns::new(CONNECT).layer(doors.clone());
            Asking { door, shared: Arc::default(), is_there: Arc::default() }
        }

        async fn ask(mut self, origin: Origin) -> Result<(), Failed> {
            let got = async move {
                let came = self.shared.clone().notified_owned();
                if self.is_there.load(Ordering::Relaxed) > 0 {
                    return Ok(());
                }
                let mut opening = self.door.call(());
                tokio::select! {
                    biased;
                    () = came => {
                        tokio::spawn(opening);
                    }
                    opened = &mut opening => if opened?.is_shared {
                        self.is_there.store(1, Ordering::Relaxed);
                        self.shared.notify_waiters();
                    },
                }
                Ok(())
            };
            on_the_way_to(Some(origin), got).await
        }

        fn many(&self, number: usize, at: &str) -> JoinSet<Result<(), Failed>> {
            (0..number).map(|_| self.clone().ask(origin(at))).collect()
        }
    }

    fn origin(text: &str) -> Origin {
        text.parse().expect("a test origin")
    }

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    async fn succeeded(asking: JoinSet<Result<(), Failed>>) -> usize {
        asking.join_all().await.iter().filter(|asked| asked.is_ok()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn f053_one_opens_a_connection_and_all_others_go_by_it() {
        let doors = Doors::with(&[Fate::Shared(millis(200))]);
        let asking = Asking::at(&doors);
        assert_eq!(succeeded(asking.many(50, "https://a.test")).await, 50);
        assert_eq!(doors.began(), [0]);
        // What others have left to be finished by itself opens nothing later.
        sleep(CONNECT).await;
        assert_eq!(doors.began(), [0]);
    }

    #[tokio::test(start_paused = true)]
    async fn f053_after_a_goodbye_again_one_opens_for_all() {
        let doors = Doors::with(&[Fate::Shared(millis(20))]);
        let asking = Asking::at(&doors);
        assert_eq!(succeeded(asking.many(50, "https://a.test")).await, 50);
        sleep(HANDOVER).await;
        asking.is_there.store(0, Ordering::Relaxed);
        assert_eq!(succeeded(asking.many(50, "https://a.test")).await, 50);
        assert_eq!(doors.began(), [0, 70]);
    }

    #[tokio::test(start_paused = true)]
    async fn f053_whoever_comes_before_a_new_connection_is_handed_over_waits_for_it() {
        let doors = Doors::with(&[Fate::Shared(millis(20))]);
        let mut door = Turns::new(CONNECT).layer(doors.clone());
        for _ in 0..2 {
            let opening = async { door.call(()).await };
            assert!(on_the_way_to(Some(origin("https://a.test")), opening).await.is_ok());
        }
        assert_eq!(doors.began(), [0, 70]);
    }

    #[tokio::test(start_paused = true)]
    async fn over_http_1_all_open_their_own_at_once_and_from_then_on() {
        let doors = Doors::with(&[Fate::Alone(millis(100))]);
        let asking = Asking::at(&doors);
        assert_eq!(succeeded(asking.many(5, "https://old.test")).await, 5);
        assert_eq!(doors.began(), [0, 100, 100, 100, 100]);
        assert_eq!(succeeded(asking.many(3, "https://old.test")).await, 3);
        assert_eq!(doors.began()[5..], [200, 200, 200]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_has_learned_http_2_is_asked_by_one_connection_from_then_on() {
        let fates = [Fate::Alone(millis(10)), Fate::Shared(millis(10))];
        let doors = Doors::with(&fates);
        let asking = Asking::at(&doors);
        for _ in 0..2 {
            assert_eq!(succeeded(asking.many(1, "https://a.test")).await, 1);
        }
        sleep(HANDOVER).await;
        asking.is_there.store(0, Ordering::Relaxed);
        assert_eq!(succeeded(asking.many(5, "https://a.test")).await, 5);
        assert_eq!(doors.began(), [0, 10, 70]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_opening_that_fails_gives_its_turn_to_the_next() {
        let doors = Doors::with(&[Fate::Fails(millis(40)), Fate::Fails(millis(40)), Fate::Shared(millis(40))]);
        assert_eq!(succeeded(Asking::at(&doors).many(10, "https://a.test")).await, 8);
        assert_eq!(doors.began(), [0, 40, 80]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_opening_that_is_given_up_gives_its_turn_to_the_next() {
        let doors = Doors::with(&[Fate::Silence, Fate::Shared(millis(40))]);
        let asking = Asking::at(&doors);
        let mut first = asking.many(1, "https://a.test");
        tokio::task::yield_now().await;
        let others = asking.many(10, "https://a.test");
        sleep(millis(100)).await;
        first.shutdown().await;
        assert_eq!(succeeded(others).await, 10);
        assert_eq!(doors.began(), [0, 100]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_opening_that_is_silent_holds_up_nobody_for_long() {
        let doors = Doors::with(&[Fate::Silence, Fate::Shared(millis(40))]);
        assert_eq!(succeeded(Asking::at(&doors).many(10, "https://a.test")).await, 10);
        assert_eq!((doors.began(), doors.start.elapsed()), (vec![0, 300], millis(340)));
    }

    #[tokio::test(start_paused = true)]
    async fn where_all_is_silence_everybody_has_begun_soon_and_has_its_full_time() {
        let doors = Doors::with(&[Fate::Silence]);
        assert_eq!(succeeded(Asking::at(&doors).many(10, "https://a.test")).await, 0);
        let began = doors.began();
        assert_eq!((&began[..4], began.len()), (&[0, 300, 600, 900][..], 10));
        assert!(began[4..].iter().all(|began| *began == LONGEST.as_millis()), "{began:?}");
        assert_eq!(doors.start.elapsed(), LONGEST + CONNECT);
    }

    #[tokio::test(start_paused = true)]
    async fn servers_do_not_wait_for_each_other() {
        let doors = Doors::with(&[Fate::Silence, Fate::Alone(millis(10))]);
        let asking = Asking::at(&doors);
        let silent = asking.many(1, "https://silent.test");
        tokio::task::yield_now().await;
        assert_eq!(succeeded(asking.many(1, "https://other.test")).await, 1);
        assert_eq!(doors.began(), [0, 0]);
        drop(silent);
    }

    #[tokio::test(start_paused = true)]
    async fn the_memory_of_turns_is_bounded_also_where_all_is_fresh() {
        for fate in [Fate::Alone(Duration::ZERO), Fate::Shared(Duration::ZERO)] {
            let doors = Doors::with(&[fate]);
            let mut door = Turns::new(CONNECT).layer(doors.clone());
            for number in 0..3 * MOST {
                let opening = async { door.call(()).await };
                assert!(on_the_way_to(Some(origin(&format!("https://h{number}.test"))), opening).await.is_ok());
            }
            assert!(door.turns.lock().len() <= MOST, "{fate:?}");
            assert_eq!(doors.began(), vec![0; 3 * MOST]);
        }
    }
}

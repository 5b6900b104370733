//! The way to the host.
//!
//! Owns whether this process hosts or another one does, and the latest tick. Refuses to remember anything about tasks.
//! Rules kept here: the window is made while the host is still looked for, and what the page asks meanwhile waits; when
//! the host in another process ends, the window does not: it hosts from then on.

use std::time::Duration;

use haul_api::{Client, Code, Nothing, Refusal, Tick, Update, Watch};
use haul_host::{Home, Host, Hosted, StartError};
use tokio::sync::watch;
use tokio::time::sleep;

/// How long to wait before a lost host is looked for again.
const PAUSE: Duration = Duration::from_millis(500);

/// The way to the host, wherever it is.
pub(crate) struct Link {
    home: Home,
    way: watch::Sender<Way>,
    ticks: watch::Sender<Option<Tick>>,
}

enum Way {
    /// The host is looked for, or starts.
    Sought,
    Found(Hosted),
    /// The program ends, or could not begin.
    Closed,
}

impl Link {
    /// The way to the host of `home`, which nobody has looked for yet.
    pub(crate) fn new(home: Home) -> Self {
        Self { home, way: watch::Sender::new(Way::Sought), ticks: watch::Sender::new(None) }
    }

    /// Hosts, or connects to whoever does.
    ///
    /// # Errors
    /// [`StartError`] when neither is possible; nobody can be asked then.
    pub(crate) async fn join(&self) -> Result<(), StartError> {
        let (way, joined) = match Host::join(self.home.clone()).await {
            Ok(hosted) => (Way::Found(hosted), Ok(())),
            Err(error) => (Way::Closed, Err(error)),
        };
        self.way.send_replace(way);
        joined
    }

    /// Somebody to ask.
    ///
    /// # Errors
    /// [`Code::Gone`] while the program begins or ends.
    pub(crate) fn client(&self) -> Result<Client, Refusal> {
        match &*self.way.borrow() {
            Way::Sought => Err(Refusal::new(Code::Gone, "Haul is only just starting. Try again in a moment.")),
            Way::Found(hosted) => Ok(hosted.client()),
            Way::Closed => Err(Refusal::new(Code::Gone, "Haul is ending.")),
        }
    }

    /// Somebody to ask, as soon as there is.
    ///
    /// # Errors
    /// [`Code::Gone`] while the program ends.
    pub(crate) async fn found(&self) -> Result<Client, Refusal> {
        self.wait().await;
        self.client()
    }

    /// The latest tick, and every later one.
    pub(crate) fn ticks(&self) -> watch::Receiver<Option<Tick>> {
        self.ticks.subscribe()
    }

    /// Passes ticks on, for ever, and finds a new host whenever one is lost.
    pub(crate) async fn follow(&self) {
        loop {
            if let Err(refusal) = self.follow_once().await {
                tracing::info!("the host was lost: {refusal}");
            }
            sleep(PAUSE).await;
            if let Err(error) = self.rejoin().await {
                tracing::warn!("no host can be reached: {error}");
            }
        }
    }

    /// Stops the host if it is ours. Nobody can be asked afterwards.
    pub(crate) async fn stop(&self) {
        // One that is only just starting can be stopped when it has.
        self.wait().await;
        match self.way.send_replace(Way::Closed) {
            Way::Found(hosted) => hosted.stop().await,
            Way::Sought | Way::Closed => {}
        }
    }

    async fn wait(&self) {
        let mut way = self.way.subscribe();
        // The sender is here, so this ends with the search alone.
        drop(way.wait_for(|way| !matches!(way, Way::Sought)).await);
    }

    async fn follow_once(&self) -> Result<(), Refusal> {
        let client = self.client()?;
        let mut updates = client.watch(Watch::Ticks).await?;
        let now = client.overview(Nothing {}).await?;
        let tick = Tick { version: now.version, counts: now.counts, bytes_per_second: now.bytes_per_second };
        self.ticks.send_replace(Some(tick));
        while let Some(update) = updates.next().await? {
            if let Update::Tick(tick) = update {
                self.ticks.send_replace(Some(tick));
            }
        }
        Ok(())
    }

    async fn rejoin(&self) -> Result<(), StartError> {
        if matches!(*self.way.borrow(), Way::Found(Hosted::There(_))) {
            let hosted = Host::join(self.home.clone()).await?;
            self.way.send_replace(Way::Found(hosted));
        }
        Ok(())
    }
}

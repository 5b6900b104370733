//! The way to the host.
//!
//! Owns whether this process hosts or another one does, and the latest tick. Refuses to remember anything about tasks.
//! Rule kept here: when the host in another process ends, the window does not: it hosts from then on.

use std::sync::{PoisonError, RwLock};
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
    hosted: RwLock<Option<Hosted>>,
    ticks: watch::Sender<Option<Tick>>,
}

impl Link {
    /// Hosts, or connects to whoever does.
    ///
    /// # Errors
    /// [`StartError`] when neither is possible.
    pub(crate) async fn join(home: Home) -> Result<Self, StartError> {
        let hosted = Host::join(home.clone()).await?;
        Ok(Self { home, hosted: RwLock::new(Some(hosted)), ticks: watch::Sender::new(None) })
    }

    /// Somebody to ask.
    ///
    /// # Errors
    /// [`Code::Gone`] while the program ends.
    pub(crate) fn client(&self) -> Result<Client, Refusal> {
        let hosted = self.hosted.read().unwrap_or_else(PoisonError::into_inner);
        hosted.as_ref().map(Hosted::client).ok_or_else(|| Refusal::new(Code::Gone, "Haul is ending."))
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
        let hosted = self.hosted.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(hosted) = hosted {
            hosted.stop().await;
        }
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
        let elsewhere = {
            let hosted = self.hosted.read().unwrap_or_else(PoisonError::into_inner);
            matches!(*hosted, Some(Hosted::There(_)))
        };
        if elsewhere {
            let hosted = Host::join(self.home.clone()).await?;
            self.hosted.write().unwrap_or_else(PoisonError::into_inner).replace(hosted);
        }
        Ok(())
    }
}

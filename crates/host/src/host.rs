//! Hosting, or joining whoever hosts.
//!
//! Owns the start and the stop of everything. Rule kept here: whoever holds the lock serves the api, window or daemon.

use std::sync::Arc;
use std::time::Duration;

use haul_api::{Client, Door};
use haul_engine::Engine;
use haul_model::queue::Limits;
use haul_store::{Opened, Store};
use haul_vault::Vault;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::answers::Core;
use crate::awake;
use crate::groups;
use crate::home::{Home, Lock, StartError};
use crate::logs::Logs;
use crate::notes;
use crate::serve;
use crate::settings::SettingsFile;

/// Longest wait for another process that is starting or ending.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running host.
#[derive(Debug)]
pub struct Host {
    core: Arc<Core>,
    pipe: mpsc::Sender<tokio::io::DuplexStream>,
    halt: CancellationToken,
    serving: TaskTracker,
    home: Home,
    _lock: Lock,
    _logs: Logs,
}

/// A host in this process, or a client of one in another.
#[derive(Debug)]
pub enum Hosted {
    /// This process hosts.
    Here(Host),
    /// Another process hosts.
    There(Client),
}

/// What a home is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To work on its tasks, for everybody.
    Work,
    /// To ask or change something, for this process alone: no task begins, and nobody is let in who would think so.
    Visit,
}

impl Purpose {
    /// How many tasks may run, given what is set.
    pub(crate) const fn limits(self, set: Limits) -> Limits {
        match self {
            Self::Work => set,
            Self::Visit => Limits { total: 0, ..set },
        }
    }
}

impl Host {
    /// Hosts `home` when nobody does, else becomes a client of whoever does.
    ///
    /// # Errors
    /// [`StartError`] when the home cannot be used, or its owner does not answer.
    pub async fn join(home: Home) -> Result<Hosted, StartError> {
        Self::enter(home, Purpose::Work).await
    }

    /// As [`Host::join`], but no task begins when nobody hosts: for a question or a change, and not for long.
    ///
    /// # Errors
    /// [`StartError`] when the home cannot be used, or its owner does not answer.
    pub async fn visit(home: Home) -> Result<Hosted, StartError> {
        Self::enter(home, Purpose::Visit).await
    }

    async fn enter(home: Home, purpose: Purpose) -> Result<Hosted, StartError> {
        home.prepare()?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(lock) = home.lock()? {
                return Self::start(home, lock, purpose).await.map(Hosted::Here);
            }
            if let Some(client) = connect(&home).await {
                return Ok(Hosted::There(client));
            }
            if Instant::now() > deadline {
                return Err(StartError::Stuck(home.data().to_owned()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn start(home: Home, lock: Lock, purpose: Purpose) -> Result<Self, StartError> {
        let logs = Logs::begin(&home.logs());
        ignore_file_size_signal();
        let (settings, note) = SettingsFile::load(home.settings());
        let mut known: Vec<String> = note.into_iter().collect();
        let database = home.database();
        let opened = tokio::task::spawn_blocking(move || Store::open(&database)).await;
        let Opened { store, damage } = opened
            .map_err(|error| StartError::Place { path: home.database(), why: std::io::Error::other(error) })??;
        if let Some(damage) = damage {
            let orphans = notes::orphans(&store, &settings.download_folder()).await;
            known.push(notes::of_damage(&damage, &orphans));
        }
        let (vault, note) = Vault::open(home.secrets());
        known.extend(note);
        let (limits, rates) = (purpose.limits(settings.limits()), settings.rates());
        let engine = Engine::start(store, vault, limits, rates, settings.tuning(), settings.connecting()).await?;
        let limits = settings.group_limits();
        if !limits.is_empty() {
            // What cannot be taken over now is at the next start.
            match groups::take_over(&engine, limits).await {
                Ok(()) => settings.forget_group_limits(),
                Err(error) => tracing::warn!(%error, "the limits of groups stay in the settings"),
            }
        }
        let core = Arc::new(Core::new(engine, settings, home.clone(), purpose, known));
        let (halt, serving) = (CancellationToken::new(), TaskTracker::new());
        if purpose == Purpose::Work {
            let listener = serve::bind(&home.socket()).map_err(|why| StartError::Place { path: home.socket(), why })?;
            serving.spawn(serve::socket(listener, Arc::clone(&core), halt.clone(), serving.clone()));
            serving.spawn(awake::keep(Arc::clone(&core), halt.clone()));
        }
        let (pipe, ends) = mpsc::channel(64);
        serving.spawn(serve::pipe(ends, Arc::clone(&core), halt.clone(), serving.clone()));
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
        Ok(Self { core, pipe, halt, serving, home, _lock: lock, _logs: logs })
    }

    /// A client of this host, through a pipe in memory.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(Door::Pipe(self.pipe.clone()))
    }

    /// Stops all transfers, saves everything and gives the home away.
    pub async fn stop(self) {
        self.core.engine().stop().await;
        self.halt.cancel();
        self.serving.close();
        self.serving.wait().await;
        // The socket goes before the lock: whoever starts next finds no socket that leads nowhere.
        if let Err(error) = std::fs::remove_file(self.home.socket()) {
            tracing::debug!(%error, "the socket was gone already");
        }
        tracing::info!("stopped");
    }
}

impl Hosted {
    /// A client, wherever the host is.
    #[must_use]
    pub fn client(&self) -> Client {
        match self {
            Self::Here(host) => host.client(),
            Self::There(client) => client.clone(),
        }
    }

    /// Stops a host of this process; one of another process goes on.
    pub async fn stop(self) {
        match self {
            Self::Here(host) => host.stop().await,
            Self::There(_) => {}
        }
    }
}

/// A client of whoever hosts `home`; `None` when nobody answers there.
pub async fn connect(home: &Home) -> Option<Client> {
    let client = Client::new(Door::Socket(home.socket()));
    client.overview(haul_api::Nothing {}).await.ok().map(|_| client)
}

/// A file that grows past the limit of the process shall be an error, not the end of the program (finding 0.9).
fn ignore_file_size_signal() {
    const SIGXFSZ: i32 = 25;
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(SIGXFSZ)) {
        // The handler stays installed when its stream is dropped.
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "a file that is too large will end the program"),
    }
}

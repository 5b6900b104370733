//! Opening a folder of tasks.
//!
//! Owns the parts that run while a [`Haul`] is there, and the lock on its folder. Rule kept here: two engines never work on
//! the same folder, be they in one program or in two.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use haul_model::place::{Bases, SharedFolders};
use haul_model::proxy::{Exceptions, ProxyChoice};
use haul_model::queue::Limits;
use haul_model::rate::Rates;
use haul_store::{Opened, Store, StoreError};
use haul_vault::Vault;
use thiserror::Error;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::delivery::Deliveries;
use super::missed::Missed;
use super::teller::Teller;
use crate::disk;
use crate::library::{Haul, Hooks};
use crate::{Connecting, Engine, Tuning, shared_folders};

/// Why a folder cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another program, or this one, has it open.
    #[error("{} is open already; close it there, or choose another folder", .0.display())]
    Taken(PathBuf),
    /// It cannot be used.
    #[error("{} cannot be used: {why}", path.display())]
    Place {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// Its database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything that can be set before a folder is opened.
#[derive(Debug, Clone)]
pub struct Builder {
    folder: PathBuf,
    bases: Bases,
    shared: SharedFolders,
    limits: Limits,
    rates: Rates,
    tuning: Tuning,
    connecting: Connecting,
    hooks: Hooks,
}

impl Haul {
    /// Opens the folder that tasks are kept in, or makes it, and goes on with what is there.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(folder: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::builder(folder).open().await
    }

    /// As [`Haul::open`], with something set.
    #[must_use]
    pub fn builder(folder: impl Into<PathBuf>) -> Builder {
        let folder = folder.into();
        Builder {
            bases: bases(&folder),
            shared: shared_folders(),
            folder,
            limits: Limits { total: 10, ..Limits::default() },
            rates: Rates::default(),
            tuning: Tuning::default(),
            connecting: Connecting {
                proxy: Ok(ProxyChoice::Followed),
                exceptions: Exceptions::default(),
                netrc: None,
                extra_certificates: None,
            },
            hooks: Hooks::default(),
        }
    }
}

impl Builder {
    /// Where downloads go that name no folder; the desktop's download folder unless you say so.
    #[must_use]
    pub fn downloads(mut self, folder: impl Into<PathBuf>) -> Self {
        self.bases.downloads = folder.into();
        self
    }

    /// Where all base folders are (M008): those of the desktop unless you say so.
    #[must_use]
    pub fn bases(mut self, bases: Bases) -> Self {
        self.bases = bases;
        self
    }

    /// Where finished files are moved to (M087): the folders of the desktop unless you say so.
    #[must_use]
    pub fn shared_folders(mut self, folders: SharedFolders) -> Self {
        self.shared = folders;
        self
    }

    /// How many tasks may run at once: 10, and as many for a host or a group, unless you say so (M121).
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How fast tasks may be.
    #[must_use]
    pub fn rates(mut self, rates: Rates) -> Self {
        self.rates = rates;
        self
    }

    /// Connections, patience, and what holds for every disk.
    #[must_use]
    pub const fn tuning(mut self, tuning: Tuning) -> Self {
        self.tuning = tuning;
        self
    }

    /// The way to servers: proxy, passwords, certificates.
    #[must_use]
    pub fn connecting(mut self, connecting: Connecting) -> Self {
        self.connecting = connecting;
        self
    }

    /// What the program has a say in.
    #[must_use]
    pub fn hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    /// Opens the folder.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(self) -> Result<Haul, OpenError> {
        let place = |why| OpenError::Place { path: self.folder.clone(), why };
        let folder = std::path::absolute(&self.folder).map_err(place)?;
        std::fs::create_dir_all(&folder).map_err(place)?;
        let lock = lock(&folder)?;
        let database = folder.join("haul.db");
        let opened = tokio::task::spawn_blocking(move || Store::open(&database)).await;
        let Opened { store, damage } = opened.map_err(|error| place(std::io::Error::other(error)))??;
        if let Some(damage) = damage {
            tracing::warn!(?damage, "the database was damaged and has been rebuilt");
        }
        let (vault, note) = Vault::open(folder.join("secrets.json"));
        if let Some(note) = note {
            tracing::warn!(note, "secrets");
        }
        let Self { limits, rates, tuning, connecting, hooks, bases, shared, .. } = self;
        let beginning = hooks.beginning.clone();
        let engine = Engine::start_with(store, vault, limits, rates, tuning, connecting, beginning).await?;
        Ok(Haul { running: Arc::new(Running::begin(Arc::new(engine), (bases, shared), hooks, lock)) })
    }
}

fn bases(folder: &Path) -> Bases {
    let home = dirs::home_dir().unwrap_or_else(|| "/".into());
    Bases {
        downloads: dirs::download_dir().unwrap_or_else(|| home.join("Downloads")),
        documents: dirs::document_dir().unwrap_or_else(|| home.join("Documents")),
        temporary: std::env::temp_dir(),
        support: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        home,
    }
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let path = folder.join("lock");
    let locked = disk::locked(&path).map_err(|why| OpenError::Place { path, why })?;
    locked.ok_or_else(|| OpenError::Taken(folder.to_owned()))
}

/// Everything that runs while a [`Haul`] is there.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) engine: Arc<Engine>,
    pub(super) bases: Bases,
    pub(super) shared: SharedFolders,
    pub(super) deliveries: Arc<Deliveries>,
    pub(super) missed: Arc<Missed>,
    halt: CancellationToken,
    telling: Mutex<Option<JoinHandle<()>>>,
}

impl Running {
    fn begin(engine: Arc<Engine>, (bases, shared): (Bases, SharedFolders), hooks: Hooks, lock: File) -> Self {
        let (deliveries, halt) = (Arc::new(Deliveries::default()), CancellationToken::new());
        let missed = Arc::new(Missed::default());
        let teller = Teller::new(Arc::clone(&engine), Arc::clone(&deliveries), Arc::clone(&missed), hooks);
        let telling = tell(teller, Arc::clone(&engine), Arc::clone(&deliveries), halt.clone(), lock);
        Self { engine, bases, shared, deliveries, missed, halt, telling: Mutex::new(Some(tokio::spawn(telling))) }
    }

    /// Stops everything and waits for it.
    pub(super) async fn end(&self) {
        self.halt.cancel();
        let telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(telling) = telling
            && let Err(error) = telling.await
        {
            tracing::error!(%error, "the library ended badly");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.halt.cancel();
    }
}

/// Tells what happens until `halt`, then stops the engine and lets go of the folder.
async fn tell(
    mut teller: Teller,
    engine: Arc<Engine>,
    deliveries: Arc<Deliveries>,
    halt: CancellationToken,
    lock: File,
) {
    let mut version = engine.version();
    loop {
        teller.tell().await;
        tokio::select! {
            () = halt.cancelled() => break,
            changed = version.changed() => if changed.is_err() { break },
        }
    }
    engine.stop().await;
    teller.tell().await;
    deliveries.close();
    drop(lock);
}

//! The vault as the engine sees it.
//!
//! Owns the choice between service and file, and the list of logins. Rule kept here: what is in the file is read from
//! the file; the service is asked for the rest, so that a secret is found wherever it was put.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use haul_model::login::Login;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use crate::file::SecretFile;
use crate::service::{PATIENCE, Refused, Service};

/// Time until a service that did not work is looked for again.
const AGAIN: Duration = Duration::from_secs(60);

/// Keeps secrets.
#[derive(Debug, Clone)]
pub struct Vault {
    file: Arc<SecretFile>,
    service: Arc<Mutex<Reach>>,
    home: String,
    // The bus is talked to on the runtime that opened the vault, whoever asks: others come and go.
    runtime: Handle,
}

/// What is known of a stored login without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// The user name.
    pub name: String,
    /// Whether the password may travel unencrypted.
    pub over_http: OverHttp,
}

/// Whether a stored password may travel unencrypted (row 66 of the fault matrix).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverHttp {
    /// It may not.
    #[default]
    Refused,
    /// The user allowed it for this login.
    Allowed,
}

/// Where secrets have been put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// With the desktop's secret service.
    Service,
    /// In the file.
    File,
}

/// Why a secret cannot be had or kept.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The service is locked.
    #[error("the desktop's password store is locked; unlock it, then try again")]
    Locked,
    /// There is none of this key.
    #[error("it is not there any more")]
    Missing,
    /// The file cannot be written.
    #[error("the file with passwords cannot be written: {0}; check its folder")]
    File(#[from] std::io::Error),
}

/// What is known of the service.
#[derive(Debug)]
enum Reach {
    Untried,
    Works(Service),
    Fails { at: Instant, is_locked: bool },
}

impl Vault {
    /// Opens the vault whose file is at `path`; blocks for a moment. The note tells of a file that was set aside.
    ///
    /// # Panics
    /// Outside of a runtime.
    #[must_use]
    pub fn open(path: PathBuf) -> (Self, Option<String>) {
        let home = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let (file, note) = SecretFile::load(path);
        let service = Arc::new(Mutex::new(Reach::Untried));
        (Self { file: Arc::new(file), service, home, runtime: Handle::current() }, note)
    }

    /// Keeps secrets under their keys.
    ///
    /// # Errors
    /// [`VaultError::File`] when there is no service and the file cannot be written; some may be kept then.
    pub async fn keep(&self, entries: Vec<(String, String)>) -> Result<Kept, VaultError> {
        let mut left = Vec::new();
        let service = self.service().await.ok();
        for (key, secret) in entries {
            let taken = match &service {
                Some(service) => self.ask(service, key.clone(), Errand::Keep(secret.clone())).await.is_ok(),
                None => false,
            };
            if !taken {
                left.push((key, secret));
            }
        }
        if left.is_empty() {
            return Ok(Kept::Service);
        }
        self.change(move |contents| contents.secrets.extend(left)).await?;
        Ok(Kept::File)
    }

    /// Keeps another secret under a key that has one.
    ///
    /// # Errors
    /// As [`Vault::keep`]; the older one is kept then.
    pub async fn replace(&self, key: String, secret: String) -> Result<(), VaultError> {
        let kept = self.keep(vec![(key.clone(), secret)]).await?;
        if kept == Kept::Service && self.file.look(|contents| contents.secrets.contains_key(&key)) {
            // What is in the file is found first.
            self.change(move |contents| {
                contents.secrets.remove(&key);
            })
            .await?;
        }
        Ok(())
    }

    /// Reads a secret.
    ///
    /// # Errors
    /// [`VaultError::Locked`] when only the locked service can have it, [`VaultError::Missing`] when nobody has.
    pub async fn read(&self, key: &str) -> Result<String, VaultError> {
        if let Some(secret) = self.file.look(|contents| contents.secrets.get(key).cloned()) {
            return Ok(secret);
        }
        let service = self.service().await?;
        match self.ask(&service, key.to_owned(), Errand::Read).await {
            Ok(Some(secret)) => Ok(secret),
            Ok(None) | Err(Refused::Broken(_)) => Err(VaultError::Missing),
            Err(Refused::Locked) => Err(VaultError::Locked),
        }
    }

    /// Forgets secrets, wherever they are; gives back the keys that a locked service did not let go of.
    ///
    /// # Errors
    /// [`VaultError::File`] when the file cannot be written.
    pub async fn forget(&self, keys: Vec<String>) -> Result<Vec<String>, VaultError> {
        let (in_file, elsewhere): (Vec<String>, Vec<String>) =
            keys.into_iter().partition(|key| self.file.look(|contents| contents.secrets.contains_key(key)));
        if !in_file.is_empty() {
            self.change(move |contents| contents.secrets.retain(|key, _| !in_file.contains(key))).await?;
        }
        if elsewhere.is_empty() {
            return Ok(Vec::new());
        }
        let service = match self.service().await {
            Ok(service) => service,
            Err(VaultError::Locked) => return Ok(elsewhere),
            Err(VaultError::Missing | VaultError::File(_)) => return Ok(Vec::new()),
        };
        let mut left = Vec::new();
        for key in elsewhere {
            if self.ask(&service, key.clone(), Errand::Forget).await.is_err() {
                left.push(key);
            }
        }
        Ok(left)
    }

    /// Keeps a login for a place.
    ///
    /// # Errors
    /// As [`Vault::keep`].
    pub async fn set_login(&self, place: &str, login: Login, over_http: OverHttp) -> Result<Kept, VaultError> {
        let key = key_of(place);
        // One that is left in the file would be found first.
        self.forget(vec![key.clone()]).await?;
        let kept = self.keep(vec![(key, login.password)]).await?;
        let (place, described) = (place.to_owned(), Described { name: login.name, over_http });
        self.change(move |contents| {
            contents.logins.insert(place, described);
        })
        .await?;
        Ok(kept)
    }

    /// The login for a place, if there is one.
    ///
    /// # Errors
    /// [`VaultError::Locked`] or [`VaultError::Missing`] when there is one, but not its password.
    pub async fn login(&self, place: &str) -> Result<Option<(Login, OverHttp)>, VaultError> {
        let Some(described) = self.file.look(|contents| contents.logins.get(place).cloned()) else { return Ok(None) };
        let password = self.read(&key_of(place)).await?;
        Ok(Some((Login { name: described.name, password }, described.over_http)))
    }

    /// All places with a login.
    #[must_use]
    pub fn logins(&self) -> Vec<(String, Described)> {
        self.file.look(|contents| contents.logins.clone().into_iter().collect())
    }

    /// Forgets the login of a place; false when there was none.
    ///
    /// # Errors
    /// [`VaultError::Locked`] when the service does not let go of the password; [`VaultError::File`].
    pub async fn forget_login(&self, place: &str) -> Result<bool, VaultError> {
        if !self.file.look(|contents| contents.logins.contains_key(place)) {
            return Ok(false);
        }
        if !self.forget(vec![key_of(place)]).await?.is_empty() {
            return Err(VaultError::Locked);
        }
        let place = place.to_owned();
        self.change(move |contents| {
            contents.logins.remove(&place);
        })
        .await?;
        Ok(true)
    }

    async fn change(&self, change: impl FnOnce(&mut crate::file::Contents) + Send + 'static) -> Result<(), VaultError> {
        let file = Arc::clone(&self.file);
        let changed = self.runtime.spawn_blocking(move || file.change(change)).await;
        Ok(changed.map_err(std::io::Error::other)??)
    }

    /// The service, when it works.
    async fn service(&self) -> Result<Service, VaultError> {
        let mut reach = self.service.lock().await;
        match &*reach {
            Reach::Works(service) if service.is_open().await => return Ok(service.clone()),
            Reach::Fails { at, is_locked } if at.elapsed() < AGAIN && !is_locked => return Err(VaultError::Missing),
            Reach::Untried | Reach::Works(_) | Reach::Fails { .. } => {}
        }
        let home = self.home.clone();
        let found = self.runtime.spawn(async move { tokio::time::timeout(PATIENCE, Service::find(&home)).await }).await;
        let (is_locked, why) = match found {
            Ok(Ok(Ok(service))) => {
                *reach = Reach::Works(service.clone());
                return Ok(service);
            }
            Ok(Ok(Err(Refused::Locked))) => (true, "it is locked".to_owned()),
            Ok(Ok(Err(Refused::Broken(why)))) => (false, why),
            Ok(Err(_)) => (false, "it does not answer".to_owned()),
            Err(error) => (false, error.to_string()),
        };
        tracing::info!(%why, "the desktop's secret service is not used");
        *reach = Reach::Fails { at: Instant::now(), is_locked };
        Err(if is_locked { VaultError::Locked } else { VaultError::Missing })
    }

    async fn ask(&self, service: &Service, key: String, errand: Errand) -> Result<Option<String>, Refused> {
        let service = service.clone();
        let asked = self.runtime.spawn(async move {
            let work = async {
                match errand {
                    Errand::Keep(secret) => service.keep(&key, &secret).await.map(|()| None),
                    Errand::Read => service.read(&key).await,
                    Errand::Forget => service.forget(&key).await.map(|()| None),
                }
            };
            tokio::time::timeout(PATIENCE, work).await
        });
        match asked.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Refused::Broken("it does not answer".to_owned())),
            Err(error) => Err(Refused::Broken(error.to_string())),
        }
    }
}

/// What the service is asked for.
enum Errand {
    Keep(String),
    Read,
    Forget,
}

fn key_of(place: &str) -> String {
    format!("login/{place}")
}

//! The desktop's secret service (`org.freedesktop.secrets`).
//!
//! Owns the conversation over the session bus. Refuses prompts: a daemon has nobody in front of it, so a locked
//! collection counts as locked. Rule kept here: every call ends within [`PATIENCE`].

use std::collections::HashMap;
use std::time::Duration;

use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

/// Longest wait for an answer over the bus.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

const NAME: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const ITEM: &str = "org.freedesktop.Secret.Item";

/// The path that stands for nothing.
const NOTHING: &str = "/";

/// Session, parameters, value, content type.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A service that has given back what it was given.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    bus: Connection,
    session: OwnedObjectPath,
    collection: OwnedObjectPath,
    /// Tells the homes of one user apart.
    home: String,
}

/// Why the service does not do what it is asked.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is locked, and only a person can open it.
    Locked,
    /// It is not there, or answers something strange; what, in words without secrets.
    Broken(String),
}

impl From<zbus::Error> for Refused {
    fn from(error: zbus::Error) -> Self {
        if let zbus::Error::MethodError(name, ..) = &error
            && name.as_str() == "org.freedesktop.Secret.Error.IsLocked"
        {
            return Self::Locked;
        }
        Self::Broken(error.to_string())
    }
}

impl Service {
    /// Finds the service and tries it out.
    pub(crate) async fn find(home: &str) -> Result<Self, Refused> {
        let bus = Connection::session().await?;
        let service = Proxy::new(&bus, NAME, ROOT, SERVICE).await?;
        let (_, session): (OwnedValue, OwnedObjectPath) =
            service.call("OpenSession", &("plain", Value::from(""))).await?;
        let collection: OwnedObjectPath = service.call("ReadAlias", &("default",)).await?;
        if collection.as_str() == NOTHING {
            return Err(Refused::Broken("it has no default collection".to_owned()));
        }
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service.call("Unlock", &(vec![&collection],)).await?;
        if prompt.as_str() != NOTHING {
            return Err(Refused::Locked);
        }
        let found = Self { bus: bus.clone(), session, collection, home: home.to_owned() };
        found.try_out().await?;
        Ok(found)
    }

    /// Keeps a secret; an older one of this key goes.
    pub(crate) async fn keep(&self, key: &str, secret: &str) -> Result<(), Refused> {
        let collection = Proxy::new(&self.bus, NAME, &self.collection, COLLECTION).await?;
        let label = format!("Haul: {}", key.split_once('/').map_or(key, |(kind, _)| kind));
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from(label)),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(self.attributes(key))),
        ]);
        let value: Secret = (self.session.clone(), Vec::new(), secret.as_bytes().to_vec(), "text/plain".to_owned());
        let (item, prompt): (OwnedObjectPath, OwnedObjectPath) =
            collection.call("CreateItem", &(properties, value, true)).await?;
        if prompt.as_str() != NOTHING || item.as_str() == NOTHING {
            return Err(Refused::Locked);
        }
        Ok(())
    }

    /// Reads a secret; `None` when there is none of this key.
    pub(crate) async fn read(&self, key: &str) -> Result<Option<String>, Refused> {
        let (open, locked) = self.items(key).await?;
        let Some(item) = open.first() else {
            return if locked.is_empty() { Ok(None) } else { Err(Refused::Locked) };
        };
        let item = Proxy::new(&self.bus, NAME, item, ITEM).await?;
        let (_, _, value, _): Secret = item.call::<_, _, (Secret,)>("GetSecret", &(&self.session,)).await?.0;
        String::from_utf8(value).map(Some).map_err(|_| Refused::Broken("it gave back no text".to_owned()))
    }

    /// Forgets a secret; one that is not there is no error.
    pub(crate) async fn forget(&self, key: &str) -> Result<(), Refused> {
        let (open, locked) = self.items(key).await?;
        for item in open {
            let item = Proxy::new(&self.bus, NAME, item, ITEM).await?;
            let prompt: OwnedObjectPath = item.call("Delete", &()).await?;
            if prompt.as_str() != NOTHING {
                return Err(Refused::Locked);
            }
        }
        if locked.is_empty() { Ok(()) } else { Err(Refused::Locked) }
    }

    /// Whether it still answers and is open.
    pub(crate) async fn is_open(&self) -> bool {
        let locked = async {
            let collection = Proxy::new(&self.bus, NAME, &self.collection, COLLECTION).await?;
            collection.get_property::<bool>("Locked").await
        };
        matches!(tokio::time::timeout(PATIENCE, locked).await, Ok(Ok(false)))
    }

    /// Keeps something, reads it back and forgets it.
    async fn try_out(&self) -> Result<(), Refused> {
        let (key, value) =
            (format!("probe/{:032x}", rand::random::<u128>()), format!("{:032x}", rand::random::<u128>()));
        self.keep(&key, &value).await?;
        let read = self.read(&key).await;
        self.forget(&key).await?;
        if read?.as_deref() == Some(value.as_str()) {
            Ok(())
        } else {
            Err(Refused::Broken("it does not give back what it was given".to_owned()))
        }
    }

    async fn items(&self, key: &str) -> Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>), Refused> {
        let service = Proxy::new(&self.bus, NAME, ROOT, SERVICE).await?;
        Ok(service.call("SearchItems", &(self.attributes(key),)).await?)
    }

    fn attributes(&self, key: &str) -> HashMap<String, String> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        HashMap::from([pair("application", "haul"), pair("home", &self.home), pair("key", key)])
    }
}

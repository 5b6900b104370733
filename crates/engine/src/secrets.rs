//! The secrets of tasks, on their way between records and the vault.
//!
//! Owns the order of the steps, so that a crash between any two of them leaves neither a record without its secrets nor a
//! secret that nobody will ever forget: the key is noted as loose, the secret is kept, the record takes the key over; a
//! forgotten record leaves its key loose, and a loose key's secret is forgotten.

use haul_model::auth::Auth;
use haul_model::fault::Category;
use haul_model::secrets::Secrets;
use haul_store::{NewRecord, Record, StoreError};
use haul_vault::VaultError;

use crate::actor::EngineError;
use crate::transfer::Site;
use crate::trouble::Trouble;

/// Takes the secrets out of new records and keeps them.
pub(crate) async fn put_away(site: &Site, records: &mut [NewRecord]) -> Result<(), EngineError> {
    let mut entries = Vec::new();
    for record in records {
        let Some(secrets) = Secrets::taken_from(&mut record.task) else { continue };
        let key = format!("task/{:032x}", rand::random::<u128>());
        let text = secrets.to_json().map_err(|error| EngineError::NotSaved(error.to_string()))?;
        record.secrets = Some(key.clone());
        entries.push((key, text));
    }
    if entries.is_empty() {
        return Ok(());
    }
    site.store.loosen(entries.iter().map(|(key, _)| key.clone()).collect()).await?;
    site.clients.vault().keep(entries).await.map(|_| ()).map_err(|error| EngineError::NotSaved(error.to_string()))
}

/// Puts the secrets back into a record that is about to be worked on.
pub(crate) async fn give_back(site: &Site, record: &mut Record) -> Result<(), Trouble> {
    let Some(key) = &record.secrets else { return Ok(()) };
    let text = site.clients.vault().read(key).await.map_err(|error| {
        let advice = match error {
            VaultError::Locked => "Unlock the desktop's password store, then retry.",
            VaultError::Missing | VaultError::File(_) => "Add the download again with its password or headers.",
        };
        Trouble::new(Category::AuthRequired, format!("The secrets of this download cannot be had: {error}. {advice}"))
    })?;
    let secrets = Secrets::from_json(&text).map_err(|error| Trouble::internal(&error.to_string()))?;
    secrets.give_back(&mut record.task);
    Ok(())
}

/// Keeps renewed tokens in place of those that the task had.
pub(crate) async fn keep_renewed(site: &Site, record: &Record, renewed: Auth) -> Result<(), Trouble> {
    let Some(key) = &record.secrets else { return Ok(()) };
    let lost = |why: String| {
        let message = format!("The renewed access token could not be kept: {why}. Mend that, then retry.");
        Trouble::new(Category::AuthRequired, message)
    };
    let vault = site.clients.vault();
    let text = vault.read(key).await.map_err(|error| lost(error.to_string()))?;
    let secrets = Secrets::from_json(&text).map_err(|error| lost(error.to_string()))?.with_auth(renewed);
    let text = secrets.to_json().map_err(|error| lost(error.to_string()))?;
    vault.replace(key.clone(), text).await.map_err(|error| lost(error.to_string()))
}

/// Forgets the secrets of these keys, whose tasks are gone. What a locked store does not let go of is tried again later.
pub(crate) async fn forget(site: &Site, keys: Vec<String>) {
    if let Err(error) = try_forget(site, keys).await {
        tracing::warn!(%error, "secrets of forgotten tasks are still there");
    }
}

/// Forgets the secrets that belong to no task any more. What a locked store does not let go of is tried again later.
pub(crate) async fn sweep(site: &Site) {
    if let Err(error) = try_sweep(site).await {
        tracing::warn!(%error, "secrets of forgotten tasks are still there");
    }
}

async fn try_sweep(site: &Site) -> Result<(), StoreError> {
    let loose = site.store.loose().await?;
    try_forget(site, loose).await
}

async fn try_forget(site: &Site, loose: Vec<String>) -> Result<(), StoreError> {
    if loose.is_empty() {
        return Ok(());
    }
    let left = match site.clients.vault().forget(loose.clone()).await {
        Ok(left) => left,
        Err(error) => return Err(StoreError::Other(error.to_string())),
    };
    site.store.settle(loose.into_iter().filter(|key| !left.contains(key)).collect()).await
}

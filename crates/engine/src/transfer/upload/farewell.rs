//! Uploads that are called off while the server keeps a part of them.
//!
//! Owns the one request that tells it. Refuses to insist: a server that does not know it, or does not answer, keeps the part as
//! long as it keeps any.

use haul_model::task::{Calling, Work};
use haul_model::upload::Step;
use haul_store::Record;
use url::Url;

use crate::net::{self, Wish};
use crate::secrets;
use crate::transfer::Site;
use crate::trouble::Trouble;

/// Tells the server that the part it has of an upload is of no use any more.
pub(crate) async fn take_leave(site: &Site, mut record: Record) {
    let id = record.id;
    match tell(site, &mut record).await {
        Ok(Some(status)) => tracing::info!(%id, status, "the server was told that an upload is called off"),
        Ok(None) => {}
        Err(trouble) => {
            tracing::info!(%id, message = %trouble.message, "the server does not know that an upload is off")
        }
    }
}

async fn tell(site: &Site, record: &mut Record) -> Result<Option<u16>, Trouble> {
    secrets::give_back(site, record).await?;
    let internal = |error: String| Trouble::internal(&error);
    if let Some(auth) = record.task.auth.take() {
        auth.equip(record.task.work.private()).map_err(|error| internal(error.to_string()))?;
    }
    let Work::Upload(upload) = &record.task.work else { return Ok(None) };
    let resource = record.delivery.as_ref().and_then(|delivery| delivery.resource.as_deref());
    let (Some(resource), Some(protocol)) = (resource, upload.resuming.protocol()) else { return Ok(None) };
    let resource: Url = resource.parse().map_err(|_| Trouble::internal("a resource without an address"))?;
    let (method, headers) = protocol.head(Step::Forget, upload, 0).map_err(|error| internal(error.to_string()))?;
    let calling = Calling { method, headers: &headers, body: None, ..upload.calling() };
    let wish = Wish::at(&resource, calling);
    Ok(Some(net::fetch(&site.clients, wish).await?.status()))
}

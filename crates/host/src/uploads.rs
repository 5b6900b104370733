//! The answers about uploads.
//!
//! Owns their way into the engine. Refuses rules.

use haul_api::{Added, Code, NewUpload, Refusal, Uploads};

use crate::answers::Core;
use crate::batches;
use crate::describe::describe_upload;
use crate::groups::{group_name, usual_retries};

/// Adds uploads.
pub(crate) async fn add(core: &Core, request: Uploads) -> Result<Added, Refusal> {
    let (Uploads { uploads, batch }, settings, groups) = (request, core.settings().all(), core.engine().groups());
    let described = tokio::task::spawn_blocking(move || {
        let as_usual = |new: NewUpload| {
            let said = groups.get(group_name(new.group.as_deref()));
            NewUpload { retries: new.retries.or_else(|| said.and_then(usual_retries)), ..new }
        };
        uploads.into_iter().map(|new| describe_upload(as_usual(new), &settings)).collect()
    });
    let described = described.await.map_err(|error| Refusal::new(Code::Internal, error.to_string()))?;
    match batch {
        Some(batch) => batches::add(core, batch, described).await,
        None => core.add_described(described).await,
    }
}

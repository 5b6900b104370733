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
    if request.batch.as_ref().is_some_and(|batch| batch.atomic) {
        let message = "Uploads cannot succeed all or not at all: what a server has taken is not taken back. Add them as an \
                       ordinary batch.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    let (settings, groups) = (core.settings().all(), core.engine().groups());
    let described = tokio::task::spawn_blocking(move || {
        let one = |new: NewUpload| {
            let usual = || groups.get(group_name(new.group.as_deref())).and_then(usual_retries);
            let retries = new.retries.or_else(usual);
            describe_upload(NewUpload { retries, ..new }, &settings)
        };
        request.uploads.into_iter().map(one).collect()
    });
    let described = described.await.map_err(|error| Refusal::new(Code::Internal, error.to_string()))?;
    match request.batch {
        Some(batch) => batches::add(core, batch, described).await,
        None => core.add_described(described).await,
    }
}

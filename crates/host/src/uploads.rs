//! The answers about uploads.
//!
//! Owns their way into the engine. Refuses rules.

use haul_api::{Added, Code, Refusal, Uploads};

use crate::answers::Core;
use crate::describe::describe_upload;

/// Adds uploads.
pub(crate) async fn add(core: &Core, request: Uploads) -> Result<Added, Refusal> {
    let settings = core.settings().all();
    let described = tokio::task::spawn_blocking(move || {
        request.uploads.into_iter().map(|new| describe_upload(new, &settings)).collect()
    });
    let described = described.await.map_err(|error| Refusal::new(Code::Internal, error.to_string()))?;
    core.add_described(described).await
}

//! The answers about requests.
//!
//! Owns their way into the engine. Refuses rules.

use haul_api::{Added, NewRequest, Refusal};

use crate::answers::Core;
use crate::describe::describe_request;

/// Adds a request.
pub(crate) async fn add(core: &Core, new: NewRequest) -> Result<Added, Refusal> {
    core.add_described(vec![describe_request(new, &core.settings().all())]).await
}

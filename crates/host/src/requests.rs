//! The answers about requests.
//!
//! Owns their way into the engine. Refuses rules.

use haul_api::{Added, Look, NewRequest, Refusal, Size};
use haul_engine::Sight;

use crate::answers::Core;
use crate::describe::{asked, describe_request};
use crate::groups::{group_name, usual_retries};

/// Adds a request.
pub(crate) async fn add(core: &Core, new: NewRequest) -> Result<Added, Refusal> {
    let retries = new.retries.or_else(|| usual_retries(&core.engine().group(group_name(new.group.as_deref()))));
    let new = NewRequest { retries, ..new };
    core.add_described(vec![describe_request(new, &core.settings().all())]).await
}

/// Asks how long a file is.
pub(crate) async fn size(core: &Core, new: NewRequest) -> Result<Size, Refusal> {
    let (request, auth) = asked(&new)?;
    Ok(match core.engine().size(request, auth).await {
        Ok(bytes) => Size { bytes: i64::try_from(bytes).unwrap_or(-1), why: None },
        Err(why) => Size { bytes: -1, why: Some(why) },
    })
}

/// Asks what a server says of a file.
pub(crate) async fn look(core: &Core, new: NewRequest) -> Result<Look, Refusal> {
    let (request, auth) = asked(&new)?;
    Ok(match core.engine().look(request, auth).await {
        Ok(Sight { bytes, name, mime, etag, modified }) => Look {
            bytes: bytes.and_then(|bytes| i64::try_from(bytes).ok()).unwrap_or(-1),
            name: Some(name.into()),
            mime,
            etag,
            modified,
            why: None,
        },
        Err(why) => Look { bytes: -1, name: None, mime: None, etag: None, modified: None, why: Some(why) },
    })
}

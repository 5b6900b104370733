//! What lets a task in: its access token, where it has one.
//!
//! Owns when it is renewed (M115). Rules kept here: renewed tokens are kept before they are used, as secrets of the task;
//! one attempt renews them once; the record of the task never holds them.

use haul_model::auth::Auth;
use haul_model::fault::Category;
use haul_model::task::Work;
use haul_store::Record;

use crate::clock;
use crate::secrets;
use crate::transfer::{Halt, Lines};
use crate::trouble::Trouble;

/// When tokens are renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewal {
    /// Where they are about to expire.
    WhenDue,
    /// Now: the server does not take them, whatever is said of their expiry.
    Now,
}

/// Work that may begin.
pub(crate) struct Admitted {
    pub(crate) work: Work,
    /// Whether a refusal may be the token's fault, and a renewal may mend it.
    pub(crate) can_renew: bool,
}

/// The work of a record with its tokens in their places.
pub(crate) async fn admit(lines: &Lines, record: &mut Record, renewal: Renewal) -> Result<Admitted, Halt> {
    let mut work = record.task.work.clone();
    let Some(mut auth) = record.task.auth.take() else { return Ok(Admitted { work, can_renew: false }) };
    let mut can_renew = auth.can_renew();
    if renewal == Renewal::Now || auth.is_expired(clock::now()) {
        let renewed = tokio::select! {
            () = lines.stop.cancelled() => return Err(Halt::Stopped),
            renewed = renew(lines, record, &auth, &work) => renewed?,
        };
        if let Some(renewed) = renewed {
            (auth, can_renew) = (renewed, false);
        }
    }
    let equipped = auth.equip(work.private());
    equipped.map_err(|error| Trouble::new(Category::Policy, format!("The access token cannot be sent: {error}.")))?;
    Ok(Admitted { work, can_renew })
}

async fn renew(lines: &Lines, record: &Record, auth: &Auth, work: &Work) -> Result<Option<Auth>, Trouble> {
    let Some(renewed) = lines.site.clients.renew(auth, work.calling()).await? else { return Ok(None) };
    secrets::keep_renewed(&lines.site, record, renewed.clone()).await?;
    tracing::info!(id = %record.id, "the access token was renewed");
    Ok(Some(renewed))
}

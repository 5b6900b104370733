//! Renewing access tokens.
//!
//! Owns the request that renews, and what was renewed in this process. Rules kept here: tasks with the same refresh token
//! share one renewal, whoever comes first; a token goes nowhere but to the address that was given for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use haul_model::auth::Auth;
use haul_model::fault::Category;
use haul_model::redirect::Origin;
use haul_model::retry::{Exchange, of_status};
use haul_model::task::{Calling, Request, Trust};
use tokio::sync::Mutex as Turn;

use crate::clock;
use crate::net::answer::Answer;
use crate::net::clients::Clients;
use crate::net::fetch::{Wish, fetch};
use crate::trouble::Trouble;

/// Most renewals that are remembered.
const MOST: usize = 256;

/// Longest answer to a renewal, in bytes.
const LONGEST: usize = 1 << 20;

/// Where a refresh token renews, and the token.
type Key = (String, String);

/// What a refresh token has brought; held by whoever renews with it now.
type Renewed = Arc<Turn<Option<Auth>>>;

/// The renewals of this process.
#[derive(Debug, Default)]
pub(super) struct Renewals {
    known: Mutex<HashMap<Key, Renewed>>,
}

impl Renewals {
    fn of(&self, key: Key) -> Renewed {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            // One that is under way is held by somebody else too.
            known.retain(|_, renewed| Arc::strong_count(renewed) > 1);
        }
        Arc::clone(known.entry(key).or_default())
    }
}

impl Clients {
    /// Fresh tokens in place of `auth`, for a task that asks as `calling` does; `None` where there is no way to renew
    /// them.
    pub(crate) async fn renew(&self, auth: &Auth, calling: Calling<'_>) -> Result<Option<Auth>, Trouble> {
        let unusable = |error| Trouble::new(Category::Policy, format!("The access token cannot be renewed: {error}."));
        let Some(request) = auth.renewal().map_err(unusable)? else { return Ok(None) };
        let key = (request.url.to_string(), auth.refresh_token.clone());
        let renewed = self.renewals.of(key);
        let mut renewed = renewed.lock().await;
        if let Some(found) = renewed.as_ref()
            && found.access_token != auth.access_token
            && !found.is_expired(clock::now())
        {
            return Ok(Some(with_tokens_of(auth, found)));
        }
        let fresh = self.ask_anew(auth, like(request, calling)).await?;
        *renewed = Some(fresh.clone());
        Ok(Some(fresh))
    }

    async fn ask_anew(&self, auth: &Auth, request: Request) -> Result<Auth, Trouble> {
        let host = request.url.host_str().unwrap_or("the server").to_owned();
        let answer = fetch(self, Wish::at(&request.url, request.calling())).await.map_err(|trouble| Trouble {
            message: format!("The access token could not be renewed. {}", trouble.message),
            ..trouble
        })?;
        let status = answer.status();
        if status != 200 {
            return Err(refused(&host, &answer));
        }
        let body = whole(answer).await?;
        auth.renewed_by(&body, clock::now()).map_err(|error| {
            let message = format!("{host} did not renew the access token: {error}. Give new tokens, then retry.");
            Trouble::new(Category::AuthRequired, message)
        })
    }
}

/// The tokens that somebody else has renewed, where they go in this task.
fn with_tokens_of(auth: &Auth, found: &Auth) -> Auth {
    Auth {
        access_token: found.access_token.clone(),
        expires: found.expires,
        refresh_token: found.refresh_token.clone(),
        ..auth.clone()
    }
}

/// The renewal takes the way of its task. What is for the first origin alone goes along only when that is asked.
fn like(request: Request, calling: Calling<'_>) -> Request {
    let is_home = Origin::of(&request.url) == Origin::of(calling.url);
    Request {
        proxy: calling.proxy.clone(),
        trust: if is_home { calling.trust } else { Trust::Checked },
        certificate: calling.certificate.filter(|_| is_home).map(Into::into),
        ..request
    }
}

/// What it means that the tokens are not renewed: a server that is out of order may mend, a refusal will not.
fn refused(host: &str, answer: &Answer) -> Trouble {
    let status = answer.status();
    let category = match status {
        408 | 429 | 500..=599 => of_status(status, Exchange::Fetch),
        _ => Category::AuthRequired,
    };
    let message = format!("{host} does not renew the access token (status {status}). Give new tokens, then retry.");
    Trouble { retry_after: answer.text("retry-after"), ..Trouble::new(category, message) }
}

async fn whole(mut answer: Answer) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST {
            let message = "The answer to the renewal of the access token is longer than 1 MiB. Check its address.";
            return Err(Trouble::new(Category::Policy, message));
        }
    }
    Ok(body)
}

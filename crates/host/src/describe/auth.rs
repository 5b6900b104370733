//! From the tokens that a surface gives to those that a task has.
//!
//! Owns the checks. Rule kept here: a refusal repeats no token.

use haul_api::{Code, NewAuth, Refusal};
use haul_engine::clock;
use haul_model::auth::Auth;
use haul_model::describe;
use haul_model::task::{BadTask, Header, parse_url};

use super::of_task;

/// Where the access token goes when nothing is said of it.
const USUAL: (&str, &str) = ("Authorization", "Bearer {accessToken}");

/// Reads the tokens.
pub(super) fn auth(new: NewAuth) -> Result<Auth, Refusal> {
    let NewAuth {
        access_token,
        access_headers,
        access_query,
        expires_at,
        expires_in,
        refresh_token,
        refresh_url,
        refresh_headers,
        refresh_query,
    } = new;
    let (access_token, refresh_token) = (access_token.unwrap_or_default(), refresh_token.unwrap_or_default());
    for token in [&access_token, &refresh_token] {
        if token.chars().any(char::is_control) {
            return Err(Refusal::new(Code::BadRequest, "A token holds control characters. Copy it again."));
        }
    }
    let mut access_headers = headers(&access_headers).map_err(of_task)?;
    if access_headers.is_empty() && access_query.is_empty() {
        access_headers.push(describe::header(USUAL.0, USUAL.1).map_err(of_task)?);
    }
    let said = expires_at.map(haul_model::time::Timestamp);
    let auth = Auth {
        expires: said.or_else(|| expires_in.map(|seconds| clock::now().plus_millis(seconds.saturating_mul(1000)))),
        access_query: pairs(access_query),
        access_headers,
        refresh_url: refresh_url.map(|url| parse_url(&url)).transpose().map_err(of_task)?,
        refresh_headers: headers(&refresh_headers).map_err(of_task)?,
        refresh_query: pairs(refresh_query),
        access_token,
        refresh_token,
    };
    if auth.access_token.is_empty() && !auth.can_renew() {
        let message = "An auth object needs access_token, or refresh_token and refresh_url.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Ok(renewed_first(auth))
}

/// Without an access token there is none that could be used before a renewal.
fn renewed_first(auth: Auth) -> Auth {
    if auth.access_token.is_empty() { Auth { expires: Some(clock::now()), ..auth } } else { auth }
}

fn headers(given: &[haul_api::Header]) -> Result<Vec<Header>, BadTask> {
    given.iter().map(|header| describe::header(&header.name, &header.value)).collect()
}

fn pairs(given: Vec<haul_api::Header>) -> Vec<(String, String)> {
    given.into_iter().map(|pair| (pair.name, pair.value)).collect()
}

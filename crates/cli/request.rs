//! One request to a server, and its answer on stdout.
//!
//! Owns `request`. Rules kept here: the body is printed byte for byte, whatever the status; a status of 400 or more ends
//! with 22, and a request without an answer ends as a download would.

use std::path::PathBuf;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haul_api::{Added, AddedBy, Body, Client, NewDownload, NewRequest, OneTask, Outcome, Refusal, Response, TaskRef};
use serde::Serialize;

use crate::args::{Ask, Label, Tries};
use crate::exit::Exit;
use crate::get::{Screen, until_ended};
use crate::output::Output;
use crate::progress::Lines;
use crate::wish;

/// The code of a request without an answer.
const NO_ANSWER: u16 = 499;

/// The answer in a line for programs.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Response {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<u64>,
        #[serde(flatten)]
        response: &'a Response,
    },
}

/// Sends the request, waits for its answer and prints it.
pub(crate) async fn run(home: Option<PathBuf>, ask: Ask, out: &Output) -> anyhow::Result<Exit> {
    let new = wanted(ask)?;
    let urls = [new.url.clone()];
    let screen = if out.is_json() { Screen::Programs(Lines::new(out)) } else { Screen::Blank };
    let add = async |client: &Client| client.request(new).await;
    let told = async |client: &Client, added: &Added, exit| tell(client, added, exit, out).await;
    until_ended(home, &urls, screen, out, add, told).await
}

async fn tell(client: &Client, added: &Added, exit: Exit, out: &Output) -> anyhow::Result<Exit> {
    let task = match added.outcomes.first() {
        Some(Outcome::Added(task)) => task,
        Some(Outcome::Refused(refusal)) => {
            unasked(refusal, out);
            return Ok(exit);
        }
        None => anyhow::bail!("the host has not said what became of the request"),
    };
    let details = client.show(OneTask { task: TaskRef::Number(task.id) }).await?;
    let Some(response) = details.response else {
        out.complain(&format!("{}: there is no answer.", task.url));
        return Ok(exit);
    };
    if out.is_json() {
        out.value(&Event::Response { id: Some(task.id), response: &response });
    } else {
        out.bytes(&body(&response)?);
    }
    let is_answer = response.code != NO_ANSWER || !response.headers.is_empty();
    let reason = response.reason.as_deref().unwrap_or_default();
    if !is_answer {
        out.complain(&format!("{}: {reason}", task.url));
    } else if response.code >= 400 {
        out.complain(&format!("{}: the server answered {} {reason}", task.url, response.code));
        return Ok(Exit::Refused);
    }
    Ok(exit)
}

/// A request that was refused before it was one has an answer for programs too.
fn unasked(refusal: &Refusal, out: &Output) {
    if out.is_json() {
        let response = Response { code: NO_ANSWER, reason: Some(refusal.message.clone()), ..Response::default() };
        out.value(&Event::Response { id: None, response: &response });
    }
}

fn body(response: &Response) -> anyhow::Result<Vec<u8>> {
    match (&response.body, &response.base64) {
        (Some(text), _) => Ok(text.clone().into_bytes()),
        (None, Some(coded)) => STANDARD.decode(coded).context("reading the body of the answer"),
        (None, None) => Ok(Vec::new()),
    }
}

fn wanted(ask: Ask) -> anyhow::Result<NewRequest> {
    let Ask { method, url, query, data, json_data, tries, label, access } = ask;
    let Tries { retries, retry_permanent, link, max_time } = tries;
    let Label { group, priority, id, metadata, display_name } = label;
    Ok(NewRequest {
        url,
        own_id: id,
        by: AddedBy::Command,
        method: Some(method.into()),
        body: data.map(Body::Text).or(json_data.map(Body::Json)),
        query,
        retry_permanent,
        max_seconds: max_time,
        metered: link.metered(),
        requires_wifi: link.wifi_only,
        retries,
        group,
        priority,
        metadata,
        display_name,
        ..allowed(wish::asking(access)?)
    })
}

/// What is said of who asks holds for a request as for a download.
pub(crate) fn allowed(like: NewDownload) -> NewRequest {
    NewRequest {
        headers: like.headers,
        secret_headers: like.secret_headers,
        user: like.user,
        auth: like.auth,
        proxy: like.proxy,
        trust: like.trust,
        certificate: like.certificate,
        cookies: like.cookies,
        allow_downgrade: like.allow_downgrade,
        allow_private_redirect: like.allow_private_redirect,
        ..NewRequest::default()
    }
}

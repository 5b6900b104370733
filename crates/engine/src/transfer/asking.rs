//! A request whose answer is the result.
//!
//! Owns the way of such an answer into the record (M166, M167). Refuses files. Rules kept here: the answer is kept before
//! the task ends, however long the database takes; a stop before that leaves nothing that anybody could take for one;
//! what was answered is not asked again, and what may have been carried out is not asked again by itself.

use haul_model::fault::Category;
use haul_model::range::Refusal;
use haul_model::remote::Reply;
use haul_model::retry::is_lost_answer;
use haul_model::task::Request;
use haul_model::upload::{Delivery, Stage};
use haul_store::{Change, Record};

use crate::net::{self, Answer, Wish};
use crate::transfer::{Halt, Lines, refusal, saving};
use crate::trouble::Trouble;

/// Longest answer that is kept, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// Sends the request and keeps the answer.
pub(crate) async fn run(lines: &Lines, record: &Record, request: &Request) -> Result<(), Halt> {
    if record.reply.as_ref().is_some_and(Reply::is_success) {
        // It was kept in an attempt whose end was not.
        return Ok(());
    }
    if record.delivery.as_ref().is_some_and(|delivery| delivery.stage == Stage::Underway) {
        return Err(Trouble::unknown_outcome().into());
    }
    if !request.method.is_idempotent() {
        mark(lines, Stage::Underway).await?;
    }
    let asked = tokio::select! {
        () = lines.stop.cancelled() => return Err(Halt::Stopped),
        asked = ask(lines, request) => asked,
    };
    let is_known = asked.as_ref().map_or_else(|trouble| !is_lost_answer(trouble.category), |_| true);
    let (reply, body, end) = match asked {
        Ok(Asked { reply, body, end }) => (reply, Some(body), end),
        Err(trouble) => (Reply::without_answer(&trouble.message), None, Err(trouble.into())),
    };
    keep(lines, reply, body).await?;
    if end.is_err() && is_known && !request.method.is_idempotent() {
        mark(lines, Stage::Ready).await?;
    }
    end
}

/// An answer, and what it means for the task.
struct Asked {
    reply: Reply,
    body: Vec<u8>,
    end: Result<(), Halt>,
}

async fn ask(lines: &Lines, request: &Request) -> Result<Asked, Trouble> {
    let wish = Wish::at(&request.url, request.calling());
    let mut answer = net::fetch(&lines.site.clients, wish).await?;
    lines.flows().await;
    let (reply, note) = (answer.reply(), answer.note.take());
    let host = answer.url.host_str().unwrap_or("the server").to_owned();
    let mut body = Vec::new();
    let read = whole(answer, &mut body).await;
    if reply.is_success() {
        return read.map(|()| Asked { reply, body, end: Ok(()) });
    }
    // An error is one however much of its text arrives.
    let refused = if reply.code == 401 { Refusal::AuthRequired } else { Refusal::HttpError };
    let end = Err(refusal::meaning(refused, &reply, &host, note));
    Ok(Asked { reply, body, end })
}

/// The whole body; one that is cut off or too long is no result.
async fn whole(mut answer: Answer, body: &mut Vec<u8>) -> Result<(), Trouble> {
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > MOST_BYTES {
            let message = "The answer is longer than 16 MiB. Download it as a file instead.";
            return Err(Trouble::new(Category::Policy, message));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(())
}

/// Notes whether the request may have left without anybody knowing what became of it.
async fn mark(lines: &Lines, stage: Stage) -> Result<(), Halt> {
    let delivery = Delivery { stage, ..Delivery::default() };
    saving::keep(&lines.site.store, &lines.stop, &Change::Delivered { id: lines.id, delivery }).await
}

async fn keep(lines: &Lines, reply: Reply, body: Option<Vec<u8>>) -> Result<(), Halt> {
    saving::keep(&lines.site.store, &lines.stop, &Change::Answered { id: lines.id, reply, body }).await
}

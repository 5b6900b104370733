//! A request whose answer is the result.
//!
//! Owns the way of such an answer into the record (M166, M167). Refuses files. Rule kept here: the answer is kept before
//! the task is complete, and a stop before that leaves nothing that anybody could take for one.

use haul_model::fault::Category;
use haul_model::range::Refusal;
use haul_model::status::Phase;
use haul_model::task::Request;
use haul_store::Change;

use crate::net::{self, Answer, Wish};
use crate::transfer::{Halt, Lines, refusal, saving};
use crate::trouble::Trouble;

/// Longest answer that is kept, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// Sends the request and keeps the answer.
pub(crate) async fn run(lines: &Lines, request: &Request) -> Result<(), Halt> {
    let wish = Wish { calling: request.calling(), address: &request.url, part: None };
    let answer = tokio::select! {
        () = lines.stop.cancelled() => return Err(Halt::Stopped),
        answer = net::fetch(&lines.site.clients, wish) => answer?,
    };
    lines.entered(Phase::Transferring).await;
    let status = answer.status();
    if !(200..=206).contains(&status) {
        let refused = if status == 401 { Refusal::AuthRequired } else { Refusal::HttpError };
        let (halt, reply) = tokio::select! {
            () = lines.stop.cancelled() => return Err(Halt::Stopped),
            read = refusal::read(refused, answer) => read,
        };
        saving::keep(&lines.site.store, &lines.stop, &Change::Replied { id: lines.id, reply }).await?;
        return Err(halt);
    }
    let mut reply = answer.reply();
    let body = tokio::select! {
        () = lines.stop.cancelled() => return Err(Halt::Stopped),
        body = whole(answer) => body?,
    };
    reply.body = Some(String::from_utf8_lossy(&body).into_owned());
    saving::keep(&lines.site.store, &lines.stop, &Change::Replied { id: lines.id, reply }).await
}

/// The whole body; one that is cut off or too long is no result.
async fn whole(mut answer: Answer) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > MOST_BYTES {
            let message = "The answer is longer than 16 MiB. Download it as a file instead.";
            return Err(Trouble::new(Category::Policy, message));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

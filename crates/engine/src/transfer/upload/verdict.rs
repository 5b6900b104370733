//! What the last answer to an upload means.
//!
//! Owns the judgement of status, digests and files, and the record of the answer. Rule kept here: the answer and that the
//! upload is done are saved in one commit, so no crash between them sends it twice.

use std::sync::Arc;

use haul_model::digest::Digest;
use haul_model::fault::Category;
use haul_model::range::Refusal;
use haul_model::remote::Reply;
use haul_model::retry::{Exchange, of_status};
use haul_model::status::Phase;
use haul_model::upload::{Delivery, Stage};
use haul_store::Change;

use super::Sending;
use crate::disk::Hasher;
use crate::net::Answer;
use crate::transfer::{Halt, blocking, refusal, saving};
use crate::trouble::Trouble;

/// Most bytes of an answer that are kept.
const KEPT: usize = 1 << 20;

/// Most bytes of an answer that are read.
const MOST: u64 = 64 << 20;

/// Takes the answer to the whole body.
pub(super) async fn conclude(sending: &mut Sending, answer: Answer) -> Result<(), Halt> {
    let status = answer.status();
    if !is_success(status) {
        return Err(refuse(sending, answer, Exchange::Put).await?);
    }
    finish(sending, answer).await
}

pub(super) const fn is_success(status: u16) -> bool {
    matches!(status, 200..=206)
}

/// Stops sending, keeps what the server said, and says what it means (row 166).
pub(super) async fn refuse(sending: &mut Sending, answer: Answer, exchange: Exchange) -> Result<Halt, Halt> {
    answer.hush();
    let (status, host) = (answer.status(), answer.url.host_str().unwrap_or("the server").to_owned());
    let refused = if status == 401 { Refusal::AuthRequired } else { Refusal::HttpError };
    let (halt, reply) = tokio::select! {
        () = sending.lines.stop.cancelled() => return Err(Halt::Stopped),
        read = refusal::read(refused, answer) => read,
    };
    let change = Change::Replied { id: sending.lines.id, reply };
    saving::keep(&sending.lines.site.store, &sending.lines.stop, &change).await?;
    let Halt::Trouble(trouble) = halt else { return Ok(halt) };
    let category = of_status(status, exchange);
    let message = if category == Category::UploadTooLarge {
        format!("{host} does not take a file this large (status {status}).")
    } else if category == Category::UploadOffset {
        format!("{host} has another part of the file than was thought.")
    } else if status == 401 {
        trouble.message
    } else {
        format!("{host} refuses the upload (status {status}). Check the address, or ask its owner.")
    };
    Ok(Trouble { category, message, ..trouble }.into())
}

/// The server says that it has everything: believes it when nothing contradicts it.
pub(super) async fn finish(sending: &mut Sending, mut answer: Answer) -> Result<(), Halt> {
    let said = said_of(&answer);
    let reply = answer.reply();
    let read = tokio::select! {
        () = sending.lines.stop.cancelled() => return Err(Halt::Stopped),
        read = read(&mut answer, said.first()) => read,
    };
    let all = tokio::select! {
        () = sending.lines.stop.cancelled() => return Err(Halt::Stopped),
        all = answer.has_taken_all() => all,
    };
    if let Some(trouble) = sending.way.take_mishap() {
        return Err(trouble.into());
    }
    if !all? {
        let message = "The server ended the connection before it had the whole file.";
        return Err(Trouble::new(Category::NetTruncated, message).into());
    }
    sending.lines.entered(Phase::Verifying).await;
    let freight = Arc::clone(&sending.freight);
    let Read { kept, digest } = read;
    let checked = blocking(move || {
        freight.respect_changes()?;
        let Some(said) = said.first().filter(|said| digest.as_ref() != Some(said)) else { return Ok(()) };
        if freight.digests(said.algorithm())?.contains(said) { Ok(()) } else { Err(differs(said)) }
    });
    let checked = checked.await?;
    let done = Delivery { stage: Stage::Done, offset: sending.delivery.length, ..sending.delivery.clone() };
    match checked {
        Ok(()) => keep(sending, done, reply, kept).await,
        Err(trouble) => {
            // Whatever the server keeps under this name is not what is here: another try begins anew.
            keep(sending, Delivery::of(done.length, done.stamps), reply, kept).await?;
            Err(trouble.into())
        }
    }
}

async fn keep(sending: &mut Sending, delivery: Delivery, reply: Reply, body: Vec<u8>) -> Result<(), Halt> {
    let body = Some(body).filter(|body| !body.is_empty());
    let change = Change::Received { id: sending.lines.id, delivery: delivery.clone(), reply, body };
    saving::keep(&sending.lines.site.store, &sending.lines.stop, &change).await?;
    sending.delivery = delivery;
    Ok(())
}

/// The strongest digest in an answer to an upload.
fn said_of(answer: &Answer) -> Vec<Digest> {
    ["repr-digest", "content-digest"]
        .into_iter()
        .filter_map(|name| answer.text(name))
        .flat_map(|text| Digest::from_header(&text))
        .collect()
}

/// The body of an answer.
struct Read {
    /// Its beginning.
    kept: Vec<u8>,
    /// Its digest, where one was wanted and the whole was read. A digest in the head may be about this body.
    digest: Option<Digest>,
}

/// Reads the body of an answer. One that breaks off takes nothing back: what counts has been said in the head.
async fn read(answer: &mut Answer, said: Option<&Digest>) -> Read {
    let (mut kept, mut length) = (Vec::new(), 0_u64);
    let mut hasher = said.map(|said| Hasher::new(said.algorithm()));
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                length += chunk.len() as u64;
                kept.extend_from_slice(&chunk[..chunk.len().min(KEPT - kept.len())]);
                if let Some(hasher) = &mut hasher {
                    hasher.update(&chunk);
                }
                if length > MOST {
                    return Read { kept, digest: None };
                }
            }
            Ok(None) => return Read { kept, digest: hasher.filter(|_| length > 0).map(Hasher::finish) },
            Err(trouble) => {
                tracing::info!(message = %trouble.message, "the answer to an upload was cut off");
                return Read { kept, digest: None };
            }
        }
    }
}

fn differs(said: &Digest) -> Trouble {
    let message = format!(
        "The server has stored something else than was sent: it names the {} digest {}. Look there, then retry.",
        said.algorithm(),
        said.hex()
    );
    Trouble::new(Category::IntegrityChecksum, message)
}

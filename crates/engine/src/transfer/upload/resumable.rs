//! Uploads that go on at the server's offset.
//!
//! Owns the order of the steps: a resource is made and recorded, the server is asked what it has, and the rest is sent.
//! Refuses to guess: what the server says to have decides, as far as it was sent (rows 164 and 165). Rules kept here: the
//! file is never sent on in another state than it was begun in; a resource that is gone is replaced once, and not at all
//! where it may have gone because it was complete (row 172).

use haul_model::fault::Category;
use haul_model::login::without_login;
use haul_model::redirect::Origin;
use haul_model::retry::Exchange;
use haul_model::task::{Body, Calling};
use haul_model::upload::{Delivery, Protocol, Said, Stage, Standing, Step};
use haul_store::Change;
use url::Url;

use super::{Sending, verdict};
use crate::net::{self, Answer, Wish};
use crate::transfer::{Halt, saving};
use crate::trouble::Trouble;

/// Runs an attempt to its end.
pub(super) async fn run(sending: &mut Sending, protocol: Protocol) -> Result<(), Halt> {
    match_source(sending).await?;
    loop {
        let (resource, standing) = match &sending.delivery.resource {
            Some(known) => {
                let resource: Url = known.parse().map_err(|_| Trouble::internal("a resource without an address"))?;
                let standing = ask(sending, protocol, &resource).await?;
                (resource, standing)
            }
            None => (create(sending, protocol).await?, Standing::At(0)),
        };
        let standing = if let Standing::At(offset) = standing {
            append(sending, protocol, &resource, offset).await?
        } else {
            standing
        };
        match standing {
            Standing::Complete => return Ok(()),
            Standing::At(_) => {}
            Standing::Gone => renew(sending).await?,
            Standing::Beyond(offset) => return Err(beyond(sending, offset).await?),
            Standing::Unclear | Standing::Refused => return Err(unclear()),
        }
    }
}

/// The file has to be in the state it was in when its first byte was sent.
async fn match_source(sending: &mut Sending) -> Result<(), Halt> {
    let fresh = Delivery::of(sending.freight.length, sending.freight.stamps());
    let is_same = sending.delivery.length == fresh.length && sending.delivery.stamps == fresh.stamps;
    if sending.delivery.resource.is_none() {
        let renewed = sending.delivery.renewed && is_same;
        return sending.keep(Delivery { renewed, ..fresh }).await;
    }
    if is_same {
        return Ok(());
    }
    sending.keep(fresh).await?;
    let message = "The file was changed since a part of it was sent. Retry sends it again from its beginning.";
    Err(Trouble::new(Category::UploadSourceChanged, message).into())
}

/// Has the server make a resource, and records it.
async fn create(sending: &mut Sending, protocol: Protocol) -> Result<Url, Halt> {
    let nothing = Body::Bytes(Vec::new());
    let url = sending.upload.request.url.clone();
    let answer = small(sending, protocol, Step::Create, &url, Some(&nothing)).await?;
    if !verdict::is_success(answer.status()) {
        return Err(verdict::refuse(sending, answer, Exchange::Append).await?);
    }
    let resource = resource_of(&answer, &url)?;
    sending.keep(Delivery { resource: Some(resource.to_string()), ..sending.delivery.clone() }).await?;
    Ok(resource)
}

/// Where the server keeps the upload. It stays with the server that the user has chosen.
fn resource_of(answer: &Answer, home: &Url) -> Result<Url, Trouble> {
    let said = answer.text("location").and_then(|location| answer.url.join(location.trim()).ok());
    let Some(found) = said else {
        let message = "The server does not say where the upload goes on: it does not know resumable uploads, or not these. \
                       Add it again without --resume, and look whether it keeps an empty file now.";
        return Err(Trouble::new(Category::Policy, message));
    };
    let (mut resource, _) = without_login(found);
    resource.set_fragment(None);
    if Origin::of(&resource) == Origin::of(home) {
        return Ok(resource);
    }
    let host = resource.host_str().unwrap_or("another server");
    let message =
        format!("The server wants the upload sent to {host}, which is another site. Upload it there directly.");
    Err(Trouble::new(Category::RedirectBodyCrossOrigin, message))
}

/// Asks what the server has.
async fn ask(sending: &mut Sending, protocol: Protocol, resource: &Url) -> Result<Standing, Halt> {
    let answer = small(sending, protocol, Step::Ask, resource, None).await?;
    let standing = stands(&answer, |said| protocol.asked(said, &sending.delivery));
    match standing {
        Standing::Complete => {
            // Its last answer was lost; that it has everything was said just now.
            let delivery = Delivery { stage: Stage::Done, offset: sending.delivery.length, ..sending.delivery.clone() };
            let (id, reply) = (sending.lines.id, answer.reply());
            let change = Change::Received { id, delivery, reply, body: None };
            saving::keep(&sending.lines.site.store, &sending.lines.stop, &change).await?;
            Ok(standing)
        }
        Standing::Refused => Err(verdict::refuse(sending, answer, Exchange::Append).await?),
        Standing::At(_) | Standing::Gone | Standing::Beyond(_) | Standing::Unclear => Ok(standing),
    }
}

/// Sends everything from `offset` on.
async fn append(sending: &mut Sending, protocol: Protocol, resource: &Url, offset: u64) -> Result<Standing, Halt> {
    let (length, before) = (sending.delivery.length, sending.delivery.most);
    sending.keep(Delivery { offset, most: length, ..sending.delivery.clone() }).await?;
    let counted = sending.lines.meter.new_bytes();
    let answer = if offset == length {
        // All bytes are there, and only the word is missing that they are all.
        let nothing = Body::Bytes(Vec::new());
        small(sending, protocol, Step::Append(offset), resource, Some(&nothing)).await
    } else {
        let (method, headers) = head(sending, protocol, Step::Append(offset))?;
        let cargo = sending.freight.cargo(offset, &sending.way);
        let calling = Calling { method, headers: &headers, ..sending.upload.calling() };
        sending.send(calling, resource, &cargo).await
    };
    let left = offset + (sending.lines.meter.new_bytes() - counted);
    let answer = match answer {
        Ok(answer) => answer,
        Err(halt) => {
            sending.keep_stopped(Delivery { most: before.max(left), ..sending.delivery.clone() }).await?;
            return Err(halt);
        }
    };
    match stands(&answer, |said| protocol.appended(said, &sending.delivery)) {
        Standing::Complete => verdict::finish(sending, answer).await.map(|()| Standing::Complete),
        Standing::At(at) if at > offset => {
            sending.keep(Delivery { offset: at, most: before.max(left), ..sending.delivery.clone() }).await?;
            Ok(Standing::At(at))
        }
        Standing::Gone => {
            // What was sent just now was refused, and counts for nothing.
            sending.keep(Delivery { most: before, ..sending.delivery.clone() }).await?;
            Ok(Standing::Gone)
        }
        Standing::Refused => {
            sending.keep(Delivery { most: before.max(left), ..sending.delivery.clone() }).await?;
            Err(verdict::refuse(sending, answer, Exchange::Append).await?)
        }
        Standing::At(_) | Standing::Unclear => Ok(Standing::Unclear),
        Standing::Beyond(at) => Ok(Standing::Beyond(at)),
    }
}

/// Gives the resource up for another one, once.
async fn renew(sending: &mut Sending) -> Result<(), Halt> {
    let fresh = Delivery::of(sending.delivery.length, sending.delivery.stamps.clone());
    if sending.delivery.most >= sending.delivery.length {
        // It may be gone because it was complete: sent again it would be there twice.
        sending.keep(Delivery { stage: Stage::Underway, ..sending.delivery.clone() }).await?;
        return Err(Trouble::unknown_outcome().into());
    }
    if sending.delivery.renewed {
        sending.keep(fresh).await?;
        let message = "The server has lost the upload twice. Retry begins it anew.";
        return Err(Trouble::new(Category::Http(410), message).into());
    }
    tracing::info!(id = %sending.lines.id, "the server has lost an upload; it begins anew");
    sending.keep(Delivery { renewed: true, ..fresh }).await
}

/// Sends a request whose body is short or absent.
async fn small(
    sending: &Sending,
    protocol: Protocol,
    step: Step,
    address: &Url,
    body: Option<&Body>,
) -> Result<Answer, Halt> {
    let (method, headers) = head(sending, protocol, step)?;
    let calling = Calling { method, headers: &headers, body, ..sending.upload.calling() };
    let wish = Wish::at(address, calling);
    tokio::select! {
        () = sending.lines.stop.cancelled() => Err(Halt::Stopped),
        answer = net::fetch(&sending.lines.site.clients, wish) => Ok(answer?),
    }
}

fn head(
    sending: &Sending,
    protocol: Protocol,
    step: Step,
) -> Result<(haul_model::task::Method, Vec<haul_model::task::Header>), Trouble> {
    let head = protocol.head(step, &sending.upload, sending.freight.length);
    head.map_err(|error| Trouble::internal(&error.to_string()))
}

fn stands(answer: &Answer, judge: impl FnOnce(Said<'_>) -> Standing) -> Standing {
    let (offset, complete) = (answer.text("upload-offset"), answer.text("upload-complete"));
    judge(Said { status: answer.status(), offset: offset.as_deref(), complete: complete.as_deref() })
}

/// What the server has cannot be the beginning of this file.
async fn beyond(sending: &mut Sending, offset: u64) -> Result<Halt, Halt> {
    let Delivery { length, stamps, most, .. } = sending.delivery.clone();
    sending.keep(Delivery::of(length, stamps)).await?;
    let message = format!(
        "The server says to have {offset} bytes of the upload, and {most} of its {length} were sent at most: what it has is \
         something else. Look there; retry sends the file again from its beginning."
    );
    Ok(Trouble::new(Category::UploadSourceChanged, message).into())
}

fn unclear() -> Halt {
    let message = "The server does not answer in the words of the resumable upload that was asked for.";
    Trouble::new(Category::HttpProtocol, message).into()
}

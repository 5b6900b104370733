//! Sending files.
//!
//! Owns the way of an upload that is sent in one go, and what every answer to an upload means. Refuses to decide whether
//! to try again. Rules kept here: nothing leaves before the record says that it may; an upload is complete when the server
//! has said so, all of it has left, the files are still as they were, and no digest of the server contradicts them; what
//! may have been carried out once is not sent again by itself (rows 163 and 172).

mod farewell;
mod freight;
mod resumable;
mod verdict;

use std::sync::{Arc, Mutex};

use haul_model::retry::is_lost_answer;
use haul_model::task::{Calling, Upload};
use haul_model::upload::{Delivery, Stage};
use haul_store::{Change, Record};
use tokio::sync::Notify;
use url::Url;

use crate::net::{self, Answer, Cargo, Connection, Wish};
use crate::transfer::upload::freight::{Freight, Way};
use crate::transfer::{Halt, Lines, Report, blocking, saving};
use crate::trouble::Trouble;

pub(crate) use farewell::take_leave;

/// One attempt at an upload.
struct Sending {
    lines: Lines,
    upload: Upload,
    freight: Arc<Freight>,
    way: Arc<Way>,
    delivery: Delivery,
}

/// Runs an attempt to its end.
pub(crate) async fn run(lines: Lines, record: Record, upload: Upload) -> Result<(), Halt> {
    let _ = lines.reports.send(Report::Learned(lines.id, upload.can_pause())).await;
    let delivery = record.delivery.clone().unwrap_or_default();
    match delivery.stage {
        Stage::Done => return Ok(()),
        Stage::Underway if upload.can_pause() || !upload.request.method.is_idempotent() => {
            return Err(Trouble::unknown_outcome().into());
        }
        Stage::Underway | Stage::Ready => {}
    }
    let opened = upload.clone();
    let freight = Arc::new(blocking(move || Freight::open(&opened)).await??);
    let way = Arc::new(Way {
        meter: Arc::clone(&lines.meter),
        valve: lines.site.throttle.valve(lines.id, &record.task.group, upload.limit_rate),
        begun: Notify::new(),
        mishap: Mutex::default(),
        expects: expects(&upload),
    });
    let mut sending = Sending { lines, upload, freight, way, delivery };
    match sending.upload.resuming.protocol() {
        None => sending.whole().await,
        Some(protocol) => resumable::run(&mut sending, protocol).await,
    }
}

impl Sending {
    /// Sends everything in one request.
    async fn whole(&mut self) -> Result<(), Halt> {
        let delivery = Delivery::of(self.freight.length, self.freight.stamps());
        self.keep(Delivery { stage: Stage::Underway, most: delivery.length, ..delivery }).await?;
        let cargo = self.freight.cargo(0, &self.way);
        let url = self.upload.request.url.clone();
        let sent = self.send(self.upload.calling(), &url, &cargo).await;
        let ended = match sent {
            Ok(answer) => verdict::conclude(self, answer).await,
            Err(halt) => Err(halt),
        };
        if let Err(halt) = &ended
            && self.is_outcome_known(halt)
        {
            self.keep_stopped(Delivery { stage: Stage::Ready, ..self.delivery.clone() }).await?;
        }
        ended
    }

    /// Sends one request with a body from the files; says when the first byte leaves.
    async fn send(&self, calling: Calling<'_>, address: &Url, cargo: &Cargo) -> Result<Answer, Halt> {
        let wish = Wish { cargo: Some(cargo), connection: Connection::Own, ..Wish::at(address, calling) };
        let fetched = async {
            let mut answer = std::pin::pin!(net::fetch(&self.lines.site.clients, wish));
            tokio::select! {
                answer = &mut answer => return answer,
                () = self.way.begun.notified() => {}
            }
            self.lines.flows().await;
            answer.await
        };
        let answer = tokio::select! {
            () = self.lines.stop.cancelled() => return Err(Halt::Stopped),
            answer = fetched => answer,
        };
        // What the files said first is the cause of what the connection says.
        answer.map_err(|trouble| self.way.take_mishap().unwrap_or(trouble).into())
    }

    /// Keeps how far it is; nothing goes on before that is saved.
    async fn keep(&mut self, delivery: Delivery) -> Result<(), Halt> {
        let change = Change::Delivered { id: self.lines.id, delivery: delivery.clone() };
        saving::keep(&self.lines.site.store, &self.lines.stop, &change).await?;
        self.delivery = delivery;
        Ok(())
    }

    /// Keeps how far it is at the end of an attempt; what cannot be saved leaves the more careful record.
    async fn keep_stopped(&mut self, delivery: Delivery) -> Result<(), Halt> {
        match self.keep(delivery).await {
            Err(Halt::Stopped) => Ok(()),
            kept => kept,
        }
    }

    /// Whether it is certain that the server has not carried out a request that it did not answer.
    fn is_outcome_known(&self, halt: &Halt) -> bool {
        match halt {
            Halt::Stopped => self.lines.meter.new_bytes() == 0,
            Halt::Trouble(trouble) => !is_lost_answer(trouble.category),
            Halt::Missing | Halt::AlreadyThere | Halt::Verified | Halt::PartLost | Halt::CalledOff => true,
        }
    }
}

fn expects(upload: &Upload) -> bool {
    upload.request.headers.iter().any(|header| {
        header.name.eq_ignore_ascii_case("expect") && header.value.trim().eq_ignore_ascii_case("100-continue")
    })
}

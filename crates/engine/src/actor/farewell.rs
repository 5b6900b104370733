//! Words to servers that nobody waits for.
//!
//! Owns the requests that are on their way when their task is over already. Rule kept here: no command waits for one, and an
//! end of the engine only for a moment.

use std::sync::Arc;

use haul_model::upload::Delivery;
use haul_store::{Change, Record};
use tokio::task::JoinSet;
use tokio::time::{Duration, timeout};
use tokio_util::sync::CancellationToken;

use crate::actor::Actor;
use crate::actor::turn::Turn;
use crate::transfer::Site;
use crate::transfer::upload::take_leave;

/// Longest wait for a server.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest time that an end of the engine waits for them.
const AT_THE_END: Duration = Duration::from_secs(2);

/// The requests that are on their way.
#[derive(Debug, Default)]
pub(super) struct Farewells {
    going: JoinSet<()>,
    stop: CancellationToken,
}

impl Farewells {
    fn begin(&mut self, site: &Arc<Site>, record: Record) {
        while self.going.try_join_next().is_some() {}
        let (on_lane, stop) = (Arc::clone(site), self.stop.clone());
        let lane = site.lanes.next().spawn(async move {
            // Neither an end of the wait nor of the engine is anybody's business: the server was asked a favour.
            let _ = stop.run_until_cancelled(timeout(PATIENCE, take_leave(&on_lane, record))).await;
        });
        self.going.spawn(async move {
            if let Err(error) = lane.await {
                tracing::error!(%error, "a word to a server went wrong");
            }
        });
    }

    /// Waits for those that arrive at once, stops the others, and waits for these too.
    pub(super) async fn end(&mut self) {
        let _ = timeout(AT_THE_END, async { while self.going.join_next().await.is_some() {} }).await;
        self.stop.cancel();
        while self.going.join_next().await.is_some() {}
    }
}

impl Actor {
    /// Has the server of an upload that is called off told, where it keeps a part of it; the next try begins anew.
    pub(super) fn leave_server(&mut self, record: &Record, turn: &mut Turn) {
        let Some(delivery) = record.delivery.as_ref().filter(|delivery| delivery.is_begun_at_server()) else { return };
        let fresh = Delivery::of(delivery.length, delivery.stamps.clone());
        turn.changes.push(Change::Delivered { id: record.id, delivery: fresh });
        let site = Arc::clone(&self.shared.site);
        self.farewells.begin(&site, record.clone());
    }
}

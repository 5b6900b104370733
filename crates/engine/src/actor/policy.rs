//! Who may use the link there is.
//!
//! Owns what follows from another link, other rules or another wish of a task (M154 to M157). Refuses the rule itself:
//! it stands in the model. Rules kept here: a hindered task holds up nobody and keeps no slot; it goes on by itself when
//! nothing hinders it; what cannot be begun anew is not cut off.

use haul_model::link::{Hindrance, LinkRules, LinkWish, Permission, Reschedule};
use haul_model::status::{State, TaskStatus};
use haul_model::task::{Method, TaskId};

use crate::actor::turn::Turn;
use crate::actor::waking::needs_network;
use crate::actor::{Actor, Ending};
use crate::events::Fact;
use crate::transfer::Site;

/// Most waiting tasks whose readers are told one by one that they are hindered, or not any more; lists are right for all.
const MOST_TOLD: usize = 4096;

/// Every wish that a task may have.
const WISHES: [LinkWish; 6] = [
    LinkWish { metered: Permission::AsSet, requires_wifi: false },
    LinkWish { metered: Permission::AsSet, requires_wifi: true },
    LinkWish { metered: Permission::Allowed, requires_wifi: false },
    LinkWish { metered: Permission::Allowed, requires_wifi: true },
    LinkWish { metered: Permission::Refused, requires_wifi: false },
    LinkWish { metered: Permission::Refused, requires_wifi: true },
];

/// What hinders tasks of each wish now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdicts {
    of: [Option<Hindrance>; WISHES.len()],
    rules: LinkRules,
    /// Whether the link leads anywhere, as it was known last.
    is_online: Option<bool>,
}

impl Verdicts {
    pub(super) fn now(site: &Site) -> Self {
        let is_online = site.links.now().map(|link| link.online);
        Self { of: WISHES.map(|wish| site.hindrance(wish)), rules: site.tuning.get().links, is_online }
    }

    pub(super) fn on(&self, wish: LinkWish) -> Option<Hindrance> {
        WISHES.iter().position(|known| *known == wish).and_then(|index| self.of[index])
    }
}

impl Verdicts {
    /// The wishes that the link does not fulfil.
    pub(super) fn hindered(&self) -> Vec<LinkWish> {
        WISHES.into_iter().filter(|wish| self.on(*wish).is_some()).collect()
    }
}

impl Actor {
    /// Looks at the link and the rules again, and lets tasks go on, wait or rest accordingly.
    pub(super) async fn reconsider(&mut self, turn: &mut Turn) {
        let (before, now) = (self.verdicts, Verdicts::now(&self.shared.site));
        let after = Verdicts { is_online: now.is_online.or(before.is_online), ..now };
        self.verdicts = after;
        if (before.is_online, after.is_online) == (Some(false), Some(true)) {
            self.network_is_better();
        }
        if after.of == before.of {
            return;
        }
        let changed = |wish| before.on(wish) != after.on(wish);
        let told = self.board.queued(changed).take(MOST_TOLD);
        turn.facts.extend(told.map(|id| (id, Fact::Status(State::to_run()))));
        self.shared.log.nudge();
        if after.rules != before.rules && after.rules.reschedule == Reschedule::Waiting {
            return;
        }
        let running: Vec<TaskId> = self.running.keys().copied().collect();
        for id in running {
            self.rest_if_hindered(id).await;
        }
    }

    /// The task wishes something else of the link from now on.
    pub(super) async fn wishes_of_link(&mut self, id: TaskId, wish: LinkWish, turn: &mut Turn) {
        if self.board.wish_of_link(id, wish) {
            self.follow_wish(id, turn).await;
        }
    }

    /// The group says something else of metered links from now on.
    pub(super) async fn group_permits(&mut self, group: &str, permission: Permission, turn: &mut Turn) {
        for id in self.board.permit(group, permission) {
            self.follow_wish(id, turn).await;
        }
    }

    /// What the task wishes of the link is something else now: its readers are told, and it rests where it has to.
    async fn follow_wish(&mut self, id: TaskId, turn: &mut Turn) {
        let state = self.board.get(id).map(|entry| entry.state().clone());
        if let Some(state) = state.filter(|state| matches!(state.status, TaskStatus::Enqueued { .. })) {
            turn.facts.push((id, Fact::Status(state)));
        }
        self.rest_if_hindered(id).await;
    }

    /// Stops the transfer of a task that may not use the link any more, unless that would lose what nobody can repeat.
    /// A link that is on its way is no reason.
    async fn rest_if_hindered(&mut self, id: TaskId) {
        let hindrance = self.board.get(id).and_then(|entry| self.verdicts.on(entry.link()));
        let Some(Hindrance::Metered | Hindrance::NoWifi) = hindrance else { return };
        if self.board.get(id).is_some_and(|entry| !needs_network(&entry.state().status)) {
            return;
        }
        let Some(can_pause) = self.running.get(&id).map(|running| running.can_pause) else { return };
        if can_pause != Some(true) && !self.may_begin_anew(id).await {
            return;
        }
        if let Some(running) = self.running.get_mut(&id)
            && running.ending.is_none()
        {
            running.ending = Some(Ending::Hindered);
            running.stop.cancel();
        }
    }

    /// Whether nothing but time is lost when the task begins from nothing: it only fetches.
    async fn may_begin_anew(&self, id: TaskId) -> bool {
        let record = self.shared.site.store.load(id).await;
        record.is_ok_and(|(record, _)| matches!(record.task.work.calling().method, Method::Get | Method::Head))
    }

    /// The state of a live task as readers are told.
    pub(super) fn told(&self, id: TaskId, fact: Fact) -> Fact {
        let hindrance = self.board.get(id).and_then(|entry| self.verdicts.on(entry.link()));
        let seen = |state: State| state.seen_with(hindrance);
        match fact {
            Fact::Added(state) => Fact::Added(seen(state)),
            Fact::Status(state) => Fact::Status(seen(state)),
            Fact::Removed | Fact::Batch(_) => fact,
        }
    }
}

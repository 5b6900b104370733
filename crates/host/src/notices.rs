//! Which notification a fact asks for.
//!
//! Owns the step from a fact to a finished [`Notice`], for one who shows them. The rules are in
//! `haul_model::notification`; showing is not done here. Rules kept here: a task has its own notification or a part in a
//! shared one, never both (M184); who may not show now only takes away what changes.

mod shared;
mod words;

use std::collections::HashMap;

use haul_api::{About, Notice, NoticeAction, NoticeKind, Progress, TaskView};
use haul_engine::{Event, Fact};
use haul_model::notification::{Facts, NoticeState, Templates, clean, notification};
use haul_model::status::{State, TaskStatus, WaitingFor};
use haul_model::task::{TaskId, Work};
use haul_store::Record;

use crate::answers::Core;
use crate::view;
use shared::Shared;
use words::{action, kind};

/// What one who shows notifications has on the screen, and what may change there.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    shows: bool,
    shown: HashMap<About, NoticeKind>,
    /// Running tasks as they were told of last, with the texts that count for them.
    running: HashMap<TaskId, (Templates, TaskView)>,
    shared: HashMap<String, Shared>,
    /// The shared notification of each task that has a part in one.
    member_of: HashMap<TaskId, String>,
}

impl Notices {
    /// What is to be seen of the tasks that run already.
    pub(crate) async fn begin(&mut self, core: &Core) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (id, _) in core.engine().readings() {
            if let Ok((record, _)) = core.engine().store().load(id).await {
                let state = record.state.clone();
                notices.extend(self.task_is(core, &record, &state, 0).await);
            }
        }
        notices
    }

    /// Whether it is this one's turn to show. What moves goes with the turn; what has ended stays where it is.
    pub(crate) fn turn(&mut self, shows: bool) -> Vec<Notice> {
        let before = std::mem::replace(&mut self.shows, shows);
        if before == shows {
            return Vec::new();
        }
        if shows {
            let running: Vec<(Templates, TaskView)> = self.running.values().cloned().collect();
            let again = |(templates, task): &(Templates, TaskView)| self.of_task(templates, NoticeState::Running, task);
            return running.iter().filter_map(again).collect();
        }
        self.shared.values_mut().for_each(Shared::is_hidden);
        let moving = self.shown.iter().filter(|(_, kind)| **kind == NoticeKind::Running);
        let moving: Vec<About> = moving.map(|(about, _)| about.clone()).collect();
        moving.into_iter().filter_map(|about| self.gone(about)).collect()
    }

    /// The notifications that follow from a fact. A state without one takes an older one away (M178).
    pub(crate) async fn of_fact(&mut self, core: &Core, event: &Event) -> Vec<Notice> {
        let state = match &event.fact {
            Fact::Removed => return self.removed(core, event.id),
            Fact::Added(state) if !self.shared.is_empty() => state,
            Fact::Added(_) | Fact::Batch(_) => return Vec::new(),
            Fact::Status(state) if self.concerns(event.id, state) => state,
            Fact::Status(_) => return Vec::new(),
        };
        // A task that is forgotten by now is told of by its `Removed`.
        let Ok((record, _)) = core.engine().store().load(event.id).await else { return Vec::new() };
        self.task_is(core, &record, state, event.revision).await
    }

    /// How far a running task is.
    pub(crate) fn of_progress(&mut self, progress: &Progress) -> Option<Notice> {
        let (templates, task) = self.running.get_mut(&TaskId(progress.id))?;
        task.received = progress.received;
        task.progress = progress.progress;
        task.bytes_per_second = progress.bytes_per_second;
        task.seconds_left = progress.seconds_left;
        let (templates, task) = (templates.clone(), task.clone());
        self.of_task(&templates, NoticeState::Running, &task)
    }

    /// Whether there is anything to do about a task in this state. The record is read only then.
    fn concerns(&self, id: TaskId, state: &State) -> bool {
        match state.status {
            TaskStatus::Enqueued { .. } => {
                self.member_of.contains_key(&id)
                    || self.running.contains_key(&id)
                    || self.shown.contains_key(&About::Task(id.0))
            }
            TaskStatus::Running { .. } => {
                !self.member_of.contains_key(&id)
                    && self.running.get(&id).is_none_or(|(templates, _)| templates.running.is_some())
            }
            TaskStatus::WaitingToRetry { .. }
            | TaskStatus::Paused { .. }
            | TaskStatus::Complete
            | TaskStatus::NotFound
            | TaskStatus::Failed { .. }
            | TaskStatus::Canceled => true,
        }
    }

    async fn task_is(&mut self, core: &Core, record: &Record, state: &State, revision: u64) -> Vec<Notice> {
        // Whoever asked a server something waits for the answer, and hears of it there.
        if matches!(record.task.work, Work::Request(_)) {
            return Vec::new();
        }
        let templates = winning(core, record);
        if let Some(name) = templates.together.clone() {
            self.running.remove(&record.id);
            return self.member_is(core, &name, templates, record, state, revision).await;
        }
        let Some(notice_state) = NoticeState::of(&state.status) else {
            self.running.remove(&record.id);
            // Who waits for a slot is on its way; who waits for another network may wait for long.
            let waits = matches!(state.status, TaskStatus::Enqueued { waiting_for: WaitingFor::Network(_) });
            return if waits { self.gone(About::Task(record.id.0)).into_iter().collect() } else { Vec::new() };
        };
        let task = view::row(record, state, core.engine().reading(record.id).as_ref());
        if notice_state == NoticeState::Running {
            self.running.insert(record.id, (templates.clone(), task.clone()));
        } else {
            self.running.remove(&record.id);
        }
        self.of_task(&templates, notice_state, &task).into_iter().collect()
    }

    fn of_task(&mut self, templates: &Templates, state: NoticeState, task: &TaskView) -> Option<Notice> {
        let facts = Facts {
            filename: &task.name,
            display_name: task.display_name.as_deref(),
            metadata: &task.metadata,
            progress: (task.total >= 0 && task.progress >= 0.0).then_some(task.progress),
            bytes_per_second: (task.bytes_per_second > 0).then_some(task.bytes_per_second),
            seconds_left: task.seconds_left,
            pausable: task.pausable == Some(true),
            members: None,
        };
        let about = About::Task(task.id);
        let Some(shown) = notification(templates, state, &facts) else { return self.gone(about) };
        let body = match (&task.message, shown.body.is_empty()) {
            (Some(message), true) => clean(message),
            (_, _) => shown.body,
        };
        // What was sent lies where it lay before; nobody has to be shown the way there.
        let has_file = |action: &NoticeAction| {
            task.kind == "download" || !matches!(action, NoticeAction::Open | NoticeAction::Reveal)
        };
        self.put(Notice {
            about,
            kind: kind(state),
            title: shown.title,
            body,
            actions: shown.buttons.into_iter().map(action).filter(has_file).collect(),
            tap: words::tap(shown.tap).filter(has_file),
            percent: shown.percent,
            sound: false,
        })
    }

    fn removed(&mut self, core: &Core, id: TaskId) -> Vec<Notice> {
        self.running.remove(&id);
        self.member_of.remove(&id);
        let mut notices: Vec<Notice> = self.gone(About::Task(id.0)).into_iter().collect();
        for name in core.together().forget(id) {
            notices.extend(self.of_shared(core, &name));
        }
        notices
    }

    /// Shows it, or takes away the older one that is no longer true while another one shows.
    fn put(&mut self, notice: Notice) -> Option<Notice> {
        if !self.shows {
            return self.gone(notice.about);
        }
        self.shown.insert(notice.about.clone(), notice.kind);
        Some(notice)
    }

    fn gone(&mut self, about: About) -> Option<Notice> {
        self.shown.remove(&about).map(|_| words::gone(about))
    }
}

/// The texts that count for a task: its own, else those of its group, else the default ones (M181).
fn winning(core: &Core, record: &Record) -> Templates {
    let group = core.engine().group(&record.task.group).notifications;
    Templates::winning(record.task.notifications.as_ref(), group.as_ref(), &core.templates()).clone()
}

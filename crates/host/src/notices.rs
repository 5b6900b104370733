//! Which notification a fact asks for.
//!
//! Owns the step from a fact to a finished [`Notice`]. The rules are in `haul_model::notification`; showing is the
//! shell's part.

use std::collections::{HashMap, HashSet};

use haul_api::{Notice, NoticeAction, NoticeKind, Status, TaskView, Update};
use haul_model::notification::{Button, Facts, NoticeState, Tap, Templates, notification};
use haul_model::task::TaskId;

use crate::answers::Core;

/// The tasks whose notification is on the screen.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    shown: HashSet<u64>,
    /// Running tasks as they were told of last, with the texts that count for them.
    running: HashMap<u64, (Templates, TaskView)>,
}

impl Notices {
    /// The notification that follows from an update, if one does. A state without one takes an older one away (M178).
    pub(crate) async fn of(&mut self, core: &Core, update: &Update) -> Option<Notice> {
        match update {
            // Whoever asked a server something waits for the answer, and hears of it there.
            Update::Status { task, .. } if task.kind == "request" => None,
            Update::Status { task, .. } => {
                let templates = templates(core, task.id).await;
                self.of_task(&templates, task)
            }
            Update::Progress(progress) => {
                let (templates, mut task) = self.running.get(&progress.id)?.clone();
                task.received = progress.received;
                task.progress = progress.progress;
                task.bytes_per_second = progress.bytes_per_second;
                task.seconds_left = progress.seconds_left;
                self.of_task(&templates, &task)
            }
            Update::Removed { id, .. } => self.gone(*id),
            Update::Added { .. }
            | Update::Batch { .. }
            | Update::Watching {}
            | Update::Tick(_)
            | Update::Notice(_)
            | Update::Ended(_)
            | Update::Missed {} => None,
        }
    }

    fn of_task(&mut self, templates: &Templates, task: &TaskView) -> Option<Notice> {
        let Some(state) = state(task.status) else {
            self.running.remove(&task.id);
            return None;
        };
        if state == NoticeState::Running {
            self.running.insert(task.id, (templates.clone(), task.clone()));
        } else {
            self.running.remove(&task.id);
        }
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
        let Some(shown) = notification(templates, state, &facts) else { return self.gone(task.id) };
        self.shown.insert(task.id);
        let body = match (&task.message, shown.body.is_empty()) {
            (Some(message), true) => haul_model::notification::clean(message),
            (_, _) => shown.body,
        };
        Some(Notice {
            task: task.id,
            kind: kind(state),
            title: shown.title,
            body,
            actions: shown.buttons.into_iter().map(action).collect(),
            tap: match shown.tap {
                Tap::Open => Some(NoticeAction::Open),
                Tap::ShowTask => None,
            },
            percent: shown.percent,
        })
    }

    fn gone(&mut self, task: u64) -> Option<Notice> {
        self.running.remove(&task);
        self.shown.remove(&task).then(|| Notice {
            task,
            kind: NoticeKind::Gone,
            title: String::new(),
            body: String::new(),
            actions: Vec::new(),
            tap: None,
            percent: None,
        })
    }
}

/// The texts that count for a task: its own, else the default ones. Groups have none of their own yet.
async fn templates(core: &Core, task: u64) -> Templates {
    let default = core.templates();
    let own = core.engine().store().load(TaskId(task)).await.ok().and_then(|(record, _)| record.task.notifications);
    Templates::winning(own.as_ref(), None, &default).clone()
}

const fn state(status: Status) -> Option<NoticeState> {
    match status {
        Status::Enqueued => None,
        Status::Running | Status::WaitingToRetry => Some(NoticeState::Running),
        Status::Paused => Some(NoticeState::Paused),
        Status::Complete => Some(NoticeState::Complete),
        Status::NotFound | Status::Failed => Some(NoticeState::Failed),
        Status::Canceled => Some(NoticeState::Canceled),
    }
}

const fn kind(state: NoticeState) -> NoticeKind {
    match state {
        NoticeState::Running => NoticeKind::Running,
        NoticeState::Complete => NoticeKind::Complete,
        NoticeState::Failed => NoticeKind::Failed,
        NoticeState::Paused => NoticeKind::Paused,
        NoticeState::Canceled => NoticeKind::Canceled,
    }
}

const fn action(button: Button) -> NoticeAction {
    match button {
        Button::Open => NoticeAction::Open,
        Button::ShowInFolder => NoticeAction::Reveal,
        Button::Retry => NoticeAction::Retry,
        Button::Pause => NoticeAction::Pause,
        Button::Resume => NoticeAction::Resume,
        Button::Cancel => NoticeAction::Cancel,
    }
}

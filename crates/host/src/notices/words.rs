//! The words of the model in the words of the surfaces.

use haul_api::{About, Notice, NoticeAction, NoticeKind};
use haul_model::notification::{Button, NoticeState, Tap};

/// A notification that has to go.
pub(super) const fn gone(about: About) -> Notice {
    Notice {
        about,
        kind: NoticeKind::Gone,
        title: String::new(),
        body: String::new(),
        actions: Vec::new(),
        tap: None,
        percent: None,
        sound: false,
    }
}

pub(super) const fn tap(tap: Tap) -> Option<NoticeAction> {
    match tap {
        Tap::Open => Some(NoticeAction::Open),
        Tap::ShowTask => None,
    }
}

pub(super) const fn kind(state: NoticeState) -> NoticeKind {
    match state {
        NoticeState::Running => NoticeKind::Running,
        NoticeState::Complete => NoticeKind::Complete,
        NoticeState::Failed => NoticeKind::Failed,
        NoticeState::Paused => NoticeKind::Paused,
        NoticeState::Canceled => NoticeKind::Canceled,
    }
}

pub(super) const fn action(button: Button) -> NoticeAction {
    match button {
        Button::Open => NoticeAction::Open,
        Button::ShowInFolder => NoticeAction::Reveal,
        Button::Retry => NoticeAction::Retry,
        Button::Pause => NoticeAction::Pause,
        Button::Resume => NoticeAction::Resume,
        Button::Cancel => NoticeAction::Cancel,
    }
}

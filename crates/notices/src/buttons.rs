//! The keys and words of buttons.

use haul_api::{Notice, NoticeAction};
use haul_words::Words;

/// Key of the action that a click on the notification itself means.
pub(crate) const CLICK: &str = "default";

const ACTIONS: [NoticeAction; 6] = [
    NoticeAction::Open,
    NoticeAction::Reveal,
    NoticeAction::Retry,
    NoticeAction::Pause,
    NoticeAction::Resume,
    NoticeAction::Cancel,
];

/// Keys and words of the buttons, in turn, as the specification has it.
pub(crate) fn of(notice: &Notice, words: &Words) -> Vec<String> {
    let click = [CLICK.to_owned(), words.say("notice-show", &[])];
    let actions = notice.actions.iter().flat_map(|action| [key(*action).to_owned(), words.say(word(*action), &[])]);
    click.into_iter().chain(actions).collect()
}

/// The action of a key; `None` for one that is not known.
pub(crate) fn of_key(pressed: &str) -> Option<NoticeAction> {
    ACTIONS.into_iter().find(|action| key(*action) == pressed)
}

const fn key(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Open => "open",
        NoticeAction::Reveal => "reveal",
        NoticeAction::Retry => "retry",
        NoticeAction::Pause => "pause",
        NoticeAction::Resume => "resume",
        NoticeAction::Cancel => "cancel",
    }
}

/// The message with the word of an action.
const fn word(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Open => "notice-open",
        NoticeAction::Reveal => "notice-reveal",
        NoticeAction::Retry => "notice-retry",
        NoticeAction::Pause => "notice-pause",
        NoticeAction::Resume => "notice-resume",
        NoticeAction::Cancel => "notice-cancel",
    }
}

#[cfg(test)]
mod tests {
    use haul_api::{About, NoticeKind};

    use super::*;

    #[test]
    fn a_button_is_sent_as_key_and_word() {
        let complete = Notice {
            about: About::Task(7),
            kind: NoticeKind::Complete,
            title: "t".into(),
            body: "b".into(),
            actions: vec![NoticeAction::Open, NoticeAction::Reveal],
            tap: None,
            percent: None,
            sound: false,
        };
        assert_eq!(of(&complete, &Words::english()), ["default", "Show", "open", "Open", "reveal", "Show in folder"]);
    }

    #[test]
    fn every_button_is_known_again_by_its_key() {
        for action in ACTIONS {
            assert_eq!(of_key(key(action)), Some(action));
        }
        assert_eq!(of_key("default"), None);
    }
}

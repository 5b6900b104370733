//! Presses on notifications, and what follows.
//!
//! Owns those that wait for a program with a window (M183), and what a button means for tasks (M182, M184). Rule kept
//! here: a press is heard by one client, once, and waits for it as long as the host lives.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use haul_api::wire::write_frame;
use haul_api::{About, Changed, NoticeAction, Press, Refusal, Selection, TaskRef, Update};
use haul_model::notification::NoticeState;
use tokio::io::{AsyncBufRead, AsyncWrite};
use tokio::sync::Notify;

use crate::answers::Core;
use crate::watch::gone;

/// Most presses that wait; older ones are of no use by then.
const MOST: usize = 64;

/// Presses that nobody has heard of.
#[derive(Debug, Default)]
pub(crate) struct Presses {
    waiting: Mutex<VecDeque<Press>>,
    came: Notify,
}

impl Presses {
    fn put(&self, press: Press) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            waiting.pop_front();
        }
        waiting.push_back(press);
        drop(waiting);
        self.came.notify_one();
    }

    fn put_back(&self, press: Press) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_front(press);
        self.came.notify_one();
    }

    fn take(&self) -> Option<Press> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Does what a press asks for.
pub(crate) async fn press(core: &Core, press: Press) -> Result<Changed, Refusal> {
    let Some(action) = press.action else {
        core.presses().put(press);
        return Ok(Changed::default());
    };
    let (Some(states), About::Together(name)) = (meant(action), &press.about) else {
        return press_one(core, press, action).await;
    };
    let members = core.together().those(name, states);
    act(core, action, members.into_iter().map(|id| TaskRef::Number(id.0)).collect()).await
}

async fn press_one(core: &Core, press: Press, action: NoticeAction) -> Result<Changed, Refusal> {
    match press.about {
        About::Task(task) if meant(action).is_some() => act(core, action, vec![TaskRef::Number(task)]).await,
        About::Task(_) | About::Together(_) => {
            core.presses().put(press);
            Ok(Changed::default())
        }
    }
}

/// The members of a shared notification that a button is about; `None` for what only a program with a window can do.
const fn meant(action: NoticeAction) -> Option<&'static [NoticeState]> {
    match action {
        NoticeAction::Open | NoticeAction::Reveal => None,
        NoticeAction::Retry => Some(&[NoticeState::Failed]),
        NoticeAction::Pause => Some(&[NoticeState::Running]),
        NoticeAction::Resume => Some(&[NoticeState::Paused]),
        NoticeAction::Cancel => Some(&[NoticeState::Running, NoticeState::Paused]),
    }
}

async fn act(core: &Core, action: NoticeAction, tasks: Vec<TaskRef>) -> Result<Changed, Refusal> {
    use haul_api::Answers as _;
    let these = Selection::Tasks(tasks);
    match action {
        NoticeAction::Open | NoticeAction::Reveal => Ok(Changed::default()),
        NoticeAction::Retry => core.retry(these).await,
        NoticeAction::Pause => core.pause(these).await,
        NoticeAction::Resume => core.resume(these).await,
        NoticeAction::Cancel => core.cancel(these).await,
    }
}

/// Tells of presses until the client goes.
pub(crate) async fn serve(
    core: &Core,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
) -> Result<(), Refusal> {
    write_frame(stream, &Update::Watching {}).await?;
    loop {
        while let Some(press) = core.presses().take() {
            if let Err(refusal) = write_frame(stream, &Update::Pressed(press.clone())).await {
                core.presses().put_back(press);
                return Err(refusal);
            }
        }
        let came = async {
            core.presses().came.notified().await;
            false
        };
        if gone(stream, came).await {
            // The wake may have been for this client; another one takes its place.
            core.presses().came.notify_one();
            return Ok(());
        }
    }
}

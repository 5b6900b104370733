//! The stream of one who shows notifications.
//!
//! Owns its loop. Rule kept here: a notification is told to one at a time, and its turn is given away when it goes.

use haul_api::wire::write_frame;
use haul_api::{Notice, NoticeKind, Place, Refusal, Update};
use tokio::io::{AsyncBufRead, AsyncWrite};

use crate::answers::Core;
use crate::notices::Notices;
use crate::watch::{Told, gone};

/// Tells what is to be shown until the client goes.
pub(crate) async fn serve(
    core: &Core,
    place: Place,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
) -> Result<(), Refusal> {
    let mut version = core.engine().version();
    let (mut turn, mut notices) = (core.showers().join(place), Notices::default());
    // A daemon finds the desktop's bus while tasks run already, and begins with all that has happened since its start.
    let is_late = place == Place::Background && turn.is_first();
    let mut cursor = if is_late { 0 } else { core.engine().newest() };
    let mut told = Told::since(cursor);
    write_frame(stream, &Update::Watching {}).await?;
    notices.turn(turn.is_mine());
    tell(core, stream, notices.begin(core).await).await?;
    loop {
        version.borrow_and_update();
        let is_mine = turn.is_mine();
        if !is_mine {
            tell(core, stream, notices.turn(false)).await?;
        }
        match core.engine().events_after(cursor) {
            Ok(events) => {
                for event in events {
                    cursor = event.revision;
                    tell(core, stream, notices.of_fact(core, &event).await).await?;
                }
            }
            Err(_) => cursor = core.engine().newest(),
        }
        // What the one before has shown is not shown again: this one catches up first.
        tell(core, stream, notices.turn(is_mine)).await?;
        for update in told.progress(core, None) {
            if let Update::Progress(progress) = update {
                tell(core, stream, notices.of_progress(&progress)).await?;
            }
        }
        tell(core, stream, notices.due(core)).await?;
        let changed = async {
            tokio::select! {
                changed = version.changed() => changed.is_err(),
                () = turn.changed() => false,
            }
        };
        if gone(stream, changed).await {
            return Ok(());
        }
    }
}

async fn tell(
    core: &Core,
    stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin + Send),
    notices: impl IntoIterator<Item = Notice>,
) -> Result<(), Refusal> {
    for mut notice in notices {
        let ended = matches!(notice.kind, NoticeKind::Complete | NoticeKind::Failed);
        notice.sound = ended && core.settings().all().notify_sound;
        write_frame(stream, &Update::Notice(notice)).await?;
    }
    Ok(())
}

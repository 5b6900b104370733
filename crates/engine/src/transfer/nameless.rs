//! A small file that is there all at once.
//!
//! Owns the short way from an answer to a file: a file without a name, which a kill leaves nothing of, so that no record has
//! to come first. Refuses whatever comes in pieces, shares its pace or may be divided: that goes into a part file. Rule kept
//! here: what comes after it - checks, sync, record, final name - is the same for both.

use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use bytes::Bytes;
use haul_model::options::Strictness;
use haul_model::remote::Remote;
use haul_model::segments::SegmentMap;
use haul_model::task::{Conflict, Method};
use haul_store::Change;

use crate::clock;
use crate::net::Answer;
use crate::transfer::attempt::Attempt;
use crate::transfer::{Halt, finish, learn, space};
use crate::trouble::{Trouble, of_disk};

/// Most bytes of a file that goes this way: what a connection holds at once.
const MOST: u64 = 256 << 10;

/// Takes the file, if all of it has come with its head; otherwise the answer is as it was.
pub(super) async fn takes(attempt: &mut Attempt, remote: &Remote, answer: &mut Answer) -> Result<bool, Halt> {
    let Some(total) = remote.total.filter(|total| (1..=MOST).contains(total) && suits(attempt)) else {
        return Ok(false);
    };
    let Some(content) = at_once(answer).await? else { return Ok(false) };
    if content.len() as u64 != total {
        answer.give_back(content);
        return Ok(false);
    }
    let claim = space::promise(attempt, Some(total))?;
    let Some(file) = attempt.folder.create_nameless() else {
        answer.give_back(content);
        return Ok(false);
    };
    let path = attempt.path();
    file.write_all_at(&content, 0).map_err(|error| of_disk(&error, &path))?;
    (attempt.claim, attempt.part, attempt.record.remote) = (Some(claim), Some(Arc::new(file)), Some(remote.clone()));
    attempt.lines.meter.reset(SegmentMap::whole(Some(total)));
    attempt.lines.meter.advance(0, total, total);
    attempt.rolling = Arc::new(finish::rolling(attempt));
    attempt.rolling.push(0, &content);
    let (id, at) = (attempt.record.id, clock::now());
    let told = learn::told(remote, None).into_iter().map(|what| Change::Happened { id, at, what });
    attempt.pending.extend([Change::Taught { id, remote: remote.clone() }, Change::FirstByte { id, at }]);
    attempt.pending.extend(told);
    Ok(true)
}

/// Whether nothing of the task asks for a part file.
fn suits(attempt: &Attempt) -> bool {
    let (download, lines) = (attempt.download(), &attempt.lines);
    let is_plain = download.method == Method::Get && download.window.is_none();
    let is_new = attempt.part.is_none() && attempt.record.part.is_none() && attempt.record.old_part.is_none();
    let valve = || lines.site.throttle.valve(lines.id, &attempt.record.task.group, download.limit_rate);
    is_plain
        && is_new
        && download.strictness == Strictness::Lenient
        && download.conflict == Conflict::Rename
        && !attempt.arrives_together()
        && valve().portion().is_none()
}

/// What has come of the body by now; whoever reads the connection has its turn first.
async fn at_once(answer: &mut Answer) -> Result<Option<Bytes>, Trouble> {
    tokio::select! {
        biased;
        piece = answer.chunk() => piece,
        () = tokio::task::yield_now() => Ok(None),
    }
}

/// Makes a part file of it, on record as any other: it is not the file that was wanted.
pub(super) async fn become_part(attempt: &mut Attempt) -> Result<(), Halt> {
    let (Some(file), Some(remote)) = (attempt.part.clone(), attempt.record.remote.clone()) else {
        return Err(Trouble::internal("nothing to keep").into());
    };
    loop {
        let name = attempt.record.name.clone();
        let part = attempt.in_folder(|folder| folder.free_part(name.as_str()))?;
        let learned =
            Change::Learned { id: attempt.record.id, remote: remote.clone(), name, part: part.clone(), old_part: None };
        attempt.keep_telling(learned, Vec::new()).await?;
        if attempt.in_folder(|folder| folder.name(&file, &part))? {
            attempt.record.part = Some(part);
            return Ok(());
        }
    }
}

//! How kept tasks change.
//!
//! Owns the SQL of every [`Change`], whole beside the row it changes. Refuses to read.

use std::path::Path;

use haul_model::digest::Digest;
use haul_model::naming::FileName;
use haul_model::post_command::Run;
use haul_model::remote::{Remote, Reply};
use haul_model::status::State;
use haul_model::task::TaskId;
use haul_model::time::Timestamp;
use haul_model::upload::Delivery;
use rusqlite::{Connection, OptionalExtension as _, Params, params};

use crate::answer;
use crate::batch;
use crate::edited::{Destination, Edited};
use crate::error::StoreError;
use crate::record::Change;
use crate::row::{Rows, set, set_once};
use crate::task::{self, intent_word, json, permission_word, text_of};
use crate::{group, log, mail, removed, segment};

/// Applies changes in order. What they put into the same row, one after the other, is written at once.
pub(crate) fn apply(connection: &Connection, changes: &[Change]) -> Result<(), StoreError> {
    let mut rows = Rows::of(connection);
    for change in changes {
        if apply_one(&mut rows, change)? == 0 {
            tracing::debug!(?change, "a change of something that is gone");
        }
    }
    rows.end()
}

fn apply_one(rows: &mut Rows<'_>, change: &Change) -> Result<usize, StoreError> {
    Ok(match change {
        Change::State { id, state, finished } => set_state(rows, *id, state, *finished)?,
        Change::Learned { id, remote, name, part, old_part } => {
            learn(rows.written()?, *id, remote, name, (part, old_part.as_deref()))?
        }
        Change::Taught { id, remote } => rows.put(*id, [set("remote", json(remote)?)])?,
        Change::NoPart { id } => {
            segment::forget(rows.written()?, *id)?;
            run(rows.written()?, "UPDATE task SET part = NULL, old_part = NULL, placing = 0 WHERE id = ?1", [id.0])?
        }
        Change::Rejected { id, old_part } => reject(rows.written()?, *id, old_part)?,
        Change::Published { id, digest } => publish(rows.written()?, *id, digest)?,
        Change::Placing { id, name, digest, bytes, inode } => {
            place(rows, *id, name, digest.as_ref(), (*bytes, *inode))?
        }
        Change::Replied { id, reply } => rows.put(*id, [set("reply", json(reply)?)])?,
        Change::Answered { id, reply, body } => set_answer(rows.written()?, *id, reply, body.as_deref())?,
        Change::Delivered { id, delivery } => deliver(rows, *id, delivery)?,
        Change::Received { id, delivery, reply, body } => {
            set_answer(rows.written()?, *id, reply, body.as_deref())?;
            deliver(rows, *id, delivery)?
        }
        Change::Ran { id, run: of } => note_run(rows.written()?, *id, of)?,
        Change::Retries { id, left } => allow_retries(rows.written()?, *id, *left)?,
        Change::Priority { id, priority } => prioritize(rows.written()?, *id, *priority)?,
        Change::Placed { id, priority, rank } => stand(rows.written()?, *id, *priority, *rank)?,
        Change::Begun { id, at } => {
            run(rows.written()?, "UPDATE task SET begun = ?2 WHERE id = ?1", params![id.0, at.map(|at| at.0)])?
        }
        Change::FirstByte { id, at } => rows.put(*id, [set_once("first_byte", at.0)])?,
        Change::Edited { id, edited } => edit(rows.written()?, *id, edited)?,
        Change::Moved { id, folder, name } => go_to(rows.written()?, *id, folder, name)?,
        Change::Destined { id, destination } => destine(rows.written()?, *id, destination)?,
        Change::Grouped { id, group } => enter_group(rows.written()?, *id, group)?,
        Change::GroupRenamed { from, to } => group::rename(rows.written()?, from, to)?,
        Change::Group { name, spec } => group::keep(rows.written()?, name, spec)?,
        Change::NoGroup { name } => group::forget(rows.written()?, name)?,
        Change::SetAside { id, at } => removed::set_aside(rows.written()?, *id, *at)?,
        Change::ForgetRemoved { id } => removed::forget(rows.written()?, *id)?,
        Change::Happened { id, at, what } => log::add(rows.beside(), *id, *at, what)?,
        Change::Forget { id } => run(rows.written()?, "DELETE FROM task WHERE id = ?1", [id.0])?,
        Change::Stage { batch, stage } => batch::set_stage(rows.written()?, *batch, stage)?,
    })
}

fn run(connection: &Connection, sql: &str, values: impl Params) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(values)?)
}

fn go_to(connection: &Connection, id: TaskId, folder: &Path, name: &FileName) -> Result<usize, StoreError> {
    let update = "UPDATE task SET folder = ?2, name = ?3 WHERE id = ?1";
    run(connection, update, params![id.0, text_of(folder)?, name.as_str()])
}

fn destine(connection: &Connection, id: TaskId, destination: &Destination) -> Result<usize, StoreError> {
    let Destination { folder, name, choice, location } = destination;
    go_to(connection, id, folder, name)?;
    let update = "UPDATE task SET spec = json_set(spec, '$.name', json(?2), '$.location', json(?3)) WHERE id = ?1";
    run(connection, update, params![id.0, json(choice)?, json(location)?])
}

fn enter_group(connection: &Connection, id: TaskId, group: &str) -> Result<usize, StoreError> {
    let update = "UPDATE task SET group_name = ?2, spec = json_set(spec, '$.group', ?2) WHERE id = ?1";
    run(connection, update, params![id.0, group])
}

fn note_run(connection: &Connection, id: TaskId, of: &Run) -> Result<usize, StoreError> {
    run(connection, "UPDATE task SET post_run = ?2 WHERE id = ?1", params![id.0, json(of)?])
}

fn allow_retries(connection: &Connection, id: TaskId, left: u8) -> Result<usize, StoreError> {
    run(connection, "UPDATE task SET retries_left = ?2 WHERE id = ?1", params![id.0, left])
}

fn set_answer(connection: &Connection, id: TaskId, reply: &Reply, body: Option<&[u8]>) -> Result<usize, StoreError> {
    answer::replace(connection, id, body)?;
    set_reply(connection, id, reply)
}

fn publish(connection: &Connection, id: TaskId, digest: &Digest) -> Result<usize, StoreError> {
    let update = "UPDATE task SET spec = json_set(spec, '$.published', ?2) WHERE id = ?1";
    run(connection, update, params![id.0, digest.to_string()])
}

fn stand(connection: &Connection, id: TaskId, priority: u8, rank: i64) -> Result<usize, StoreError> {
    let update = "UPDATE task SET priority = ?2, rank = ?3, spec = json_set(spec, '$.priority', ?2) WHERE id = ?1";
    run(connection, update, params![id.0, priority, rank])
}

fn set_reply(connection: &Connection, id: TaskId, reply: &Reply) -> Result<usize, StoreError> {
    let mut update = connection.prepare_cached("UPDATE task SET reply = ?2 WHERE id = ?1")?;
    Ok(update.execute(params![id.0, json(reply)?])?)
}

fn prioritize(connection: &Connection, id: TaskId, priority: u8) -> Result<usize, StoreError> {
    Ok(connection
        .prepare_cached("UPDATE task SET priority = ?2, spec = json_set(spec, '$.priority', ?2) WHERE id = ?1")?
        .execute(params![id.0, priority])?)
}

fn learn(
    connection: &Connection,
    id: TaskId,
    remote: &Remote,
    name: &FileName,
    (part, old_part): (&str, Option<&str>),
) -> Result<usize, StoreError> {
    segment::forget(connection, id)?;
    let rows = connection
        .prepare_cached(
            "UPDATE task SET remote = ?2, total = ?3, name = ?4, part = ?5, old_part = ?6, received = 0, placing = 0
             WHERE id = ?1",
        )?
        .execute(params![id.0, json(remote)?, remote.total, name.as_str(), part, old_part])?;
    Ok(rows)
}

fn place(
    rows: &mut Rows<'_>,
    id: TaskId,
    name: &FileName,
    digest: Option<&Digest>,
    (bytes, inode): (u64, u64),
) -> Result<usize, StoreError> {
    let bytes = i64::try_from(bytes).map_err(task::unreadable)?;
    let columns = [
        set("placing", 1),
        set("name", name.as_str().to_owned()),
        set("digest", digest.map(ToString::to_string)),
        set("received", bytes),
        set("total", bytes),
        set("part_inode", inode.cast_signed()),
    ];
    rows.put(id, columns)
}

fn deliver(rows: &mut Rows<'_>, id: TaskId, delivery: &Delivery) -> Result<usize, StoreError> {
    let connection = rows.written()?;
    rows.gain().proves(connection, id, delivery.offset)?;
    let rows = connection
        .prepare_cached("UPDATE task SET delivery = ?2, received = ?3, total = ?4 WHERE id = ?1")?
        .execute(params![id.0, json(delivery)?, delivery.offset, delivery.length])?;
    Ok(rows)
}

fn reject(connection: &Connection, id: TaskId, old_part: &str) -> Result<usize, StoreError> {
    segment::forget(connection, id)?;
    let rows = connection
        .prepare_cached(
            "UPDATE task SET old_part = ?2, placing = 0, received = 0, spec = json_remove(spec, '$.published')
             WHERE id = ?1",
        )?
        .execute(params![id.0, old_part])?;
    Ok(rows)
}

/// Writes what was edited and nothing else: a transfer may be writing other parts of the description.
fn edit(connection: &Connection, id: TaskId, edited: &Edited) -> Result<usize, StoreError> {
    let rows = connection
        .prepare_cached(
            "UPDATE task SET spec = json_set(spec, '$.url', ?2, '$.limit_rate', ?3, '$.lanes', ?4,
                                      '$.metered', coalesce(?7, 'as_set'), '$.requires_wifi', json(iif(?8, 'true', 'false'))),
                             url = ?5, host = ?6, metered = ?7, requires_wifi = ?8
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            edited.url,
            edited.limit_rate,
            edited.lanes,
            edited.shown_url,
            edited.host,
            permission_word(edited.link.metered),
            edited.link.requires_wifi,
        ])?;
    Ok(rows)
}

/// Puts an ended task back into the queue under a name that nobody has, which is reserved from then on.
pub(crate) fn revive(
    connection: &Connection,
    id: TaskId,
    state: &State,
    taken: fn(&Path) -> bool,
) -> Result<(), StoreError> {
    let record = task::load(connection, id)?;
    // A file that has its name keeps it: only its command is tried again.
    let taken = if record.placing && record.post_run.is_some() { |_: &Path| false } else { taken };
    task::reserve(connection, id, record.name, taken)?;
    let mut rows = Rows::of(connection);
    set_state(&mut rows, id, state, None)?;
    rows.end()
}

fn set_state(rows: &mut Rows<'_>, id: TaskId, state: &State, finished: Option<Timestamp>) -> Result<usize, StoreError> {
    let (connection, text) = (rows.written()?, json(&state.status)?);
    let (intent, word) = (intent_word(state.intent), state.status.word());
    if state.status.is_final() {
        end(rows, id, word, &text)?;
    }
    if word == "running" {
        // It was live before, and of a live task nothing else follows from that.
        let update = "UPDATE task SET intent = ?2, status = ?3, state = ?4 WHERE id = ?1";
        return run(connection, update, params![id.0, intent, word, text]);
    }
    if word == "complete" {
        segment::forget(connection, id)?;
    }
    let rows = connection
        .prepare_cached(
            "UPDATE task SET intent = ?2, status = ?3, state = ?4, finished = ?5,
                             placing = iif(?3 IN ('complete', 'canceled'), 0, placing),
                             part = iif(?3 = 'complete', NULL, part),
                             old_part = iif(?3 = 'complete', NULL, old_part),
                             rank = iif(?3 IN ('complete', 'not_found', 'failed', 'canceled'), NULL, rank),
                             post_run = CASE
                               WHEN ?3 = 'canceled' THEN NULL
                               WHEN ?3 IN ('paused', 'failed') AND post_run ->> '$.run' = 'begun'
                                 THEN '{\"run\":\"unseen\"}'
                               ELSE post_run
                             END
             WHERE id = ?1",
        )?
        .execute(params![id.0, intent, word, text, finished.map(|at| at.0)])?;
    Ok(rows)
}

/// What follows when a task ends in another way than it has ended already.
fn end(rows: &mut Rows<'_>, id: TaskId, word: &str, text: &str) -> Result<(), StoreError> {
    let connection = rows.written()?;
    let mut select = connection.prepare_cached("SELECT status, kind FROM task WHERE id = ?1")?;
    let before: Option<(String, String)> = select.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((before, kind)) = before else { return Ok(()) };
    if before == word {
        return Ok(());
    }
    if word == "complete" {
        rows.gain().completes(&kind);
    }
    mail::note(connection, id, text)
}

#[cfg(test)]
mod tests {
    use haul_model::status::{Intent, TaskStatus};

    use super::*;
    use crate::migrate::to_latest;
    use crate::traffic::{self, Traffic};

    /// A database with downloads numbered from 1.
    fn with_downloads(count: u64) -> Result<Connection, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        to_latest(&mut connection)?;
        for id in 1..=count {
            connection.execute(
                "INSERT INTO task (id, kind, group_name, priority, created, intent, status, state, url, host, folder,
                                   name, retries_left, spec)
                 VALUES (?1, 'download', '', 5, 0, 'run', 'running', '', '', '', '/f', ?1, 0, '')",
                [id],
            )?;
        }
        Ok(connection)
    }

    fn placing(id: u64, bytes: u64) -> Result<Change, StoreError> {
        let name = FileName::typed_by_user(&id.to_string()).map_err(task::unreadable)?;
        Ok(Change::Placing { id: TaskId(id), name, digest: None, bytes, inode: 7 })
    }

    fn ended(id: u64) -> Change {
        let state = State { intent: Intent::Run, status: TaskStatus::Complete };
        Change::State { id: TaskId(id), state, finished: Some(Timestamp(1)) }
    }

    fn today(connection: &Connection) -> Result<Traffic, StoreError> {
        Ok(traffic::totals(connection)?.today)
    }

    fn ends(connection: &Connection) -> Result<Vec<TaskId>, StoreError> {
        Ok(mail::unseen(connection, "reader", 0, 100)?.into_iter().map(|end| end.task).collect())
    }

    #[test]
    fn what_is_said_twice_in_one_commit_or_in_two_is_counted_once() -> Result<(), StoreError> {
        let connection = with_downloads(2)?;
        let said = [placing(1, 10)?, placing(1, 10)?, ended(1), ended(1), placing(2, 5)?];
        apply(&connection, &said)?;
        let expected = Traffic { received: 15, fetched: 1, ..Traffic::default() };
        assert_eq!((today(&connection)?, ends(&connection)?), (expected, vec![TaskId(1)]));
        apply(&connection, &said)?;
        assert_eq!((today(&connection)?, ends(&connection)?), (expected, vec![TaskId(1)]));
        Ok(())
    }

    #[test]
    fn of_a_file_that_grows_only_what_is_new_is_counted() -> Result<(), StoreError> {
        let connection = with_downloads(1)?;
        let proven = |done| haul_model::segments::Segment { start: 0, end: Some(100), done };
        for done in [10, 30, 20] {
            segment::prove(&connection, TaskId(1), &[proven(done)])?;
        }
        apply(&connection, &[placing(1, 100)?])?;
        assert_eq!(today(&connection)?.received, 110, "10, 20 more, 10 less, 80 more");
        Ok(())
    }

    #[test]
    fn an_end_in_another_way_is_another_end_and_a_task_that_is_gone_has_none() -> Result<(), StoreError> {
        let connection = with_downloads(1)?;
        let canceled = State { intent: Intent::Run, status: TaskStatus::Canceled };
        let canceled = Change::State { id: TaskId(1), state: canceled, finished: None };
        apply(&connection, &[canceled, ended(1), ended(9), placing(9, 9)?])?;
        assert_eq!(ends(&connection)?, [TaskId(1), TaskId(1)]);
        assert_eq!(today(&connection)?, Traffic { fetched: 1, ..Traffic::default() });
        Ok(())
    }
}

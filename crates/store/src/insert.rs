//! How new tasks come into their table.
//!
//! Owns the SQL of it. Rules kept here: there may be a great many at once, so that what is alike of all of them is done
//! once, and no trigger waits for new tasks; the index of final paths itself says whether a name is free.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use haul_model::batch::BatchId;
use haul_model::naming::FileName;
use haul_model::status::{TaskStatus, WaitingFor};
use haul_model::task::{Conflict, TaskId};
use rusqlite::{CachedStatement, Connection, params};

use crate::error::StoreError;
use crate::new_record::{Kept, NewRecord};
use crate::secret;
use crate::task::{QUEUED, intent_word, json, permission_word, refuse_duplicate, text_of, unreadable};

/// Nothing is written where a live task has the path, or the id, already.
const INSERT: &str =
    "INSERT INTO task (own_id, kind, group_name, priority, created, intent, status, state, url, host, folder,
                                        name, retries_left, spec, max_seconds, secrets, metered, requires_wifi, batch)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                      ON CONFLICT DO NOTHING";

/// What keeps new tasks.
pub(crate) struct Insertion<'a> {
    connection: &'a Connection,
    insert: CachedStatement<'a>,
    /// The batch they are added with.
    batch: Option<BatchId>,
    /// Whether something has this path in the folder already.
    taken: fn(&Path) -> bool,
    /// The last name that was given in place of one that is taken, by folder and that name: all before it are taken too.
    counted: HashMap<(PathBuf, FileName), FileName>,
}

impl<'a> Insertion<'a> {
    /// Gets ready to keep tasks, each by itself or all with a batch.
    pub(crate) fn begin(
        connection: &'a Connection,
        batch: Option<BatchId>,
        taken: fn(&Path) -> bool,
    ) -> Result<Self, StoreError> {
        Ok(Self { connection, insert: connection.prepare_cached(INSERT)?, batch, taken, counted: HashMap::new() })
    }

    /// Keeps a new task under the first free name.
    pub(crate) fn keep(&mut self, new: &NewRecord) -> Result<Kept, StoreError> {
        refuse_duplicate(self.connection, &new.task)?;
        let spec = new.task.to_json().map_err(unreadable)?;
        let renames = new.task.work.as_download().is_some_and(|download| download.conflict == Conflict::Rename);
        let mut name = new.name.clone();
        loop {
            let is_there = renames && (self.taken)(&new.folder.join(name.as_str()));
            if !is_there && self.insert(new, name.as_str(), &spec)? {
                let id = TaskId(self.connection.last_insert_rowid().unsigned_abs());
                new.secrets.as_deref().map_or(Ok(()), |key| secret::tie(self.connection, key))?;
                if name != new.name {
                    self.counted.insert((new.folder.clone(), new.name.clone()), name.clone());
                }
                return Ok(Kept { id, name });
            }
            if !renames {
                return Err(StoreError::Reserved(new.folder.join(name.as_str())));
            }
            name = self.after(new, &name);
        }
    }

    /// The name to try after one that is taken. Very many tasks that want the same name would each count from its
    /// beginning.
    fn after(&self, new: &NewRecord, taken: &FileName) -> FileName {
        let counted = || self.counted.get(&(new.folder.clone(), new.name.clone()));
        let last = if *taken == new.name { counted() } else { None };
        last.unwrap_or(taken).next_numbered()
    }

    /// Whether the row is written; it is not where its path is reserved.
    fn insert(&mut self, new: &NewRecord, name: &str, spec: &str) -> Result<bool, StoreError> {
        let NewRecord { task, secrets, state, host, url, folder, name: _ } = new;
        let rows = self.insert.execute(params![
            task.own_id,
            task.work.kind(),
            task.group,
            task.priority,
            task.created.0,
            intent_word(state.intent),
            state.status.word(),
            text_of_status(&state.status)?,
            url,
            host,
            text_of(folder)?,
            name,
            task.retries,
            spec,
            task.work.max_seconds(),
            secrets,
            permission_word(task.link.metered),
            task.link.requires_wifi,
            self.batch.map(|batch| batch.0),
        ])?;
        Ok(rows > 0)
    }
}

fn text_of_status(status: &TaskStatus) -> Result<Cow<'static, str>, StoreError> {
    if matches!(status, TaskStatus::Enqueued { waiting_for: WaitingFor::Slot }) {
        return Ok(Cow::Borrowed(QUEUED));
    }
    json(status).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::error::StoreError;
    use crate::migrate::to_latest;

    #[test]
    fn no_trigger_makes_sqlite_copy_every_page_that_a_new_or_changed_task_changes() -> Result<(), StoreError> {
        let mut connection = Connection::open_in_memory()?;
        to_latest(&mut connection)?;
        let mut select = connection.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'task' AND sql NOT LIKE '%DELETE ON task%'",
        )?;
        let waiting = select.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        assert!(waiting.is_empty(), "{waiting:?}");
        Ok(())
    }
}

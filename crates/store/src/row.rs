//! What several changes make of one row, written by one statement.
//!
//! Owns the values that wait to be put into the row of one task, and what they bring. Rules kept here: whoever
//! changes anything else of a task finds them written; what has come is counted where it is written; the name, which
//! indexes have, is not written where it stays the same, for SQLite would take it out of each of them and put it back.

use haul_model::task::TaskId;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::error::StoreError;
use crate::traffic::Gain;

/// The column of the final name.
const NAME: &str = "name";

/// The column of the bytes that are proven.
const RECEIVED: &str = "received";

/// A value for a column.
#[derive(Debug)]
pub(crate) struct Column {
    name: &'static str,
    value: Value,
    /// Whether a value that is there stays.
    stays: bool,
}

/// The column has this value from then on.
pub(crate) fn set(name: &'static str, value: impl Into<Value>) -> Column {
    Column { name, value: value.into(), stays: false }
}

/// The column has this value from then on, unless it has one.
pub(crate) fn set_once(name: &'static str, value: impl Into<Value>) -> Column {
    Column { stays: true, ..set(name, value) }
}

/// The row that is written next.
pub(crate) struct Rows<'a> {
    connection: &'a Connection,
    waiting: Option<(TaskId, Vec<Column>)>,
    gain: Gain,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(connection: &'a Connection) -> Self {
        Self { connection, waiting: None, gain: Gain::default() }
    }

    /// Puts values into the row of a task, together with those that wait for the same row.
    pub(crate) fn put(&mut self, id: TaskId, columns: impl Into<Vec<Column>>) -> Result<usize, StoreError> {
        let columns = columns.into();
        let is_taken = |own: &[Column]| columns.iter().any(|column| own.iter().any(|own| own.name == column.name));
        match &mut self.waiting {
            Some((of, own)) if *of == id && !is_taken(own) => own.extend(columns),
            Some(_) | None => {
                self.written()?;
                self.waiting = Some((id, columns));
            }
        }
        Ok(1)
    }

    /// The connection, for what has nothing to do with the row.
    pub(crate) const fn beside(&self) -> &'a Connection {
        self.connection
    }

    /// The connection, once what waits is written.
    pub(crate) fn written(&mut self) -> Result<&'a Connection, StoreError> {
        if let Some((id, columns)) = self.waiting.take() {
            self.count(id, &columns)?;
            if write(self.connection, id, columns)? == 0 {
                tracing::debug!(%id, "a change of a task that is gone");
            }
        }
        Ok(self.connection)
    }

    /// What the changes bring besides.
    pub(crate) const fn gain(&mut self) -> &mut Gain {
        &mut self.gain
    }

    /// Writes what still waits, and what has been counted.
    pub(crate) fn end(mut self) -> Result<(), StoreError> {
        let connection = self.written()?;
        self.gain.keep(connection)
    }

    fn count(&mut self, id: TaskId, columns: &[Column]) -> Result<(), StoreError> {
        match columns.iter().find(|column| column.name == RECEIVED).map(|column| &column.value) {
            Some(Value::Integer(bytes)) => self.gain.proves(self.connection, id, bytes.unsigned_abs()),
            _ => Ok(()),
        }
    }
}

fn write(connection: &Connection, id: TaskId, mut columns: Vec<Column>) -> Result<usize, StoreError> {
    if let Some(at) = columns.iter().position(|column| column.name == NAME) {
        let mut same = connection.prepare_cached("SELECT 1 FROM task WHERE id = ?1 AND name = ?2")?;
        if same.exists(params![id.0, columns[at].value])? {
            columns.remove(at);
            if columns.is_empty() {
                return Ok(1);
            }
        }
    }
    let parts: Vec<String> = columns.iter().map(assignment).collect();
    let update = format!("UPDATE task SET {} WHERE id = ?", parts.join(", "));
    let values = columns.into_iter().map(|column| column.value).chain([Value::from(id.0.cast_signed())]);
    Ok(connection.prepare_cached(&update)?.execute(params_from_iter(values))?)
}

fn assignment(column: &Column) -> String {
    let name = column.name;
    if column.stays { format!("{name} = coalesce({name}, ?)") } else { format!("{name} = ?") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::to_latest;

    fn with_a_task() -> Result<Connection, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        to_latest(&mut connection)?;
        let insert =
            "INSERT INTO task (kind, group_name, priority, created, intent, status, state, url, host, folder, name,
                                        retries_left, spec)
                      VALUES ('download', '', 5, 0, 'run', 'running', '', '', '', '/f', 'a', 0, '')";
        connection.execute_batch(&format!("{insert}; CREATE TABLE seen (what TEXT)"))?;
        connection.execute_batch(
            "CREATE TRIGGER sees AFTER UPDATE ON task BEGIN INSERT INTO seen VALUES ('row'); END;
             CREATE TRIGGER sees_name AFTER UPDATE OF name ON task BEGIN INSERT INTO seen VALUES ('name'); END;",
        )?;
        Ok(connection)
    }

    fn seen(connection: &Connection) -> Result<String, StoreError> {
        Ok(connection.query_row("SELECT coalesce(group_concat(what, ' '), '') FROM seen", [], |row| row.get(0))?)
    }

    fn value(connection: &Connection, column: &str) -> Result<Value, StoreError> {
        Ok(connection.query_row(&format!("SELECT {column} FROM task"), [], |row| row.get(0))?)
    }

    #[test]
    fn what_comes_for_one_row_is_written_at_once_and_a_name_that_stays_is_not() -> Result<(), StoreError> {
        let connection = with_a_task()?;
        let mut rows = Rows::of(&connection);
        rows.put(TaskId(1), [set("reply", "r".to_owned())])?;
        rows.put(TaskId(1), [set_once("first_byte", 7), set(NAME, "a".to_owned())])?;
        assert_eq!(seen(&connection)?, "", "nothing is written before somebody needs it");
        rows.written()?;
        assert_eq!(seen(&connection)?, "row");
        assert_eq!(value(&connection, "first_byte")?, Value::from(7));
        rows.put(TaskId(1), [set_once("first_byte", 8), set(NAME, "b".to_owned())])?;
        rows.written()?;
        assert_eq!(value(&connection, "first_byte || name")?, Value::from("7b".to_owned()));
        Ok(())
    }

    #[test]
    fn the_later_of_two_values_for_one_column_holds() -> Result<(), StoreError> {
        let connection = with_a_task()?;
        let mut rows = Rows::of(&connection);
        for name in ["b", "a", "a"] {
            rows.put(TaskId(1), [set(NAME, name.to_owned())])?;
        }
        rows.written()?;
        assert_eq!(value(&connection, NAME)?, Value::from("a".to_owned()));
        assert_eq!(seen(&connection)?, "name row name row", "the third says nothing new");
        Ok(())
    }
}

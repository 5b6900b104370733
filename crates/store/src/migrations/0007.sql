-- The store itself ties the secrets of a new task to it. A trigger on new tasks makes SQLite keep a copy of every page that a
-- new row changes, in a file of its own, in case that this one statement is taken back: a dozen pages for a row of 300 bytes.
DROP TRIGGER secrets_tied;

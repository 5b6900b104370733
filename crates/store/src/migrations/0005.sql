-- Only a download has a final path, which it owns while it is live.
DROP INDEX task_live_path;
CREATE UNIQUE INDEX task_live_path ON task (folder, name)
  WHERE kind = 'download' AND status NOT IN ('complete', 'not_found', 'failed', 'canceled');

-- The whole body of an answer that is the result of a task.
CREATE TABLE answer (
  task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  body BLOB    NOT NULL
) STRICT;

-- How far an upload has come: NULL for other kinds, and before its first attempt.
ALTER TABLE task ADD COLUMN delivery TEXT;

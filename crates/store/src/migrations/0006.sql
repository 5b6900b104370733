-- Tasks that were removed and can still be brought back: every row of theirs as it was. They are forgotten for good soon
-- after, at the next start at the latest.
CREATE TABLE removed (
  task    INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  secrets TEXT,
  rows    TEXT    NOT NULL
) STRICT;

-- Their secrets stay for as long as they can be brought back.
DROP TRIGGER secrets_loosened;
CREATE TRIGGER secrets_loosened AFTER DELETE ON task
  WHEN OLD.secrets IS NOT NULL AND NOT EXISTS (SELECT 1 FROM removed WHERE removed.task = OLD.id)
BEGIN
  INSERT OR IGNORE INTO loose_secret (key) VALUES (OLD.secrets);
END;

CREATE TRIGGER secrets_left AFTER DELETE ON removed
  WHEN OLD.secrets IS NOT NULL AND NOT EXISTS (SELECT 1 FROM task WHERE task.id = OLD.task)
BEGIN
  INSERT OR IGNORE INTO loose_secret (key) VALUES (OLD.secrets);
END;

-- The orders of the list: a window of a long one costs its rows, whatever it is sorted by.
CREATE INDEX task_by_name ON task (name COLLATE NOCASE, id);
CREATE INDEX task_by_size ON task (total, id);
CREATE INDEX task_by_host ON task (host, id);
CREATE INDEX task_by_priority ON task (priority, id);
CREATE INDEX task_by_end ON task (finished, id);

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

-- What happened to a task, the last of it: it goes with its task.
CREATE TABLE log (
  task   INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  what   TEXT    NOT NULL,
  PRIMARY KEY (task, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_bounded AFTER INSERT ON log WHEN NEW.number > 50 BEGIN
  DELETE FROM log WHERE task = NEW.task AND number <= NEW.number - 50;
END;

-- What each day brought, in local time. Counted in the commit that proves the bytes or ends the task, whoever writes it. A
-- number that damage has made absurd must not keep that commit from happening: no day counts more than 2^50.
CREATE TABLE traffic (
  day      TEXT    PRIMARY KEY,
  received INTEGER NOT NULL DEFAULT 0,
  sent     INTEGER NOT NULL DEFAULT 0,
  fetched  INTEGER NOT NULL DEFAULT 0,
  uploaded INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER bytes_counted AFTER UPDATE OF received ON task
  WHEN NEW.received > OLD.received AND NEW.kind IN ('download', 'upload')
BEGIN
  INSERT INTO traffic (day, received, sent)
  VALUES (date('now', 'localtime'),
          iif(NEW.kind = 'download', NEW.received - OLD.received, 0),
          iif(NEW.kind = 'upload', NEW.received - OLD.received, 0))
  ON CONFLICT (day) DO UPDATE SET received = max(0, min(received, 1 << 50)) + min(excluded.received, 1 << 50),
                                  sent = max(0, min(sent, 1 << 50)) + min(excluded.sent, 1 << 50);
END;

CREATE TRIGGER files_counted AFTER UPDATE OF status ON task
  WHEN NEW.status = 'complete' AND OLD.status <> 'complete' AND NEW.kind IN ('download', 'upload')
BEGIN
  INSERT INTO traffic (day, fetched, uploaded)
  VALUES (date('now', 'localtime'), NEW.kind = 'download', NEW.kind = 'upload')
  ON CONFLICT (day) DO UPDATE SET fetched = max(0, min(fetched, 1 << 50)) + excluded.fetched,
                                  uploaded = max(0, min(uploaded, 1 << 50)) + excluded.uploaded;
END;

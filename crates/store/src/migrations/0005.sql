-- Only a download has a final path, which it owns while it is live.
DROP INDEX task_live_path;
CREATE UNIQUE INDEX task_live_path ON task (folder, name)
  WHERE kind = 'download' AND status NOT IN ('complete', 'not_found', 'failed', 'canceled');

-- The whole body of an answer that is the result of a task.
CREATE TABLE answer (
  task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  body BLOB    NOT NULL
) STRICT;

-- When the first byte came. Ended tasks in the order of their ends: a clean-up takes the oldest.
ALTER TABLE task ADD COLUMN first_byte INTEGER;
CREATE INDEX task_finished ON task (finished, id) WHERE finished IS NOT NULL;

-- Every end of a task, in order, for readers who were not there: it goes with its task. A mailbox knows what it has seen.
CREATE TABLE ending (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  task   INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  state  TEXT    NOT NULL
) STRICT;
CREATE INDEX ending_task ON ending (task);

CREATE TABLE mailbox (
  name TEXT    PRIMARY KEY,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER task_ended AFTER UPDATE OF status ON task
  WHEN NEW.status IN ('complete', 'not_found', 'failed', 'canceled') AND NEW.status <> OLD.status
BEGIN
  INSERT INTO ending (task, state) VALUES (NEW.id, NEW.state);
END;

-- What a task wishes of the link: 'allowed' or 'refused' on a metered one, else as it is set; and whether it waits for WiFi.
ALTER TABLE task ADD COLUMN metered TEXT;
ALTER TABLE task ADD COLUMN requires_wifi INTEGER NOT NULL DEFAULT 0;

-- How far an upload has come: NULL for other kinds, and before its first attempt.
ALTER TABLE task ADD COLUMN delivery TEXT;

-- What has been said of groups. The tasks of a group name it, whether or not it stands here.
CREATE TABLE group_spec (
  name TEXT PRIMARY KEY,
  spec TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The place of a task among those of its priority, where it was moved; otherwise it follows from its number.
ALTER TABLE task ADD COLUMN rank INTEGER;

-- Tasks that were added together; the stage says how far those are whose files arrive together.
CREATE TABLE batch (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  own_id  TEXT,
  name    TEXT,
  atomic  INTEGER NOT NULL,
  created INTEGER NOT NULL,
  stage   TEXT    NOT NULL
) STRICT;

ALTER TABLE task ADD COLUMN batch INTEGER;
CREATE INDEX task_batch ON task (batch, status) WHERE batch IS NOT NULL;
CREATE INDEX batch_own_id ON batch (own_id) WHERE own_id IS NOT NULL;

-- A batch goes with the last of its tasks.
CREATE TRIGGER batch_forgotten AFTER DELETE ON task
  WHEN OLD.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM task WHERE batch = OLD.batch) BEGIN
  DELETE FROM batch WHERE id = OLD.batch;
END;

-- What became of the command that takes over a task's file.
ALTER TABLE task ADD COLUMN post_run TEXT;

CREATE TABLE task (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  own_id       TEXT,
  kind         TEXT    NOT NULL,
  group_name   TEXT    NOT NULL,
  priority     INTEGER NOT NULL,
  created      INTEGER NOT NULL,
  finished     INTEGER,
  intent       TEXT    NOT NULL,
  status       TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  url          TEXT    NOT NULL,
  host         TEXT    NOT NULL,
  folder       TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  part         TEXT,
  old_part     TEXT,
  placing      INTEGER NOT NULL DEFAULT 0,
  received     INTEGER NOT NULL DEFAULT 0,
  total        INTEGER,
  retries_left INTEGER NOT NULL,
  remote       TEXT,
  reply        TEXT,
  digest       TEXT,
  spec         TEXT    NOT NULL
) STRICT;

-- A live task owns its id and its final path (M005, M077).
CREATE UNIQUE INDEX task_live_own_id ON task (own_id)
  WHERE own_id IS NOT NULL AND status NOT IN ('complete', 'not_found', 'failed', 'canceled');
CREATE UNIQUE INDEX task_live_path ON task (folder, name)
  WHERE status NOT IN ('complete', 'not_found', 'failed', 'canceled');

CREATE INDEX task_status ON task (status, id);
CREATE INDEX task_group ON task (group_name, status, id);
CREATE INDEX task_own_id ON task (own_id) WHERE own_id IS NOT NULL;

CREATE TABLE segment (
  task  INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  end   INTEGER,
  done  INTEGER NOT NULL,
  PRIMARY KEY (task, start)
) STRICT, WITHOUT ROWID;

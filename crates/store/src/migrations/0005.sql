-- Only a download has a final path, which it owns while it is live.
DROP INDEX task_live_path;
CREATE UNIQUE INDEX task_live_path ON task (folder, name)
  WHERE kind = 'download' AND status NOT IN ('complete', 'not_found', 'failed', 'canceled');

-- The whole body of an answer that is the result of a task.
CREATE TABLE answer (
  task INTEGER PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE,
  body BLOB    NOT NULL
) STRICT;

-- What a task wishes of the link: 'allowed' or 'refused' on a metered one, else as it is set; and whether it waits for WiFi.
ALTER TABLE task ADD COLUMN metered TEXT;
ALTER TABLE task ADD COLUMN requires_wifi INTEGER NOT NULL DEFAULT 0;

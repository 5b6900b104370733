-- The key of a task's secrets, which are kept elsewhere.
ALTER TABLE task ADD COLUMN secrets TEXT;

-- Keys of secrets that belong to no task: not yet, or not any more. Whoever keeps secrets may forget these.
CREATE TABLE loose_secret (
  key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER secrets_tied AFTER INSERT ON task WHEN NEW.secrets IS NOT NULL BEGIN
  DELETE FROM loose_secret WHERE key = NEW.secrets;
END;

CREATE TRIGGER secrets_loosened AFTER DELETE ON task WHEN OLD.secrets IS NOT NULL BEGIN
  INSERT OR IGNORE INTO loose_secret (key) VALUES (OLD.secrets);
END;

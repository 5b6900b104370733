-- The time that all attempts at a task may take together, and when the first of them began (M110).
ALTER TABLE task ADD COLUMN max_seconds INTEGER;
ALTER TABLE task ADD COLUMN begun INTEGER;
UPDATE task SET max_seconds = json_extract(spec, '$.max_seconds');

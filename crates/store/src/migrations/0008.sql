-- How far a group or a batch has come is read from its index alone: a hundred thousand rows of it in some milliseconds.
DROP INDEX task_group;
CREATE INDEX task_group ON task (group_name, status, id, received, total);
DROP INDEX task_batch;
CREATE INDEX task_batch ON task (batch, status, received, total) WHERE batch IS NOT NULL;

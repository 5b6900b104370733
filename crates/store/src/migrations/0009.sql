-- What follows from a change of a task is written by the store, in the same commit: a trigger for every changed row makes
-- SQLite copy the pages of each, and look at its conditions in statements that they never hold for.
DROP TRIGGER task_ended;
DROP TRIGGER bytes_counted;
DROP TRIGGER files_counted;

-- `task_by_end` holds the same, with those that have not ended before all others.
DROP INDEX task_finished;

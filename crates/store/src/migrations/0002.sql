-- A rename keeps the inode: it proves after a cut that the file of the final name is the part that was placed.
ALTER TABLE task ADD COLUMN part_inode INTEGER;

-- Those that have begun, few among many: a start looks whether their files are in place already.
CREATE INDEX task_begun ON task (id) WHERE part IS NOT NULL;

-- What a row of proof was when it was written, so that a flipped bit is no proof of bytes that are not there.
ALTER TABLE segment ADD COLUMN seal INTEGER;

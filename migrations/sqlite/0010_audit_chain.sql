-- The audit log as a chain: each line has its number and a code over itself and the code before it.
-- The panel gives the lines that are there already their place when it next starts, for it has the key.
ALTER TABLE audit_log ADD COLUMN seq INTEGER;
ALTER TABLE audit_log ADD COLUMN mac BLOB;
CREATE UNIQUE INDEX audit_log_by_seq ON audit_log (seq);

-- The last line, and when all of it was last checked.
CREATE TABLE audit_head (
    name TEXT NOT NULL PRIMARY KEY CHECK (name = 'audit'),
    seq INTEGER NOT NULL DEFAULT 0,
    mac BLOB,
    vouched BLOB,
    begun_at TEXT,
    taken_over INTEGER NOT NULL DEFAULT 0,
    checked_at TEXT,
    checked_seq INTEGER,
    broken_seq INTEGER,
    broken_how TEXT CHECK (broken_how IN ('changed', 'missing', 'stray', 'cut-off', 'head')),
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO audit_head (name) VALUES ('audit');

-- What has its place in the chain stays as it is.
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log WHEN OLD.seq IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'lines of the audit log are not changed');
END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'lines of the audit log are not deleted');
END;

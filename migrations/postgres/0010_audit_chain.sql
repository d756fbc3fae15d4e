-- The audit log as a chain: each line has its number and a code over itself and the code before it.
-- The panel gives the lines that are there already their place when it next starts, for it has the key.
ALTER TABLE audit_log ADD COLUMN seq BIGINT;
ALTER TABLE audit_log ADD COLUMN mac BYTEA;
CREATE UNIQUE INDEX audit_log_by_seq ON audit_log (seq);

-- The last line, and when all of it was last checked.
CREATE TABLE audit_head (
    name TEXT NOT NULL PRIMARY KEY CHECK (name = 'audit'),
    seq BIGINT NOT NULL DEFAULT 0,
    mac BYTEA,
    vouched BYTEA,
    begun_at TIMESTAMPTZ,
    taken_over BIGINT NOT NULL DEFAULT 0,
    checked_at TIMESTAMPTZ,
    checked_seq BIGINT,
    broken_seq BIGINT,
    broken_how TEXT CHECK (broken_how IN ('changed', 'missing', 'stray', 'cut-off', 'head')),
    version BIGINT NOT NULL DEFAULT 0
);
INSERT INTO audit_head (name) VALUES ('audit');

-- What has its place in the chain stays as it is.
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of the audit log are neither changed nor deleted';
END
$$;
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
    FOR EACH ROW WHEN (OLD.seq IS NOT NULL) EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();

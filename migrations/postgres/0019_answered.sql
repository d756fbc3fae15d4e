-- Answers that plugins were given lately, by a keyed digest, so that no answer is taken twice (R128).
CREATE TABLE answered (
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    digest BYTEA NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal_id, digest)
);
CREATE INDEX answered_by_end ON answered (until);

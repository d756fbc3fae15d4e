-- Answers that plugins were given lately, by a keyed digest, so that no answer is taken twice (R128).
CREATE TABLE answered (
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (principal_id, digest)
) STRICT;
CREATE INDEX answered_by_end ON answered (until);

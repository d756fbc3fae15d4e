-- Sign-ins that begin with a passkey: whose they are is not known yet.

CREATE TABLE discoveries (
    id BLOB NOT NULL PRIMARY KEY,
    bound_to BLOB NOT NULL UNIQUE,
    factor TEXT NOT NULL,
    step BLOB NOT NULL,
    next_path TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX discoveries_by_expiry ON discoveries (expires_at);

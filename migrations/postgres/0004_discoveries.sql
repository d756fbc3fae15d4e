-- Sign-ins that begin with a passkey: whose they are is not known yet.

CREATE TABLE discoveries (
    id UUID NOT NULL PRIMARY KEY,
    bound_to BYTEA NOT NULL UNIQUE,
    factor TEXT NOT NULL,
    step BYTEA NOT NULL,
    next_path TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX discoveries_by_expiry ON discoveries (expires_at);

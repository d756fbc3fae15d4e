-- Ways back to an address that was changed (R171). They outlive epochs, and there may be several.

CREATE TABLE email_undos (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX email_undos_of_principal ON email_undos (principal_id);
CREATE INDEX email_undos_by_expiry ON email_undos (expires_at);

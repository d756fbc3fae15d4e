-- Ways back to an address that was changed (R171). They outlive epochs, and there may be several.

CREATE TABLE email_undos (
    token_hash BLOB NOT NULL PRIMARY KEY,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX email_undos_of_principal ON email_undos (principal_id);
CREATE INDEX email_undos_by_expiry ON email_undos (expires_at);

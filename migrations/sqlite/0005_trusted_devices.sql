-- Browsers that need no second factor for a while (R130). The id is the series, which the cookie names.

CREATE TABLE trusted_devices (
    id BLOB NOT NULL PRIMARY KEY,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL,
    previous_hash BLOB,
    rotated_at TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX trusted_devices_of_principal ON trusted_devices (principal_id);
CREATE INDEX trusted_devices_by_expiry ON trusted_devices (expires_at);

-- Browsers that need no second factor for a while (R130). The id is the series, which the cookie names.

CREATE TABLE trusted_devices (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    secret_hash BYTEA NOT NULL,
    previous_hash BYTEA,
    rotated_at TIMESTAMPTZ NOT NULL,
    epoch BIGINT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX trusted_devices_of_principal ON trusted_devices (principal_id);
CREATE INDEX trusted_devices_by_expiry ON trusted_devices (expires_at);

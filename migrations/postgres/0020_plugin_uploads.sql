-- What people call a plugin; its package says it too, but a list opens no packages.
ALTER TABLE plugins ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- Packages that staff brought and said nothing to yet: one for each staff member, for a while. Nothing of them is run.
CREATE TABLE plugin_uploads (
    principal_id UUID NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    signature TEXT,
    publisher TEXT,
    rotations JSONB NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    package BYTEA NOT NULL
);
CREATE INDEX plugin_uploads_by_expiry ON plugin_uploads (expires_at);

-- Teams: people asked to join a client, and how people are reached by telephone.

ALTER TABLE principals ADD COLUMN mobile TEXT;

-- Each is deleted by being accepted, declined or withdrawn. The address is all that is known of who is asked.
CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    permissions TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    invited_by BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (client_id, email_key)
) STRICT;
CREATE INDEX invitations_of_address ON invitations (email_key);
CREATE INDEX invitations_of_inviter ON invitations (invited_by);
CREATE INDEX invitations_by_expiry ON invitations (expires_at);

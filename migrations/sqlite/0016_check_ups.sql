-- Somebody tries a credential out while they are signed in, or puts one right whose proofs are refused; neither
-- opens anything.

ALTER TABLE challenges RENAME TO old_challenges;
CREATE TABLE challenges (
    id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'step-up', 'reset-password', 'check-up', 'mend')),
    bound_to BLOB NOT NULL,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    credential_id BLOB REFERENCES credentials (id),
    step BLOB NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (bound_to, purpose)
) STRICT;
INSERT INTO challenges SELECT * FROM old_challenges;
DROP TABLE old_challenges;
CREATE INDEX challenges_of_principal ON challenges (principal_id);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- When its owner put trying it out off.
ALTER TABLE credentials ADD COLUMN check_up_skipped_at TEXT;

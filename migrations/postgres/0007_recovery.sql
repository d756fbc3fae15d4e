-- Requests of people who lost every second factor (R181). The tokens are in mails: the first proves the
-- mailbox and shows how far the request came, the second calls an approved request off.

CREATE TABLE recovery_requests (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    cancel_hash BYTEA UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('asked', 'open', 'approved', 'waiting', 'done', 'refused', 'cancelled', 'expired')),
    until TIMESTAMPTZ,
    words TEXT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    approved_by UUID,
    seconded_by UUID,
    reason TEXT,
    checked JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX recovery_requests_of_principal ON recovery_requests (principal_id, state);
CREATE INDEX recovery_requests_by_state ON recovery_requests (state, created_at, id);
CREATE INDEX recovery_requests_by_age ON recovery_requests (created_at, id);

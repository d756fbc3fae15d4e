-- People and clients, the door, and what works behind it.
-- The same tables, columns and nullability as ../sqlite/0001_house.sql; only the types differ.

CREATE TABLE principals (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('user', 'staff')),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    email_confirmed_at TIMESTAMPTZ,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    password_hash TEXT,
    locale TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    security_epoch BIGINT NOT NULL DEFAULT 0,
    password_changed_at TIMESTAMPTZ,
    last_sign_in_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    UNIQUE (kind, email_key)
);
CREATE INDEX principals_by_age ON principals (kind, created_at, id);

CREATE TABLE staff_roles (
    principal_id UUID NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'billing', 'support'))
);

CREATE TABLE clients (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX clients_by_age ON clients (created_at, id);

CREATE TABLE memberships (
    client_id UUID NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    owner BOOLEAN NOT NULL,
    permissions JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (client_id, principal_id)
);
CREATE INDEX memberships_of_principal ON memberships (principal_id);

-- Links in mails. Each is deleted by being used.
CREATE TABLE tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm-email', 'reset-password', 'change-email', 'welcome-staff')),
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    payload TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    UNIQUE (principal_id, purpose)
);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Second factors. Rows are never deleted, only their secrets.
CREATE TABLE credentials (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principals (id),
    factor TEXT NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
    class TEXT NOT NULL CHECK (class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    secret BYTEA NOT NULL,
    secret_version BIGINT NOT NULL DEFAULT 0,
    facts JSONB NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    last_failed_at TIMESTAMPTZ,
    removed_at TIMESTAMPTZ,
    removed_by UUID,
    removed_ip TEXT
);
CREATE INDEX credentials_of_principal ON credentials (principal_id, state);
CREATE INDEX credentials_of_factor ON credentials (factor, state);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    class TEXT CHECK (class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    amr JSONB NOT NULL,
    restriction TEXT NOT NULL CHECK (restriction IN ('none', 'enrol-only', 'recovery')),
    client_id UUID REFERENCES clients (id) ON DELETE SET NULL,
    stepped_up_at TIMESTAMPTZ,
    step_up_class TEXT CHECK (step_up_class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    step_up_failures BIGINT NOT NULL DEFAULT 0,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    idle_until TIMESTAMPTZ NOT NULL,
    absolute_until TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX sessions_of_principal ON sessions (principal_id);
CREATE INDEX sessions_by_end ON sessions (idle_until);

-- Factors being set up, bound to the session that began.
CREATE TABLE enrolments (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    replaces UUID REFERENCES credentials (id),
    label TEXT,
    step BYTEA NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    UNIQUE (session_id, factor)
);
CREATE INDEX enrolments_of_principal ON enrolments (principal_id);
CREATE INDEX enrolments_by_expiry ON enrolments (expires_at);

-- The password was right, the second factor is due.
CREATE TABLE pending_logins (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    next_path TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    reminded_at TIMESTAMPTZ
);
CREATE INDEX pending_logins_of_principal ON pending_logins (principal_id);
CREATE INDEX pending_logins_by_expiry ON pending_logins (expires_at);

-- A question put to a person, and what its module must remember until it is answered.
CREATE TABLE challenges (
    id UUID NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'step-up', 'reset-password')),
    bound_to UUID NOT NULL,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    credential_id UUID REFERENCES credentials (id),
    step BYTEA NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    UNIQUE (bound_to, purpose)
);
CREATE INDEX challenges_of_principal ON challenges (principal_id);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

CREATE TABLE throttles (
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    streak BIGINT NOT NULL,
    window_start TIMESTAMPTZ NOT NULL,
    window_count BIGINT NOT NULL,
    locked_until TIMESTAMPTZ,
    PRIMARY KEY (scope, subject)
);
CREATE INDEX throttles_of_subject ON throttles (subject);
CREATE INDEX throttles_by_age ON throttles (window_start);

-- What happened. It refers to nothing, so that it outlives what it tells of.
CREATE TABLE audit_log (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    event TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'staff', 'system')),
    actor_id UUID,
    subject_kind TEXT,
    subject_id UUID,
    client_id UUID,
    ip TEXT,
    user_agent TEXT,
    request_id TEXT,
    detail JSONB NOT NULL
);
CREATE INDEX audit_log_by_time ON audit_log (at, id);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject_id, at, id);
CREATE INDEX audit_log_of_client ON audit_log (client_id, at, id);

CREATE TABLE mails (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID REFERENCES principals (id) ON DELETE SET NULL,
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    template TEXT NOT NULL,
    locale TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT,
    html_body TEXT,
    status TEXT NOT NULL CHECK (status IN ('queued', 'caught', 'sent', 'failed')),
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ
);
CREATE INDEX mails_by_age ON mails (created_at, id);
CREATE INDEX mails_by_status ON mails (status, created_at, id);
CREATE INDEX mails_of_principal ON mails (principal_id);

CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    max_attempts BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'dead')),
    locked_by TEXT,
    locked_until TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);
CREATE INDEX jobs_due ON jobs (status, run_at);
CREATE INDEX jobs_by_age ON jobs (created_at, id);

-- Recurring work, done by whichever node holds its name.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL
);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- A known text sealed by each key: a wrong key shows at the start, not at the first sign-in.
CREATE TABLE key_checks (
    key_id TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

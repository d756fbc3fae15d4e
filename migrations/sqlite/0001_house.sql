-- People and clients, the door, and what works behind it.
-- The same tables, columns and nullability as ../postgres/0001_house.sql; only the types differ.

CREATE TABLE principals (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('user', 'staff')),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    email_confirmed_at TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    password_hash TEXT,
    locale TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    security_epoch INTEGER NOT NULL DEFAULT 0,
    password_changed_at TEXT,
    last_sign_in_at TEXT,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, email_key)
) STRICT;
CREATE INDEX principals_by_age ON principals (kind, created_at, id);

CREATE TABLE staff_roles (
    principal_id BLOB NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'billing', 'support'))
) STRICT;

CREATE TABLE clients (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX clients_by_age ON clients (created_at, id);

CREATE TABLE memberships (
    client_id BLOB NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    owner INTEGER NOT NULL CHECK (owner IN (0, 1)),
    permissions TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (client_id, principal_id)
) STRICT;
CREATE INDEX memberships_of_principal ON memberships (principal_id);

-- Links in mails. Each is deleted by being used.
CREATE TABLE tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm-email', 'reset-password', 'change-email', 'welcome-staff')),
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    payload TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (principal_id, purpose)
) STRICT;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Second factors. Rows are never deleted, only their secrets.
CREATE TABLE credentials (
    id BLOB NOT NULL PRIMARY KEY,
    principal_id BLOB NOT NULL REFERENCES principals (id),
    factor TEXT NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
    class TEXT NOT NULL CHECK (class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    secret BLOB NOT NULL,
    secret_version INTEGER NOT NULL DEFAULT 0,
    facts TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    last_failed_at TEXT,
    removed_at TEXT,
    removed_by BLOB,
    removed_ip TEXT
) STRICT;
CREATE INDEX credentials_of_principal ON credentials (principal_id, state);
CREATE INDEX credentials_of_factor ON credentials (factor, state);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    class TEXT CHECK (class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    amr TEXT NOT NULL,
    restriction TEXT NOT NULL CHECK (restriction IN ('none', 'enrol-only', 'recovery')),
    client_id BLOB REFERENCES clients (id) ON DELETE SET NULL,
    stepped_up_at TEXT,
    step_up_class TEXT CHECK (step_up_class IN ('recovery', 'basic', 'strong', 'phishing-resistant')),
    step_up_failures INTEGER NOT NULL DEFAULT 0,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    idle_until TEXT NOT NULL,
    absolute_until TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX sessions_of_principal ON sessions (principal_id);
CREATE INDEX sessions_by_end ON sessions (idle_until);

-- Factors being set up, bound to the session that began.
CREATE TABLE enrolments (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    factor TEXT NOT NULL,
    replaces BLOB REFERENCES credentials (id),
    label TEXT,
    step BLOB NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (session_id, factor)
) STRICT;
CREATE INDEX enrolments_of_principal ON enrolments (principal_id);
CREATE INDEX enrolments_by_expiry ON enrolments (expires_at);

-- The password was right, the second factor is due.
CREATE TABLE pending_logins (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    next_path TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    reminded_at TEXT
) STRICT;
CREATE INDEX pending_logins_of_principal ON pending_logins (principal_id);
CREATE INDEX pending_logins_by_expiry ON pending_logins (expires_at);

-- A question put to a person, and what its module must remember until it is answered.
CREATE TABLE challenges (
    id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'step-up', 'reset-password')),
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
CREATE INDEX challenges_of_principal ON challenges (principal_id);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

CREATE TABLE throttles (
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    streak INTEGER NOT NULL,
    window_start TEXT NOT NULL,
    window_count INTEGER NOT NULL,
    locked_until TEXT,
    PRIMARY KEY (scope, subject)
) STRICT;
CREATE INDEX throttles_of_subject ON throttles (subject);
CREATE INDEX throttles_by_age ON throttles (window_start);

-- What happened. It refers to nothing, so that it outlives what it tells of.
CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'staff', 'system')),
    actor_id BLOB,
    subject_kind TEXT,
    subject_id BLOB,
    client_id BLOB,
    ip TEXT,
    user_agent TEXT,
    request_id TEXT,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log_by_time ON audit_log (at, id);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, at, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject_id, at, id);
CREATE INDEX audit_log_of_client ON audit_log (client_id, at, id);

CREATE TABLE mails (
    id BLOB NOT NULL PRIMARY KEY,
    principal_id BLOB REFERENCES principals (id) ON DELETE SET NULL,
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    template TEXT NOT NULL,
    locale TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT,
    html_body TEXT,
    status TEXT NOT NULL CHECK (status IN ('queued', 'caught', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    created_at TEXT NOT NULL,
    sent_at TEXT
) STRICT;
CREATE INDEX mails_by_age ON mails (created_at, id);
CREATE INDEX mails_by_status ON mails (status, created_at, id);
CREATE INDEX mails_of_principal ON mails (principal_id);

CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'dead')),
    locked_by TEXT,
    locked_until TEXT,
    last_error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (status, run_at);
CREATE INDEX jobs_by_age ON jobs (created_at, id);

-- Recurring work, done by whichever node holds its name.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

-- A known text sealed by each key: a wrong key shows at the start, not at the first sign-in.
CREATE TABLE key_checks (
    key_id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

-- Keys for programs. Only their hashes are here.
CREATE TABLE api_tokens (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    client_id BLOB REFERENCES clients (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used_at TEXT,
    last_ip TEXT
) STRICT;
CREATE INDEX api_tokens_of_principal ON api_tokens (principal_id, created_at);
CREATE INDEX api_tokens_by_expiry ON api_tokens (expires_at);

-- What a request of a program was answered, for when it asks again because the answer was lost.
CREATE TABLE api_answers (
    token_id BLOB NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    status INTEGER,
    body TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (token_id, name)
) STRICT;
CREATE INDEX api_answers_by_age ON api_answers (created_at);

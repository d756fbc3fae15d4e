-- Keys for programs. Only their hashes are here.
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    client_id UUID REFERENCES clients (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes JSONB NOT NULL,
    epoch BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    last_ip TEXT
);
CREATE INDEX api_tokens_of_principal ON api_tokens (principal_id, created_at);
CREATE INDEX api_tokens_by_expiry ON api_tokens (expires_at);

-- What a request of a program was answered, for when it asks again because the answer was lost.
CREATE TABLE api_answers (
    token_id UUID NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    status BIGINT,
    body TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (token_id, name)
);
CREATE INDEX api_answers_by_age ON api_answers (created_at);

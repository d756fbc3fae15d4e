-- Plugins that were installed. Their packages are bytes of strangers; what they were granted is what staff confirmed.
CREATE TABLE plugins (
    id TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('disabled', 'enabled', 'faulted')),
    digest TEXT NOT NULL,
    publisher TEXT,
    granted JSONB NOT NULL,
    fault TEXT,
    row_version BIGINT NOT NULL,
    installed_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by UUID REFERENCES principals (id) ON DELETE SET NULL,
    package BYTEA NOT NULL
);

-- A newer version of a plugin that asks for more than its predecessor, until staff grant it.
CREATE TABLE plugin_updates (
    plugin_id TEXT NOT NULL PRIMARY KEY REFERENCES plugins (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    publisher TEXT,
    offered_at TIMESTAMPTZ NOT NULL,
    offered_by UUID REFERENCES principals (id) ON DELETE SET NULL,
    package BYTEA NOT NULL
);

-- What staff set of a plugin: in `value`, or in `sealed` if it is secret.
CREATE TABLE plugin_settings (
    id UUID NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT,
    sealed BYTEA,
    version BIGINT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CHECK ((value IS NULL) <> (sealed IS NULL)),
    UNIQUE (plugin_id, name)
);

-- What a plugin remembers: a shelf of its own and one for each account, each with what is on it. The shelf
-- counts what is on it, so that a quota is held by one statement. `owner` is the account, or nil.
CREATE TABLE plugin_shelves (
    id UUID NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    owner UUID NOT NULL,
    principal_id UUID REFERENCES principals (id) ON DELETE CASCADE,
    bytes BIGINT NOT NULL,
    items BIGINT NOT NULL,
    UNIQUE (plugin_id, owner)
);
CREATE INDEX plugin_shelves_of_principal ON plugin_shelves (principal_id);

CREATE TABLE plugin_store (
    id UUID NOT NULL PRIMARY KEY,
    shelf_id UUID NOT NULL REFERENCES plugin_shelves (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value BYTEA NOT NULL,
    size BIGINT NOT NULL,
    version BIGINT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (shelf_id, key)
);

-- What became of a plugin's calls, hour by hour.
CREATE TABLE plugin_health (
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    hour TIMESTAMPTZ NOT NULL,
    outcome TEXT NOT NULL,
    calls BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    PRIMARY KEY (plugin_id, hour, outcome)
);
CREATE INDEX plugin_health_by_hour ON plugin_health (hour);

-- What plugins wrote to their logs lately.
CREATE TABLE plugin_log (
    id UUID NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
    message TEXT NOT NULL
);
CREATE INDEX plugin_log_of_plugin ON plugin_log (plugin_id, at, id);

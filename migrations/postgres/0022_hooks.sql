-- How far each plugin that hears of events has come in the audit log: up to this line it was told of everything, or
-- what it was not told of is below.
CREATE TABLE hook_cursors (
    plugin_id TEXT NOT NULL PRIMARY KEY REFERENCES plugins (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL
);

-- Lines of the audit log that a plugin is to be told of again, or that wait behind such a one. `subject` is whose
-- order they keep. What could not be told for a day has a `dead_at`.
CREATE TABLE hook_parked (
    id UUID NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    subject TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    why TEXT,
    dead_at TIMESTAMPTZ,
    UNIQUE (plugin_id, seq)
);
CREATE INDEX hook_parked_in_order ON hook_parked (plugin_id, subject, seq);

-- Rules about second factors for groups of clients, grace, and exemptions (R172 to R177).

CREATE TABLE client_groups (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    rule TEXT,
    created_at TEXT NOT NULL
) STRICT;

ALTER TABLE clients ADD COLUMN group_id BLOB REFERENCES client_groups (id) ON DELETE SET NULL;
CREATE INDEX clients_of_group ON clients (group_id);

-- When a person was first seen while a rule with grace was due. Written once (R174).
CREATE TABLE graces (
    principal_id BLOB NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    began_at TEXT NOT NULL
) STRICT;

-- When a person put the reminder off.
CREATE TABLE reminder_skips (
    principal_id BLOB NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    skipped_at TEXT NOT NULL
) STRICT;

CREATE TABLE exemptions (
    id BLOB NOT NULL PRIMARY KEY,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    until TEXT NOT NULL,
    given_by BLOB NOT NULL REFERENCES principals (id),
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX exemptions_of_principal ON exemptions (principal_id, until);
CREATE INDEX exemptions_by_end ON exemptions (until);

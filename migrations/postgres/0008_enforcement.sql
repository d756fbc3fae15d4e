-- Rules about second factors for groups of clients, grace, and exemptions (R172 to R177).

CREATE TABLE client_groups (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    rule TEXT,
    created_at TIMESTAMPTZ NOT NULL
);

ALTER TABLE clients ADD COLUMN group_id UUID REFERENCES client_groups (id) ON DELETE SET NULL;
CREATE INDEX clients_of_group ON clients (group_id);

-- When a person was first seen while a rule with grace was due. Written once (R174).
CREATE TABLE graces (
    principal_id UUID NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    began_at TIMESTAMPTZ NOT NULL
);

-- When a person put the reminder off.
CREATE TABLE reminder_skips (
    principal_id UUID NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    skipped_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE exemptions (
    id UUID NOT NULL PRIMARY KEY,
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    given_by UUID NOT NULL REFERENCES principals (id),
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX exemptions_of_principal ON exemptions (principal_id, until);
CREATE INDEX exemptions_by_end ON exemptions (until);

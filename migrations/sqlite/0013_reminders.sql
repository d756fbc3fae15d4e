-- Reminders to set up a second factor. A campaign is for those whom staff confirmed it for; each of them is
-- settled once, by the mail or by the reason why there is none.

CREATE TABLE reminder_campaigns (
    id BLOB NOT NULL PRIMARY KEY,
    filter TEXT NOT NULL,
    started_by BLOB NOT NULL REFERENCES principals (id),
    created_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;
CREATE INDEX reminder_campaigns_by_age ON reminder_campaigns (created_at, id);

CREATE TABLE reminder_recipients (
    campaign_id BLOB NOT NULL REFERENCES reminder_campaigns (id) ON DELETE CASCADE,
    principal_id BLOB NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'protected', 'reminded', 'disabled', 'unconfirmed', 'changed')),
    settled_at TEXT,
    PRIMARY KEY (campaign_id, principal_id)
) STRICT;
CREATE INDEX reminder_recipients_by_state ON reminder_recipients (campaign_id, state, principal_id);
CREATE INDEX reminder_recipients_of_principal ON reminder_recipients (principal_id);

-- When each person was last reminded, by whatever campaign.
CREATE TABLE last_reminders (
    principal_id BLOB NOT NULL PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    sent_at TEXT NOT NULL
) STRICT;

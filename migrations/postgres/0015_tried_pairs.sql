-- Wrong pairs of address and password that were tried from a network (R43), as sixteen bits of a keyed digest:
-- enough to tell a hundred apart, too few to tell which password one was. Rows are over after three hours.
CREATE TABLE tried_pairs (
    network TEXT NOT NULL,
    pair BYTEA NOT NULL,
    tried_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (network, pair)
);
CREATE INDEX tried_pairs_by_age ON tried_pairs (tried_at);

-- What a browser leaves behind that a person signed in with (R183): keyed digests of its mark and of the place
-- where it was used. Without the key file they lead back to nobody and nowhere.
CREATE TABLE browser_traces (
    principal_id UUID NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    trace BYTEA NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal_id, trace)
);
CREATE INDEX browser_traces_by_age ON browser_traces (seen_at);

-- Since when traces of a person are kept, which is their first sign-in.
ALTER TABLE principals ADD COLUMN traced_since TIMESTAMPTZ;

-- How many people had what as their best second factor, a line for each day (in UTC) and kind.

CREATE TABLE adoption_days (
    kind TEXT NOT NULL CHECK (kind IN ('user', 'staff')),
    day TEXT NOT NULL,
    phishing_resistant INTEGER NOT NULL,
    strong INTEGER NOT NULL,
    basic INTEGER NOT NULL,
    recovery INTEGER NOT NULL,
    no_factor INTEGER NOT NULL,
    PRIMARY KEY (kind, day)
) STRICT;

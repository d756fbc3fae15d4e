-- How many people had what as their best second factor, a line for each day (in UTC) and kind.

CREATE TABLE adoption_days (
    kind TEXT NOT NULL CHECK (kind IN ('user', 'staff')),
    day TEXT NOT NULL,
    phishing_resistant BIGINT NOT NULL,
    strong BIGINT NOT NULL,
    basic BIGINT NOT NULL,
    recovery BIGINT NOT NULL,
    no_factor BIGINT NOT NULL,
    PRIMARY KEY (kind, day)
);

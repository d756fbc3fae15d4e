-- Where the messages of a factor go: the mobile number that was proved when it was set up (R84). What the person's
-- profile says may change without anybody's codes going elsewhere.
ALTER TABLE credentials ADD COLUMN mobile TEXT;
ALTER TABLE enrolments ADD COLUMN mobile TEXT;

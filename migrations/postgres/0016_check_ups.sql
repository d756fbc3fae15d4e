-- Somebody tries a credential out while they are signed in, or puts one right whose proofs are refused; neither
-- opens anything.

ALTER TABLE challenges DROP CONSTRAINT challenges_purpose_check;
ALTER TABLE challenges ADD CONSTRAINT challenges_purpose_check
    CHECK (purpose IN ('sign-in', 'step-up', 'reset-password', 'check-up', 'mend'));

-- When its owner put trying it out off.
ALTER TABLE credentials ADD COLUMN check_up_skipped_at TIMESTAMPTZ;

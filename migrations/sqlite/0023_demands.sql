-- The class of second factor that was demanded of a sign-in under way, beyond the rules.
ALTER TABLE pending_logins ADD COLUMN demanded TEXT CHECK (demanded IN ('basic', 'strong', 'phishing-resistant'));

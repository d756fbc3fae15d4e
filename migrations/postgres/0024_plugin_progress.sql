-- An installation that goes on while nobody waits for it: when it began, and why it came to nothing.
ALTER TABLE plugin_uploads ADD COLUMN begun_at TIMESTAMPTZ;
ALTER TABLE plugin_uploads ADD COLUMN fault TEXT;

-- What an authenticator calls a credential, where no two may be called the same (R110).

ALTER TABLE credentials ADD COLUMN identifier TEXT;
CREATE UNIQUE INDEX credentials_identifier ON credentials (factor, identifier) WHERE identifier IS NOT NULL AND state <> 'removed';

# The passkey's texts.

passkey-name = Passkey
passkey-summary = Your fingerprint, face or screen lock, or a security key. It cannot be given away on a fake page, and it signs you in without a password.
passkey-label = Passkey

passkey-create = Your browser will ask how to save the passkey: on this device, on your phone, in a password manager or on a security key.
passkey-get = Confirm with your passkey or security key. Your browser will ask for it.
passkey-discover = Choose the passkey that you want to sign in with.

passkey-malformed = There was no answer from the passkey. Try again.
passkey-not-verified = That passkey could not be verified. Try again.
passkey-model = Only certain models of security keys may be set up here. This one is not on the list, or your browser did not let it say what it is. Use a key that was handed out for this, and allow your browser to tell its make and model.
passkey-expired = That took too long. Begin again.
passkey-again = That took too long. Here is a new question for your passkey.
passkey-used = That answer was already used. Begin again.
passkey-unknown = That passkey does not belong to this account. Use another one.
passkey-user-not-verified = Unlock the passkey with your fingerprint, face or PIN, and try again.
passkey-not-without-password = That passkey works after your password only, because it was set up without a fingerprint, face or PIN. Sign in with your password.
passkey-counter = That passkey was refused: it may have been copied. Use another way to sign in, and remove it.

passkey-synced = Synchronised between your devices
passkey-bound = Bound to one device
passkey-verifies = Signs you in without a password
passkey-present-only = Works after your password only
passkey-transports = Connects by: { $transports }
passkey-aaguid = Kind of authenticator: { $aaguid }

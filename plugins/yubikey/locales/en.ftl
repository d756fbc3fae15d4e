# The YubiKey's texts.

yubikey-name = YubiKey
yubikey-summary = A small key that you plug in or hold to your phone. Touch it, and it types a long code for you.
yubikey-label = YubiKey

yubikey-enrol = Plug in the key, click into the field and touch the key's gold contact. It types its code by itself.
yubikey-challenge = Plug in your key, click into the field and touch the key's gold contact.
yubikey-otp = Code of the key
yubikey-otp-help = 44 letters, typed by the key. A short touch is enough on most keys.

yubikey-otp-format = That is no code of a YubiKey. Click into the field and touch the key; it types the code by itself.
yubikey-otp-of-app = That is a code of an authenticator app. Click into the field and touch your key instead.
yubikey-otp-foreign = That key is not set up for this account. Use one of your own keys.
yubikey-otp-held = You have set this key up already. Take another one.
yubikey-otp-wrong = That code was not accepted. Touch the key again for a new one.
yubikey-otp-again = The code arrived twice at the same time. Touch the key again for a new one.

yubikey-check-works = It answers, and its answers are signed with your API key.
yubikey-check-unsigned = It answers, but not signed with your API key. Check the client id and the key.
yubikey-check-believes = It took a made-up code for a right one. Do not use this server.
yubikey-check-misconfigured = It refuses the question. Check the client id, the API key and whether the panel may ask this address; the log says more.
yubikey-check-unavailable = It does not answer as it should. The log says more.

yubikey-public-id = Key { $id }

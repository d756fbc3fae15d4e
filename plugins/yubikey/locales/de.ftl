# Die Texte des YubiKey.

yubikey-name = YubiKey
yubikey-summary = Ein kleiner Schlüssel, den Sie einstecken oder an Ihr Telefon halten. Berühren Sie ihn, und er tippt einen langen Code für Sie.
yubikey-label = YubiKey

yubikey-enrol = Stecken Sie den Schlüssel ein, klicken Sie in das Feld und berühren Sie die goldene Fläche des Schlüssels. Er tippt seinen Code von selbst.
yubikey-challenge = Stecken Sie Ihren Schlüssel ein, klicken Sie in das Feld und berühren Sie die goldene Fläche des Schlüssels.
yubikey-otp = Code des Schlüssels
yubikey-otp-help = 44 Buchstaben, die der Schlüssel tippt. Bei den meisten genügt eine kurze Berührung.

yubikey-otp-format = Das ist kein Code eines YubiKey. Klicken Sie in das Feld und berühren Sie den Schlüssel; er tippt den Code von selbst.
yubikey-otp-of-app = Das ist ein Code einer Authenticator-App. Klicken Sie in das Feld und berühren Sie stattdessen Ihren Schlüssel.
yubikey-otp-foreign = Dieser Schlüssel ist für dieses Konto nicht eingerichtet. Nehmen Sie einen Ihrer eigenen.
yubikey-otp-held = Diesen Schlüssel haben Sie schon eingerichtet. Nehmen Sie einen anderen.
yubikey-otp-wrong = Dieser Code wurde nicht angenommen. Berühren Sie den Schlüssel noch einmal für einen neuen.
yubikey-otp-again = Der Code kam zweimal zugleich an. Berühren Sie den Schlüssel noch einmal für einen neuen.

yubikey-check-works = Er antwortet, und seine Antworten sind mit Ihrem API-Schlüssel signiert.
yubikey-check-unsigned = Er antwortet, aber nicht mit Ihrem API-Schlüssel signiert. Prüfen Sie Client-ID und Schlüssel.
yubikey-check-believes = Er hielt einen erfundenen Code für richtig. Verwenden Sie diesen Server nicht.
yubikey-check-misconfigured = Er lehnt die Frage ab. Prüfen Sie Client-ID und API-Schlüssel, und ob das Panel diese Adresse fragen darf; im Protokoll steht mehr.
yubikey-check-unavailable = Er antwortet nicht, wie er sollte. Im Protokoll steht mehr.

yubikey-public-id = Schlüssel { $id }

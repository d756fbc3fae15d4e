# Die Texte der Authenticator-App.

totp-name = Authenticator-App
totp-summary = Ein sechsstelliger Code aus einer App auf Ihrem Telefon oder Computer. Funktioniert auch ohne Netz.
totp-label = Authenticator-App

totp-scan = Scannen Sie diesen QR-Code mit Ihrer Authenticator-App, oder tippen Sie dort den Kontonamen und den Einrichtungsschlüssel ein. Geben Sie danach den Code ein, den die App anzeigt.
totp-qr = QR-Code für Ihre Authenticator-App
totp-account = Kontoname
totp-setup-key = Einrichtungsschlüssel
totp-challenge = Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie anzeigt.
totp-code = Code
totp-code-help = Die App zeigt alle { $seconds } Sekunden einen neuen Code.

totp-code-format = Geben Sie die { $digits } Ziffern ein, die Ihre App anzeigt.
totp-code-of-key = Das ist der Code eines Sicherheitsschlüssels. Geben Sie die { $digits } Ziffern ein, die Ihre Authenticator-App anzeigt.
totp-code-wrong = Dieser Code stimmt nicht. Geben Sie den Code ein, den Ihre App gerade anzeigt.
totp-code-used = Dieser Code wurde schon verwendet. Warten Sie auf den nächsten.
totp-clock-behind = Dieser Code ist abgelaufen: Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden nach. Stellen Sie sie auf automatische Uhrzeit und geben Sie einen neuen Code ein.
totp-clock-ahead = Dieser Code gilt noch nicht: Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden vor. Stellen Sie sie auf automatische Uhrzeit und geben Sie einen neuen Code ein.

totp-drift-behind = Die Uhr Ihres Telefons geht falsch, nämlich etwa { $seconds } Sekunden nach. Ihre Codes gelten trotzdem; stellen Sie die Uhr auf automatische Uhrzeit, damit das so bleibt.
totp-drift-ahead = Die Uhr Ihres Telefons geht falsch, nämlich etwa { $seconds } Sekunden vor. Ihre Codes gelten trotzdem; stellen Sie die Uhr auf automatische Uhrzeit, damit das so bleibt.

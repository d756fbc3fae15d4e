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

totp-mend = Geben Sie zwei Codes ein, die Ihre App direkt nacheinander anzeigt: den jetzigen und danach den nächsten. Sie verraten, wie weit die Uhr Ihres Telefons falsch geht, bis zu zehn Minuten.
totp-mend-first = Erster Code
totp-mend-second = Nächster Code
totp-mend-wrong = Das sind keine zwei aufeinanderfolgenden Codes dieser App. Geben Sie den Code ein, den sie jetzt anzeigt, warten Sie auf den nächsten und geben Sie ihn darunter ein. Geht die Uhr mehr als zehn Minuten falsch, wird das nicht gefunden: Stellen Sie sie dann zuerst auf automatische Uhrzeit.
totp-mend-used = Einer dieser Codes wurde schon verwendet. Warten Sie auf einen neuen und geben Sie ihn und den darauf folgenden ein.
totp-mended-right = Die Uhr Ihres Telefons geht auf eine halbe Minute richtig: An ihr lag es nicht, dass Codes abgelehnt wurden. Vielleicht waren es die eines anderen Kontos in Ihrer App.
totp-mended-behind = Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden nach. Ihre Codes gelten ab jetzt wieder. Stellen Sie die Uhr bei Gelegenheit auf automatische Uhrzeit.
totp-mended-ahead = Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden vor. Ihre Codes gelten ab jetzt wieder. Wenn Sie die Uhr auf automatische Uhrzeit stellen, warten Sie danach ebenso lange bis zum nächsten Code.
totp-strict-behind = Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden nach, und hier gelten nur Codes der genauen Zeit. Stellen Sie sie auf automatische Uhrzeit und versuchen Sie es dann mit einem neuen Code.
totp-strict-ahead = Die Uhr Ihres Telefons geht etwa { $seconds } Sekunden vor, und hier gelten nur Codes der genauen Zeit. Stellen Sie sie auf automatische Uhrzeit, warten Sie ebenso lange und versuchen Sie es dann mit einem neuen Code.

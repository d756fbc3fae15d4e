# Die Texte des Bestätigens am Telefon. Die mit push-notice am Anfang erscheinen auf dem Telefon: je eine Zeile, mit keinem
# Argument außer $issuer.

push-name = Am Telefon bestätigen
push-summary = Eine Mitteilung auf Ihrem Telefon: Sie tippen auf die Zahl, die diese Seite zeigt. Dazu brauchen Sie die kostenlose App ntfy.
push-label = Telefon

push-enrol = Installieren Sie die App ntfy auf Ihrem Telefon und abonnieren Sie dieses Thema: Scannen Sie den Code mit einem Android-Telefon, oder tippen Sie Server und Thema ein. Niemand kann das Thema erraten; behalten Sie es für sich. Machen Sie dann weiter, und Ihr Telefon bekommt eine Mitteilung zum Ausprobieren.
push-qr = QR-Code, der das Thema in der App ntfy abonniert
push-server = Server
push-topic = Thema
push-try = Machen Sie dann hier weiter. So zeigt sich, dass Ihr Telefon antworten kann.
push-not-yet = Auf dem Telefon wurde noch nichts angetippt. Kommt keine Mitteilung, prüfen Sie das Thema, und ob die App Mitteilungen anzeigen darf.
push-enrol-wrong = Auf dem Telefon wurde etwas anderes angetippt. Brechen Sie ab und richten Sie es noch einmal ein.
push-enrol-expired = Das hat zu lange gedauert. Brechen Sie ab und richten Sie es noch einmal ein.

push-number = Tippen Sie in der Mitteilung auf Ihrem Telefon auf { $number }.
push-wait = Wir warten auf Ihr Telefon. Es hat zwei Minuten Zeit. Kommt keine Mitteilung, nehmen Sie einen anderen Weg.
push-wrong = Auf dem Telefon wurde auf eine andere Zahl getippt. Waren Sie das, fordern Sie eine neue Mitteilung an; wenn nicht, ändern Sie Ihr Passwort.
push-refused = Die Anmeldung wurde am Telefon abgelehnt. Waren Sie das aus Versehen, fordern Sie eine neue Mitteilung an.
push-expired = Die Mitteilung ist zu alt. Fordern Sie eine neue an.
push-used = Diese Mitteilung wurde schon beantwortet. Fordern Sie eine neue an.

push-notice-title = { $issuer }: Melden Sie sich gerade an?
push-notice = Tippen Sie auf die Zahl, die die Seite zeigt. Melden Sie sich gerade nicht an, tippen Sie auf keine.
push-notice-refuse-title = { $issuer }: Ist es jemand anderes?
push-notice-refuse = Wenn Sie sich gerade nicht anmelden, kennt jemand Ihr Passwort: Lehnen Sie ab und ändern Sie es.
push-notice-refuse-button = Ich bin es nicht

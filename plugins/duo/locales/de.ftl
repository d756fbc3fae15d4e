# Die Texte von Duo.

duo-name = Duo
duo-summary = Bestätigen Sie am Telefon, oder womit Sie es sonst bei Duo eingerichtet haben.
duo-leave = Duo fragt Sie auf einer eigenen Seite und schickt Sie hierher zurück.
duo-go = Zu Duo
duo-foreign = Das ist nicht die Antwort auf diese Frage. Beginnen Sie noch einmal.
duo-refused = Duo hat Sie nicht eingelassen. Beginnen Sie noch einmal, oder nehmen Sie einen anderen Weg.
duo-used = Diese Antwort wurde schon benutzt. Beginnen Sie noch einmal.
duo-check-works = Duo antwortet und kennt den Client.
duo-check-refused = Duo weist den Client ab. Prüfen Sie Client-ID und Client Secret.
duo-check-unavailable = Duo antwortet nicht.

# Die Texte des Passkeys.

passkey-name = Passkey
passkey-summary = Ihr Fingerabdruck, Gesicht oder Ihre Bildschirmsperre, oder ein Sicherheitsschlüssel. Auf einer gefälschten Seite lässt er sich nicht verraten, und er meldet Sie auch ohne Passwort an.
passkey-label = Passkey

passkey-create = Ihr Browser fragt Sie, wo der Passkey gespeichert werden soll: auf diesem Gerät, auf Ihrem Telefon, in einem Passwortmanager oder auf einem Sicherheitsschlüssel.
passkey-get = Bestätigen Sie mit Ihrem Passkey oder Sicherheitsschlüssel. Ihr Browser fragt Sie danach.
passkey-discover = Wählen Sie den Passkey, mit dem Sie sich anmelden wollen.

passkey-malformed = Der Passkey hat nicht geantwortet. Versuchen Sie es noch einmal.
passkey-not-verified = Dieser Passkey konnte nicht geprüft werden. Versuchen Sie es noch einmal.
passkey-model = Hier dürfen nur bestimmte Modelle von Sicherheitsschlüsseln eingerichtet werden. Dieses steht nicht auf der Liste, oder Ihr Browser ließ es nicht sagen, was es ist. Nehmen Sie einen Schlüssel, der dafür ausgegeben wurde, und erlauben Sie Ihrem Browser, Hersteller und Modell mitzuteilen.
passkey-expired = Das hat zu lange gedauert. Beginnen Sie von vorn.
passkey-again = Das hat zu lange gedauert. Hier ist eine neue Frage an Ihren Passkey.
passkey-used = Diese Antwort wurde schon verwendet. Beginnen Sie von vorn.
passkey-unknown = Dieser Passkey gehört nicht zu diesem Konto. Nehmen Sie einen anderen.
passkey-user-not-verified = Entsperren Sie den Passkey mit Fingerabdruck, Gesicht oder PIN, und versuchen Sie es noch einmal.
passkey-not-without-password = Dieser Passkey gilt nur nach dem Passwort, denn er wurde ohne Fingerabdruck, Gesicht oder PIN eingerichtet. Melden Sie sich mit Ihrem Passwort an.
passkey-counter = Dieser Passkey wurde abgelehnt: Vielleicht ist er kopiert worden. Melden Sie sich auf einem anderen Weg an, und entfernen Sie ihn.

passkey-synced = Zwischen Ihren Geräten abgeglichen
passkey-bound = An ein Gerät gebunden
passkey-verifies = Meldet Sie ohne Passwort an
passkey-present-only = Gilt nur nach dem Passwort
passkey-transports = Verbindet sich über: { $transports }
passkey-aaguid = Art des Authenticators: { $aaguid }

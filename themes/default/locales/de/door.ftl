# Anmelden, registrieren, wieder hineinkommen.

door-staff-area = Dies ist der Bereich für das Team. Kunden melden sich im Kundenbereich an.

login-title = Anmelden
login-title-staff = Anmeldung für das Team
login-lead = bei { $brand }
login-forgot = Vergessen?
login-no-account = Noch kein Konto?
login-passkey = Mit einem Passkey anmelden
passkey-title = Mit einem Passkey anmelden

register-title = Konto erstellen
register-lead = bei { $brand }
register-email-help = Wir senden einen Bestätigungslink an diese Adresse.
register-have-account = Sie haben schon ein Konto?

password-help = Mindestens { $min } Zeichen. Einige Wörter hintereinander sind gut, ein Passwortmanager ist besser.

verify-title = Bestätigen Sie, dass Sie es sind
resend-button = Neuen Code senden
resend-wait = { $when } können Sie einen weiteren Code anfordern.
verify-trust = Dieses Gerät 30 Tage lang merken
verify-trust-help = Hier wird dann nur Ihr Passwort verlangt. Wählen Sie das auf einem Gerät, das nur Ihnen gehört.
verify-expires = Diese Anmeldung läuft { $when } ab.
verify-wait =
    { $seconds ->
        [one] Bitte warten Sie 1 Sekunde bis zum nächsten Versuch.
       *[other] Bitte warten Sie { $seconds } Sekunden bis zum nächsten Versuch.
    }

choose-title = Anderen Weg versuchen
choose-lead = Wählen Sie, wie Sie sich ausweisen möchten.
choose-empty = Für dieses Konto gibt es keinen anderen Weg.

forgot-title = Neues Passwort setzen
forgot-lead = Nennen Sie uns Ihre Adresse, und wir senden Ihnen einen Link.
forgot-button = Link senden

reset-title = Neues Passwort setzen
reset-title-welcome = Willkommen im Team
reset-lead = für { $email }
reset-lead-welcome = Wählen Sie ein Passwort für { $email }.
reset-factor-text = Für ein neues Passwort brauchen Sie auch Ihren zweiten Faktor.
reset-button = Passwort setzen

confirm-registration-title = Adresse bestätigen
confirm-registration-text = Ist { $email } Ihre Adresse? Dann ist Ihr Konto bereit.
confirm-registration-button = Adresse bestätigen
confirm-email-undo-title = Änderung zurücknehmen
confirm-email-undo-text = { $email } wird wieder die Adresse Ihres Kontos, und alle werden abgemeldet.
confirm-email-undo-button = Meine alte Adresse verwenden
confirm-email-change-title = Neue Adresse bestätigen
confirm-email-change-text = Künftig melden Sie sich mit { $email } an.
confirm-email-change-button = Diese Adresse verwenden

notice-check-mail-title = Sehen Sie in Ihr Postfach
notice-check-mail-text = Wir haben einen Link an { $email } gesendet. Folgen Sie ihm, um fortzufahren.
notice-confirmed-title = Ihre Adresse ist bestätigt
notice-confirmed-text = Ihr Konto ist bereit. Sie können sich jetzt anmelden.
notice-link-expired-title = Dieser Link gilt nicht mehr
notice-link-expired-text = Er wurde schon verwendet oder ist zu alt. Fordern Sie einen neuen an.
notice-reset-sent-title = Sehen Sie in Ihr Postfach
notice-reset-sent-text = Falls es ein Konto mit dieser Adresse gibt, ist ein Link für ein neues Passwort unterwegs.
notice-recovery-sent-title = Sehen Sie in Ihr Postfach
notice-recovery-sent-text = Wenn Adresse und Passwort stimmen, ist ein Link zum Weitermachen unterwegs.
notice-password-reset-title = Ihr Passwort ist gesetzt
notice-password-reset-text = Melden Sie sich mit dem neuen Passwort an. Überall sonst wurden Sie abgemeldet.
notice-signed-out-title = Sie sind abgemeldet
notice-signed-out-text = Bis bald.
notice-signed-out-everywhere-title = Sie sind überall abgemeldet
notice-signed-out-everywhere-text = Alle Browser und Geräte müssen sich neu anmelden, auch dieses hier.
notice-sign-in-cancelled-title = Anmeldung abgebrochen
notice-sign-in-cancelled-text = Es wurde nichts geändert.
notice-sign-in-expired-title = Beginnen wir noch einmal
notice-sign-in-expired-text = Diese Anmeldung hat zu lange gedauert oder es gab zu viele falsche Antworten. Bitte beginnen Sie mit Ihrem Passwort.
notice-email-undone-title = Ihre Adresse gilt wieder
notice-email-undone-text = Sie melden sich wieder mit { $email } an. Setzen Sie jetzt ein neues Passwort, denn jemand kannte das alte.
notice-email-changed-title = Ihre Adresse ist geändert
notice-email-changed-text = Künftig melden Sie sich mit { $email } an.
notice-registration-closed-title = Keine Registrierung möglich
notice-registration-closed-text = Zurzeit lassen sich hier keine neuen Konten erstellen. Bitte wenden Sie sich an unseren Support.
notice-contact-support-title = Hier müssen wir Ihnen helfen
notice-contact-support-text = Keiner Ihrer zweiten Faktoren lässt sich zurzeit verwenden. Bitte schreiben Sie unserem Support.

recover-title = Konto wiederherstellen
recover-lead = Für den Fall, dass Telefon, Schlüssel und Notfallcodes alle verloren sind. Ihr Passwort brauchen Sie weiterhin.
recover-button = Link senden
recover-first = Ein einziger Notfallcode genügt zum Anmelden, ebenso jeder andere Ihrer Faktoren. Bitten Sie nur um Wiederherstellung, wenn Sie nichts davon haben.
recovery-words = Sollten wir etwas wissen?
recovery-words-help = Zum Beispiel, wie wir Sie erreichen. Schreiben Sie hier nie ein Passwort oder einen Code.
recovery-send = Um Wiederherstellung bitten
recovery-cancel = Abbrechen
recovery-until = Am { $when }
recovery-asked-title = Um Wiederherstellung bitten
recovery-asked-text = Wir prüfen, ob Sie es sind, und schreiben Ihnen. Danach werden alle Ihre zweiten Faktoren entfernt; Sie melden sich mit Ihrem Passwort an und richten neue ein.
recovery-open-title = Wir prüfen es
recovery-open-text = Ihre Anfrage liegt bei unserem Team. Wir schreiben Ihnen, wie es weitergeht.
recovery-approved-title = Wir prüfen es
recovery-approved-text = Ihre Anfrage liegt bei unserem Team. Wir schreiben Ihnen, wie es weitergeht.
recovery-waiting-title = Ihre zweiten Faktoren werden entfernt
recovery-waiting-text = Wenn Sie nicht darum gebeten haben, brechen Sie es jetzt ab. Sonst ist nur noch zu warten.
recovery-done-title = Ihre zweiten Faktoren wurden entfernt
recovery-done-text = Melden Sie sich mit Ihrem Passwort an und richten Sie einen neuen Faktor ein.
recovery-refused-title = So konnten wir Ihnen nicht helfen
recovery-refused-text = Es wurde nichts geändert. Bitte schreiben Sie uns, wenn Sie Hilfe brauchen.
recovery-cancelled-title = Es wurde abgebrochen
recovery-cancelled-text = Es wurde nichts geändert.
recovery-expired-title = Diese Anfrage ist beendet
recovery-expired-text = Es wurde nichts geändert. Sie können erneut darum bitten.

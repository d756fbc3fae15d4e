# Was geschehen ist, so wie Protokoll, Übersicht und Personenseiten es sagen: kurz und ohne Punkt.
# Wer es tat und wem, steht daneben.

event-user-registered = Registriert
event-email-confirmed = E-Mail-Adresse bestätigt
event-email-changed = E-Mail-Adresse geändert
event-profile-changed = Profil geändert
event-sign-in-succeeded = Angemeldet
event-sign-in-failed = Anmeldung fehlgeschlagen
event-sign-in-pending = Passwort richtig, zweiter Schritt verlangt
event-sign-in-unfinished = Zweiten Schritt der Anmeldung nicht beendet
event-session-ended = Abgemeldet
event-sessions-ended = Sitzungen beendet
event-step-up-succeeded = Identität bestätigt
event-step-up-failed = Bestätigung der Identität fehlgeschlagen
event-password-changed = Passwort geändert
event-password-reset-requested = Passwort-Link angefordert
event-password-reset = Neues Passwort über einen Link gesetzt
event-factor-enrolled = Zweiten Faktor eingerichtet
event-factor-replaced = Zweiten Faktor neu eingerichtet
event-factor-renamed = Zweiten Faktor umbenannt
event-factor-removed = Zweiten Faktor entfernt
event-factor-locked = Zweiter Faktor vorübergehend gesperrt
event-factor-disabled = Zweiter Faktor nach zu vielen Fehlversuchen abgeschaltet
event-factor-unavailable = Zweiter Faktor war nicht erreichbar
event-factors-reset = Alle zweiten Faktoren zurückgesetzt
event-backup-codes-made = Neue Backup-Codes erstellt
event-backup-code-used = Backup-Code benutzt
event-factors-kept = Zweite Faktoren nach einem Backup-Code behalten
event-locks-cleared = Sperren aufgehoben
event-person-disabled = Konto gesperrt
event-person-enabled = Konto wieder freigegeben
event-staff-added = Mitarbeiter hinzugefügt
event-staff-role-changed = Rolle eines Mitarbeiters geändert
event-settings-changed = Einstellungen geändert
event-mail-read = Mail an jemand anderen gelesen
event-job-retried = Gescheiterter Auftrag erneut eingereiht
event-keys-rotated = Schlüssel gewechselt

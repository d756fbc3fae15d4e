# Was alle Seiten gemeinsam haben: Navigation, Aktionen, Felder, Zeiten.

language-name = Deutsch
format-date = %-d. %B %Y
format-datetime = %-d. %B %Y, %H:%M
format-datetime-full = %A, %-d. %B %Y, %H:%M:%S %Z

skip-to-content = Zum Inhalt springen

nav-main = Hauptnavigation
nav-menu = Menü
nav-breadcrumbs = Brotkrumen
nav-account-pages = Kontoseiten
nav-home = Start
nav-account = Konto
nav-overview = Übersicht
nav-profile = Profil
nav-email = E-Mail-Adresse
nav-password = Passwort
nav-security = Sicherheit
nav-dashboard = Übersicht
nav-users = Benutzer
nav-clients = Kunden
nav-members = Team
nav-adoption = Verbreitung
nav-recoveries = Wiederherstellung
nav-audit = Protokoll
nav-mails = E-Mails
nav-jobs = Aufträge
nav-plugins = Plugins
nav-settings = Einstellungen

foot-language = Sprache:
foot-scheme = Farben:
foot-support = Support anschreiben
scheme-auto = Automatisch
scheme-light = Hell
scheme-dark = Dunkel

action-sign-in = Anmelden
action-sign-out = Abmelden
action-sign-out-everywhere = Überall abmelden
action-switch-account = Konto wechseln
action-switch = Wechseln
action-switch-to = Zu { $client } wechseln
action-register = Registrieren
action-enable = Aktivieren
action-get-started = Los geht’s
action-continue = Weiter
action-verify = Bestätigen
action-check-again = Erneut prüfen
action-cancel = Abbrechen
action-another-way = Anderen Weg versuchen
action-back = Zurück
action-recover = Ich habe alles davon verloren
action-back-to-sign-in = Zurück zur Anmeldung
action-copy = Kopieren
action-download = Herunterladen
action-print = Drucken
action-save = Speichern
action-check-up = Ausprobieren
action-mend = Codes abgelehnt?
action-rename = Umbenennen
action-replace = Neu einrichten
action-remove = Entfernen
action-search = Suchen
action-filter = Filter anwenden
action-clear = Zurücksetzen
action-dismiss = Schließen
action-show-secret = Eingabe anzeigen
action-home = Zur Startseite
action-forgot = Neuen Link anfordern
action-account = Zu Ihrem Konto
action-add-factor = Zweiten Faktor einrichten
action-make-codes = Neue Codes erzeugen
action-skip = Vorerst überspringen
action-security = Zur Sicherheit
action-try-again = Erneut versuchen
action-show-mails = E-Mails anzeigen

field-name = Name
field-email = E-Mail
field-new-email = Neue E-Mail-Adresse
field-password = Passwort
field-current-password = Aktuelles Passwort
field-new-password = Neues Passwort
field-locale = Sprache
field-time-zone = Zeitzone
field-label = Bezeichnung
field-role = Rolle
field-id = ID
field-password-changed = Passwort geändert
field-reason = Begründung
field-notify = Die Person per E-Mail benachrichtigen
field-optional = optional

device-browser-on-system = { $browser } unter { $system }
device-unknown = Unbekanntes Gerät

time-now = gerade eben
time-soon = in weniger als einer Minute
time-minutes-ago =
    { $count ->
        [one] vor 1 Minute
       *[other] vor { $count } Minuten
    }
time-hours-ago =
    { $count ->
        [one] vor 1 Stunde
       *[other] vor { $count } Stunden
    }
time-days-ago =
    { $count ->
        [one] gestern
       *[other] vor { $count } Tagen
    }
time-months-ago =
    { $count ->
        [one] vor 1 Monat
       *[other] vor { $count } Monaten
    }
time-years-ago =
    { $count ->
        [one] vor 1 Jahr
       *[other] vor { $count } Jahren
    }
time-in-minutes =
    { $count ->
        [one] in 1 Minute
       *[other] in { $count } Minuten
    }
time-in-hours =
    { $count ->
        [one] in 1 Stunde
       *[other] in { $count } Stunden
    }
time-in-days =
    { $count ->
        [one] morgen
       *[other] in { $count } Tagen
    }
time-in-months =
    { $count ->
        [one] in 1 Monat
       *[other] in { $count } Monaten
    }
time-in-years =
    { $count ->
        [one] in 1 Jahr
       *[other] in { $count } Jahren
    }

fact-added = Hinzugefügt am { $when }
fact-last-used = Zuletzt verwendet { $when }
fact-never-used = Noch nie verwendet
fact-last-seen = Zuletzt aktiv { $when }
fact-signed-in = Angemeldet { $when }
fact-last-sign-in = letzte Anmeldung { $when }
fact-locked-until = Gesperrt bis { $when }
fact-password-changed = Zuletzt geändert { $when }
fact-password-never-changed = Noch nie geändert
fact-never = Nie

two-factor = Zwei-Faktor-Authentisierung
two-factor-short = Zweiter Faktor
two-factor-on = An
two-factor-off = Aus
two-factor-required = Pflicht
backup-codes = Notfallcodes
backup-codes-left =
    { $left ->
        [0] Keine mehr übrig: Erzeugen Sie jetzt neue
        [one] Noch 1 Code übrig
       *[other] Noch { $left } Codes übrig
    }

home-title = Willkommen bei { $brand }
home-lead = Ihre Dienste, Rechnungen und Ansprechpersonen an einem Ort, hinter einer Tür, die nur Sie öffnen können.
home-to-account = Zu Ihrem Konto
home-keys-title = Ihre eigenen Schlüssel
home-keys-text = Schützen Sie Ihr Konto mit einer Authenticator-App und Notfallcodes, eingerichtet in zwei Minuten.
home-team-title = Platz für Ihr Team
home-team-text = Eine Anmeldung für alle Kunden, zu denen Sie gehören; jede Person mit eigenen Rechten.
home-help-title = Jemand am Empfang
home-help-text = Fragen? Schreiben Sie an

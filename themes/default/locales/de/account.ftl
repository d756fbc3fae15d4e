# Die eigenen Seiten einer Person.

account-home-title = Ihr Konto
account-home-greeting = Schön, Sie zu sehen, { $name }
account-two-factor-on = An: Zur Anmeldung gehören Ihr Passwort und ein zweiter Faktor
account-two-factor-off = Aus: Wer Ihr Passwort kennt, kann sich anmelden
account-clients-title = Ihre Kundenkonten
account-clients-text = Für wen Sie handeln dürfen und was Sie dort dürfen.
account-clients-empty = Sie gehören noch zu keinem Kundenkonto.
account-client-current = In Verwendung

permission-owner = Inhaber, mit allen Rechten
permission-none = Keine Rechte
permission-manage-profile = Kundendaten sehen und ändern
permission-view-services = Dienste sehen
permission-manage-services = Dienste ändern und kündigen
permission-place-orders = Bestellen
permission-view-invoices = Rechnungen sehen
permission-pay-invoices = Rechnungen bezahlen
permission-manage-tickets = Tickets eröffnen und beantworten
permission-view-mails = E-Mails des Kunden lesen
permission-manage-team = Team verwalten

profile-title = Profil
profile-lead = Wie wir Sie nennen und wie wir Sprache und Zeiten für Sie schreiben.

email-title = E-Mail-Adresse
email-lead = Damit melden Sie sich an, und dorthin schreiben wir Ihnen.
email-current = Aktuelle Adresse
email-help = Wir senden einen Link dorthin. Die Adresse ändert sich, sobald Sie ihm folgen.
email-pending = Ein Link wurde an { $email } gesendet. Ihre Adresse ändert sich, sobald Sie ihm folgen.
email-pending-expires = Der Link läuft { $when } ab.
email-button = Link senden

password-title = Passwort
password-lead = Wenn Sie es ändern, werden Sie überall sonst abgemeldet.
password-button = Passwort ändern

security-title = Sicherheit
security-lead = Die Schlüssel zu Ihrem Konto: womit Sie sich anmelden und wo Sie angemeldet sind.
security-two-factor-on = Zur Anmeldung gehören Ihr Passwort und einer dieser Faktoren.
security-two-factor-off = Mit einem zweiten Faktor öffnet ein gestohlenes Passwort allein noch nichts. Das Einrichten dauert etwa zwei Minuten.
security-add = Weiteren hinzufügen
security-one-device = Ihr einziger Passkey ist an ein Gerät gebunden und geht mit ihm verloren. Fügen Sie einen weiteren Faktor hinzu, etwa einen Passkey auf einem zweiten Gerät.
security-rename-this = { $label } umbenennen
security-replace-this = Neu einrichten: { $label }
security-remove-this = { $label } entfernen
security-recovery-text = Jeder Code lässt Sie einmal hinein, wenn Ihr anderer Faktor verloren ist.
security-recovery-none = Sie haben keine Notfallcodes. Erzeugen Sie jetzt welche und bewahren Sie sie sicher auf.
security-recovery-make = Notfallcodes erzeugen
security-recovery-again = Neue Codes erzeugen
security-more = Mehr zu Ihrer Sicherheit

credential-locked = Gesperrt
credential-disabled = Deaktiviert
credential-removed = Entfernt

factors-title = Zweiten Faktor hinzufügen
factors-lead = Wählen Sie, womit Sie sich neben Ihrem Passwort anmelden möchten.
factors-required = Ihr Anbieter verlangt einen zweiten Faktor. Bitte richten Sie einen ein, um fortzufahren.
factors-enrolled =
    { $count ->
        [one] Eingerichtet
       *[other] { $count } eingerichtet
    }
factors-unavailable = Davon haben Sie schon so viele wie möglich.
factors-empty = Zurzeit lässt sich kein Faktor einrichten. Bitte wenden Sie sich an unseren Support.
class-phishing-resistant = Sicher vor Phishing
class-strong = Stark
class-basic = Einfach
class-recovery = Für Notfälle

enrol-step = Schritt { $step } von { $steps }
enrol-replaces = Ersetzt { $label }. Der bisherige Faktor gilt, bis Sie fertig sind.
enrol-label-help = Damit Sie Ihre Faktoren unterscheiden können, zum Beispiel „Diensttelefon“.
enrol-expires = Läuft { $when } ab

remove-title = Diesen Faktor entfernen?
remove-title-last = Zwei-Faktor-Authentisierung ausschalten?
remove-text = Er gilt bei der Anmeldung nicht mehr. Ihre anderen Faktoren bleiben.
remove-text-last = Dies ist Ihr letzter Faktor. Danach öffnet allein Ihr Passwort Ihr Konto. Auch Ihre Notfallcodes gelten dann nicht mehr.
remove-text-recovery = Ihre Notfallcodes gelten sofort nicht mehr. Wenn Sie Ihren anderen Faktor verlieren, kann Ihnen nur noch unser Support helfen.
remove-button-last = Ausschalten

rename-title = Umbenennen
rename-lead = Nur Sie sehen diese Bezeichnung.

check-up-title = Ausprobieren
check-up-lead = Benutzen Sie den Faktor einmal, solange Sie angemeldet sind. Es geht wie bei der Anmeldung, und sonst geschieht nichts.
check-up-button = Ausprobieren
check-up-send = Code senden
check-up-trouble-title = Es klappt nicht?
check-up-trouble-text = Richten Sie den Faktor neu ein: Was Sie haben, gilt weiter, bis der neue bewiesen ist. Wenn dabei ein Nachweis verlangt wird, den Sie nicht geben können, melden Sie sich mit einem Notfallcode an und richten Sie ihn dort ein.
check-up-mend = Vielleicht liegt es nur an der Uhr Ihres Telefons.
check-up-mend-link = Neu abgleichen
mend-title = Codes abgelehnt?
mend-lead = Bringen Sie { $label } in Ordnung, ohne den Faktor neu einzurichten.
mend-button = Abgleichen
security-check-this = Ausprobieren: { $label }
security-mend-this = Codes abgelehnt? { $label }

devices-title = Vertraute Geräte
devices-lead = In diesen Browsern wird nur Ihr Passwort verlangt. Das endet von selbst, wenn Sie Ihr Passwort oder Ihre Faktoren ändern und wenn Sie sich überall abmelden.
devices-note = Wo nur Ihr Passwort verlangt wird
devices-empty = Auf jedem Gerät wird Ihr zweiter Faktor verlangt. Beim Anmelden können Sie wählen, dass ein Gerät 30 Tage lang gemerkt wird.
devices-until = Bis { $when }
devices-last-used = Zuletzt verwendet { $when }
devices-end = Vertrauen beenden
sessions-title = Wo Sie angemeldet sind
sessions-lead = Browser und Geräte, die Ihr Konto verwenden können. Melden Sie ab, was Sie nicht kennen.
sessions-count =
    { $count ->
        [one] 1 Browser oder Gerät
       *[other] { $count } Browser und Geräte
    }
sessions-current = Dieses Gerät
sessions-everywhere-help = Beendet alle Sitzungen, auch diese hier.

step-up-title = Bestätigen Sie, dass Sie es sind
step-up-lead = Der nächste Schritt ist heikel, deshalb fragen wir noch einmal nach.

prompt-brought = Sie sind zurück. Fahren Sie hier fort, um abzuschließen.
prompt-unknown = Dieser Schritt lässt sich hier nicht anzeigen. Bitte versuchen Sie einen anderen Weg oder fragen Sie unseren Support.
prompt-copied = Kopiert
prompt-copy-failed = Das Kopieren hat nicht geklappt. Bitte markieren Sie den Text von Hand.
prompt-code-life = Neuer Code in { $seconds } s
prompt-passkey-create = Passkey erstellen
prompt-passkey-get = Passkey verwenden
prompt-passkey-needs-script = Passkeys brauchen JavaScript und einen Browser, der sie kennt. Ohne beides nehmen Sie einen anderen Weg oder gehen Sie zurück.
prompt-passkey-failed = Das hat nicht geklappt. Bitte versuchen Sie es erneut.
prompt-passkey-not-allowed = Ihr Browser hat abgebrochen: Die Frage wurde geschlossen, oder es dauerte zu lange. Bitte versuchen Sie es erneut.
prompt-passkey-exists = Auf diesem Gerät oder Schlüssel gibt es schon einen Passkey für dieses Konto. Nehmen Sie ein anderes.
prompt-passkey-insecure = Unter dieser Adresse gibt es keine Passkeys. Öffnen Sie die Verwaltung unter ihrer gewohnten Adresse.

recovered-title = Sie sind wieder drin
recovered-lead =
    { $left ->
        [0] Sie haben Ihren letzten Notfallcode verwendet. Bevor es weitergeht: Was ist mit Ihren anderen Faktoren?
        [one] Sie haben einen Notfallcode verwendet, 1 ist noch übrig. Bevor es weitergeht: Was ist mit Ihren anderen Faktoren?
       *[other] Sie haben einen Notfallcode verwendet, { $left } sind noch übrig. Bevor es weitergeht: Was ist mit Ihren anderen Faktoren?
    }
recovered-new-title = Mein Faktor ist verloren
recovered-new-text = Richten Sie jetzt einen neuen ein. Den verlorenen können Sie danach entfernen.
recovered-new-button = Faktor einrichten
recovered-keep-title = Ich habe meine Faktoren noch
recovered-keep-text = Sie waren nur gerade nicht zur Hand. Alles bleibt, wie es ist.
recovered-keep-button = Meine Faktoren behalten

tokens-title = API-Schlüssel
tokens-lead = Schlüssel, mit denen Programme Ihr Konto über die API benutzen.
tokens-note = Schlüssel für Programme, die die API benutzen
tokens-empty = Sie haben keine API-Schlüssel.
tokens-factor-first = Ihr Anbieter verlangt einen zweiten Faktor, bevor Sie API-Schlüssel erstellen können.
token-new = Neuer API-Schlüssel
token-new-lead = Ein Schlüssel kann, was Sie hier ankreuzen, und nie mehr, als Sie selbst dürfen. Ein neues Passwort beendet ihn.
token-new-button = Schlüssel erstellen
token-made = Erstellt { $when }
token-ends = Endet { $when }
token-never-used = Nie benutzt
token-revoke = Beenden
token-made-title = Ihr neuer API-Schlüssel
token-made-once = Kopieren Sie den Schlüssel jetzt. Er wird nicht noch einmal angezeigt, und wir können ihn nicht nachsehen.
token-made-ends = Er endet am { $when }.
token-made-done = Ich habe ihn kopiert
token-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
field-token-name = Name
field-token-name-help = Für welches Programm der Schlüssel ist.
field-token-client = Kundenkonto
field-token-client-help = Der Schlüssel gilt nur für dieses Kundenkonto.
field-token-scopes = Das Programm darf
field-token-days = Endet nach
scope-read-own-factors = Ihre zweiten Faktoren sehen
scope-read-own-sessions = Sehen, wo Sie angemeldet sind
scope-read-users = Benutzer sehen
scope-read-factors = Zweite Faktoren von Benutzern sehen
scope-reset-factors = Zweite Faktoren von Benutzern zurücksetzen
scope-read-audit = Das Protokoll lesen
scope-stands-for-step-up = das Programm tut dies ohne weiteren Nachweis
error-token-scopes = Kreuzen Sie mindestens eines an, was das Programm darf.
error-tokens-too-many = Sie haben zu viele Schlüssel. Beenden Sie einen, den Sie nicht mehr brauchen.
flash-token-revoked = Der API-Schlüssel wurde beendet.

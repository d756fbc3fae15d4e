# Der Bereich für das Team.

role-owner = Inhaber
role-owner-text = Darf alles, auch Team und Einstellungen verwalten.
role-billing = Buchhaltung
role-billing-text = Betreut Kunden und ihre Konten und setzt zweite Faktoren zurück.
role-support = Support
role-support-text = Hilft Benutzern und sieht, was geschehen ist.

party-system = Innkeeper
person-status-active = Aktiv
person-status-disabled = Gesperrt
person-unconfirmed = Nicht bestätigt
person-title = Person
person-actions = Aktionen
person-locks = Sperren
person-activity = Letzte Ereignisse
person-no-factors = Es ist kein zweiter Faktor eingerichtet.
person-sessions-title = Offene Sitzungen
person-no-sessions = Zurzeit nirgends angemeldet.
person-devices-title = Vertraute Geräte
person-device-end = Vertrauen beenden
client-status-active = Aktiv
client-status-closed = Geschlossen

column-name = Name
column-status = Status
column-since = Seit
column-created = Erstellt
column-last-sign-in = Letzte Anmeldung

list-pages = Seiten der Liste
list-total =
    { $count ->
        [one] 1 Eintrag
       *[other] { $count } Einträge
    }
list-first = Erste Seite
list-previous = Zurück
list-next = Weiter
list-filter = Filter
list-all = Alle
list-nothing-found = Nichts gefunden. Versuchen Sie andere Wörter oder weniger Filter.
list-show-all = Alle anzeigen

dashboard-lead = Was bei { $brand } vor sich geht.
dashboard-mails-failed =
    { $count ->
        [one] 1 E-Mail konnte nicht gesendet werden.
       *[other] { $count } E-Mails konnten nicht gesendet werden.
    }
dashboard-jobs-dead =
    { $count ->
        [one] 1 Auftrag wurde aufgegeben.
       *[other] { $count } Aufträge wurden aufgegeben.
    }
dashboard-networks = Vorübergehend ausgesperrt
dashboard-networks-text = Von hier kamen zu viele falsche Paare aus Adresse und Passwort, jedes ein anderes: Jemand probiert eine gestohlene Liste aus. Browser, mit denen schon einmal angemeldet war, sind nicht betroffen, auch Passkeys nicht.
dashboard-network-pairs =
    { $count ->
        [one] Ein falsches Paar
       *[other] { $count } falsche Paare
    }
dashboard-network-admit = Wieder zulassen
dashboard-see-mails = Fehlgeschlagene E-Mails ansehen
dashboard-see-jobs = Aufgegebene Aufträge ansehen
figure-users = Benutzer
figure-two-factor = Mit zweitem Faktor
figure-clients = Kunden
figure-staff = Teammitglieder
figure-sessions = Offene Sitzungen

users-lead = Personen, die sich im Kundenbereich anmelden.
users-search = Name oder E-Mail-Adresse
users-empty = Es hat sich noch niemand registriert.
user-no-clients = Gehört zu keinem Kunden.
user-action-disable = Konto sperren
user-action-enable = Konto entsperren
user-action-end-sessions = Überall abmelden
user-action-reset-password = Passwort-Link senden
user-action-clear-locks = Sperren aufheben
user-action-reset-factors = Zweite Faktoren zurücksetzen

ask-disable-title = { $name } sperren?
ask-disable-text = { $name } wird sofort abgemeldet und kann sich nicht mehr anmelden, bis das Konto wieder entsperrt ist. Es wird nichts gelöscht.
ask-disable-button = Konto sperren
ask-enable-title = { $name } entsperren?
ask-enable-text = { $name } kann sich wieder anmelden, mit demselben Passwort und denselben zweiten Faktoren wie zuvor.
ask-enable-button = Konto entsperren
ask-end-sessions-title = { $name } überall abmelden?
ask-end-sessions-text = Alle Browser und Geräte müssen sich neu anmelden.
ask-end-sessions-button = Überall abmelden
ask-distrust-title = Diesem Gerät von { $name } nicht mehr vertrauen?
ask-distrust-text = Es wird wieder nach dem zweiten Faktor gefragt. Offene Sitzungen bleiben offen.
ask-distrust-button = Vertrauen beenden
ask-reset-password-title = { $name } einen Passwort-Link senden?
ask-reset-password-text = { $name } erhält eine E-Mail mit einem Link für ein neues Passwort. Bis dahin gilt das bisherige, und der zweite Faktor wird weiterhin verlangt.
ask-reset-password-button = Link senden
ask-clear-locks-title = Sperren von { $name } aufheben?
ask-clear-locks-text = Falsche Antworten werden vergessen, und { $name } kann es sofort wieder versuchen. Vergewissern Sie sich, dass die Bitte wirklich von dieser Person kommt.
ask-clear-locks-button = Sperren aufheben
ask-reset-factors-title = Alle zweiten Faktoren von { $name } entfernen?
ask-reset-factors-text = Danach öffnet allein das Passwort das Konto. Prüfen Sie vorher die Identität der Person. { $name } wird per E-Mail benachrichtigt, und die Begründung bleibt im Protokoll.
ask-reset-factors-button = Alle Faktoren entfernen

lock-password = Passwort
lock-second-factor = Zweiter Faktor
lock-credential = Einzelner Faktor
lock-failures =
    { $count ->
        [one] 1 falsche Antwort
       *[other] { $count } falsche Antworten in Folge
    }

clients-lead = Wem Rechnungen gestellt werden. Zu ihnen gehören Benutzer.
clients-search = Name
clients-empty = Es gibt noch keine Kunden. Der erste kommt mit der ersten Registrierung.
client-members = Personen
client-since = Kunde seit { $when }
client-no-members = Zu diesem Kunden gehört niemand.

members-lead = Die Menschen, die dieses Haus führen.
members-add = Teammitglied hinzufügen
members-empty = Es gibt noch kein Team.
member-new-lead = Wir senden einen Link, über den die Person ein Passwort wählt.
member-new-button = Einladung senden
member-you = Sie
member-change-role = Rolle ändern
member-self-title = Das sind Sie
member-self-text = Ihr eigenes Passwort und Ihre zweiten Faktoren finden Sie in Ihrem Konto.

audit-lead = Was im Haus geschehen ist, das Neueste zuerst. Von hier verschwindet nichts.
audit-chain-checked = Alle Zeilen wurden zuletzt { $at } geprüft und waren so, wie sie geschrieben wurden.
audit-chain-unchecked = Die Zeilen sind verkettet, damit Änderungen auffallen. Geprüft wurden sie noch nicht; das geschieht einmal am Tag.
audit-chain-head-is = Letzte Zeile: { $head }
audit-chain-broken-at = Festgestellt { $at }. Bitten Sie den Betrieb, „innkeeper audit verify“ auszuführen.
audit-chain-changed = Das Protokoll wurde verändert: Zeile { $line } ist nicht das, was dort geschrieben wurde.
audit-chain-missing = Das Protokoll wurde verändert: Zeile { $line } fehlt.
audit-chain-stray = Das Protokoll wurde verändert: Es enthält eine Zeile, die nicht vom Panel stammt.
audit-chain-cut-off = Das Protokoll wurde verändert: Ab Zeile { $line } fehlt alles.
audit-chain-head = Das Protokoll wurde verändert: Sein Ende ist nicht das, was das Panel geschrieben hat.
audit-empty = Es ist noch nichts geschehen.
audit-at = Wann
audit-event = Ereignis
audit-actor = Wer
audit-subject = Wem oder was
audit-where = Woher
audit-ip = IP-Adresse
audit-actor-id = ID der handelnden Person
audit-subject-id = ID des Betroffenen
audit-from = Von
audit-to = Bis

mails-lead = Was das Panel an Personen geschrieben hat.
mails-empty = Es wurde noch keine E-Mail geschrieben.
mail-status-queued = Wartet
mail-status-caught = Hier behalten
mail-status-sent = Gesendet
mail-status-failed = Fehlgeschlagen
mail-to = An
mail-subject = Betreff
mail-template = Vorlage
mail-facts = Über diese E-Mail
mail-sent-at = Gesendet
mail-html = HTML-Fassung
mail-html-open = Öffnen
mail-text = Textfassung
mail-not-yours = Ihre Rolle erlaubt nicht, zu lesen, was in Mails steht.
mail-text-wiped = Der Text wurde nach dem Senden gelöscht, weil er einen Link enthielt.

jobs-lead = Was das Panel im Hintergrund tut.
jobs-empty = Es gibt keine Aufträge.
job-status-queued = Wartet
job-status-running = Läuft
job-status-done = Erledigt
job-status-dead = Aufgegeben
job-kind = Auftrag
job-attempts = Versuche
job-attempts-of = { $attempts } von { $max }
job-run-at = Fällig oder erledigt
job-retry = Noch einmal ausführen
job-last-error = Letzter Fehler

settings-lead = Wie sich das Haus zeigt und wer hereinkommt.
settings-brand = Marke
settings-brand-text = Was Kunden auf jeder Seite und in jeder E-Mail sehen.
settings-brand-name = Name
settings-support-email = Support-Adresse
settings-support-email-help = Wohin Kunden schreiben.
settings-door = Die Tür
settings-door-text = Wer hereinkommen darf und mit welchen Schlüsseln.
settings-registration = Besucher dürfen sich registrieren
settings-registration-help = Sonst legt das Team jeden Benutzer an.
settings-trusted-devices = Kunden dürfen einem Gerät vertrauen
settings-trusted-devices-help = Nach einem starken zweiten Faktor, für 30 Tage. Es gilt, solange kein zweiter Faktor vorgeschrieben ist. NIST rät davon ab; Mitarbeitende bekommen es nie.
settings-password-length = Kürzestes Passwort
settings-password-length-help = In Zeichen, von 8 bis 64. Gilt für Passwörter, die ab jetzt gewählt werden.
settings-password-length-alone = Kürzestes ohne zweiten Faktor
settings-password-length-alone-help = Für Personen, die keinen haben; 15 ist eine gute Wahl. Nie weniger als das andere.
settings-factors = Zweite Faktoren
settings-factors-text = Wer welchen verwenden darf, und was ein Nachweis damit wert ist. Ein ausgeschalteter Faktor öffnet nichts, auch nicht für die, die ihn haben.
settings-factor-for-users = Kunden dürfen ihn verwenden
settings-factor-for-staff = Mitarbeitende dürfen ihn verwenden
settings-factor-class = Klasse
settings-factor-suggested = Vorgeschlagen: { $class }
settings-factor-test = { $factor } testen
settings-factor-holders = { $count ->
    [one] Eine Person hat ihn.
   *[other] { $count } Personen haben ihn.
}
settings-factor-sole = { $count ->
    [one] Eine hat nichts anderes und wäre ohne ihn ausgesperrt.
   *[other] { $count } haben nichts anderes und wären ohne ihn ausgesperrt.
}
ask-sign-out-all-title = Alle abmelden?
ask-sign-out-all-text = Alle Kunden müssen sich auf jedem Gerät neu anmelden; Links aus Mails und laufende Anmeldungen gelten nicht mehr. Das ist richtig, wenn ein Schlüssel oder eine Sicherung in falsche Hände geraten sein kann.
ask-sign-out-all-button = Alle abmelden
ask-sign-out-all-staff = Auch andere Mitarbeitende
settings-sign-out-all = Alle abmelden
settings-sign-out-all-text = Beendet jede Sitzung außer Ihrer eigenen, für den Tag, an dem Sie ihnen nicht mehr trauen.
settings-sign-out-all-button = Alle abmelden …
settings-test-mail = Testmail
settings-test-mail-text = Sendet eine E-Mail an Ihre eigene Adresse.
settings-test-mail-button = Testmail senden

factor-check-title = Test von { $factor }
factor-check-lead = Davon hängt der Faktor ab; gerade versucht, mit den gespeicherten Einstellungen. Niemandes eigener Code und niemandes Gerät wurde dafür benutzt.
factor-check-failed = Der Test war nicht möglich. Im Protokoll steht, warum.
factor-check-took = Dauerte { $milliseconds } ms
factor-check-works = Funktioniert
factor-check-fault = Funktioniert nicht
factor-check-again = Noch einmal testen
client-invitations = Einladungen
client-no-invitations = Zurzeit ist niemand eingeladen.
settings-rules-link = Wer einen zweiten Faktor braucht: Regeln, Schonfristen und Ausnahmen
rules-title = Regeln für zweite Faktoren
rules-lead = Wer einen zweiten Faktor braucht, welcher Art und ab wann.
rules-list = Regeln
rules-list-text = Für jede Person gilt die strengste Regel, die auf sie zutrifft. Die Regel für alle Kunden ist die Ihrer Marke.
rule-scope-users = Alle Kunden
rule-scope-staff = Das ganze Team
rule-scope-role-owner = Inhaber
rule-scope-role-billing = Buchhaltung
rule-scope-role-support = Support
rule-scope-group = Kundengruppe: { $name }
rule-lead-users = Die Regel Ihrer Marke: Sie gilt für alle, die sich im Kundenbereich anmelden.
rule-lead-staff = Sie gilt für alle, die sich im Teambereich anmelden.
rule-lead-role-owner = Sie ergänzt die Regel für das ganze Team und kann sie nur verschärfen.
rule-lead-role-billing = Sie ergänzt die Regel für das ganze Team und kann sie nur verschärfen.
rule-lead-role-support = Sie ergänzt die Regel für das ganze Team und kann sie nur verschärfen.
rule-lead-group = Für alle, die zu einem Kunden dieser Gruppe gehören. Sie ergänzt die Regel für alle Kunden und kann sie nur verschärfen. Kunden sehen den Namen der Gruppe nie.
demand-inherit = Keine eigene Regel
demand-off = Aus: wer will, kann einen haben
demand-encouraged = Empfohlen: Seiten laden dazu ein
demand-required = Pflicht
demand-required-from = Pflicht ab einem Datum
demand-from = Pflicht ab { $when }
rule-demand = Ein zweiter Faktor ist
rule-from = Datum
rule-from-help = Nur für „Pflicht ab einem Datum“. Bis dahin wird er empfohlen.
rule-least = Mindestens
rule-least-help = Eine geringere Klasse zählt nicht.
rule-grace = Schonfrist in Tagen
rule-grace-help = Von 0 bis 90, für jede Person ab dem ersten Mal, da sie unter der Pflicht gesehen wird. Niemand bekommt sie zweimal.
rule-at-least = Mindestens: { $class }
rule-grace-days = { $count ->
    [one] 1 Tag Schonfrist
   *[other] { $count } Tage Schonfrist
}
rule-show-preview = Zeigen, was sie bewirkt
rule-preview = Was diese Regel bewirkt
rule-preview-inherit = Es gäbe keine eigene Regel; die für alle gilt.
rule-preview-off = Diese Regel verlangt von niemandem einen zweiten Faktor.
rule-preview-encouraged = Seiten laden dazu ein, einen einzurichten.
rule-preview-required = Pflicht, mindestens von der Klasse „{ $class }“.
rule-preview-required-from = Pflicht ab dem Datum, mindestens von der Klasse „{ $class }“.
rule-preview-people = { $count ->
    [one] Sie betrifft 1 Person.
   *[other] Sie betrifft { $count } Personen.
}
rule-preview-bound = { $count ->
    [0] Niemand wäre verpflichtet.
    [one] 1 wäre verpflichtet, jetzt oder ab einem Tag.
   *[other] { $count } wären verpflichtet, jetzt oder ab einem Tag.
}
rule-preview-lacking = { $count ->
    [0] Alle davon haben schon heute, was es braucht.
    [one] 1 davon hat heute nicht, was es braucht.
   *[other] { $count } davon haben heute nicht, was es braucht.
}
rule-preview-exempt = { $count ->
    [one] 1 ist vorerst ausgenommen.
   *[other] { $count } sind vorerst ausgenommen.
}
rule-preview-at-once = { $count ->
    [one] 1 Person könnte ab dem nächsten Klick nichts anderes tun, als einen einzurichten.
   *[other] { $count } Personen könnten ab dem nächsten Klick nichts anderes tun, als einen einzurichten.
}
rule-preview-first = Für die Ersten der anderen gälte das frühestens ab { $when }.
rule-preview-you = Auch Sie: Sie müssten vor allem anderen einen zweiten Faktor einrichten.
rule-understood = Ich weiß, dass das Personen sofort einschränkt
rule-save = Regel speichern
exemptions-title = Ausnahmen
exemptions-text = Personen, für die die Regeln eine Zeit lang nicht gelten. Ausgenommen wird jemand auf der eigenen Seite.
exemptions-empty = Niemand ist ausgenommen.
exemption-until = Bis { $when }
exemption-given = Gewährt von { $name } am { $when }
exemption-end = Jetzt beenden
exemption-end-of = Ausnahme für { $name } jetzt beenden
exempt-link = Von den Regeln für zweite Faktoren ausnehmen
exempt-title = { $name } ausnehmen
exempt-lead = Eine Zeit lang wird kein zweiter Faktor verlangt. Wer Regeln ändern darf, sieht, wer ausgenommen ist und warum.
exempt-until = Bis
exempt-until-help = Die Ausnahme endet von selbst, wenn dieser Tag beginnt, spätestens in einem Jahr.
exempt-button = Ausnehmen
groups-title = Kundengruppen
groups-lead = Kunden, die zusammengehören, etwa Wiederverkäufer. Ein Kunde ist in höchstens einer Gruppe.
groups-list = Gruppen
groups-empty = Es gibt noch keine Gruppen.
group-new = Neue Gruppe
group-new-button = Gruppe anlegen
group-name-help = Nur für das Team; Kunden sehen ihn nie.
group-clients = { $count ->
    [0] Keine Kunden
    [one] 1 Kunde
   *[other] { $count } Kunden
}
group-has-rule = Hat eine eigene Regel für zweite Faktoren
group-rule = Regel ändern
group-delete = Gruppe löschen
ask-delete-group-title = Gruppe { $name } löschen?
ask-delete-group-text = { $count ->
    [0] Kein Kunde ist darin. Ihre Regel für zweite Faktoren wird mit gelöscht.
    [one] 1 Kunde ist darin und gehört dann zu keiner Gruppe. Ihre Regel für zweite Faktoren gilt für dessen Personen nicht mehr.
   *[other] { $count } Kunden sind darin und gehören dann zu keiner Gruppe. Ihre Regel für zweite Faktoren gilt für deren Personen nicht mehr.
}
ask-delete-group-button = Gruppe löschen
client-group = Gruppe
client-group-none = In keiner Gruppe
client-group-help = Ihre Regel für zweite Faktoren gilt für alle, die zu diesem Kunden gehören.


recoveries-lead = Kunden, die alle zweiten Faktoren verloren und Passwort und Postfach nachgewiesen haben.
recoveries-empty = Niemand hat um Wiederherstellung gebeten.
recovery-of = Wiederherstellung von { $name }
recovery-state-asked = Nicht nachgewiesen
recovery-state-open = Zu prüfen
recovery-state-approved = Braucht eine zweite Freigabe
recovery-state-waiting = Wartezeit
recovery-state-done = Erledigt
recovery-state-refused = Abgelehnt
recovery-state-cancelled = Abgebrochen
recovery-state-expired = Abgelaufen
recovery-asked-at = Gebeten
recovery-ends-at = Bis
recovery-ended-at = Beendet
recovery-request = Die Anfrage
recovery-from = Von
recovery-words-of = Nachricht
recovery-no-words = Keine
recovery-earlier = Frühere Anfragen
recovery-approved-by = Freigegeben von
recovery-checked = Geprüft
recovery-approve-title = Ist es die Inhaberin oder der Inhaber des Kontos?
recovery-approve-text = Passwort und Postfach wurden nachgewiesen. Beide können gestohlen sein: Prüfen Sie auf einem anderen Weg, ob es die Person ist.
recovery-checklist = Was ich geprüft habe
recovery-reason-help = Mindestens 10 Zeichen. Die Person und das Protokoll erhalten sie.
recovery-then-second = Danach muss eine zweite Person aus dem Team freigeben.
recovery-then-wait =
    { $hours ->
        [0] Danach werden alle zweiten Faktoren entfernt, und die Person wird überall abgemeldet.
        [one] Danach kann die Person 1 Stunde lang abbrechen, bevor alle zweiten Faktoren entfernt werden.
       *[other] Danach kann die Person { $hours } Stunden lang abbrechen, bevor alle zweiten Faktoren entfernt werden.
    }
recovery-approve = Freigeben
recovery-refuse-title = Ablehnen
recovery-refusal = Warum abgelehnt wird
recovery-refusal-help = Mindestens 10 Zeichen, für das Protokoll.
recovery-answer = Was der Person mitgeteilt wird
recovery-answer-help = Freiwillig. Es steht so in der E-Mail.
recovery-refuse = Ablehnen
recovery-cancel-title = Abbrechen
recovery-cancel-text = Die Faktoren bleiben, wie sie sind, und die Person wird benachrichtigt.
recovery-show-user = Benutzer anzeigen
recovery-check-callback = Ich habe unter einer Nummer zurückgerufen, die wir vor dieser Anfrage hatten.
recovery-check-invoice = Die Person kennt Nummer und Betrag ihrer letzten Rechnung.
recovery-check-services = Die Person kennt ihre Dienste bei uns.
recovery-check-origin = Netz und Gerät passen zu früheren Anmeldungen.
settings-recovery = Wiederherstellung
settings-recovery-text = Wenn eine Kundin oder ein Kunde alle zweiten Faktoren verloren hat.
settings-recovery-second = Zwei Personen aus dem Team müssen freigeben
settings-recovery-second-help = So kann niemand allein die Faktoren einer Person zurücksetzen.
settings-recovery-wait = Wartezeit in Stunden
settings-recovery-wait-help = 0 bis 168. So lange lässt sich eine freigegebene Wiederherstellung abbrechen. 24 ist eine gute Wahl, wo Konten Guthaben oder viele Dienste haben.
settings-recovery-checklist = Was das Team prüft
settings-recovery-checklist-help = Je Zeile eine Prüfung, höchstens zehn. Leer für die mitgelieferte Liste.

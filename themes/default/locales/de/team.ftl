# Die eigenen Seiten eines Kunden: sein Team, seine Daten und die Einladungen dorthin.

nav-team = Team
nav-client = Kundendaten

client-acting-for = Sie handeln für

team-title = Team
team-lead = Wer für { $client } handelt und was diese Personen dürfen.
team-invite = Jemanden einladen
team-members = Benutzer
team-you = Sie
team-disabled = Kann sich nicht anmelden
team-edit = Bearbeiten
team-edit-this = { $name } bearbeiten
team-factor-since = { $factor } seit { $when }
team-factor-none = Kein zweiter Faktor
team-never-signed-in = Noch nie angemeldet
team-last-sign-in = Letzte Anmeldung { $when }

team-invitations = Einladungen
team-invitations-text = Jeder Link gilt einmal, eine Woche lang, für die Adresse, an die er ging.
team-invitations-empty = Zurzeit ist niemand eingeladen.
team-invited-by = Eingeladen { $when } von { $by }
team-invitation-sent = Erneut gesendet { $when }
team-invitation-expires = Läuft { $when } ab
team-invitation-expired = Abgelaufen
team-resend = Erneut senden
team-resend-this = Einladung an { $email } erneut senden
team-withdraw = Zurückziehen
team-withdraw-this = Einladung an { $email } zurückziehen

team-invite-title = Jemanden einladen
team-invite-lead = Wir senden einen Link, mit dem die Person { $client } beitritt.
team-invite-email-help = Nur wer E-Mails an diese Adresse liest, kann annehmen.
team-invite-button = Einladung senden
team-permissions = Rechte
team-permissions-help = Sie können nur geben und nehmen, was Sie selbst dürfen.

team-member-about = Zur Person
team-member-own = Name und Nummer gehören der Person selbst: Sie handelt auch für andere Kunden oder für sich und ändert beides in ihrem Profil.
team-member-self = Ihren Namen und Ihre Nummer ändern Sie in Ihrem Profil.
team-member-locked = Nur Inhaber können Inhaber ändern.
team-owner = Inhaber
team-owner-help = Darf alles, auch was später hinzukommt, und kann andere zu Inhabern machen.
team-remove = Aus dem Team entfernen
team-remove-title = { $name } aus dem Team entfernen?
team-remove-text = { $name } verliert sofort den Zugang zu { $client }. Das eigene Konto der Person bleibt, und Sie können sie wieder einladen.
team-remove-self-title = Team verlassen?
team-remove-self-text = Sie verlieren sofort den Zugang zu { $client }. Wer das Team verwaltet, kann Sie wieder einladen.
team-remove-button = Entfernen
team-leave-button = Verlassen

client-title = Kundendaten
client-lead = Wie wir diesen Kunden auf Seiten, in E-Mails und auf Dokumenten nennen.
client-field-name = Name des Kunden

field-country = Land
field-mobile = Mobilnummer
mobile-title = Mobilnummer
mobile-lead = Damit wir Sie erreichen können. Sie ist kein Nachweis, dass Sie es sind.
mobile-help = Lassen Sie das Feld leer, um die Nummer zu entfernen.
mobile-none = Keine Nummer
mobile-change = Ändern
mobile-add = Nummer hinzufügen
mobile-change-this = Mobilnummer ändern
mobile-country-none = Land wählen

invitations-title = Einladungen
invitations-lead = Kunden, denen Sie beitreten können.
invitations-empty = Zurzeit gibt es keine Einladung für Sie. Links in älteren E-Mails wurden vielleicht schon verwendet, zurückgezogen oder sind abgelaufen.
invitations-join = Beitreten
invitations-join-this = { $client } beitreten
invitations-decline = Ablehnen
invitations-decline-this = Einladung zu { $client } ablehnen

invitation-title = { $client } beitreten
invitation-lead = { $by } lädt Sie ein, bei { $brand } für { $client } zu handeln.
invitation-for = Diese Einladung ist für { $email }.
invitation-newcomer = Wählen Sie einen Namen und ein Passwort, und Sie gehören dazu.
invitation-button = Konto anlegen und beitreten
invitation-sign-in = Zu dieser Adresse gibt es ein Konto. Melden Sie sich an und bestätigen Sie dann, dass Sie beitreten möchten.
invitation-other-title = Diese Einladung ist für jemand anderen
invitation-other-text = Sie ging an { $email }. Angemeldet sind Sie als { $own }. Melden Sie sich ab, um sie mit jener Adresse anzunehmen.
notice-joined-title = Sie gehören dazu
notice-joined-text = Ihr Konto für { $email } ist bereit. Sie können sich jetzt anmelden.

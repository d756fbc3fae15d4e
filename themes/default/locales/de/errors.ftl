# Was schiefging, was getan wurde, und dauerhafte Hinweise über einer Seite.

error-required = Bitte füllen Sie dieses Feld aus.
error-email-invalid = Das sieht nicht wie eine E-Mail-Adresse aus.
error-email-taken = Diese Adresse hat schon jemand.
error-email-unchanged = Diese Adresse verwenden Sie bereits.
error-name-invalid = Dieser Name enthält Zeichen, die sich nicht darstellen lassen.
error-label-invalid = Bitte wählen Sie eine kurze Bezeichnung ohne Sonderzeichen.
error-label-taken = Ein anderer Ihrer Faktoren heißt schon so.
error-too-long = Bitte höchstens { $max } Zeichen.
error-too-short = Bitte mindestens { $min } Zeichen.
error-number-range = Bitte eine ganze Zahl von { $min } bis { $max } eingeben.
error-choice-invalid = Bitte wählen Sie eine der Möglichkeiten.
error-confirm-required = Bitte setzen Sie dieses Häkchen, um fortzufahren.
error-date-future = Wählen Sie einen Tag, der noch kommt.
error-date-year = Wählen Sie einen Tag innerhalb des nächsten Jahres.
error-name-taken = Diesen Namen gibt es schon.
error-password-too-short = Bitte verwenden Sie mindestens { $min } Zeichen.
error-password-too-long = Bitte verwenden Sie höchstens { $max } Zeichen.
error-password-too-common = Dieses Passwort verwenden viele, es ist daher leicht zu erraten. Bitte wählen Sie ein anderes.
error-password-leaked = Dieses Passwort wurde irgendwo gestohlen und steht in Listen, die Angreifer ausprobieren. Wählen Sie ein anderes.
error-password-personal = Das ist Ihrem Namen oder Ihrer Adresse zu ähnlich. Bitte wählen Sie ein anderes.
error-password-unchanged = Das ist Ihr aktuelles Passwort. Bitte wählen Sie ein neues.
error-password-wrong = Das ist nicht Ihr aktuelles Passwort.
error-code-wrong = Dieser Code stimmt nicht.

error-form-invalid = Bitte prüfen Sie die markierten Felder.
error-sign-in-failed = Die Adresse oder das Passwort stimmt nicht.
error-too-many-attempts =
    { $seconds ->
        [one] Zu viele Versuche. Bitte warten Sie 1 Sekunde.
       *[other] Zu viele Versuche. Bitte warten Sie { $seconds } Sekunden.
    }
error-verify-failed = Das hat nicht geklappt. Bitte versuchen Sie es erneut.
error-locked = Zu viele falsche Antworten. Der nächste Versuch ist möglich: { $until }.
error-code-wait = Ein Code ist schon unterwegs. Einen weiteren können Sie in { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
} anfordern.
error-factor-unavailable = Dieser Faktor lässt sich gerade nicht prüfen. Bitte versuchen Sie einen anderen Weg.
error-check-up-enough = Das war für jetzt oft genug. Richten Sie den Faktor neu ein, oder versuchen Sie es noch einmal, wenn Sie sich neu angemeldet haben.
error-check-up-expired = Das hat zu lange gedauert. Bitte beginnen Sie noch einmal.
error-factor-limit = Davon haben Sie schon so viele wie möglich. Entfernen Sie zuerst einen.
error-factor-taken = Dieser Authenticator ist hier schon eingerichtet, für dieses oder ein anderes Konto. Nehmen Sie einen anderen.
error-passkey-unknown = Mit diesem Passkey können Sie sich hier nicht anmelden. Nehmen Sie Ihr Passwort oder einen anderen Passkey.
error-passkey-expired = Das hat zu lange gedauert. Bitte beginnen Sie von vorn.
error-factor-required = Ihr Anbieter verlangt einen zweiten Faktor, deshalb bleibt der letzte. Fügen Sie zuerst einen weiteren hinzu.
error-enrolment-expired = Das Einrichten hat zu lange gedauert oder es gab zu viele falsche Antworten. Bitte beginnen Sie noch einmal.
error-form-expired = Diese Seite war zu lange geöffnet. Bitte senden Sie sie noch einmal ab.
error-conflict = Das wurde inzwischen anderswo geändert. Bitte sehen Sie es sich noch einmal an.
error-last-owner = Das Haus braucht mindestens einen Inhaber.
error-mobile-invalid = Diese Nummer gibt es in diesem Land nicht.
error-mobile-missing = Geben Sie zuerst Ihre Mobilnummer an. Richten Sie danach die Codes per SMS ein.
error-mobile-country = In das Land Ihrer Mobilnummer senden wir keine Nachrichten. Bitte wählen Sie einen anderen Weg.
error-mobile-kind = Das ist keine Mobilnummer. Nachrichten kämen nicht an.
error-team-member = Jemand mit dieser Adresse gehört schon zum Team.
error-team-last-owner = Ein Kunde braucht mindestens einen Inhaber. Machen Sie zuerst jemand anderen zum Inhaber.
error-team-owners-only = Nur Inhaber können Inhaber ändern oder entfernen.
error-team-not-theirs = Sie können nur Rechte geben und nehmen, die Sie selbst haben.
error-not-allowed = Das dürfen Sie nicht.
error-step-up-failed = Das hat nicht geklappt. Bitte versuchen Sie es erneut.

flash-profile-saved = Ihr Profil ist gespeichert.
flash-preferences-saved = Ihre Einstellungen sind gespeichert.
flash-everybody-signed-out = { $count ->
    [0] Sonst war niemand angemeldet.
    [one] Eine Sitzung wurde beendet.
   *[other] { $count } Sitzungen wurden beendet.
}
flash-email-change-sent = Wir haben einen Link an { $email } gesendet. Folgen Sie ihm, um Ihre Adresse zu ändern.
flash-email-changed = Ihre Adresse ist jetzt { $email }.
flash-password-changed = Ihr Passwort ist geändert. Überall sonst wurden Sie abgemeldet.
flash-factor-added = { $factor } ist aktiv und gehört ab jetzt zur Anmeldung.
flash-factor-replaced = { $factor } ist neu eingerichtet. Der bisherige Faktor gilt nicht mehr.
flash-factor-checked = { $label } funktioniert.
flash-factor-mended = { $label } funktioniert wieder.
flash-factor-removed = { $factor } wurde entfernt.
flash-factor-renamed = Die neue Bezeichnung ist { $label }.
flash-backup-codes-made = Ihre neuen Notfallcodes gelten ab jetzt. Die bisherigen gelten nicht mehr.
flash-enrolment-cancelled = Abgebrochen. Es wurde nichts geändert.
flash-device-distrusted = Dieses Gerät wird wieder nach dem zweiten Faktor gefragt.
flash-session-ended = Die Sitzung wurde beendet.
flash-sessions-ended = Alle anderen Sitzungen wurden beendet.
flash-client-switched = Sie handeln jetzt für { $name }.
flash-team-invited = Eine Einladung ist unterwegs an { $email }.
flash-team-resent = Die Einladung wurde erneut gesendet. Der frühere Link gilt nicht mehr.
flash-team-withdrawn = Die Einladung an { $email } wurde zurückgezogen.
flash-team-gone = Diese Einladung gibt es nicht mehr.
flash-team-saved = Die Änderungen zu { $name } wurden gespeichert.
flash-team-removed = { $name } gehört nicht mehr zum Team.
flash-team-joined = Sie gehören jetzt zu { $client } und handeln hier dafür.
flash-team-declined = Die Einladung wurde abgelehnt.
flash-client-saved = Die Kundendaten wurden gespeichert.
flash-mobile-saved = Ihre Mobilnummer wurde gespeichert.
flash-signed-out = Sie sind abgemeldet.
flash-user-disabled = { $name } kann sich nicht mehr anmelden.
flash-user-enabled = { $name } kann sich wieder anmelden.
flash-user-sessions-ended = { $name } wurde überall abgemeldet.
flash-user-device-distrusted = Ein Gerät von { $name } wird wieder nach dem zweiten Faktor gefragt.
flash-user-reset-sent = Ein Link für ein neues Passwort ist unterwegs an { $email }.
flash-network-admitted = { $network } kann wieder Passwörter versuchen.
flash-user-locks-cleared = Die Sperren von { $name } sind aufgehoben.
flash-user-factors-reset = Die zweiten Faktoren von { $name } wurden entfernt.
flash-member-invited = Eine Einladung ist unterwegs an { $email }.
flash-member-saved = Gespeichert.
flash-job-retried = Der Auftrag läuft noch einmal.
flash-settings-saved = Die Einstellungen sind gespeichert.
flash-rule-saved = Die Regel ist gespeichert und gilt ab jetzt.
flash-exempted = { $name } ist vorerst von den Regeln ausgenommen.
flash-exemption-ended = Die Ausnahme ist beendet.
flash-group-saved = Die Gruppe { $name } ist gespeichert.
flash-group-deleted = Die Gruppe ist gelöscht.
flash-client-grouped = Die Gruppe des Kunden ist gespeichert.
flash-reminders-started =
    { $count ->
        [one] 1 Person wird erinnert.
       *[other] { $count } Personen werden erinnert.
    }
flash-reminders-already = Diese Erinnerungen waren schon bestätigt; nichts wird zweimal gesendet.
flash-reminders-nobody = Es gibt niemanden mehr zu erinnern.
flash-test-mail-sent = Eine Testmail ist unterwegs an { $email }.

banner-backup-codes-few =
    { $left ->
        [one] Sie haben noch 1 Notfallcode. Erzeugen Sie rechtzeitig neue.
       *[other] Sie haben noch { $left } Notfallcodes. Erzeugen Sie rechtzeitig neue.
    }
banner-backup-codes-none = Sie haben keine Notfallcodes mehr. Erzeugen Sie neue, damit Sie sich nie aussperren.
banner-factor-required = Bitte richten Sie einen zweiten Faktor ein. Bis dahin ist hier nichts anderes möglich.
banner-factor-due = Ab { $until } ist hier { $class ->
    [basic] ein zweiter Faktor
    [phishing-resistant] ein phishingsicherer zweiter Faktor, etwa ein Passkey,
   *[other] ein starker zweiter Faktor
} Pflicht. Bis dahin können Sie das überspringen.
banner-factor-due-role = Ab { $until } verlangt Ihre Rolle: { $class ->
    [basic] ein zweiter Faktor
    [phishing-resistant] ein phishingsicherer zweiter Faktor, etwa ein Passkey,
   *[other] ein starker zweiter Faktor
}. Bis dahin können Sie das überspringen.
banner-factor-due-client = Ab { $until } ist { $class ->
    [basic] ein zweiter Faktor
    [phishing-resistant] ein phishingsicherer zweiter Faktor, etwa ein Passkey,
   *[other] ein starker zweiter Faktor
} Pflicht, weil ein Konto, zu dem Sie gehören, das verlangt. Bis dahin können Sie das überspringen.
banner-factor-encouraged = Ein Passwort allein lässt sich erraten oder stehlen. Ein zweiter Faktor schützt Ihr Konto.
banner-check-up = Sie haben { $label } seit der Einrichtung noch nicht benutzt. Probieren Sie es jetzt einmal aus, solange Sie angemeldet sind: Dann wissen Sie, dass es funktioniert, wenn Sie es brauchen.
banner-recovery-session = Sie haben sich mit einem Notfallcode angemeldet. Bitte richten Sie einen neuen Faktor ein oder behalten Sie Ihre bisherigen.
banner-mails-failed =
    { $count ->
        [one] 1 E-Mail konnte nicht gesendet werden.
       *[other] { $count } E-Mails konnten nicht gesendet werden.
    }
banner-clock = Die Uhr dieses Rechners geht um { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
} falsch. Codes von Authenticator-Apps werden womöglich abgelehnt; lassen Sie sie von einem Zeitdienst stellen.
banner-demo = Dies ist eine Demo. E-Mails bleiben im Panel, und die Daten sind erfunden.

error-status = Fehler { $status }
error-request = für unseren Support:
problem-bad-request-title = Das haben wir nicht verstanden
problem-bad-request-text = An dieser Anfrage stimmte etwas nicht. Gehen Sie zurück und versuchen Sie es erneut.
problem-form-expired-title = Diese Seite war zu lange geöffnet
problem-form-expired-text = Zu Ihrer Sicherheit wurde nichts abgesendet. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es erneut.
problem-forbidden-title = Diese Tür bleibt zu
problem-forbidden-text = Das dürfen Sie nicht sehen oder tun. Wenn Sie anderer Meinung sind, fragen Sie die Person, die Ihr Konto verwaltet.
problem-not-found-title = Hier wohnt niemand
problem-not-found-text = Diese Seite gibt es nicht oder nicht mehr.
problem-conflict-title = Da war jemand schneller
problem-conflict-text = Das wurde inzwischen geändert. Gehen Sie zurück, sehen Sie es sich noch einmal an und wiederholen Sie Ihre Änderung.
problem-too-large-title = Das ist zu viel
problem-too-large-text = Was Sie gesendet haben, ist größer, als wir annehmen.
problem-too-many-title = Einen Moment, bitte
problem-too-many-text = Das waren zu viele Anfragen in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es erneut.
problem-internal-title = Bei uns ist etwas kaputtgegangen
problem-internal-text = Es liegt nicht an Ihnen, und wir haben es notiert. Bitte versuchen Sie es gleich noch einmal.
problem-unavailable-title = Wir sind gleich zurück
problem-unavailable-text = Das Haus wird gerade gepflegt. Bitte versuchen Sie es in einigen Minuten erneut.
flash-recovery-approved = Freigegeben. Eine zweite Person aus dem Team muss ebenfalls freigeben.
flash-recovery-waiting = Freigegeben. Die Person wurde benachrichtigt, die Wartezeit läuft.
flash-recovery-done = Freigegeben. Alle zweiten Faktoren sind entfernt, die Person wurde benachrichtigt.
flash-recovery-refused = Abgelehnt. Die Person wurde benachrichtigt.
flash-recovery-cancelled = Abgebrochen. Die Person wurde benachrichtigt.
error-recovery-same-person = Sie haben bereits freigegeben. Die zweite Freigabe muss von jemand anderem kommen.

# E-Mails. Jede sagt, was geschehen ist, wann und wo, und was zu tun ist.

mail-greeting = Guten Tag,
mail-greeting-name = Guten Tag { $name },
mail-when = Wann
mail-where = IP-Adresse
mail-device = Browser
mail-link-until = Der Link gilt einmal, bis zum { $when }.
mail-link-instead = Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:
mail-foot = { $brand } schreibt Ihnen, weil es um Ihr Konto geht.
mail-foot-support = Fragen? Schreiben Sie an

mail-confirm-email-subject = Bestätigen Sie Ihre Adresse für { $brand }
mail-confirm-email-text = jemand, vermutlich Sie selbst, hat sich mit dieser Adresse bei { $brand } registriert. Bitte bestätigen Sie, dass es Ihre ist. Danach ist das Konto bereit.
mail-confirm-email-button = Adresse bestätigen
mail-confirm-email-todo = Falls Sie das nicht waren, brauchen Sie nichts zu tun: Ohne Bestätigung kann niemand das Konto verwenden.

mail-account-exists-subject = Sie haben schon ein Konto bei { $brand }
mail-account-exists-text = jemand, vermutlich Sie selbst, wollte sich mit dieser Adresse bei { $brand } registrieren. Dazu gibt es bereits ein Konto, Sie können sich also einfach anmelden.
mail-account-exists-button = Anmelden
mail-account-exists-second = Sie wissen Ihr Passwort nicht mehr?
mail-account-exists-second-button = Neues Passwort setzen
mail-account-exists-todo = Falls Sie das nicht waren, brauchen Sie nichts zu tun: Es wurde nichts geändert.

mail-reset-password-subject = Neues Passwort für { $brand }
mail-reset-password-text = für Ihr Konto bei { $brand } wurde ein neues Passwort angefordert.
mail-reset-password-text-staff = unser Team bei { $brand } sendet Ihnen diesen Link, damit Sie ein neues Passwort setzen können.
mail-reset-password-button = Neues Passwort setzen
mail-reset-password-todo = Falls Sie das nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.

mail-password-changed-subject = Ihr Passwort für { $brand } wurde geändert
mail-password-changed-text = das Passwort Ihres Kontos bei { $brand } wurde geändert. Überall sonst wurden Sie abgemeldet.
mail-password-changed-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, setzen Sie jetzt ein neues Passwort und schreiben Sie uns.
mail-password-changed-button = Neues Passwort setzen

mail-email-change-confirm-subject = Bestätigen Sie Ihre neue Adresse für { $brand }
mail-email-change-confirm-text = { $email } soll die Adresse eines Kontos bei { $brand } werden. Bitte bestätigen Sie sie.
mail-email-change-confirm-button = Adresse bestätigen
mail-email-change-confirm-todo = Falls Sie das nicht waren, brauchen Sie nichts zu tun: Das Konto behält seine Adresse.

mail-email-changed-subject = Ihre Adresse für { $brand } wurde geändert
mail-email-changed-text = die Adresse Ihres Kontos bei { $brand } wurde von { $old } auf { $new } geändert. Künftig schreiben wir Ihnen dorthin.
mail-email-changed-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, nehmen Sie die Änderung jetzt zurück: Die alte Adresse gilt wieder, alle werden abgemeldet, und Sie können ein neues Passwort setzen.
mail-email-changed-button = Änderung zurücknehmen
mail-email-changed-todo-final = Jemand mit Zugang zur alten Adresse hat die Änderung zurückgenommen. Falls das nicht stimmt, schreiben Sie uns.

mail-factor-added-subject = Neuer zweiter Faktor bei { $brand }
mail-factor-added-text = „{ $label }“ ({ $factor }) wurde zu Ihrem Konto hinzugefügt und kann ab jetzt zur Anmeldung gehören.
mail-factor-added-text-replaced = „{ $label }“ ({ $factor }) wurde neu eingerichtet. Der bisherige Faktor gilt nicht mehr.
mail-factor-added-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, entfernen Sie ihn, ändern Sie Ihr Passwort und schreiben Sie uns.
mail-factor-added-button = Sicherheit prüfen

mail-factor-removed-subject = Ein zweiter Faktor wurde bei { $brand } entfernt
mail-factor-removed-text = „{ $label }“ ({ $factor }) wurde von Ihrem Konto entfernt.
mail-factor-removed-last = Es war der letzte: Jetzt öffnet allein Ihr Passwort Ihr Konto.
mail-factor-removed-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, ändern Sie Ihr Passwort, richten Sie einen neuen Faktor ein und schreiben Sie uns.
mail-factor-removed-button = Sicherheit prüfen

mail-backup-codes-made-subject = Neue Notfallcodes für { $brand }
mail-backup-codes-made-text =
    { $count ->
        [one] für Ihr Konto wurde 1 neuer Notfallcode erzeugt. Bisherige Codes gelten nicht mehr.
       *[other] für Ihr Konto wurden { $count } neue Notfallcodes erzeugt. Bisherige Codes gelten nicht mehr.
    }
mail-backup-codes-made-todo = Falls Sie das waren, bewahren Sie sie sicher auf. Falls nicht, ändern Sie Ihr Passwort, erzeugen Sie neue Codes und schreiben Sie uns.
mail-backup-codes-made-button = Sicherheit prüfen

mail-backup-code-used-subject = Ein Notfallcode wurde bei { $brand } verwendet
mail-backup-code-used-text =
    { $remaining ->
        [0] jemand hat sich mit einem Notfallcode bei Ihrem Konto angemeldet. Es war der letzte.
        [one] jemand hat sich mit einem Notfallcode bei Ihrem Konto angemeldet. Es ist noch 1 übrig.
       *[other] jemand hat sich mit einem Notfallcode bei Ihrem Konto angemeldet. Es sind noch { $remaining } übrig.
    }
mail-backup-code-used-todo = Falls Sie das waren, richten Sie bald einen neuen Faktor ein und erzeugen Sie neue Codes. Falls nicht, ändern Sie jetzt Ihr Passwort und schreiben Sie uns.
mail-backup-code-used-button = Sicherheit prüfen

mail-factor-locked-subject = Zu viele falsche Antworten bei { $brand }
mail-factor-locked-text = „{ $label }“ ({ $factor }) ist vorübergehend gesperrt, weil es zu viele falsche Antworten gab. Das Passwort davor war richtig.
mail-factor-locked-text-disabled = „{ $label }“ ({ $factor }) gilt nicht mehr und muss neu eingerichtet werden, weil es viel zu viele falsche Antworten gab. Das Passwort davor war richtig.
mail-factor-locked-until = Sie können ihn ab { $when } wieder verwenden.
mail-factor-locked-todo = Falls Sie das nicht waren, kennt jemand Ihr Passwort. Setzen Sie jetzt ein neues.
mail-factor-locked-button = Neues Passwort setzen

mail-factors-reset-subject = Ihre zweiten Faktoren bei { $brand } wurden entfernt
mail-factors-reset-text = { $by } von { $brand } hat alle zweiten Faktoren Ihres Kontos entfernt, und Sie wurden überall abgemeldet. Melden Sie sich mit Ihrem Passwort an und richten Sie einen neuen Faktor ein.
mail-factors-reset-reason = Begründung:
mail-factors-reset-button = Anmelden
mail-factors-reset-todo = Falls Sie nicht darum gebeten haben, schreiben Sie uns bitte sofort.

mail-break-glass-used-subject = Zweite Faktoren eines Teammitglieds bei { $brand } wurden entfernt
mail-break-glass-used-text = { $by } hat an der Befehlszeile des Servers alle zweiten Faktoren von { $person } ({ $email }) entfernt. { $person } wurde überall abgemeldet und muss einen neuen einrichten.
mail-break-glass-used-reason = Begründung:
mail-break-glass-used-button = Protokoll öffnen
mail-break-glass-used-todo = Sie erhalten dies als Inhaberin oder Inhaber. Falls das niemand von Ihnen war, ist jemand anderes auf Ihrem Server.

mail-sign-in-unfinished-subject = Jemand kennt Ihr Passwort für { $brand }
mail-sign-in-unfinished-text = jemand hat bei { $brand } Ihr richtiges Passwort eingegeben, kam aber nicht am zweiten Faktor vorbei.
mail-sign-in-unfinished-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, setzen Sie jetzt ein neues Passwort: Jemand kennt das aktuelle.
mail-sign-in-unfinished-button = Neues Passwort setzen

mail-welcome-staff-subject = Willkommen im Team von { $brand }
mail-welcome-staff-text = im Team-Bereich von { $brand } gibt es ein Konto für Sie. Ihre Rolle: { $role }.
mail-welcome-staff-text-by = { $by } hat im Team-Bereich von { $brand } ein Konto für Sie angelegt. Ihre Rolle: { $role }.
mail-welcome-staff-button = Passwort wählen
mail-welcome-staff-todo = Falls Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun: Ohne Passwort kann niemand das Konto verwenden.

mail-test-mail-subject = Testmail von { $brand }
mail-test-mail-text = diese E-Mail ist angekommen, die E-Mail-Einstellungen von { $brand } funktionieren also. Angefordert von { $by }.

mail-code-subject = Ihr Sicherheitscode für { $brand }
mail-code-text = dies ist der Code, der bei { $brand } angefordert wurde:
mail-code-todo = Falls Sie ihn nicht angefordert haben, kennt jemand Ihr Passwort: Setzen Sie jetzt ein neues. Ohne diesen Code kommt niemand hinein.
mail-code-button = Neues Passwort setzen

mail-new-browser-subject = Neue Anmeldung bei { $brand }
mail-new-browser-text = jemand hat sich mit einem Browser, den wir noch nicht kennen, in Ihrem Konto bei { $brand } angemeldet.
mail-new-browser-todo = Falls Sie das waren, ist alles in Ordnung: Jetzt kennen wir den Browser. Falls nicht, setzen Sie sofort ein neues Passwort. Das meldet alle von Ihrem Konto ab.
mail-new-browser-button = Neues Passwort setzen
mail-new-browser-second = Möchten Sie erst nachsehen?
mail-new-browser-second-button = Ansehen, wo Sie angemeldet sind

mail-device-trusted-subject = Ein Gerät gilt bei { $brand } als vertraut
mail-device-trusted-text = bis { $when } wird auf diesem Gerät bei { $brand } kein zweiter Faktor verlangt, nur Ihr Passwort.
mail-device-trusted-todo = Falls Sie das waren, ist alles in Ordnung. Falls nicht, ändern Sie Ihr Passwort: Das beendet es überall.
mail-device-trusted-button = Ansehen, wo Sie angemeldet sind

mail-device-stolen-subject = Jemand hat eines Ihrer vertrauten Geräte bei { $brand } kopiert
mail-device-stolen-text = jemand hat bei { $brand } Ihr richtiges Passwort eingegeben, mit einer alten Kopie dessen, was eines Ihrer vertrauten Geräte aufbewahrt. Der zweite Faktor wurde verlangt, und dieses Gerät gilt nicht mehr als vertraut.
mail-device-stolen-todo = Jemand kennt Ihr Passwort oder hatte eine Kopie Ihrer Browserdaten. Setzen Sie jetzt ein neues Passwort.
mail-device-stolen-button = Neues Passwort setzen

mail-permissions = Das dürfen Sie dort:

mail-invitation-subject = { $by } lädt Sie zu { $client } ein
mail-invitation-text = { $by } lädt Sie ein, bei { $brand } für { $client } zu handeln.
mail-invitation-button = Einladung ansehen
mail-invitation-todo = Falls Sie { $by } nicht kennen oder damit nichts zu tun haben möchten, brauchen Sie nichts zu tun: Der Link endet von selbst.

mail-team-joined-subject = { $person } gehört jetzt zu { $client }
mail-team-joined-text = { $person } ({ $email }) hat die Einladung angenommen und gehört jetzt zu { $client } bei { $brand }.
mail-team-joined-button = Team öffnen
mail-team-joined-todo = Falls Sie { $person } nicht kennen, entfernen Sie die Person aus dem Team und schreiben Sie uns.

mail-team-removed-subject = Sie gehören nicht mehr zu { $client }
mail-team-removed-text = { $by } hat Sie aus { $client } bei { $brand } entfernt. Ihr eigenes Konto bleibt, wie es ist.
mail-team-removed-todo = Falls Sie das für falsch halten, fragen Sie { $by }.

mail-team-permissions-subject = Ihre Rechte für { $client } wurden geändert
mail-team-permissions-text = { $by } hat geändert, was Sie bei { $brand } für { $client } dürfen.
mail-team-permissions-text-owner = { $by } hat Sie bei { $brand } zum Inhaber von { $client } gemacht. Sie dürfen dort alles.
mail-team-permissions-none = Von nun an dürfen Sie dort nichts.
mail-team-permissions-button = Konto öffnen
mail-team-permissions-todo = Falls Sie das für falsch halten, fragen Sie { $by }.

mail-mobile-changed-subject = Ihre Mobilnummer bei { $brand } wurde geändert
mail-mobile-changed-text = die Mobilnummer Ihres Kontos bei { $brand } ist jetzt { $mobile }.
mail-mobile-changed-text-by = { $by } hat die Mobilnummer Ihres Kontos bei { $brand } in { $mobile } geändert.
mail-mobile-changed-text-removed = die Mobilnummer Ihres Kontos bei { $brand } wurde entfernt.
mail-mobile-changed-text-removed-by = { $by } hat die Mobilnummer Ihres Kontos bei { $brand } entfernt.
mail-mobile-changed-todo = Falls das stimmt, ist alles in Ordnung. Falls nicht, ändern Sie sie in Ihrem Profil und schreiben Sie uns.
mail-mobile-changed-button = Profil öffnen
mail-recovery-asked-subject = Ihr Konto bei { $brand } wiederherstellen
mail-recovery-asked-text = jemand hat bei { $brand } Ihr Passwort eingegeben und angegeben, alle zweiten Faktoren verloren zu haben. Wenn Sie das waren, folgen Sie dem Link, um unser Team um Wiederherstellung zu bitten.
mail-recovery-asked-button = Um Wiederherstellung bitten
mail-recovery-asked-todo = Falls Sie das nicht waren, kennt jemand Ihr Passwort. Folgen Sie dem Link nicht, und setzen Sie jetzt ein neues Passwort.

mail-recovery-received-subject = Ihre Bitte um Wiederherstellung bei { $brand }
mail-recovery-received-text = Ihre Bitte, alle zweiten Faktoren Ihres Kontos bei { $brand } zu entfernen, liegt bei unserem Team. Wir prüfen, ob Sie es sind, und schreiben Ihnen wieder.
mail-recovery-received-todo = Falls Sie das nicht waren, kennt jemand Ihr Passwort und liest Ihre E-Mails. Setzen Sie jetzt ein neues Passwort: Das beendet die Anfrage.

mail-recovery-approved-subject = Ihre zweiten Faktoren bei { $brand } werden entfernt
mail-recovery-approved-text = unser Team hat die Wiederherstellung Ihres Kontos bei { $brand } freigegeben. Am { $when } werden alle Ihre zweiten Faktoren entfernt. Danach melden Sie sich mit Ihrem Passwort an und richten einen neuen Faktor ein.
mail-recovery-approved-button = Ansehen oder abbrechen
mail-recovery-approved-todo = Falls Sie nicht darum gebeten haben, brechen Sie es jetzt ab und schreiben Sie uns. Auch eine Anmeldung mit einem Ihrer Faktoren bricht es ab.

mail-recovery-ended-subject = Ihre Bitte um Wiederherstellung bei { $brand } ist beendet
mail-recovery-ended-text-refused = unser Team bei { $brand } konnte nicht feststellen, dass Sie um Wiederherstellung gebeten haben. Es wurde nichts geändert.
mail-recovery-ended-text-cancelled = die Wiederherstellung Ihres Kontos bei { $brand } wurde abgebrochen. Es wurde nichts geändert.
mail-recovery-ended-button = Anmelden
mail-recovery-ended-todo = Wenn Sie Fragen haben, schreiben Sie uns.

mail-factor-reminder-subject = Schützen Sie Ihr Konto bei { $brand } mit einem zweiten Faktor
mail-factor-reminder-text = Ihr Konto bei { $brand } ist allein durch das Passwort geschützt. Mit einem zweiten Faktor, etwa einer App auf Ihrem Telefon, kommt niemand hinein, der nur das Passwort kennt. Die Einrichtung dauert etwa zwei Minuten.
mail-factor-reminder-text-basic = Ihr Konto bei { $brand } hat einen zweiten Faktor, und das ist gut. Wer mitliest, könnte ihn aber ebenfalls verwenden: Eine App auf Ihrem Telefon oder ein Sicherheitsschlüssel ist sicherer. Die Einrichtung dauert etwa zwei Minuten.
mail-factor-reminder-due = Sie haben Zeit bis zum { $when }. Danach brauchen Sie ihn, um Ihr Konto zu verwenden.
mail-factor-reminder-confined = Bei Ihrer nächsten Anmeldung werden Sie gebeten, ihn einzurichten.
mail-factor-reminder-button = Sicherheit öffnen
mail-factor-reminder-never = Wir fragen nie per E-Mail nach einem Passwort oder Code. Wenn Sie dieser E-Mail nicht trauen, folgen Sie dem Link nicht: Geben Sie unsere Adresse selbst in den Browser ein, melden Sie sich an und öffnen Sie „Sicherheit“.
mail-factor-reminder-why = Sie erhalten diese E-Mail, weil Ihr Konto bei { $brand } sicherer sein könnte. Wir erinnern Sie höchstens einmal in 30 Tagen daran und hören auf, sobald Sie einen eingerichtet haben.

mail-plugin-stopped-subject = Das Plugin { $plugin } bei { $brand } arbeitet nicht
mail-plugin-stopped-why-stopped = Das Plugin { $plugin } ({ $version }) versagte immer wieder, und das Panel hat es abgeschaltet ({ $when }).
mail-plugin-stopped-why-faulted = Das Plugin { $plugin } ({ $version }) ist aktiviert und lässt sich nicht mehr laden ({ $when }).
mail-plugin-stopped-holders =
    { $count ->
        [0] Niemand besitzt seinen zweiten Faktor.
        [one] Eine Person besitzt seinen zweiten Faktor und kann ihn jetzt nicht verwenden.
       *[other] { $count } Personen besitzen seinen zweiten Faktor und können ihn jetzt nicht verwenden.
    }
mail-plugin-stopped-sole =
    { $count ->
        [one] Eine besitzt keinen anderen und kann sich ohne Ihre Hilfe nicht anmelden. Alle Konten bleiben geschützt.
       *[other] { $count } besitzen keinen anderen und können sich ohne Ihre Hilfe nicht anmelden. Alle Konten bleiben geschützt.
    }
mail-plugin-stopped-button = Seite des Plugins öffnen
mail-plugin-stopped-todo = Sie erhalten dies als Inhaberin oder Inhaber. Die Seite zeigt, was es in sein Log schrieb und wie seine Aufrufe verliefen. Aktivieren Sie es wieder, wenn der Grund behoben ist, oder fragen Sie den Autor.

# Wer welche zweiten Faktoren hat.

adoption-title = Verbreitung der zweiten Faktoren
adoption-lead-users = Wer von Ihrer Kundschaft welchen zweiten Faktor hat und wer keinen.
adoption-lead-staff = Wer von Ihren Mitarbeitenden welchen zweiten Faktor hat und wer keinen.
adoption-kinds = Wessen Faktoren
adoption-kind-users = Kundschaft
adoption-kind-staff = Mitarbeitende
adoption-people =
    { $count ->
        [one] Person mit Zugang
       *[other] Personen mit Zugang
    }
adoption-level-strong = Mit starkem Faktor
adoption-level-basic = Nur mit einfachem Faktor
adoption-level-without = Ohne zweiten Faktor
adoption-percent = { $percent } %
adoption-codes-only =
    { $count ->
        [one] 1 Person ohne zweiten Faktor hat Notfallcodes; die zählen nicht als Faktor.
       *[other] { $count } Personen ohne zweiten Faktor haben Notfallcodes; die zählen nicht als Faktor.
    }
adoption-factors = Nach Faktor
adoption-factors-text = Wer mehrere hat, wird bei jedem gezählt.
adoption-factors-empty = Noch hat niemand einen zweiten Faktor eingerichtet.
adoption-factor = Faktor
adoption-holders = Personen
adoption-share = Anteil
adoption-used = In 30 Tagen benutzt
adoption-list = Personen
adoption-holds = Zweite Faktoren
adoption-best = Beste Klasse: { $class }
adoption-unusable = Kann keinen davon benutzen
adoption-factor-none = Keiner
adoption-class = Klasse
adoption-class-strong = Stark oder besser
adoption-class-basic = Nur einfach
adoption-class-without = Keiner oder nur Notfallcodes
adoption-rule = Regel
adoption-rule-free = Verlangt nichts
adoption-rule-met = Erfüllt
adoption-rule-due = Fehlt noch, Frist läuft
adoption-rule-confined = Fehlt, überfällig
adoption-rule-exempt = Ausgenommen
adoption-until = Bis { $when }
adoption-grace-unbegun = Die Schonfrist beginnt mit der nächsten Anmeldung
adoption-empty-users = Noch hat sich niemand registriert.
adoption-empty-staff = Noch gibt es keine Mitarbeitenden.
adoption-export = Als CSV exportieren

adoption-chart = Im Lauf der Zeit
adoption-chart-text = Anteile der Personen mit Zugang an jedem Tag, nach dem Besten, was sie benutzen konnten.
adoption-chart-desc = Ein Diagramm der letzten { $days } Tage. Bei der letzten Zählung hatten { $strong } % einen starken Faktor, { $basic } % nur einen einfachen und { $without } % keinen. Die Tabelle darunter enthält die Zahlen jedes Tages.
adoption-chart-missing =
    { $count ->
        [one] 1 Tag wurde nicht gezählt und ist eine Lücke.
       *[other] { $count } Tage wurden nicht gezählt und sind Lücken.
    }
adoption-chart-empty = Noch gibt es nichts zu zeichnen. Von nun an wird jeder Tag gezählt.
adoption-chart-numbers = Die Zahlen jedes Tages
adoption-spans = Länge des Diagramms
adoption-span =
    { $days ->
        [365] Ein Jahr
       *[other] { $days } Tage
    }
adoption-day = Tag (UTC)

adoption-remind = Per E-Mail erinnern
remind-title = An den zweiten Faktor erinnern
remind-lead = Eine E-Mail, die um einen zweiten Faktor bittet. Es wird nichts gesendet, bevor Sie bestätigen.
remind-who = Wer sie erhält
remind-due =
    { $count ->
        [0] Niemand würde die E-Mail erhalten.
        [one] 1 Person würde die E-Mail erhalten.
       *[other] { $count } Personen würden die E-Mail erhalten.
    }
remind-left-out = Nicht erhalten würden sie aus der Liste:
reminder-protected =
    { $count ->
        [one] 1 Person mit starkem Faktor
       *[other] { $count } Personen mit starkem Faktor
    }
reminder-reminded =
    { $count ->
        [one] 1 Person, die in den letzten 30 Tagen erinnert wurde
       *[other] { $count } Personen, die in den letzten 30 Tagen erinnert wurden
    }
reminder-disabled =
    { $count ->
        [one] 1 gesperrtes Konto
       *[other] { $count } gesperrte Konten
    }
reminder-unconfirmed =
    { $count ->
        [one] 1 Person mit unbestätigter Adresse
       *[other] { $count } Personen mit unbestätigter Adresse
    }
reminder-changed =
    { $count ->
        [one] 1 Person, auf die der Filter dann nicht mehr passte
       *[other] { $count } Personen, auf die der Filter dann nicht mehr passte
    }
remind-mail = Was darin steht
remind-mail-text = So, wie { $name } sie erhielte; Namen, Zeiten und Fristen sind bei jeder Person die eigenen.
remind-html = Gestaltet anzeigen
remind-languages = Sprache der E-Mail
remind-understood =
    { $count ->
        [one] Ja, diese E-Mail an 1 Person senden
       *[other] Ja, diese E-Mail an { $count } Personen senden
    }
remind-understood-help = Das lässt sich nicht zurücknehmen. Wer vorher noch einen zweiten Faktor einrichtet, erhält keine.
remind-send = Erinnerungen senden
remind-nobody = Es gibt niemanden zu erinnern.
campaigns-title = Letzte Erinnerungen
campaign-sent =
    { $count ->
        [one] { $sent } von 1 E-Mail geschrieben
       *[other] { $sent } von { $count } E-Mails geschrieben
    }
campaign-running = Läuft
campaign-finished = Abgeschlossen
campaign-by = { $name }, { $when }
campaign-who = Wer heute passt

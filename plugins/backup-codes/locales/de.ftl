# Die Texte der Notfallcodes.

backup-codes-name = Notfallcodes
backup-codes-summary = Zehn Codes zum Speichern oder Ausdrucken. Mit jedem können Sie sich einmal anmelden, wenn alles andere verloren ist.
backup-codes-label = Notfallcodes

backup-codes-keep = Bewahren Sie diese Codes dort auf, wo Sie sie auch ohne Ihr Telefon finden. Jeder gilt einmal. Sie werden nur jetzt angezeigt.
backup-codes-list = Ihre Notfallcodes
backup-codes-saved = Ich habe sie gespeichert
backup-codes-challenge = Geben Sie einen Ihrer Notfallcodes ein. Danach gilt er nicht mehr.
backup-codes-code = Notfallcode
backup-codes-code-help = { $length } Buchstaben und Ziffern; Striche, Leerzeichen und Großschreibung spielen keine Rolle.

backup-codes-not-saved = Speichern Sie zuerst die Codes und setzen Sie dann das Häkchen.
backup-codes-format = Ein Notfallcode hat { $length } Buchstaben und Ziffern.
backup-codes-wrong = Das ist keiner Ihrer Notfallcodes.
backup-codes-spent = Dieser Notfallcode wurde schon verwendet. Geben Sie einen anderen ein.

backup-codes-remaining = { $remaining ->
    [0] Keiner von { $total } Codes übrig
    [one] Ein Code von { $total } übrig
   *[other] { $remaining } von { $total } Codes übrig
}
backup-codes-used = Ein Code wurde am { $when } verwendet
backup-codes-few = { $remaining ->
    [one] Sie haben noch einen Notfallcode. Erstellen Sie neue, bevor auch er verbraucht ist.
   *[other] Sie haben noch { $remaining } Notfallcodes. Erstellen Sie neue, bevor sie verbraucht sind.
}
backup-codes-none = Das war Ihr letzter Notfallcode. Erstellen Sie jetzt neue.

# Die Texte der Codes per E-Mail.

email-code-name = Codes per E-Mail
email-code-summary = Ein achtstelliger Code, den wir an Ihre E-Mail-Adresse senden. Wer Ihre Mails liest, kann ihn verwenden; eine App oder ein Passkey ist sicherer.
email-code-label = Codes per E-Mail

email-code-sent = Wir haben einen Code an { $to } gesendet. Er gilt { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang, und nur hier.
email-code-code = Code
email-code-code-help = Acht Ziffern. Nur der Code aus der neuesten Mail gilt; sehen Sie im Spam-Ordner nach, wenn keine ankommt.
email-code-message = Geben Sie diesen Code dort ein, wo Sie danach gefragt wurden. Er gilt { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang und nur einmal. Verraten Sie ihn niemandem: Wir fragen nie am Telefon, im Chat oder per Mail danach.

email-code-format = Geben Sie die { $digits } Ziffern aus unserer Mail ein.
email-code-wrong = Dieser Code stimmt nicht. Geben Sie den aus unserer neuesten Mail ein.
email-code-expired = Dieser Code ist zu alt. Fordern Sie einen neuen an.
email-code-used = Dieser Code wurde schon verwendet. Fordern Sie einen neuen an.

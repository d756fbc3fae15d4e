# Die Texte der Codes per SMS.

sms-code-name = SMS-Code senden
sms-code-summary = Ein achtstelliger Code, den wir an Ihre Mobilnummer senden. Nummern lassen sich übernehmen und Nachrichten unterwegs lesen; eine App oder ein Passkey ist sicherer.
sms-code-label = Codes per SMS
sms-code-warning = Wer Ihren Mobilfunkanbieter zu einer neuen SIM-Karte überredet, bekommt Ihre Nachrichten und damit diese Codes. Eine Authenticator-App oder ein Passkey hat diese Schwäche nicht: Richten Sie besser eines davon ebenfalls ein, und behalten Sie diesen Weg für den Fall, dass Sie es nicht zur Hand haben.

sms-code-sent = Wir haben einen Code an { $to } gesendet. Er gilt { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang, und nur hier.
sms-code-code = Code
sms-code-code-help = Acht Ziffern. Nur der Code aus der neuesten Nachricht gilt.
sms-code-message = Ihr Code gilt { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang. Verraten Sie ihn niemandem:
sms-code-goes-to = Codes gehen an { $to }

sms-code-format = Geben Sie die { $digits } Ziffern aus unserer Nachricht ein.
sms-code-wrong = Dieser Code stimmt nicht. Geben Sie den aus unserer neuesten Nachricht ein.
sms-code-expired = Dieser Code ist zu alt. Fordern Sie einen neuen an.
sms-code-used = Dieser Code wurde schon verwendet. Fordern Sie einen neuen an.

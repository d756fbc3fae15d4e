sheet-in-c-name = Sheet in c
sheet-in-c-summary = Ein Blatt mit Codes zum Ausdrucken
sheet-in-c-keep = Drucken Sie diese Codes aus oder schreiben Sie sie ab. Sie werden nur jetzt gezeigt.
sheet-in-c-codes = Ihre Codes
sheet-in-c-code = Code Nummer { $number }
sheet-in-c-wrong = Das ist nicht dieser Code.
sheet-in-c-used-up = Alle Codes sind aufgebraucht. Melden Sie sich anders an und holen Sie neue.
sheet-in-c-left = Noch { $left } Codes

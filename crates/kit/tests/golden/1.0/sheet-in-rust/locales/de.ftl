sheet-in-rust-name = Sheet in rust
sheet-in-rust-summary = Ein Blatt mit Codes zum Ausdrucken
sheet-in-rust-keep = Drucken Sie diese Codes aus oder schreiben Sie sie ab. Sie werden nur jetzt gezeigt.
sheet-in-rust-codes = Ihre Codes
sheet-in-rust-code = Code Nummer { $number }
sheet-in-rust-wrong = Das ist nicht dieser Code.
sheet-in-rust-used-up = Alle Codes sind aufgebraucht. Melden Sie sich anders an und holen Sie neue.
sheet-in-rust-left = Noch { $left } Codes

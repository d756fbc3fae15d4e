%name%-name = %title%
%name%-summary = Ein Blatt mit Codes zum Ausdrucken
%name%-keep = Drucken Sie diese Codes aus oder schreiben Sie sie ab. Sie werden nur jetzt gezeigt.
%name%-codes = Ihre Codes
%name%-code = Code Nummer { $number }
%name%-wrong = Das ist nicht dieser Code.
%name%-used-up = Alle Codes sind aufgebraucht. Melden Sie sich anders an und holen Sie neue.
%name%-left = Noch { $left } Codes

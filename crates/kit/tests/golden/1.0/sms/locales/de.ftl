# Die Texte des Kanals für SMS.

sms-name = SMS
sms-summary = Nachrichten an Mobilnummern, über Twilio oder ein eigenes Gateway. Jede kostet Geld.

# The texts of codes by SMS.

sms-code-name = Send SMS code
sms-code-summary = An eight-digit code that we send to your mobile number. Numbers can be taken over and messages read on the way, so an app or a passkey is safer.
sms-code-label = Codes by SMS
sms-code-warning = Whoever talks your mobile company into a new SIM card gets your messages, and with them these codes. An authenticator app or a passkey does not have this weakness: better set one of them up, too, and keep this way for when you do not have it at hand.

sms-code-sent = We have sent a code to { $to }. It works for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, here and nowhere else.
sms-code-code = Code
sms-code-code-help = Eight digits. Only the latest message’s code works.
sms-code-message = Your code works for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}. Never tell it to anybody:
sms-code-goes-to = Codes go to { $to }

sms-code-format = Enter the { $digits } digits from our message.
sms-code-wrong = That code is not right. Enter the one from our latest message.
sms-code-expired = That code is too old. Ask for a new one.
sms-code-used = That code was already used. Ask for a new one.

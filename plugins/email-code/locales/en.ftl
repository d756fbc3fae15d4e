# The texts of codes by e-mail.

email-code-name = Codes by e-mail
email-code-summary = An eight-digit code that we send to your e-mail address. Whoever reads your mail can use it, so an app or a passkey is safer.
email-code-label = Codes by e-mail

email-code-sent = We have sent a code to { $to }. It works for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, here and nowhere else.
email-code-code = Code
email-code-code-help = Eight digits. Only the latest mail's code works; have a look at the spam folder if there is none.
email-code-message = Enter this code where you were asked for it. It works for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, and once. Never tell it to anybody: we do not ask for it by telephone, chat or mail.

email-code-format = Enter the { $digits } digits from our mail.
email-code-wrong = That code is not right. Enter the one from our latest mail.
email-code-expired = That code is too old. Ask for a new one.
email-code-used = That code was already used. Ask for a new one.

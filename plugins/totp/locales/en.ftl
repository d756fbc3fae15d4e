# The authenticator app's texts.

totp-name = Authenticator app
totp-summary = A six-digit code from an app on your phone or computer. It works without a network.
totp-label = Authenticator app

totp-scan = Scan this QR code with your authenticator app, or type the account name and the setup key into it. Then enter the code that the app shows.
totp-qr = QR code for your authenticator app
totp-account = Account name
totp-setup-key = Setup key
totp-challenge = Open your authenticator app and enter the code it shows.
totp-code = Code
totp-code-help = The app shows a new code every { $seconds } seconds.

totp-code-format = Enter the { $digits } digits that your app shows.
totp-code-of-key = That is a security key's code. Enter the { $digits } digits that your authenticator app shows.
totp-code-wrong = That code is not right. Enter the code that your app shows now.
totp-code-used = That code was already used. Wait for the next one.
totp-clock-behind = That code is out of date: your phone's clock is about { $seconds } seconds behind. Set it to automatic time, then enter a new code.
totp-clock-ahead = That code is not valid yet: your phone's clock is about { $seconds } seconds ahead. Set it to automatic time, then enter a new code.

totp-drift-behind = Your phone's clock is off: it is about { $seconds } seconds behind. Your codes still work; set it to automatic time to keep it so.
totp-drift-ahead = Your phone's clock is off: it is about { $seconds } seconds ahead. Your codes still work; set it to automatic time to keep it so.

totp-mend = Enter two codes that your app shows one right after the other: the one it shows now, then the next. They tell how far your phone's clock is off, up to ten minutes.
totp-mend-first = First code
totp-mend-second = Next code
totp-mend-wrong = Those are not two codes in a row of this app. Enter the code that it shows now, wait for the next one, and enter that below it. A clock that is off by more than ten minutes is not found: set it to automatic time first.
totp-mend-used = One of those codes was already used. Wait for a new one, and enter it and the one after it.
totp-mended-right = Your phone's clock is right to half a minute: it is not why codes were refused. Perhaps they were of another account in your app.
totp-mended-behind = Your phone's clock is about { $seconds } seconds behind. Its codes work again from now on. Set it to automatic time when you can.
totp-mended-ahead = Your phone's clock is about { $seconds } seconds ahead. Its codes work again from now on. If you set it to automatic time, wait as long before you use the next code.
totp-strict-behind = Your phone's clock is about { $seconds } seconds behind, and only codes of the exact time are accepted here. Set it to automatic time, then try a new code.
totp-strict-ahead = Your phone's clock is about { $seconds } seconds ahead, and only codes of the exact time are accepted here. Set it to automatic time, wait as long, then try a new code.

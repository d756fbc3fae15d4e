# The backup codes' texts.

backup-codes-name = Backup codes
backup-codes-summary = Ten codes to save or print. Each of them signs you in once when you have lost everything else.
backup-codes-label = Backup codes

backup-codes-keep = Save these codes where you will find them without your phone. Each works once. They are shown only now.
backup-codes-list = Your backup codes
backup-codes-saved = I have saved them
backup-codes-challenge = Enter one of your backup codes. It will not work again.
backup-codes-code = Backup code
backup-codes-code-help = { $length } letters and digits; dashes, spaces and capitals do not matter.

backup-codes-not-saved = Save the codes first, then tick the box.
backup-codes-format = A backup code has { $length } letters and digits.
backup-codes-wrong = That is not one of your backup codes.
backup-codes-spent = That backup code was already used. Enter another one.

backup-codes-remaining = { $remaining ->
    [0] No code left of { $total }
    [one] One code left of { $total }
   *[other] { $remaining } codes left of { $total }
}
backup-codes-used = A code was used on { $when }
backup-codes-few = { $remaining ->
    [one] You have one backup code left. Make new ones before it is gone.
   *[other] You have { $remaining } backup codes left. Make new ones before they are gone.
}
backup-codes-none = That was your last backup code. Make new ones now.

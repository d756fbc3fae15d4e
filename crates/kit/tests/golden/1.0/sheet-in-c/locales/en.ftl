sheet-in-c-name = Sheet in c
sheet-in-c-summary = A sheet of codes that you print
sheet-in-c-keep = Print these codes or write them down. They are shown only now.
sheet-in-c-codes = Your codes
sheet-in-c-code = Code number { $number }
sheet-in-c-wrong = That is not this code.
sheet-in-c-used-up = All codes are used. Sign in another way and get new ones.
sheet-in-c-left = { $left } codes left

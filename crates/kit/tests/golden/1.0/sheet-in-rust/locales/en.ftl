sheet-in-rust-name = Sheet in rust
sheet-in-rust-summary = A sheet of codes that you print
sheet-in-rust-keep = Print these codes or write them down. They are shown only now.
sheet-in-rust-codes = Your codes
sheet-in-rust-code = Code number { $number }
sheet-in-rust-wrong = That is not this code.
sheet-in-rust-used-up = All codes are used. Sign in another way and get new ones.
sheet-in-rust-left = { $left } codes left

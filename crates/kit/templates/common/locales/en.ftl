%name%-name = %title%
%name%-summary = A sheet of codes that you print
%name%-keep = Print these codes or write them down. They are shown only now.
%name%-codes = Your codes
%name%-code = Code number { $number }
%name%-wrong = That is not this code.
%name%-used-up = All codes are used. Sign in another way and get new ones.
%name%-left = { $left } codes left

"""Money at the desk: lines with what is left, payments through bank files, what banks give back, what has to come back."""

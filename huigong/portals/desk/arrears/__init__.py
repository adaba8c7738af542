"""Cases of arrears on the desk: what was found, who must pay, what was paid, and the file that goes to court or police."""

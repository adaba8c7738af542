"""Cases of arrears to their end: what is found, who must pay in which order, what was paid, what follows for who does not."""

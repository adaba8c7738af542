"""What messages and short messages say, and by which way they reach phones."""

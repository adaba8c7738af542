"""How an obligation is written in the packs, and what is made of it for a region."""

"""Rules and people made up by the machine, to find what no one thought of."""

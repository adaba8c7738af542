"""Tasks by deadline, and everything that is done to one case."""

"""Finding a person at the counter and reading the record."""

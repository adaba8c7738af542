"""What a file really is, by its content, and whether it may be kept. Plain Python: no database, no settings."""

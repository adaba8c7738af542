"""What writes records: what is recorded of them, their keys and their numbers."""

"""Letters a minute: many in one process, and each in a process of its own."""

"""The desk: tasks by deadline, cases, policy library, duty board."""

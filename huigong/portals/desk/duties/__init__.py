"""The duty board: which clause, who owes it, and what became of the cases."""

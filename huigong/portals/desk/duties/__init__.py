"""The duty board: each clause, the offices responsible, and the outcome of the cases."""

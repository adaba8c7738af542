"""Safeguards of wages at the desk: the board of three zeros, call-backs, notices of rights."""

"""Paying out a payroll: read and added up, written for the bank, and what the bank says of each line read back."""

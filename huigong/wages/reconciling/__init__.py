"""Reconciles a month: attendance, payroll, bank, roster and accounts of every project, per worker."""

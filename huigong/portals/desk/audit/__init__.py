"""Reading the audit trail: who did or saw what, whether it is whole, and a copy for a stated purpose."""

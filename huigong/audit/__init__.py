"""What was decided, who looked at whom and why: append-only; and the sealing of personal data."""

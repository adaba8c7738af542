"""Logging in and out, and the second factor."""

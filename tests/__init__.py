"""Tests mirror the tree; see docs/how-to/test.md for which test goes where."""

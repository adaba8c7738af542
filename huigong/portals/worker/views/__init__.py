"""Pages of the worker portal, one file a noun."""

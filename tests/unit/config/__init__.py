"""Configuration: what a technician may set, and keys that keep themselves."""

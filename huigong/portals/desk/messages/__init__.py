"""Short messages that reached no phone: sent again, or told by the office itself."""

"""Indicators: the numbers of a place, each with what it counts, its places, and what was published of it."""

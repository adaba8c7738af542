"""Offices and desks of a place: what they are called, where they are, and what becomes of them."""

"""Pieces that several sections draw: clause links, bars, the form of place and day."""

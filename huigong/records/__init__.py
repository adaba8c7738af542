"""Registers that packs declare: what was recorded of a person, household, employer, place or another record, and what it comes to.

A record is a fold over its events and an index derived from them. Nothing sets a state by hand.
"""

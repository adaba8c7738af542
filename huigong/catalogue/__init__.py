"""Public services: who is entitled to what, where, why, and by when they must be answered.

Everything here is read from policy packs and computed from the facts it is
given; nothing is stored and nothing about anybody is kept.
"""

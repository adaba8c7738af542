"""Public services: who is entitled to what, where, why, and by when they must be answered.

Services are read from policy packs, and answers computed from the facts that are given, without a
database. All that is kept is what a screening of the register found new for whom (`models.py`).
"""

"""Procedures: how a kind of case begins, moves and ends, as values that anybody may register.

`terms` says what a procedure is, `register` keeps those that are known, `standard` is the
first one. Nothing here needs a database.
"""

"""The same rules for engines: closures for one person, Polars and SQL for millions.

`evaluate` says what a rule means; everything here must agree with it to the last digit.
"""

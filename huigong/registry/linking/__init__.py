"""Who is the same person in two files, or twice in one: rules that merge, and a scored queue for people to decide.

Plain Python over DuckDB and Arrow; no Django, no register. `joining.link` is the way in.
"""

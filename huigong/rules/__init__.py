"""The rules language: one tree a rule, written in Chinese fact names, answered yes, no or not known.

`nodes` is the whole language; `evaluate` is what it means; `explain`, `ask`,
`nearest` and `render` walk the same tree. Plain Python, no engine, no framework.
"""

"""Indicators: numbers that packs declare, counted from what sources register, published as they were known on a day.

`declaring`: what an indicator counts, as a pack writes it. `counting`: what a source tells, by place. `cells`: which cells are too
small to show, and which others would give them away. `actions`: publishing, frozen, revised only with a reason. `queries`: the
list, and one indicator with its places and what was published of it.
"""

"""Divides a sum that does not reach for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from huigong.kernel.money import Fen


def shared(limit: Fen | None, owed: Mapping[str, Fen]) -> dict[str, Fen]:
    """What each gets of `limit` (None: no limit), by what each is owed: all of it where the limit reaches, else in proportion.

    To the fen: what rounding leaves goes to the largest remainders, the first of equals before the others, so that the
    shares add up to the limit and nobody gets more than is owed.
    """
    whole = sum(owed.values())
    if limit is None or limit >= whole:
        return dict(owed)
    limit = max(limit, Fen(0))
    parts = {name: divmod(limit * fen, whole) for name, fen in owed.items()}
    left = limit - sum(share for share, _ in parts.values())
    by_remainder = sorted(parts, key=lambda name: -parts[name][1])
    favoured = frozenset(by_remainder[:left])
    return {name: Fen(share + (name in favoured)) for name, (share, _) in parts.items()}

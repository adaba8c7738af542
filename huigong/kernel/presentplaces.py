"""The places that there are now, and which of them have a character in their name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from huigong.kernel import regions
from huigong.kernel.regions import Level, Region


@cache
def places() -> tuple[Region, ...]:
    return tuple(row for row in regions.every() if not row.abolished and row.level is not Level.NATION)


@cache
def by_full_name() -> dict[str, frozenset[int]]:
    """Character → which of `places` have it in the full name."""
    return _numbers(row.full_name for row in places())


@cache
def by_name() -> dict[str, frozenset[int]]:
    return _numbers(row.name for row in places())


def _numbers(names: Iterable[str]) -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for number, name in enumerate(names):
        for each in name:
            rows[each].add(number)
    return {each: frozenset(numbers) for each, numbers in rows.items()}

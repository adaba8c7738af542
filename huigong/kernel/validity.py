"""What holds from one day to another: versions of a law, a text, a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from huigong.kernel import days


class Dated:
    """Holds from `valid_from` to `valid_until`, its last day; None where no end is known."""

    valid_from: date
    valid_until: date | None

    def in_force(self, on: date) -> bool:
        """Whether it holds on that day, both ends included."""
        return days.holds(on, self.valid_from, self.valid_until)


class _Version(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


Version = TypeVar("Version", bound=_Version)


def overlapping(versions: Sequence[Version]) -> Iterator[Version]:
    """Of versions sorted by id, region and first day, those that begin before the earlier one of the same thing ends."""
    for earlier, later in pairwise(versions):
        is_same = (earlier.id, earlier.region) == (later.id, later.region)
        if is_same and (earlier.valid_until is None or earlier.valid_until >= later.valid_from):
            yield later

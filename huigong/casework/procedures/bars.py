"""What may not run at the same time, by which clause: data, kept beside the procedures of the packs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.kernel import days
from huigong.kernel.registries import Registered


@dataclass(frozen=True)
class Bar:
    """None of `opening` is opened about a matter while one of `while_open` runs; ids of services or procedures."""

    opening: frozenset[str]
    while_open: frozenset[str]
    clause: str
    why: str
    do: str
    valid_from: date
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the clause holds on that day."""
        return days.holds(on, self.valid_from, self.valid_until)


_BARS: Registered[Bar] = Registered()


def register(bar: Bar) -> None:
    """Makes a bar known."""
    _BARS.add(bar)


def in_force(on: date) -> tuple[Bar, ...]:
    """Every bar that holds on that day."""
    return tuple(bar for bar in _BARS if bar.in_force(on))


def against(opening: Iterable[str], on: date) -> tuple[Bar, ...]:
    """The bars that hold against opening one of these on that day."""
    wanted = set(opening) - {""}
    return tuple(bar for bar in in_force(on) if wanted & bar.opening)

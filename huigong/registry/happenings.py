"""What happened to somebody in one engine, told to those whose declarations act on it: a deposit goes back when its bay is left.

    returns: {when: charging-bay.exit, within: 参数:退还期限}

An engine tells what happened in its transaction; who hears of it writes in the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registered
from huigong.registry.models import Person


@dataclass(frozen=True)
class Happening:
    """`name` as declarations write it, `charging-bay.exit`; to which of the person's things it happened, by its public id,
    and the day on which it took effect."""

    name: str
    person: Person
    thing: str
    on: date


@dataclass(frozen=True)
class Thing:
    """What will happen to somebody, or has: a place that they have. `title` is how people call it; `ended_on` the day on which
    it happened."""

    thing: str
    title: str
    ended_on: date | None


Hearer = Callable[[Happening, Principal, datetime], None]
"""Acts on what happened; by whom it was told, and when."""

Finder = Callable[[str, Person], Sequence[Thing]]
"""The things of a person to which what is so called happens, the oldest first; none for what the engine does not tell of."""

_FINDERS: Registered[Finder] = Registered()
_HEARERS: Registered[Hearer] = Registered()


def hear(hearer: Hearer) -> None:
    """From now on the hearer is told of everything that happens."""
    _HEARERS.add(hearer)


def tell(happening: Happening, *, by: Principal, now: datetime) -> None:
    """Everybody who hears acts on it, in the order of registration. Raises what they raise, and then nothing of it happened."""
    for hearer in _HEARERS:
        hearer(happening, by, now)


def find(finder: Finder) -> None:
    """From now on the finder is asked for things."""
    _FINDERS.add(finder)


def things(name: str, person: Person) -> list[Thing]:
    """All things of the person to which `name` happens or has happened."""
    return [each for finder in _FINDERS for each in finder(name, person)]

"""What happened to somebody in one engine, told to those whose declarations act on it: a deposit goes back when its bay is left.

    returns: {when: charging-bay.exit, within: 参数:退还期限}

An engine tells what happened in its transaction; who hears of it writes in the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registered
from huigong.registry.models import Person


@dataclass(frozen=True)
class Happening:
    """`name` as declarations write it, `charging-bay.exit`; the day on which it took effect."""

    name: str
    person: Person
    on: date


Hearer = Callable[[Happening, Principal, datetime], None]
"""Acts on what happened; by whom it was told, and when."""

_HEARERS: Registered[Hearer] = Registered()


def hear(hearer: Hearer) -> None:
    """From now on the hearer is told of everything that happens."""
    _HEARERS.add(hearer)


def tell(happening: Happening, *, by: Principal, now: datetime) -> None:
    """Everybody who hears acts on it, in the order of registration. Raises what they raise, and then nothing of it happened."""
    for hearer in _HEARERS:
        hearer(happening, by, now)

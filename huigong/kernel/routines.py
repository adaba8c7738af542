"""What the night does: each folder registers its routines, and `huigong routines` and `huigong sweep` run them in turn.

Some also run every minute: they go on with what a page has begun.

A routine calls one action, may be run again at any time without harm, and returns how many it had to do with.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from huigong.kernel.registries import Registry

_log = logging.getLogger(__name__)


class Turn(IntEnum):
    """When in the night: first what is over goes, then what time changes, then people are told, then what is kept
    is looked over, and the trail is sealed last."""

    FORGET = 1
    EXPIRE = 2
    RECKON = 3
    TELL = 4
    LOOK = 5
    SEAL = 6


class Act(Protocol):
    """The action of a routine. A function that stands in a module: a new `lambda` each time would be another value."""

    def __call__(self, *, now: datetime) -> int:
        """How many it had to do with."""


@dataclass(frozen=True)
class Routine:
    """`told` is printed with the number, "" for what nobody needs to read; `alarm` marks a number that should be 0.

    `often` has it run every minute as well: it costs one small question where nothing waits for it.
    """

    name: str
    run: Act
    turn: Turn
    told: str = ""
    alarm: bool = False
    often: bool = False


class Undone(RuntimeError):
    """A routine could not do all that it had to; the rest is done."""


@dataclass(frozen=True)
class Failures:
    """What of its many things a routine could not do on a day; one that fails keeps no other from being done."""

    day: date
    what: list[str] = field(default_factory=list)

    def add(self, what: str) -> None:
        """Of the error that is being handled."""
        self.what.append(what)
        _log_error(what, self.day)

    def raise_any(self) -> None:
        """Once all has been tried. Raises `Undone`: a routine with something left has not done its work."""
        if self.what:
            raise Undone(f"{len(self.what)} not done, the first: {self.what[0]}")


@lru_cache(maxsize=4096)
def _log_error(what: str, day: date) -> None:
    """Once a day in a process, not each minute in which it fails again."""
    _log.exception("%s failed on %s; the others go on", what, day)


_KNOWN: Registry[str, Routine] = Registry("routine")


def register(routine: Routine) -> None:
    """Makes a routine known. Raises `ValueError` for a name that is taken."""
    _KNOWN.add(routine.name, routine)


def nightly() -> tuple[Routine, ...]:
    """Every routine in the order of the night; those of one turn in the order in which they were registered."""
    return tuple(sorted(_KNOWN.values(), key=lambda routine: routine.turn))


def often() -> tuple[Routine, ...]:
    """Those of them that run every minute as well, in the same order."""
    return tuple(routine for routine in nightly() if routine.often)

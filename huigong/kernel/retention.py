"""How long what is kept of people is kept: what `policies/retention.yaml` says of each kind, and who erases it.

A folder that keeps a kind registers how its rows are listed and removed. Nothing is erased by itself: the place says
how many days, and a person runs the command.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from huigong.kernel.packs import Kept, Place, Report, Shape, reads, shared_file
from huigong.kernel.packs.kinds import choice, flag, mapped, named, number, text
from huigong.kernel.registries import Registered, Registry

FILE = "retention.yaml"


class Request(StrEnum):
    """What becomes of it where the person asks for it to be erased."""

    GOES = "goes"
    STAYS = "stays"
    UNKNOWN = "unknown"


_KIND = Shape(
    "留存的东西",
    {
        "title": text(),
        "least_days": number(0),
        "fact": text(""),
        "why": text(),
        "erased": flag(True),
        "declared": flag(False),
        "on_request": choice(Request),
        "request": text(),
    },
)
_RETENTION = Shape("保存期限", {"kinds": mapped(named(_KIND))})


@dataclass(frozen=True)
class Rule:
    """What is known of a kind: `least_days` cannot be undercut, `erased` says whether it is ever erased by age. Where it is
    `declared`, each thing of it says how long it is kept where it is declared, and the place says nothing."""

    id: str
    title: str
    least_days: int
    fact: str
    why: str
    erased: bool
    declared: bool
    on_request: Request
    request: str


@dataclass(frozen=True)
class Listed:
    """Some rows in the order of their keys: (key, what it belongs to as the trail names it); `last` is where the
    next begin after, None at the end."""

    rows: Sequence[tuple[int, str]]
    last: int | None


class Keeper(Protocol):
    """What a folder keeps: listed by age and removed, in the caller's transaction."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        """Up to `size` rows that ended before the day, beyond the key `after`; of a `declared` kind, that are kept until a
        day before it."""

    def remove(self, keys: Collection[int], *, before: date, by: Any, now: datetime) -> int:
        """Erases those of these that are over still; how many."""


_KEEPERS: Registry[str, Keeper] = Registry("kind of what is kept")
Staying = Callable[[Collection[str], date], Collection[str]]
_STAYING: Registered[Staying] = Registered()


def register(kind: str, keeper: Keeper) -> None:
    """From `AppConfig.ready`: who keeps a kind of `retention.yaml`."""
    _KEEPERS.add(kind, keeper)


def register_staying(staying: Staying) -> None:
    """From `AppConfig.ready`: of these things, as the trail names them, which must stay on a day whatever their age."""
    _STAYING.add(staying)


def keepers() -> Mapping[str, Keeper]:
    """Every keeper by its kind."""
    return {kind: _KEEPERS[kind] for kind in _KEEPERS}


def staying(subjects: Collection[str], on: date) -> frozenset[str]:
    """Those that must stay on that day."""
    return frozenset().union(*(which(subjects, on) for which in _STAYING))


def read_rules(folder: Path, report: Report) -> Mapping[str, Rule]:
    """What the file says; what is wrong goes into the report, and then `PackError` is raised."""
    entry = _RETENTION.require(shared_file(folder, FILE).read(report), report=report, place=Place(FILE))
    return {
        kind: Rule(id=kind, **{key: row[key] for key in _KIND.keys}) for kind, row in entry["kinds"].items()
    }


reads(FILE)
rules: Kept[Mapping[str, Rule]] = Kept(read_rules)
"""The rules of the installed packs, read once."""

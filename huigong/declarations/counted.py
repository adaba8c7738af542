"""What an indicator can count: each folder registers its own things, by the key with which an indicator chooses them.

A source says which keys an indicator of it may have, and makes of an entry what counts. Nobody who declares indicators or adds
them up knows a source by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from huigong.kernel.packs import Entry, PackError
from huigong.kernel.packs.shapes import Key
from huigong.kernel.registries import Registry
from huigong.rules.nodes import Fact, Node


@dataclass(frozen=True)
class Span:
    """The days of which a number tells: one day, or a month."""

    first: date
    last: date


class Tally(NamedTuple):
    """Things of one place that are alike: how many are so, how many are not, of how many it is not known."""

    region: str
    yes: int
    no: int
    unknown: int


class Counts(Protocol):
    """What one indicator counts. `of` is what its things are called; `monthly` whether it tells of a month, not of a day."""

    @property
    def of(self) -> str: ...

    @property
    def monthly(self) -> bool: ...

    @property
    def rules(self) -> Sequence[tuple[Node, Mapping[str, Fact]]]:
        """Its conditions, each with what it may read."""

    def tallies(self, within: str, span: Span) -> Iterable[Tally]:
        """The things of the regions that begin with `within`, added up by the database; one query."""


@dataclass(frozen=True)
class Source:
    """`key` chooses it; `keys` are all that an indicator of it may have, `key` among them.

    `read(entry, share, folder, on, region)` raises `PackError` for what is wrong with the entry.
    """

    key: str
    keys: Mapping[str, Key]
    read: Callable[[Entry, bool, Path, date, str], Counts]


_known: Registry[str, Source] = Registry("source of indicators")


def register(source: Source) -> None:
    """Raises `ValueError` for a key that is another's, or one of its keys that is."""
    for other in sources():
        if other.key != source.key and (both := sorted(other.keys.keys() & source.keys.keys())):
            raise ValueError(f"{source.key} and {other.key} both have the key {both[0]}")
    _known.add(source.key, source)


def sources() -> tuple[Source, ...]:
    """Every source, in the order of registration."""
    return _known.values()


def wrong(entry: Entry, key: str, why: str, do: str) -> PackError:
    """What is wrong with a key of an indicator."""
    spot = entry.spot(key)
    return PackError("packs.field", what=f"{spot.entry}的“{key}”写得不对", why=why, do=do, place=spot.place)

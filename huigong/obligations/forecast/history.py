"""What happened to a subject, as far as one obligation is concerned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Anchoring:
    """That something happened on `day` from which the obligation runs, as said on `said_on`; annulled where None.

    Said again of the same `anchor`, it is a correction. `last_day` is the day that it says itself, where the obligation
    goes by that (`Terms.dated`).
    """

    said_on: date
    anchor: str
    day: date | None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """Whether `while` holds from a day on; None: not known."""

    day: date
    holds: bool | None


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """That it was done on a day. `refused` says why it does not count (the check was failed), "" where it may."""

    day: date
    id: str
    refused: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Excuse:
    """That somebody who may has excused what falls due from `day` to `until`, both included."""

    day: date
    id: str
    until: date


@dataclass(frozen=True)
class History:
    """Everything of one subject and obligation; in whichever order it arrives, and however often, it is the same."""

    anchorings: frozenset[Anchoring] = frozenset()
    standings: frozenset[Standing] = frozenset()
    proofs: frozenset[Proof] = frozenset()
    excuses: frozenset[Excuse] = frozenset()

    @classmethod
    def of(
        cls,
        anchorings: Iterable[Anchoring] = (),
        standings: Iterable[Standing] = (),
        proofs: Iterable[Proof] = (),
        excuses: Iterable[Excuse] = (),
    ) -> History:
        """From any iterables."""
        return cls(frozenset(anchorings), frozenset(standings), frozenset(proofs), frozenset(excuses))

    def with_excuse(self, excuse: Excuse) -> History:
        """The same with one more."""
        return replace(self, excuses=self.excuses | {excuse})

    def anchors(self, known_on: date) -> Iterator[tuple[str, list[Anchoring]]]:
        """Each anchor with what was said of it until the day, the earliest first."""
        known = (said for said in self.anchorings if said.said_on <= known_on)
        ordered = sorted(
            known,
            key=lambda said: (said.anchor, said.said_on, said.day or date.max, said.last_day or date.max),
        )
        for anchor, said in groupby(ordered, key=attrgetter("anchor")):
            yield anchor, list(said)

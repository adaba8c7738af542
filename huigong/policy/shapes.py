"""What the queries give of drafts, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from huigong.policy.documents import region_of

FIRST_WORDS = 16


@dataclass(frozen=True)
class DraftRow:
    """An open draft with how many clauses it has, and how many of them are confirmed."""

    public_id: str
    document_id: str
    title: str
    begun_at: datetime
    clauses: int
    confirmed: int

    @property
    def region(self) -> str:
        """The region code."""
        return region_of(self.document_id)


@dataclass(frozen=True)
class ClauseView:
    """A clause of a draft: `content` as in its `document.yaml`, `printed` the words of the copy."""

    place: int
    content: Mapping[str, Any]
    printed: str
    confirmed: bool
    version: int

    @property
    def number(self) -> str:
        return str(self.content["number"])

    @property
    def called(self) -> str:
        """The heading, or the first words where there is none."""
        return self.content["heading"] or self.printed.removeprefix(self.number).strip()[:FIRST_WORDS]


@dataclass(frozen=True)
class DraftView:
    """A draft with its clauses in order; `head` is its `document.yaml` without them.

    `opening` is the print before the first clause, all of it where there is none; `status` is in Chinese words.
    """

    public_id: str
    document_id: str
    title: str
    head: Mapping[str, Any]
    version: int
    status: str
    is_open: bool
    opening: str
    clauses: tuple[ClauseView, ...]

    @property
    def region(self) -> str:
        """The region code."""
        return region_of(self.document_id)

    @property
    def issued_on(self) -> date | None:
        """The day of issue, where the draft has one."""
        day = self.head.get("issued_on")
        return date.fromisoformat(day) if day else None

    @property
    def head_checked(self) -> bool:
        """Whether somebody has saved the head since it was read."""
        return self.version > 1

    @cached_property
    def waiting(self) -> tuple[int, ...]:
        """The places of the clauses that nobody has confirmed."""
        return tuple(clause.place for clause in self.clauses if not clause.confirmed)

    def clause(self, place: int) -> ClauseView | None:
        """The clause at that place, counted from 1."""
        return next((clause for clause in self.clauses if clause.place == place), None)

    def waiting_after(self, place: int) -> int | None:
        """The next place that waits for confirmation, from the beginning again after the last; never `place`."""
        others = [other for other in self.waiting if other != place]
        return next((other for other in others if other > place), others[0] if others else None)

"""What a row of a sheet of people says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from huigong.kernel.errors import DomainError

Header = Callable[[str, int], str]  # column id, sheet → what the sheet calls the column


class At(NamedTuple):
    """A row of a file: which of its sheets, counted from 0, and the number that the sheet shows."""

    sheet: int
    row: int


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell of a row; `column` is its header as the sheet has it.

    `refuses`: the whole row comes back and nothing of it is taken. Otherwise the row went in without
    that cell, or beside what the register holds, and comes back marked.
    """

    at: At
    column: str
    kind: str
    reason: str
    remedy: str
    other: At | None = None
    refuses: bool = True

    @classmethod
    def of(
        cls, error: DomainError, at: At, column: str, *, refuses: bool = True, other: At | None = None
    ) -> Problem:
        reason = "。".join(part for part in (error.what, error.why) if part)
        return cls(at, column, error.code, reason, error.do, other, refuses)


class GivenPerson(NamedTuple):
    """Who a row is about; "" and None for what it does not say. Regions are six-digit codes."""

    name: str
    number: str
    phone: str
    address: str
    sex: str
    born_on: date
    hukou_place: str
    residence: str
    residence_since: date | None


class GivenWork(NamedTuple):
    """Where the person of a row worked; `valid_until` is the last day; "" and None for what it does not say."""

    employer: str
    uscc: str
    place: str
    project: str
    occupation: str
    contract_signed: bool | None
    valid_from: date
    valid_until: date | None


@dataclass(slots=True)
class Entry:
    """One row as read; `person` is None where it cannot be told who is meant.

    `lost_digits` says that its resident number went through a numeric cell.
    """

    at: At
    person: GivenPerson | None = None
    work: GivenWork | None = None
    problems: list[Problem] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    lost_digits: bool = False

    @property
    def refused(self) -> bool:
        return bool(self.problems) and any(problem.refuses for problem in self.problems)

    def say(self, error: DomainError, column: str, *, refuses: bool = True) -> None:
        """Adds a problem; `column` is a header."""
        self.problems.append(Problem.of(error, self.at, column, refuses=refuses))

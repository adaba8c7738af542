"""What pages show of letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huigong.notices.ways import Way


@dataclass(frozen=True)
class ServiceView:
    """One attempt: the way, how it went, and from which day the person's own limits run because of it.

    `proof` names people (who signed, who refused): it is empty unless the letter is shown in full.
    """

    way: str
    done: bool
    happened_on: date
    counts_from: date | None
    clause: str
    proof: str


@dataclass(frozen=True)
class LetterView:
    """A letter that went out. `against` says that somebody may go against it within a time that it names; `counts_from`
    is the day from which that time runs, None while there is none.

    `recipient` is masked and the proofs are left out unless it is `in_full`.
    """

    letter_id: str
    number: str
    name: str
    office: str
    case_id: str
    case_number: str
    recipient: str
    issued_at: datetime
    corrects: str
    against: bool
    check: str
    attempts: tuple[ServiceView, ...]
    in_full: bool = False

    @property
    def served(self) -> bool:
        return any(attempt.done for attempt in self.attempts)

    @property
    def counts_from(self) -> date | None:
        return min((each.counts_from for each in self.attempts if each.counts_from), default=None)


@dataclass(frozen=True)
class OwedView:
    """A letter that a move still owes, and why it has not gone out."""

    owed_id: str
    name: str
    case_id: str
    case_number: str
    since: datetime
    why: str


@dataclass(frozen=True)
class CaseLetters:
    """What a case has of letters: gone out, still owed, and those that can be asked for, by id and name."""

    letters: tuple[LetterView, ...]
    owed: tuple[OwedView, ...]
    on_request: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Serving:
    """What the office can do about a letter: the ways still open, with what each needs as proof; `next` after a failure."""

    ways: tuple[Way, ...]
    next: tuple[Way, ...]


@dataclass(frozen=True)
class Portion:
    """One print of several: its number and the first and last letter of the list in it, all from 1."""

    number: int
    first: int
    last: int

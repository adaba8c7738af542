"""What a case looks like on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huigong.casework.tone import Tone
from huigong.registry.shapes import PersonView


@dataclass(frozen=True)
class AnswerLine:
    """What the applicant said about one fact, as people read it."""

    fact: str
    value: str


@dataclass(frozen=True)
class ClockView:
    """One clock in words and figures. `left` is in the clock's own measure; `used_by` is (office name, days)."""

    kind: str
    kind_name: str
    stage: str
    article: str
    started_on: date
    stopped_on: date | None
    due: date
    left: int
    used: int
    total: int
    used_by: tuple[tuple[str, int], ...]
    paused: bool
    overdue: bool
    provisional: bool
    verified: bool
    extended: bool
    may_extend: bool
    tone: Tone
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Holder:
    """Who in the office has a task; `gone` for somebody who can do it no longer, which is as good as nobody."""

    account_id: str = ""
    name: str = ""
    me: bool = False
    gone: bool = False

    @property
    def nobody(self) -> bool:
        """Whether somebody should take it."""
        return self.gone or not self.account_id


@dataclass(frozen=True)
class Colleague:
    """An official who may do a task; `account_id` goes into the form that hands it over."""

    account_id: str
    name: str


@dataclass(frozen=True)
class TaskView:
    """A task on the case page; `task_id` goes into its forms.

    `colleagues` are the others to whom a viewer who `may_assign` can hand it.
    """

    task_id: str
    kind: str
    kind_name: str
    office_id: str
    office: str
    status: str
    status_name: str
    holder: Holder
    question: str
    answer: str
    may_answer: bool
    may_assign: bool
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class ReferralView:
    """Who handed the case to whom, when and why."""

    on: date
    from_office: str
    to_office: str
    reason: str


@dataclass(frozen=True)
class DecisionView:
    """The decision and what it made true."""

    verdict: str
    verdict_name: str
    reasons: str
    clause: str
    office: str
    on: date
    result: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class MoveView:
    """A move the viewer may make now: its word in URLs and its name."""

    move: str
    name: str


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to the case."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows an official; the person is masked."""

    case_id: str
    number: str
    service_id: str
    service: str
    region: str
    status: str
    status_name: str
    office_id: str
    office: str
    channel: str
    opened_on: date
    accepted_on: date | None
    deemed_accepted: bool
    closed_on: date | None
    delivered_on: date | None
    note: str
    clauses: tuple[str, ...]
    person: PersonView
    answers: tuple[AnswerLine, ...]
    evidence: tuple[str, ...]
    clocks: tuple[ClockView, ...]
    tasks: tuple[TaskView, ...]
    referrals: tuple[ReferralView, ...]
    decision: DecisionView | None
    moves: tuple[MoveView, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class OwnCaseRow:
    """A line of the applicant's own list."""

    case_id: str
    number: str
    service_id: str
    service: str
    status: str
    status_name: str
    opened_on: date
    answer_by: date | None
    late: bool
    next_step: str


@dataclass(frozen=True)
class Step:
    """A step of the applicant's case in plain words; `done_on` is None for what lies ahead."""

    words: str
    done_on: date | None
    current: bool = False


@dataclass(frozen=True)
class OwnCasePage:
    """What the applicant sees of the own case."""

    row: OwnCaseRow
    office: str
    steps: tuple[Step, ...]
    note: str
    decision: DecisionView | None
    refused: str
    answers: tuple[AnswerLine, ...]
    clock_lines: tuple[str, ...]
    may_withdraw: bool
    may_complete: bool

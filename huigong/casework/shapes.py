"""What a case looks like on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huigong.casework.procedures.fields import Field
from huigong.casework.procedures.terms import Phase, Weight
from huigong.casework.tone import Spent, TimeLeft
from huigong.files.queries import FileView
from huigong.forms.showing import Line
from huigong.kernel.money import Fen, format_yuan
from huigong.registry.shapes import PersonView


@dataclass(frozen=True)
class AnswerLine:
    """What the applicant said about one fact, as people read it; `field` is the field of the form that it follows from, if any.

    `question` and `said` are the same for whoever was asked.
    """

    fact: str
    value: str
    field: str = ""
    question: str = ""
    said: str = ""


@dataclass(frozen=True)
class FormView:
    """The lodged form by the titles of its parts; `masked` where some of it is more secret than the viewer sees here,
    `warned` what the checks said, `reasons` what the applicant wrote against them; `more` are files that came
    later, as far as the viewer may open them here, and `came_later` how many there are."""

    name: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    masked: bool
    warned: tuple[str, ...]
    reasons: tuple[str, ...]
    more: tuple[FileView, ...] = ()
    came_later: int = 0


class PaperState(StrEnum):
    """How a paper that a service wants stands: its files came, alone or with those of other papers; it is filled in
    with the form, or was left open there; the office looks it up; it is brought; nothing came."""

    FILES = "files"
    TOGETHER = "together"
    FILLED = "filled"
    OPEN = "open"
    SHARING = "sharing"
    WINDOW = "window"
    MISSING = "missing"


@dataclass(frozen=True)
class PaperView:
    """What the service wants as proof, and how it stands: `files` are those that came for it, `field` is by which field
    of the form, `brought` that it came on paper."""

    name: str
    state: PaperState
    field: str
    files: int
    brought: bool


@dataclass(frozen=True)
class ClockView:
    """One clock in words and figures; `used_by` is (office name, days in the clock's own measure)."""

    kind: str
    kind_name: str
    stage: str
    article: str
    started_on: date
    stopped_on: date | None
    due: date
    left: TimeLeft
    used: int
    total: int
    used_by: tuple[tuple[str, int], ...]
    paused: bool
    overdue: bool
    provisional: bool
    verified: bool
    extended: bool
    may_extend: bool
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
    asked_on: date
    days: int
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
    """A decision and what it made true. `number` is its own, its notice has another; `corrects` names another decision."""

    number: str
    kind_name: str
    is_correction: bool
    verdict: str
    verdict_name: str
    favourable: bool | None
    reasons: str
    clause: str
    corrects: str
    remedy: str
    remedy_until: date | None
    office: str
    on: date
    result: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class MoveView:
    """A move the viewer may make now: its word in URLs, its name, the form it asks for, how its button looks.

    `choices` are (value, words) by field for what only this case can offer; `takes_more` says that a party
    may hand in files with it, and fill in what was left open of the form; `decides` that only who has the task makes it.
    """

    move: str
    name: str
    button: str
    advice: str
    done: str
    weight: Weight
    form: tuple[Field, ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    takes_more: bool = False
    decides: bool = False


@dataclass(frozen=True)
class PartyView:
    """A party as the viewer may see it; amounts in fen, `outcome` in the procedure's words."""

    role: str
    role_name: str
    kind: str
    name: str
    person: PersonView | None
    contact: str
    note: str
    amount: int | None
    outcome: str
    settled_amount: int | None
    settled_on: date | None
    left_on: date | None

    @property
    def amount_text(self) -> str:
        """`9600元`; empty where nothing was claimed."""
        return "" if self.amount is None else format_yuan(Fen(self.amount))

    @property
    def settled_text(self) -> str:
        """What the person got; empty where nothing was settled."""
        return "" if self.settled_amount is None else format_yuan(Fen(self.settled_amount))


@dataclass(frozen=True)
class LinkView:
    """Another case and how this one stands to it."""

    case_id: str
    number: str
    words: str


@dataclass(frozen=True)
class EntryView:
    """What was filled in for a move: (label, value)."""

    on: date
    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to the case."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class NoteView:
    """An internal note of one office."""

    text: str
    who: str
    office: str
    at: datetime


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows an official; the person is masked.

    `others` are those who answer for a part of it too, a line each; `may_relate` says whether the viewer may split, join and link it;
    `added_on` as in `TaskRow`; `spent` says who had the case on each day since it was received;
    `notes` are those of the viewer's own office, who may write one where `may_note`.
    """

    case_id: str
    number: str
    service_id: str
    service: str
    region: str
    procedure: str
    status: str
    status_name: str
    phase: Phase
    office_id: str
    office: str
    others: tuple[str, ...]
    channel: str
    opened_on: date
    accepted_on: date | None
    deemed_accepted: bool
    closed_on: date | None
    delivered_on: date | None
    note: str
    clauses: tuple[str, ...]
    person: PersonView | None
    parties: tuple[PartyView, ...]
    links: tuple[LinkView, ...]
    entries: tuple[EntryView, ...]
    answers: tuple[AnswerLine, ...]
    form: FormView | None
    papers: tuple[PaperView, ...]
    evidence: tuple[str, ...]
    clocks: tuple[ClockView, ...]
    spent: tuple[Spent, ...]
    waiting: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    referrals: tuple[ReferralView, ...]
    decision: DecisionView | None
    decisions: tuple[DecisionView, ...]
    moves: tuple[MoveView, ...]
    may_relate: bool
    added_on: date | None
    notes: tuple[NoteView, ...]
    may_note: bool
    history: tuple[HistoryLine, ...]

    @property
    def claimed_text(self) -> str:
        """What those who stand in the case claim together; "" where fewer than two claim anything."""
        return _together(party.amount for party in self.parties if party.left_on is None)

    @property
    def settled_text(self) -> str:
        """What they got together; "" where fewer than two got anything."""
        return _together(party.settled_amount for party in self.parties if party.left_on is None)


def _together(amounts: Iterable[int | None]) -> str:
    said = [amount for amount in amounts if amount is not None]
    return format_yuan(Fen(sum(said))) if len(said) > 1 else ""

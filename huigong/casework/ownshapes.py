"""What a case looks like to the person whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.casework.answers import SaidValue, SentForm
from huigong.casework.procedures.terms import Phase
from huigong.casework.shapes import (
    AnswerLine,
    DecisionView,
    EntryView,
    FormView,
    MoveView,
    PaperView,
    PartyView,
)
from huigong.casework.tone import TimeLeft, Tone
from huigong.forms.kinds import Decided


@dataclass(frozen=True)
class OwnCaseRow:
    """A line of the applicant's own list; `answer_by` is None where no clock runs, and while the count is paused.

    `answer_for` is what the office must have done by then, "" in lists.
    """

    case_id: str
    number: str
    service_id: str
    service: str
    status: str
    status_name: str
    phase: Phase
    opened_on: date
    answer_by: date | None
    answer_for: str
    paused: bool
    tone: Tone
    next_step: str


@dataclass(frozen=True)
class Step:
    """A step of the applicant's case in plain words; `done_on` is None for what lies ahead."""

    words: str
    done_on: date | None
    current: bool = False


@dataclass(frozen=True)
class Against:
    """What somebody who goes against a decision need not say again: `sent` is the form of the case that was decided in
    `region` about `person_id`, None where it had none, and `decided` what the decision says of itself."""

    person_id: str
    region: str
    sent: SentForm | None
    decided: Mapping[Decided, str]


@dataclass(frozen=True)
class ToAdd:
    """What somebody who adds to their case goes on from: the form as it stands, and the `facts` that they said beside it."""

    sent: SentForm
    facts: Mapping[str, SaidValue]


@dataclass(frozen=True)
class OwnCasePage:
    """What the applicant sees of the own case.

    Attributes:
        region: the place whose matter it is.
        others: as in `CasePage`.
        evidence, added: what came on paper, and what was added since, each time by itself.
        for_whom: the applicant's name for whoever acts for them, "" for the applicant.
        agents: those who act, a line each: `虚**，监护人（父母）：家庭户登记`.
        left: what is left until the office must answer, nothing where the law has answered for it.
        corrections: those of the decision.
        remedies: the services (id, name) by which somebody goes against a decision that is not in their favour.
    """

    row: OwnCaseRow
    left: TimeLeft
    region: str
    office: str
    others: tuple[str, ...]
    steps: tuple[Step, ...]
    note: str
    decision: DecisionView | None
    corrections: tuple[DecisionView, ...]
    refused: tuple[str, ...]
    remedies: tuple[tuple[str, str], ...]
    answers: tuple[AnswerLine, ...]
    form: FormView | None
    papers: tuple[PaperView, ...]
    evidence: tuple[str, ...]
    added: tuple[EntryView, ...]
    clock_lines: tuple[str, ...]
    waiting: tuple[str, ...]
    own_part: PartyView | None
    role_name: str
    for_whom: str
    agents: tuple[str, ...]
    moves: tuple[MoveView, ...]

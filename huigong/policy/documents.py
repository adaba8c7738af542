"""What a policy pack says about one document, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huigong.kernel.regions import Level


@dataclass(frozen=True)
class Role:
    """What an office does for a clause: its Chinese name, and whether the office answers for the result."""

    label: str
    leading: bool


ROLES = {
    "lead": Role("牵头", leading=True),
    "joint": Role("分别负责", leading=True),
    "responsible": Role("责任", leading=True),
    "support": Role("配合", leading=False),
    "guiding": Role("指导", leading=False),
}
LEVELS = {"nation": "全国", "province": "省", "city": "市", "county": "县"}
LEVEL_OF_REGION = dict(zip(Level, LEVELS, strict=True))
TARGET_KINDS = ("goal", "standard", "deadline", "threshold", "period", "descriptor")
TARGET_BOUNDS = ("at_least", "at_most")
# How the facts of a pack are known: from a copy of the text, from another document that cites
# it, or from the project's table of legal facts (only the articles named there).
KNOWN_BY = ("text", "citation", "facts")


@dataclass(frozen=True)
class System:
    """One of the systems that the documents together describe; `id` is S1, S2, …"""

    id: str
    name: str
    english: str


@dataclass(frozen=True)
class PackDuty:
    """One office's part in a clause. `seen_as` is the name as printed.

    `topic` names the matter where the office was split later, so that the right
    heir is found; an office with several topics gives one duty for each.
    """

    role: str
    seen_as: str
    topic: str | None = None


@dataclass(frozen=True)
class PackTarget:
    """A quantity or date to be met. `value` counts in `measure` (人次, %, 元/人·年 …).

    `upper` is the higher end of a range, `about` says that the print is not exact, `bound` ("" or one of `TARGET_BOUNDS`)
    that `value` is the least or the most;
    `by` is the last day of the stated time; `kind` is one of `TARGET_KINDS`.
    """

    text: str
    kind: str
    value: int | Decimal | None = None
    measure: str = ""
    by: date | None = None
    upper: int | Decimal | None = None
    about: bool = False
    bound: str = ""


@dataclass(frozen=True)
class PackClause:
    """A clause or article. `summary` is in our own words; `facts` are ids of the legal-facts table.

    `nothing_to_decide` says why no public service can rest on the clause; empty where one can.
    """

    ref: str
    number: str
    heading: str
    chapter: str
    summary: str
    systems: tuple[str, ...] = ()
    duties: tuple[PackDuty, ...] = ()
    targets: tuple[PackTarget, ...] = ()
    facts: tuple[str, ...] = ()
    verified: bool = True
    note: str = ""
    nothing_to_decide: str = ""
    doubts: tuple[str, ...] = ()

    def offices(self, role: str) -> tuple[str, ...]:
        """The names printed for a role, each once, in the order of the print."""
        return tuple(dict.fromkeys(duty.seen_as for duty in self.duties if duty.role == role))

    @property
    def document_id(self) -> str:
        return self.ref.split("#", 1)[0]


@dataclass(frozen=True)
class PackDocument:
    """A policy document. `id` is `<region>/<slug>`; dates are None where the copy gives none.

    `verified` is false for a draft, which nobody has confirmed; `doubts` are what its reader
    was not sure of, outside the clauses. `plan_for` is the year of a yearly plan, whose promises
    end with the year. `undated` says why a document has no first day.
    """

    id: str
    region: str
    title: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    in_force_from: date | None
    repealed_on: date | None
    level: str
    known_by: str
    recipients: str | None
    basis: tuple[str, ...]
    cites: tuple[str, ...]
    notes: tuple[str, ...]
    goals: tuple[PackTarget, ...]
    clauses: tuple[PackClause, ...]
    verified: bool = True
    doubts: tuple[str, ...] = ()
    plan_for: int | None = None
    undated: str | None = None

    @property
    def begins(self) -> date | None:
        """Its first day, as far as its pack knows it."""
        return self.in_force_from or self.issued_on

    @property
    def plan_ends(self) -> date | None:
        """The last day of the year that it plans; None for a document without such a year."""
        return None if self.plan_for is None else date(self.plan_for, 12, 31)

    @property
    def chapters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(clause.chapter for clause in self.clauses if clause.chapter))


def region_of(document_id: str) -> str:
    """The region code of a document id."""
    return document_id.partition("/")[0]

"""Who may stand in a case, as what and with which standing, and how a case comes into being."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huigong.kernel.labelled import Labelled


class Role(Labelled):
    """The part that somebody has in a case (当事人的身份)."""

    APPLICANT = "applicant", "申请人"
    CONCERNED = "concerned", "涉及人员"
    RESPONDENT = "respondent", "被申请人"
    REPORTER = "reporter", "举报人"
    REPRESENTATIVE = "representative", "代表人"
    AGENT = "agent", "代办人"

    @property
    def standing(self) -> Standing:
        """What the role may do, see and claim."""
        return STANDINGS[self]


class PartyKind(Labelled):
    """What a party is."""

    PERSON = "person", "个人"
    EMPLOYER = "employer", "用人单位"
    OFFICE = "office", "部门"
    ANONYMOUS = "anonymous", "匿名"


class Origin(Labelled):
    """What opened a case."""

    APPLICATION = "application", "申请"
    REPORT = "report", "举报"
    INSPECTION = "inspection", "检查发现"
    WARNING = "warning", "预警"
    OFFICE = "office", "部门立案"


class Part(StrEnum):
    """A piece of a case that a party may see."""

    PROGRESS = "progress"  # status, stages, office, due day
    RESULT = "result"  # what was decided, without reasons
    DECISION = "decision"  # reasons, clause, remedy
    NOTE = "note"  # what the office tells the applicant
    ANSWERS = "answers"  # what the applicant said
    OWN_PART = "own_part"  # the own amount and outcome


@dataclass(frozen=True)
class Standing:
    """What comes with a role.

    Lists name the case by the present role with the lowest `rank`. `own_side` are those on whose
    behalf the case runs. `speaks` marks a role in whose name an application or a report is made.
    `claims` may ask for an amount, `reached` leaves a way of being contacted.
    """

    rank: int
    sees: frozenset[Part]
    own_side: bool = False
    speaks: bool = False
    claims: bool = False
    reached: bool = False


_ALL = frozenset(Part)
_OUTCOME = frozenset({Part.PROGRESS, Part.RESULT})

# LI art. 9: who reports stays unnamed; so nobody but the office is ever shown a reporter.
STANDINGS: Mapping[Role, Standing] = MappingProxyType(
    {
        Role.APPLICANT: Standing(1, _ALL, own_side=True, speaks=True, claims=True),
        Role.CONCERNED: Standing(2, _ALL - {Part.ANSWERS}, own_side=True, speaks=True, claims=True),
        Role.REPRESENTATIVE: Standing(3, _ALL, own_side=True, speaks=True, reached=True),
        Role.RESPONDENT: Standing(4, _OUTCOME | {Part.DECISION}),
        Role.REPORTER: Standing(5, _OUTCOME, speaks=True, reached=True),
        Role.AGENT: Standing(6, _ALL, own_side=True, speaks=True, reached=True),
    }
)


def roles_where(holds: Callable[[Standing], bool]) -> tuple[Role, ...]:
    """The roles whose standing satisfies `holds`."""
    return tuple(role for role in Role if holds(STANDINGS[role]))


OWN_SIDE = roles_where(lambda standing: standing.own_side)
# Whose matter it is; the others of their side only act for them.
ABOUT = roles_where(lambda standing: standing.own_side and standing.claims)

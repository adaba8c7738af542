"""Reading who may stand in the register twice: pairs to look at, and one pair side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record_accesses
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import within
from huigong.kernel.errors import NotFound
from huigong.registry import lookup
from huigong.registry.linking.evidence import BETWEEN
from huigong.registry.models import (
    Engagement,
    HouseholdMember,
    Person,
    PersonFact,
    PossibleDuplicate,
    SameOrNot,
)
from huigong.registry.shapes import PersonView, view_of

__all__ = ["PURPOSE", "PairRow", "SameOrNot", "Side", "SideBySide", "not_found", "pair", "pairs", "rows"]

PURPOSE = "核对疑似重复登记"
_VERY_LIKELY, _LIKELY = 80, 30  # percent
_MASKED = ("name", "resident_number", "phone", "sex", "born_on", "hukou_place", "residence")


@dataclass(frozen=True)
class Side:
    """One record of a pair, masked, with how much hangs on it."""

    person: PersonView
    registered_at: datetime
    engagements: int
    facts: int
    in_household: bool
    has_address: bool


@dataclass(frozen=True)
class PairRow:
    """A pair of a list, both masked; `likely` in percent, `verdict` "" until somebody has looked."""

    public_id: str
    first: PersonView
    second: PersonView
    likely: int
    evidence: str
    found_at: datetime
    verdict: str
    reason: str
    decided_at: datetime | None

    @property
    def reasons(self) -> list[str]:
        """The evidence piece by piece."""
        return self.evidence.split(BETWEEN)

    @property
    def band(self) -> str:
        """`high`, `middle` or `low`."""
        if self.likely >= _VERY_LIKELY:
            return "high"
        return "middle" if self.likely >= _LIKELY else "low"


@dataclass(frozen=True)
class SideBySide:
    """A pair with both records side by side; `same` are the fields in which both say the same, in the clear: `phone`."""

    row: PairRow
    sides: tuple[Side, Side]
    same: frozenset[str]


def pairs(viewer: Principal) -> QuerySet[PossibleDuplicate]:
    """The pairs that wait for somebody who may register people where both live, the most likely first.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.PERSON_REGISTER)
    both = _living_within(viewer, "first__residence") & _living_within(viewer, "second__residence")
    return PossibleDuplicate.objects.filter(both).exclude(verdict=SameOrNot.DIFFERENT)


def _living_within(viewer: Principal, column: str) -> Q:
    reach = Q(pk__in=[])
    for prefix in viewer.regions(Permission.PERSON_REGISTER):
        reach |= within(column, prefix)
    return reach


def rows(viewer: Principal, wanted: Iterable[PossibleDuplicate], *, now: datetime) -> list[PairRow]:
    """These pairs as a list shows them; a look at each person is in the trail."""
    listed = list(wanted)
    _record_looks(viewer, [person for pair in listed for person in (pair.first, pair.second)], now=now)
    return [_row(pair, now=now) for pair in listed]


@transaction.atomic
def pair(viewer: Principal, pair_id: str, *, now: datetime) -> SideBySide:
    """A pair side by side; a look at both. Raises `DomainError`: `duplicates.not_found`, `access.denied`."""
    wanted = pairs(viewer).select_related("first", "second")
    row = wanted.filter(public_id=lookup.public_uuid(pair_id)).first()
    if row is None:
        raise not_found()
    _record_looks(viewer, [row.first, row.second], now=now)
    sides = (_side(row.first, now=now), _side(row.second, now=now))
    compared = ("name", "born_on", "sex", "phone", "hukou_place", "residence", "address")
    same = {field for field in compared if _said(row.first, field) == _said(row.second, field) != ""}
    return SideBySide(_row(row, now=now), sides, frozenset(same))


def _said(person: Person, field: str) -> object:
    """What the record says, "" where it says nothing."""
    return getattr(person, field) or ""


def not_found() -> NotFound:
    """For a pair that does not exist, or no longer does, or is not the viewer's to see."""
    return NotFound(
        "duplicates.not_found",
        what="没有这一对",
        why="可能已经有人看过、已经合并，或者资料改过",
        do="请回到“疑似重复”看别的",
    )


def _record_looks(viewer: Principal, people: list[Person], *, now: datetime) -> None:
    record_accesses(
        viewer=viewer,
        now=now,
        people={person.public_id.hex: person.residence for person in people},
        purpose=PURPOSE,
        fields=_MASKED,
    )


def _row(pair: PossibleDuplicate, *, now: datetime) -> PairRow:
    today = localdate(now)
    return PairRow(
        public_id=pair.public_id.hex,
        first=view_of(pair.first, on=today),
        second=view_of(pair.second, on=today),
        likely=pair.likely,
        evidence=pair.evidence,
        found_at=pair.found_at,
        verdict=pair.verdict,
        reason=pair.reason,
        decided_at=pair.decided_at,
    )


def _side(person: Person, *, now: datetime) -> Side:
    return Side(
        person=view_of(person, on=localdate(now)),
        registered_at=person.registered_at,
        engagements=Engagement.objects.known_at().filter(person=person).count(),
        facts=PersonFact.objects.known_at().filter(person=person).count(),
        in_household=HouseholdMember.objects.filter(person=person, valid_until=None).exists(),
        has_address=bool(person.address),
    )

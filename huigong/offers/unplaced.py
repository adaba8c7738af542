"""Who applied for what a kind of place is for and has none: nobody falls out of the lists in silence.

A kind names the services whose applicants want such a place. Whoever a form of these names is looked for one by one: also
somebody whom the register does not know yet, and a case that was granted before anybody had a place. Whose case was
turned down or withdrawn wants none any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huigong.casework.access import readable
from huigong.casework.answers import granted_to
from huigong.casework.granting import known_as, subjects
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.offers import people
from huigong.offers.kinds import Kind
from huigong.offers.models import Claim, Hold, Request
from huigong.offers.shelf import book
from huigong.registry.models import Person
from huigong.rules.evaluate import answer


class Stands(Labelled):
    """How far somebody without a place has come."""

    UNKNOWN = "unknown", wording("没有登记")
    NOT_ASKED = "not_asked", wording("没有进名单")
    WAITING = "waiting", wording("在名单上")
    OFFERED = "offered", wording("等本人答复")


@dataclass(frozen=True)
class Unplaced:
    """One of those; the name is masked. `of` is the name of the kind of place."""

    case_id: str
    number: str
    person: str
    of: str
    opened_on: date
    stands: Stands


def unplaced(viewer: Principal, *, on: date) -> tuple[Unplaced, ...]:
    """Everybody without a place whose case the viewer reads, who waits longest first."""
    listed = [each for kind in _kinds() for each in _of_kind(viewer, kind, on=on)]
    return tuple(sorted(listed, key=lambda each: (each.opened_on, each.number)))


def _kinds() -> dict[str, frozenset[str]]:
    """Kind → the services whose applicants want it, over all versions."""
    wanted: dict[str, frozenset[str]] = {}
    for written in book().shelf.written:
        if services := written.entry["wanted_by"]:
            wanted[written.id] = wanted.get(written.id, frozenset()) | frozenset(services)
    return wanted


def _of_kind(viewer: Principal, kind: str, *, on: date) -> Iterator[Unplaced]:
    wanting = Q(is_open=True) | Q(granted=True)
    cases = readable(viewer).filter(wanting, service_id__in=_kinds()[kind], opened_on__lte=on)
    for case in cases.select_related("application").order_by("opened_on", "pk").iterator(chunk_size=200):
        declared = book().kind(kind, on=on, region=case.region)
        for name, person in _wanting(case):
            stands = Stands.UNKNOWN if person is None else _stands(person, declared, case, on=on)
            if stands is not None:
                yield Unplaced(
                    case.public_id.hex, case.number, mask_name(name), declared.name, case.opened_on, stands
                )


def _wanting(case: Case) -> Iterator[tuple[str, Person | None]]:
    """Whom the case is for, by name; None of whom the register does not know."""
    named = granted_to(case.application)
    if not named:
        yield from ((person.name, person) for person in subjects(case))
    for each in named:
        yield each.name, next(iter(known_as(each, case)), None)


def _stands(person: Person, kind: Kind, case: Case, *, on: date) -> Stands | None:
    """None of whoever has a place, had one since they applied, or needs none."""
    had = _theirs(Claim.objects.filter(offer__kind=kind.id), person)
    if had.filter(Q(ended_on=None) | Q(since__gte=case.opened_on)).exists():
        return None
    if kind.placed_if is not None:
        here = people.situations([person], region=case.region, on=on)[person]
        if answer(kind.placed_if, here) is True:
            return None
    asked = Request.objects.filter(round__kind=kind.id, gone=False, person=person)
    if Hold.objects.filter(request__in=asked, answer="").exists():
        return Stands.OFFERED
    return Stands.WAITING if asked.exists() else Stands.NOT_ASKED


def _theirs(claims: QuerySet[Claim], person: Person) -> QuerySet[Claim]:
    """The places of one person, under whichever record."""
    return claims.annotate(who=people.counted()).filter(who=people.counted_as(person))

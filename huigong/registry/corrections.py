"""Reading what was put right in somebody's record: work, the home, facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.registry import homes, lookup, putright
from huigong.registry.access import look
from huigong.registry.heard import Correction
from huigong.registry.models import Engagement, Person, PersonFact
from huigong.registry.stamps import moment_of


@transaction.atomic
def corrections(viewer: Principal, person_id: str, stamp: int, *, now: datetime) -> tuple[Correction, ...]:
    """What was put right of the person's record at that moment, a look that is recorded.

    Raises `DomainError`: `person.not_found`, `person.not_corrected`, `access.denied`, `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    look(
        viewer,
        person,
        permission=Permission.PERSON_FIND,
        now=now,
        fields=["engagements", "residence", "facts"],
    )
    try:
        made = tuple(_made_at(person, moment_of(stamp)))
    except OverflowError:
        made = ()
    if not made:
        raise NotFound(
            "person.not_corrected",
            what="那时没有更正过这个人的登记",
            why="它是第一次登记的样子",
            do="请回到档案页",
        )
    return made


def _made_at(person: Person, at: datetime) -> Iterator[Correction]:
    spells = Engagement.objects.select_related("person", "employer", "corrects__person", "corrects__employer")
    for row in spells.filter(person=person, recorded_at=at).order_by("pk"):
        if row.corrects is not None:
            yield putright.of_work(person, row.corrects, row)
    if (homes_then := homes.put_right_at(person, at)) is not None:
        was, home = homes_then
        yield putright.of_home(person, was, home, at=at)
    stated = PersonFact.objects.filter(person=person, recorded_at=at, corrects=True)
    for fact in stated.select_related("person").order_by("pk"):
        yield putright.of_fact(fact)

"""What becomes of the cases in which somebody acts for another, once that has ended."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from huigong.casework.models import Party
from huigong.casework.procedures.roles import Role
from huigong.directory.principals import Principal
from huigong.registry.acting import authority
from huigong.registry.models import Person, Representation


def acting_changed(row: Representation, what: str, _by: Principal, now: datetime) -> None:
    """Whoever no longer acts for somebody sees nothing more of their cases; no event but that of the ending."""
    if what != "ended" or _still(row.representative, row.person, now=now):
        return
    theirs = Party.objects.filter(role=Role.APPLICANT, person=row.person).order_by().values("case_id")
    agents = Party.objects.filter(role=Role.AGENT, person=row.representative, left_on__isnull=True)
    agents.filter(case_id__in=theirs).update(left_on=localdate(now))


def _still(representative: Person, person: Person, *, now: datetime) -> bool:
    """Whether the household roll, or something else that was recorded, lets them act all the same."""
    who = Principal("", "", person_id=representative.public_id.hex)
    return authority(who, person, service_id="", on=localdate(now)) is not None

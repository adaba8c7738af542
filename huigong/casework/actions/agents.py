"""What becomes of the cases in which somebody acts for another, once that has ended."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from huigong.casework.models import Party
from huigong.casework.procedures.roles import Role
from huigong.directory.principals import Principal
from huigong.registry.acting import authorities_of
from huigong.registry.models import Representation


def acting_changed(row: Representation, what: str, _by: Principal, now: datetime) -> None:
    """Whoever no longer acts for somebody in a matter sees nothing more of their cases of it.

    The household roll, or something else that was recorded, may let them act all the same. No event but that
    of the ending.
    """
    if what != "ended":
        return
    left = [
        each
        for each in authorities_of(row.representative, on=localdate(now))
        if each.person.pk == row.person_id
    ]
    theirs = Party.objects.filter(role=Role.APPLICANT, person=row.person).order_by().values("case_id")
    agents = Party.objects.filter(role=Role.AGENT, person=row.representative, left_on__isnull=True)
    lost = [
        agent.pk
        for agent in agents.filter(case_id__in=theirs).select_related("case").order_by("pk")
        if not any(each.covers(agent.case.service_id) for each in left)
    ]
    Party.objects.filter(pk__in=lost).update(left_on=localdate(now))

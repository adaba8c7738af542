"""Which cases a correction of the register touches: those that run for what is answered otherwise now, and those that
granted what would be no longer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from huigong.casework.models import Case, Decision, Party
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import DecisionKind
from huigong.catalogue.turned import Turned
from huigong.registry.models import Person


def touched(person: Person, turned: Sequence[Turned]) -> list[Case]:
    """The person's own cases of these services, by number: open ones, and granted ones of what was lost."""
    services = {each.service_id for each in turned if each.service_id}
    if not services:
        return []
    lost = {each.service_id for each in turned if each.lost}
    revoked = Decision.objects.filter(kind=DecisionKind.REVOCATION, corrects__isnull=False)
    granted = Decision.objects.filter(favourable=True).exclude(pk__in=revoked.order_by().values("corrects"))
    own = Party.objects.filter(
        person=person, role__in=[role.value for role in OWN_SIDE], left_on__isnull=True
    )
    running = Q(is_open=True, service_id__in=services)
    given = Q(service_id__in=lost, pk__in=granted.order_by().values("case_id"))
    cases = Case.objects.filter(running | given, pk__in=own.order_by().values("case_id"))
    return list(cases.order_by("number"))

"""Refuses a case that may not run beside another about the same matter (S07), naming the other and the clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huigong.casework.models import Case, Party
from huigong.casework.procedures import bars
from huigong.casework.procedures.roles import OWN_SIDE, Role
from huigong.catalogue.citations import cite
from huigong.kernel.errors import Conflict


@dataclass
class AlreadyOpen(Conflict):
    """A case of the person that runs stands in the way: its `number` and public id."""

    number: str = ""
    case_id: str = ""


def require_free(
    opening: Iterable[str], *, persons: Collection[int], employers: Collection[int], on: date
) -> None:
    """`opening` are the ids of the service and procedure; `persons` and `employers` row numbers of the parties.

    Cases are about different matters where both name employers and have none in common.
    Raises `AlreadyOpen` (`case.barred`).
    """
    for bar in bars.against(opening, on) if persons else ():
        for case in _running(bar, persons):
            theirs = {
                party.employer_id
                for party in case.parties.all()
                if party.role == Role.RESPONDENT and party.employer_id
            }
            if not (theirs and employers and theirs.isdisjoint(employers)):
                raise AlreadyOpen(
                    code="case.barred",
                    what=f"“{case.service_name}”（{case.number}）正在办，现在不能另外立案",
                    why=bar.why,
                    do=bar.do,
                    clause=cite(bar.clause),
                    number=case.number,
                    case_id=case.public_id.hex,
                )


def _running(bar: bars.Bar, persons: Collection[int]) -> Iterable[Case]:
    roles = [role.value for role in OWN_SIDE]
    theirs = Party.objects.filter(person__in=persons, role__in=roles, left_on__isnull=True)
    rows = Case.objects.filter(is_open=True, pk__in=theirs.values("case_id"))
    named = rows.filter(service_id__in=bar.while_open) | rows.filter(procedure__in=bar.while_open)
    return named.prefetch_related("parties").order_by("opened_on", "pk")

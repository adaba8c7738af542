"""The cases that a correction of the register touches, as the page of the correction lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huigong.casework.access import readable
from huigong.casework.accountability import name_of
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.touched import touched
from huigong.catalogue.turned import Turned
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.models import Person


@dataclass(frozen=True)
class TouchedCase:
    """A case and the office that finds a note on it; `running` False for one that has granted what would be no longer."""

    case_id: str
    number: str
    service: str
    status_name: str
    office: str
    running: bool
    may_open: bool


def touched_cases(
    viewer: Principal, person: Person, turned: Sequence[Turned], *, today: date
) -> tuple[TouchedCase, ...]:
    """The person's cases that these answers touch, by number; which of them the viewer may open.

    Raises `DomainError` (`access.denied`) for viewers who may not register people.
    """
    viewer.require(Permission.PERSON_REGISTER)
    cases = touched(person, turned)
    mine = {case.pk for case in cases}
    theirs = set(readable(viewer).filter(pk__in=mine).order_by().values_list("pk", flat=True))
    return tuple(
        TouchedCase(
            case_id=case.public_id.hex,
            number=case.number,
            service=case.service_name,
            status_name=status_in_list(case).name,
            office=name_of(case.accountable_office, today),
            running=case.is_open,
            may_open=case.pk in theirs,
        )
        for case in cases
    )

"""An invented desk: a person, officers of three offices, and a case on it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from huigong.casework.actions import applications, cases
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.unit.registry.someone import CITY, CLERK, FAR, HERE, NOW, TODAY, new_person

HRSS, POLICE, HOUSING = f"{HERE}/hrss", f"{HERE}/police", f"{HERE}/housing"


def officer(office: str, name: str = "经办甲", *, region: str = CITY) -> Principal:
    """An official who decides for one office."""
    return Principal(f"officer-{office}", name, (Grant("case-officer", region, office),))


INSPECTOR, POLICE_OFFICER, HOUSING_OFFICER = officer(HRSS), officer(POLICE), officer(HOUSING)
OFFICER_FAR = officer(f"{FAR[:4]}00/hrss", region=FAR)
LEADING_GROUP = Principal("leading", "农民工办甲", (Grant("leading-group-officer", CITY),))
COMPLAINT, PERMIT = "arrears-complaint", "residence-permit"


def applicant(sequence: int = 1) -> Person:
    """Invented person `sequence`, registered."""
    return people.register(by=CLERK, now=NOW, **asdict(new_person(sequence)))


def worker(person: Person) -> Principal:
    """The person logged in."""
    return Principal(f"worker-{person.pk}", "务工人员", person_id=person.public_id.hex)


def lodge(person: Person | None = None, service: str = COMPLAINT, **changed: object) -> Case:
    """A case on the desk, lodged by the person on 1 June 2016 (a Wednesday)."""
    person = person or applicant()
    given = {
        "by": worker(person),
        "now": NOW,
        "key": f"{person.pk}-{service}",
        "service_id": service,
        "region": HERE,
        "answers": {"被拖欠工资": True, "拖欠工资金额": 960_000},
        "evidence": ["工资条照片"],
    }
    given |= changed
    lodged = lodged_for(
        **{key: given[key] for key in ("region", "now", "answers")}, service=str(given["service_id"])
    )
    given.setdefault("lodged", lodged)
    return applications.lodge(person_id=person.public_id.hex, **given)


def accepted(service: str = COMPLAINT, by: Principal = INSPECTOR) -> Case:
    """A case taken in on the day it was lodged."""
    return cases.accept(by=by, now=NOW, case_id=lodge(service=service).public_id.hex)


def on_day(month: int, day: int, year: int = 2016) -> datetime:
    """Ten in the morning in Beijing on that day."""
    return datetime(year, month, day, 2, 0, tzinfo=UTC)


__all__ = ["CITY", "CLERK", "FAR", "HERE", "NOW", "TODAY", "timedelta"]

"""Cases under way in the made-up county: some early, some late, some decided, so that a desk has a day's work.

Each case is lodged and moved by the product's own actions at a moment in the
past; nothing is written into tables.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huigong.casework.actions import applications, cases, clocks, decisions, tasks
from huigong.directory.principals import SYSTEM, Principal
from huigong.registry.fictitious import FictitiousCounty

Act = Callable[[str, Principal, datetime], object]


def accept(case_id: str, by: Principal, now: datetime) -> object:
    return cases.accept(by=by, now=now, case_id=case_id)


def approve(case_id: str, by: Principal, now: datetime) -> object:
    return decisions.decide(
        by=by, now=now, case_id=case_id, verdict="approved", reasons="材料齐全，符合条件。", clause=""
    )


def refuse(case_id: str, by: Principal, now: datetime) -> object:
    reasons = "核实后居住时间还不够，满足后可以再次申请。"
    return decisions.decide(
        by=by,
        now=now,
        case_id=case_id,
        verdict="refused",
        reasons=reasons,
        clause="100000/residence-permit-regulation#第二条",
    )


def ask_completion(case_id: str, by: Principal, now: datetime) -> object:
    return cases.request_completion(
        by=by, now=now, case_id=case_id, note="请补一份住处证明，租房合同或房东证明都可以。"
    )


def pause(case_id: str, by: Principal, now: datetime) -> object:
    return clocks.pause(
        by=by,
        now=now,
        case_id=case_id,
        reason="到单位实地查验",
        article="100000/administrative-licensing-law#第四十五条",
        told_in_writing=now.date(),
    )


def ask_labour_office(case_id: str, by: Principal, now: datetime) -> object:
    return tasks.ask_support(
        by=by, now=now, case_id=case_id, office="510400/hrss", question="请核实申请人在本地的用工登记。"
    )


@dataclass(frozen=True)
class Course:
    """How one kind of case has run: lodged `days_ago`, then acts each so many days later."""

    service: str
    desk: str
    days_ago: int
    acts: tuple[tuple[int, Act], ...] = ()


COURSES = (
    Course("residence-permit", "police", 1),
    Course("residence-permit", "police", 4, ((1, accept),)),
    Course("residence-permit", "police", 15, ((1, accept),)),
    Course("residence-permit", "police", 25, ((2, accept),)),
    Course("residence-permit", "police", 6, ((1, accept), (1, ask_labour_office))),
    Course("residence-permit", "police", 3, ((1, ask_completion),)),
    Course("residence-permit", "police", 30, ((1, accept), (9, approve))),
    Course("residence-permit", "police", 40, ((1, accept), (12, refuse))),
    Course("legal-aid-wages", "justice", 2),
    Course("legal-aid-wages", "justice", 20, ((1, accept), (4, approve))),
    Course("arrears-complaint", "hrss", 3, ((1, accept),)),
    Course("arrears-complaint", "hrss", 2),
    Course("unemployment-registration", "hrss", 5, ((1, accept),)),
    Course("unemployment-registration", "hrss", 12, ((1, accept), (2, approve))),
)
ROUNDS = 3
COUNT = len(COURSES) * ROUNDS


def open_cases(
    county: FictitiousCounty,
    ids: list[str],
    *,
    desks: Mapping[str, Principal],
    now: datetime,
    step: Callable[[], object],
) -> None:
    """Lodges and moves every course, for adults who came from elsewhere, `ROUNDS` times."""
    applicants = [
        person_id
        for each, person_id in zip(county.people, ids, strict=True)
        if each.hukou_place != county.region and each.relation in {"head", "spouse"}
    ]
    for number in range(COUNT):
        course = COURSES[number % len(COURSES)]
        case_id = lodge(course, applicants[number % len(applicants)], county.region, now=now, number=number)
        moment = now - timedelta(days=course.days_ago)
        for later, act in course.acts:
            moment += timedelta(days=later)
            act(case_id, desks[course.desk], moment)
        step()


def lodge(course: Course, person_id: str, region: str, *, now: datetime, number: int) -> str:
    """The public id of the case."""
    case = applications.lodge(
        by=SYSTEM,
        now=now - timedelta(days=course.days_ago),
        key=str(uuid.uuid5(uuid.NAMESPACE_OID, f"county {number}")),
        person_id=person_id,
        service_id=course.service,
        region=region,
        answers={},
        channel="counter",
    )
    return case.public_id.hex

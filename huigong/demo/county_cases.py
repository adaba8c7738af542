"""Cases under way in the made-up county: some early, some late, some decided, so that a desk has a day's work.

Each case is lodged and moved by the product's own actions at a moment in the
past; nothing is written into tables.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from huigong.casework.actions import applications, cases, clocks, decisions, tasks
from huigong.demo.county_forms import filled
from huigong.demo.place import GROUNDS, PAUSE_ARTICLE, PERMIT_CLAUSE, office
from huigong.directory.principals import SYSTEM, Principal
from huigong.registry.factvalues import FactValue
from huigong.registry.fictitious import FictitiousCounty, FictitiousPerson
from huigong.rules.spans import full_months

Act = Callable[[str, Principal, datetime], object]


def accept(case_id: str, by: Principal, now: datetime) -> object:
    return cases.accept(by=by, now=now, case_id=case_id)


def approve(case_id: str, by: Principal, now: datetime) -> object:
    return decisions.decide(
        by=by,
        now=now,
        case_id=case_id,
        verdict="approved",
        reasons="材料齐全，符合条件。",
        clause=GROUNDS[by.grants[0].office or ""],
    )


def refuse(case_id: str, by: Principal, now: datetime) -> object:
    reasons = "到所填住址核实，没有查到租住登记，住处证明不成立；补齐后可以再次申请。"
    return decisions.decide(
        by=by, now=now, case_id=case_id, verdict="refused", reasons=reasons, clause=PERMIT_CLAUSE
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
        article=PAUSE_ARTICLE,
        told_in_writing=localdate(now),
    )


def ask_labour_office(case_id: str, by: Principal, now: datetime) -> object:
    return tasks.ask_support(
        by=by, now=now, case_id=case_id, office=office("hrss"), question="请核实申请人在本地的用工登记。"
    )


def answers_for(service: str, person: FictitiousPerson, on: date) -> dict[str, FactValue]:
    """What the applicant says at the counter, true or nearly so."""
    months = full_months(person.residence_since, on)
    said: dict[str, dict[str, FactValue]] = {
        "residence-permit": {
            "离开户籍地": True,
            "户口在同市别县": False,
            "居住月数": months,
            "合法稳定住所": True,
        },
        "legal-aid-wages": {"户籍性质": "农业", "被拖欠工资": True, "拖欠工资金额": 1_860_000},
        "arrears-complaint": {
            "被拖欠工资": True,
            "拖欠工资金额": 2_340_000,
            "欠薪终了日期": on - timedelta(days=75),
            "知道用人单位": True,
            "欠薪已进仲裁或诉讼": False,
        },
        "unemployment-registration": {
            "正在失业": True,
            "在本地居住或务工": True,
            "领取养老金": False,
            "领取居民养老金": False,
        },
    }
    return said[service]


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
    Course("residence-permit", "police", 9, ((1, accept), (3, pause))),
    Course("residence-permit", "police", 3, ((1, ask_completion),)),
    Course("residence-permit", "police", 30, ((1, accept), (9, approve))),
    Course("residence-permit", "police", 40, ((1, accept), (12, refuse))),
    Course("legal-aid-wages", "justice", 2),
    Course("legal-aid-wages", "justice", 8, ((2, accept),)),
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
        (each, person_id)
        for each, person_id in zip(county.people, ids, strict=True)
        if each.hukou_place != county.region and each.relation in {"head", "spouse"}
    ]
    for number in range(COUNT):
        course = COURSES[number % len(COURSES)]
        person, person_id = applicants[number % len(applicants)]
        case_id = lodge(course, person, person_id, county.region, now=now, number=number)
        moment = now - timedelta(days=course.days_ago)
        for later, act in course.acts:
            moment += timedelta(days=later)
            act(case_id, desks[course.desk], moment)
        step()


def lodge(
    course: Course, person: FictitiousPerson, person_id: str, region: str, *, now: datetime, number: int
) -> str:
    """The public id of the case."""
    lodged_at = now - timedelta(days=course.days_ago)
    case = applications.lodge(
        by=SYSTEM,
        now=lodged_at,
        key=str(uuid.uuid5(uuid.NAMESPACE_OID, f"county {number}")),
        person_id=person_id,
        service_id=course.service,
        region=region,
        answers=answers_for(course.service, person, localdate(lodged_at)),
        lodged=filled(course.service, person, region=region, on=localdate(lodged_at)),
        evidence=("居民身份证",),
        channel="window",
        again=True,  # people are drawn at random, some of them twice for the same thing
    )
    return case.public_id.hex

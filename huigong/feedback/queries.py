"""Reading ratings: one's own, and numbers by office. Who rated is shown to nobody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from huigong.casework.accountability import name_of
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.directory.reach import of_offices
from huigong.feedback.grades import Grade
from huigong.feedback.models import Rating
from huigong.feedback.results import own_case, result_of
from huigong.feedback.rules import is_changeable, rules_of
from huigong.kernel.errors import DomainError


@dataclass(frozen=True)
class OwnRating:
    """What the person may say of a case, and has said: `grade` is empty before; `follow_up` names the case that came of it."""

    grade: str
    grade_name: str
    note: str
    changeable: bool
    follow_up: str


@dataclass(frozen=True)
class OfficeRatings:
    """How an office was rated: grade name → how many, the best first; `counts` is empty where there are too few to show."""

    office: str
    name: str
    total: int | None
    counts: tuple[tuple[str, int], ...]


def own(viewer: Principal, case_id: str, *, now: datetime) -> OwnRating | None:
    """None where there is nothing to rate, or the case does not run for the viewer."""
    try:
        case = own_case(viewer, case_id)
    except DomainError:
        return None
    result = result_of(case)
    if result is None:
        return None
    rows = Rating.objects.filter(case=case, person__public_id=viewer.person_id or "", result=result)
    rating = rows.select_related("follow_up").first()
    if rating is None:
        return OwnRating("", "", "", changeable=True, follow_up="")
    return OwnRating(
        grade=rating.grade,
        grade_name=rating.get_grade_display(),
        note=rating.note,
        changeable=is_changeable(rating.rated_at, region=rating.region, now=now),
        follow_up=rating.follow_up.public_id.hex if rating.follow_up else "",
    )


def by_office(viewer: Principal, *, now: datetime) -> tuple[OfficeRatings, ...]:
    """The offices of the regions for whose duties the viewer answers, by id.

    An office with fewer ratings than `least` shows none: few could be told apart. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.DUTY_BOARD_READ)
    rows = (
        Rating.objects.filter(of_offices(viewer, Permission.DUTY_BOARD_READ))
        .order_by()
        .values_list("office", "grade")
        .annotate(n=Count("pk"))
    )
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for office, grade, n in rows:
        counted[office][grade] = n
    return tuple(_office(office, counted[office], now=now) for office in sorted(counted))


def _office(office: str, counts: dict[str, int], *, now: datetime) -> OfficeRatings:
    known, total = rules_of(office_region(office)), sum(counts.values())
    shown = total >= (known.least if known else 1)
    return OfficeRatings(
        office=office,
        name=name_of(office, day_of(now)),
        total=total if shown else None,
        counts=tuple((grade.label, counts.get(grade.value, 0)) for grade in Grade) if shown else (),
    )

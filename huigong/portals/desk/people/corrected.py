"""What a correction of somebody's record has changed: the answers, the cases, and who was told or has to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from huigong.casework.queries.touching import touched_cases
from huigong.catalogue.turned import Turned, by_correction
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.clauses import ClauseLink, link
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.desk.people.saidwhy import once_said_why
from huigong.portals.shared.requests import Request
from huigong.registry.corrections import corrections

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWERS: dict[str, tuple[str, StrOrPromise]] = {
    "yes": ("yes", _("符合")),
    "held": ("yes", _("已经有")),
    "no": ("no", _("不符合")),
    "unknown": ("perhaps", _("还不清楚")),
}


@dataclass(frozen=True)
class Line:
    """One answer on the page: each with the kind of its chip and its word, and the reasons with their clauses."""

    turned: Turned
    before: tuple[str, StrOrPromise]
    after: tuple[str, StrOrPromise]
    reasons: tuple[tuple[str, ClauseLink], ...]


@officials_only
@never_cache
@once_said_why
def show(request: Request, public_id: str, stamp: int) -> HttpResponse:
    """What was put right before and after, what is answered otherwise since, and whom it concerns; it may be opened again later."""
    now = timezone.now()
    viewer = request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
    made = corrections(viewer, public_id, stamp, now=now)
    person, at = made[0].person, made[0].at
    days = sorted({day for each in made for day in each.days(timezone.localdate(at))})
    turned = by_correction(person, at=at, days=days)
    context = {
        "person_id": public_id,
        "at": at,
        "made": made,
        "turned": _lines([each for each in turned if each.is_other]),
        "others": _lines([each for each in turned if not each.is_other]),
        "cases": touched_cases(viewer, person, turned, today=timezone.localdate(now)),
    }
    return page(request, "desk/people/corrected.html", "person-find", context)


def _lines(turned: list[Turned]) -> list[tuple[date, list[Line]]]:
    days: dict[date, list[Line]] = {}
    for each in turned:
        reasons = tuple(
            (reason.text if each.is_other else reason.plain, link(reason.clause)) for reason in each.reasons
        )
        line = Line(each, ANSWERS[each.before], ANSWERS[each.after], reasons)
        days.setdefault(each.on, []).append(line)
    return list(days.items())

"""What others know of the applicant, of the papers that the office looks up by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.casework.queries import elsewhere
from huigong.casework.queries.subjects import case_id_of
from huigong.catalogue.services import catalogue
from huigong.kernel import regions
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.watching import reason_first
from huigong.portals.shared.requests import Request
from huigong.registry.elsewhere import Told
from huigong.rules.values import show as value_in_words


@dataclass(frozen=True)
class Line:
    """One fact on the page: what it says in words, and the case that it was decided in, "" for none."""

    told: Told
    value: str
    case_id: str


@officials_only
@never_cache
@reason_first
def show(request: Request, public_id: str) -> HttpResponse:
    """Paper by paper; each time it is opened the look is in the trail."""
    seen = elsewhere.elsewhere(request.principal, public_id, now=timezone.now())
    papers = [(paper, [_line(told) for told in paper.told]) for paper in seen.papers]
    return page(request, "desk/cases/elsewhere.html", "tasks", {"case": seen, "papers": papers})


def _line(told: Told) -> Line:
    known = catalogue().facts
    fact = known.get(told.fact)
    value = str(told.value)
    if fact is not None and fact.is_region and regions.known(value):
        return Line(told, regions.find(value).full_name, case_id_of(told.source))
    return Line(told, value_in_words(told.value, fact.measure if fact else ""), case_id_of(told.source))

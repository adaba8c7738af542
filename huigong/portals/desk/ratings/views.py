"""Numbers by office; nobody is named."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.feedback import queries
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.grades import in_words
from huigong.portals.shared.requests import Request


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    rows = queries.by_office(request.principal, now=timezone.now())
    context = {"rows": rows, "grades": [words for _, words in in_words()]}
    return page(request, "desk/ratings/index.html", "ratings", context)

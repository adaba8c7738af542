"""How the installation fares: what is most urgent first."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.kernel.health import State
from huigong.oversight.health import signs
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.requests import Request

_CHIPS = {State.ALARM: "late", State.LOOK: "near", State.FINE: "yes"}


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Signs with what to do about each that is not fine."""
    now = timezone.now()
    lines = [(sign, _CHIPS[sign.state]) for sign in signs(request.principal, now=now)]
    return page(request, "desk/health/index.html", "health", {"lines": lines, "now": now})

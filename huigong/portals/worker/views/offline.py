"""Reading without network: what the browser keeps, the page that says there is none, and the app's name for a phone."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from huigong.portals.shared.everybody import same_for_everybody
from huigong.portals.shared.requests import Request

PARTS = (
    "shared/tokens.css",
    "shared/frame.css",
    "shared/parts.css",
    "shared/print.css",
    "shared/enhance.js",
    "shared/mark.svg",
    "worker/worker.css",
)


@same_for_everybody
def offline(request: Request) -> HttpResponse:
    """Says that there is no network, and what can be done without."""
    return render(request, "worker/offline.html")


def keeper(request: Request) -> HttpResponse:
    """The service worker; a new one for each change of the parts it keeps."""
    version = hashlib.sha256("".join(map(static, PARTS)).encode()).hexdigest()[:12]
    named = {"version": version, "parts": PARTS, "static_prefix": settings.STATIC_URL}
    return HttpResponse(
        render_to_string("worker/keeper.js", named, request=request),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def manifest(request: Request) -> HttpResponse:
    """What a phone shows when the page is put on its first screen."""
    icon = {"src": static("shared/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    named = {
        "name": _("惠工"),
        "short_name": _("惠工"),
        "start_url": "/",
        "display": "minimal-ui",
        "lang": "zh-Hans",
        "icons": [icon],
    }
    response = JsonResponse(named, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response

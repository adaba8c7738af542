"""The public half of the key under what people take away, for verification."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from huigong.audit import takeaways
from huigong.kernel import signing


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """The key in use first, older ones after it: `{"maker": …, "keys": [{"id", "public", "fingerprint"}]}`."""
    listed = [
        {"id": signing.key_id(key), "public": key.hex(), "fingerprint": signing.fingerprint(key)}
        for key in takeaways.public_keys()
    ]
    answer = JsonResponse({"maker": takeaways.maker(), "keys": listed})
    answer["Cache-Control"] = "public, max-age=3600"
    return answer

"""What a view is given: Django's request, with who is asking and what htmx says."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from huigong.directory.principals import Principal


class Request(HttpRequest):
    """The type to write in a view's signature; the middleware adds these two to Django's own request.

    `principal` is read from the database only when something of it is asked for.
    """

    principal: Principal
    htmx: HtmxDetails

"""Pages that cost much: an account or a network makes one at a time of them, so that others get theirs meanwhile.

Each process serves a few requests together. Whoever opens the same dear page in sixteen connections would
have all of them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huigong.kernel.errors import TooMany
from huigong.kernel.turns import Shares

_shares = Shares(patience=3)
View = Callable[..., HttpResponse]


def dear(view: View) -> View:
    """Marks such a page. A second one waits for the first, a third is refused. Raises `TooMany` (`page.busy`)."""
    return dear_where(lambda request: True)(view)


def dear_where(is_dear: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Marks a page that costs much to some: where `is_dear` says so of a request."""

    def marked(view: View) -> View:
        @functools.wraps(view)
        def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_dear(request):
                return view(request, *args, **kwargs)
            with _shares.share(_busy):
                return view(request, *args, **kwargs)

        return bounded

    return marked


def _busy() -> TooMany:
    return TooMany(
        code="page.busy",
        what=_("您同时打开的页面太多了"),
        why=_("同一个人、同一个网络，这种页面一次只能打开一个，好让大家都能用。"),
        do=_("请等几秒，再打开一次。"),
    )

"""What every page template may rely on: one variable, `page`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from huigong.directory.principals import ANONYMOUS, Principal
from huigong.messages import queries
from huigong.portals.shared import languages

MODE_COOKIE = "mode"
STANDARD, ELDER = "standard", "elder"
MODES = (STANDARD, ELDER)


@dataclass(frozen=True)
class Page:
    """The reader's choices and who they are.

    `language` is a code from settings.LANGUAGES, `mode` one of MODES, `here`
    the path to come back to after a switch, `home` the first page of the portal
    that the reader is in, `viewer` the principal.
    """

    language: str
    mode: str
    here: str
    home: str
    viewer: Principal

    @property
    def direction(self) -> str:
        """Which way the page is read: `ltr` or `rtl`."""
        return languages.direction()

    @property
    def other_languages(self) -> list[languages.Language]:
        """The languages that the page could be in instead."""
        return [each for each in languages.offered() if each.code != self.language]

    @property
    def known(self) -> bool:
        """Whether somebody is logged in."""
        return self.viewer.account_id != ANONYMOUS.account_id

    @cached_property
    def unread(self) -> int:
        """How many of the reader's own messages were not opened yet; asked only where a page shows it."""
        return queries.unread(self.viewer)


def page(request: HttpRequest) -> dict[str, Page]:
    """Template context processor: `{{ page.mode }}`, `{{ page.language }}`, `{{ page.here }}`, `{{ page.viewer.name }}`."""
    mode = request.COOKIES.get(MODE_COOKIE, STANDARD)
    return {
        "page": Page(
            language=get_language() or "zh-hans",
            mode=mode if mode in MODES else STANDARD,
            here=request.get_full_path() if request.method == "GET" else request.path,
            home=home_of(request.path),
            viewer=getattr(request, "principal", ANONYMOUS),
        )
    }


def home_of(path: str) -> str:
    """The address of the first page of the portal to which a path belongs."""
    nearest = max(filter(path.startswith, settings.PORTALS), key=len)
    return reverse(settings.PORTALS[nearest])

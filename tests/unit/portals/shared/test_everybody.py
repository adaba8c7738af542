"""Pages that are the same for everybody come from memory, and nobody ever gets another's."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from huigong.portals.shared.everybody import MOST, SECONDS, Everybody

pytestmark = pytest.mark.django_db


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Site:
    """The application behind the copies, and how often it was asked itself."""

    def __init__(self) -> None:
        self.asked, self.clock = 0, Clock()
        django = get_wsgi_application()

        def counted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self.asked += 1
            return django(environ, start_response)

        self.application = Everybody(counted, clock=self.clock)

    def get(self, path: str = "/", **environ: str) -> tuple[str, dict[str, str], bytes]:
        path, _, query = path.partition("?")
        asked: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
        setup_testing_defaults(asked)
        asked |= {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(b""), **environ}
        told: list[Any] = []
        pieces = self.application(asked, lambda *said: told.append(said))
        body = b"".join(pieces)
        return told[0][0], dict(told[0][1]), body


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_second_reader_costs_nothing_and_gets_the_same(site: Site) -> None:
    first, second = site.get(), site.get()
    assert first == second
    assert site.asked == 1
    assert "Set-Cookie" not in first[1]
    assert "X-Same-For-Everybody" not in first[1]
    assert "frame-ancestors" in first[1]["Content-Security-Policy"]


def test_a_reader_who_has_it_is_told_so(site: Site) -> None:
    _, headers, _ = site.get()
    status, _, body = site.get(HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")


def test_a_copy_grows_old(site: Site) -> None:
    site.get()
    site.clock.now = SECONDS + 1
    site.get()
    assert site.asked == 2


@pytest.mark.parametrize(
    "cookie", ["sessionid=abc", "csrftoken=abc", "answering=1", "mode=elder; sessionid=x"]
)
def test_whoever_carries_a_cookie_of_ours_is_asked_for_themself(site: Site, cookie: str) -> None:
    site.get()
    _, headers, _ = site.get(HTTP_COOKIE=cookie)
    assert site.asked == 2
    if "sessionid" in cookie:
        assert headers["Cache-Control"] == "no-store"


ODD = ["x[y]=1; sessionid=abc", "bad cookie; sessionid=abc", "é=1; sessionid=abc", "=; sessionid=abc"]
ALIKE = ["mode=elder, sessionid=abc", "mode=elder; mode=standard", 'mode="a;sessionid=abc"', "mode", ";"]


@pytest.mark.parametrize("cookie", [*ODD, *ALIKE])
def test_what_cannot_be_read_wholly_is_not_everybody(site: Site, cookie: str) -> None:
    """Django reads on behind a cookie at which others stop: a session stands there, or may."""
    site.get()
    site.get(HTTP_COOKIE=cookie)
    assert site.asked == 2


def test_choices_in_any_order_are_the_same_page(site: Site) -> None:
    language = f"{settings.LANGUAGE_COOKIE_NAME}=en"
    site.get(HTTP_COOKIE=f"mode=elder; {language}")
    site.get(HTTP_COOKIE=f"{language};mode=elder")
    assert site.asked == 1


def test_letters_language_host_and_packing_are_kept_apart(site: Site) -> None:
    plain = site.get()[2]
    assert site.get(HTTP_COOKIE="mode=elder")[2] != plain
    assert site.get(HTTP_COOKIE=f"{settings.LANGUAGE_COOKIE_NAME}=en")[2] != plain
    assert site.get(HTTP_ACCEPT_ENCODING="gzip")[1].get("Content-Encoding") == "gzip"
    assert site.get(HTTP_HOST="elsewhere.example")[0].startswith("400")
    assert site.get()[2] == plain


@pytest.mark.parametrize(
    "path", ["/place/", "/results/", "/ask/?about=", "/login/", "/desk/", "/no-such-page/"]
)
def test_what_depends_on_who_asks_or_went_wrong_is_never_kept(site: Site, path: str) -> None:
    site.get(path), site.get(path)
    assert site.asked == 2


def test_odd_addresses_do_not_pile_up(site: Site) -> None:
    for number in range(MOST + 5):
        site.application._copies[str(number),] = None  # type: ignore[assignment]
    site.get()
    assert len(site.application._copies) <= MOST
    site.get("/?" + "x" * 300)
    assert ("x" * 300) not in str(list(site.application._copies))

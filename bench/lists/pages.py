"""The list pages of the desk, each opened by officials of a county, a city and a province."""

from __future__ import annotations

import html
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.lists.filling import HOME, PROVINCE, SERVICE, commonest
from bench.lists.plans import Asked, Plan, explained

CITY = f"{HOME[:4]}00"
LINE = "police"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICIALS = {
    "officer of a county's office": ("case-officer", HOME, f"{HOME}/{LINE}"),
    "officer of a city's office": ("case-officer", CITY, f"{CITY}/{LINE}"),
    "officer of a whole county": ("case-officer", HOME, ""),
    "officer of the whole province": ("case-officer", PROVINCE, ""),
    "clerk of a county": ("clerk", HOME, ""),
    "clerk of a city": ("clerk", CITY, ""),
    "leading group of a city": ("leading-group-officer", CITY, ""),
    "leading group of the province": ("leading-group-officer", PROVINCE, ""),
    "auditor of a county": ("auditor", HOME, ""),
    "auditor of the province": ("auditor", PROVINCE, ""),
    "administrator of a city": ("administrator", CITY, ""),
}
_TASKS = tuple(f"tasks/?tab={tab}" for tab in ("all", "near", "late", "support", "mine", "free"))
_CASES = (
    "cases/?open=1",
    "cases/",
    "cases/ +20",
    f"cases/?service={SERVICE}",
    f"cases/?service={SERVICE}&open=1",
)
_OFFICE = (f"cases/?office={HOME}/{LINE}", f"cases/?office={HOME}/{LINE}&open=1")
_LETTERS = ("letters/", "letters/?show=unserved", "letters/?show=day")
# By what the one box is asked, and the record that a search leads to.
_PEOPLE = (
    "people/ number",
    "people/ phone",
    "people/ name",
    "people/ pinyin",
    "people/ initials",
    "people/ record",
)
_AUDIT = ("audit/", "audit/?verb=personal_data.read", "audit/?actor=虚构经办7")
PAGES = {
    "officer of a county's office": (*_TASKS, "tasks/ +20", *_CASES, *_LETTERS, "messages/", "duties/"),
    "officer of a city's office": (*_TASKS, *_CASES, *_LETTERS, "messages/", "duties/"),
    "officer of a whole county": (*_TASKS, *_CASES, *_LETTERS, "tasks/days/", "tasks/load/"),
    "officer of the whole province": (
        *_TASKS,
        "tasks/ +20",
        "tasks/?due=week&sort=newest",
        f"tasks/?service={SERVICE}",
        "tasks/days/",
        "tasks/load/",
        f"tasks/load/?in={CITY}",
        *_LETTERS,
    ),
    "clerk of a county": (*_CASES, *_PEOPLE),
    "clerk of a city": _PEOPLE,
    "leading group of a city": (*_CASES, *_OFFICE, "ratings/", "duties/", "duties/unowned/", "approvals/"),
    "leading group of the province": (
        *_CASES,
        *_OFFICE,
        "ratings/",
        "duties/",
        "duties/unowned/",
        "approvals/",
    ),
    "auditor of a county": _AUDIT,
    "auditor of the province": _AUDIT,
    "administrator of a city": ("accounts/", "accounts/?named=o12"),
}


@dataclass(frozen=True)
class Measured:
    """One page for one official: milliseconds of the whole request and of its questions."""

    who: str
    page: str
    request: float
    plans: tuple[Plan, ...]

    @property
    def database(self) -> float:
        return sum(plan.milliseconds for plan in self.plans)

    @property
    def read(self) -> int:
        return sum(plan.read for plan in self.plans)

    @property
    def shown(self) -> int:
        return max((plan.shown for plan in self.plans), default=0)

    @property
    def whole(self) -> frozenset[str]:
        return frozenset().union(*(plan.whole for plan in self.plans))


def opened(who: str, page: str, client: Any, *, large: frozenset[str], times: int) -> Measured:
    """Opens the page so often, and explains each question of the last time."""
    runs = repeated(client, page, times=times)
    plans = tuple(explained(asked, large=large, times=times) for asked in runs[-1][1])
    return Measured(who, page, statistics.median(seconds for seconds, _ in runs) * 1000, plans)


def repeated(client: Any, page: str, *, times: int) -> list[tuple[float, list[Asked]]]:
    """Seconds and questions of each time that the page is opened."""
    return [_open(client, page) for _ in range(times)]


def clients() -> dict[str, Any]:
    """A browser for each of the officials, who is logged in."""
    from django.test import Client
    from django.utils import timezone

    from huigong.directory.actions import accounts
    from huigong.directory.principals import SYSTEM, Grant

    browsers = {}
    for number, (who, (role, region, office)) in enumerate(OFFICIALS.items()):
        account = accounts.create_official(
            by=SYSTEM,
            now=timezone.now(),
            username=f"bench-{number}",
            display_name=f"虚构·{number}",
            password="six small brown wrens",
            grants=[Grant(role, region, office or None)],
        )
        account.password_valid_until = None  # as if they had chosen their own
        account.save(update_fields=["password_valid_until"])
        browsers[who] = Client(SERVER_NAME="localhost")
        browsers[who].force_login(account, backend=BACKEND)
    return browsers


def _next(client: Any, page: str) -> str:
    """The page behind this one, or itself where it is the last."""
    onward = re.search(r'href="(\?[^"]*)" rel="next"', client.get(f"/desk/{page}").content.decode())
    return page.partition("?")[0] + html.unescape(onward[1]) if onward else page


def _open(client: Any, page: str) -> tuple[float, list[Asked]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, _, turns = page.partition(" +")
    for _ in range(int(turns or 0)):
        page = _next(client, page)
    ask = _asking(client, page)
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        response = ask()
        took = time.perf_counter() - began
    assert response.status_code == 200, (page, response.status_code, response.headers)
    return took, list(_questions(query["sql"] for query in captured))


def _questions(statements: Iterable[str]) -> Iterator[Asked]:
    """The questions among all statements, each with what is set for it alone in the same breath."""
    for sql in statements:
        if sql.startswith("SET LOCAL"):
            setting, _, question = sql.partition("; ")
            yield Asked(question, (setting,))
        elif sql.startswith("SELECT"):
            yield Asked(sql)


def _asking(client: Any, page: str) -> Callable[[], Any]:
    """How the page is asked for: a search for people is sent as a form, so that no address says who was sought."""
    address, _, sought = page.partition(" ")
    if not sought:
        return lambda: client.get(f"/desk/{page}")
    from huigong.registry.sounding import sounds_of

    name, number, phone = commonest()
    pinyin, initials = sounds_of(name)[0], sounds_of(name)[-1]
    typed = {"number": number, "phone": phone, "name": name, "pinyin": pinyin, "initials": initials}
    search = lambda words: client.post(f"/desk/{address}", {"sought": words, "why": "核实申请材料"})  # noqa: E731
    if sought in typed:
        return lambda: search(typed[sought])
    record = re.search(r'href="(/desk/people/[0-9a-f]{32}/)"', search(number).content.decode())
    assert record, "nobody has this number"
    return lambda: client.get(record[1])

"""One process: visitors answer their interviews over WSGI, and every request is timed. Prints JSON."""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")

REGION = "510421"
Fields = dict[str, str | list[str]]
_FACT = re.compile(r'name="fact" value="([^"]+)"')
_SCREEN, _SHOWN = re.compile(r'name="screen" value="([^"]+)"'), re.compile(r'name="shown" value="([^"]+)"')
_CHOICES = re.compile(r'name="answer"\s+value="([^"]+)"')
_HOME = 500
_SLOW = 6  # the slow walk is measured this often: it takes seconds


class Visitor:
    """A browser without a network: cookies and forms."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application
        self._cookies: dict[str, str] = {}
        self.refused = False

    def get(self, path: str) -> tuple[float, str]:
        """Seconds of processor, and the page."""
        return self._ask({"REQUEST_METHOD": "GET", **_address(path)}, b"")

    def post(self, path: str, fields: Fields) -> tuple[float, str]:
        token = {"csrfmiddlewaretoken": self._cookies["csrftoken"]}
        body = urlencode({**fields, **token}, doseq=True).encode()
        head = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
        return self._ask({"REQUEST_METHOD": "POST", **_address(path), **head}, body)

    def _ask(self, environ: dict[str, Any], body: bytes) -> tuple[float, str]:
        setup_testing_defaults(environ)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        environ |= {"HTTP_HOST": "localhost", "HTTP_COOKIE": cookies, "wsgi.input": BytesIO(body)}
        began = time.process_time()
        response = self._application(environ, self._take_cookies)
        page = b"".join(response).decode()
        response.close()
        return time.process_time() - began, page

    def _take_cookies(self, status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
        self.refused = status.startswith("400")
        assert self.refused or status[0] in "23", status
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, kept = value.strip().partition(";")[0].partition("=")
                self._cookies[key] = kept


def _address(path: str) -> dict[str, str]:
    place, _, query = path.partition("?")
    return {"PATH_INFO": place, "QUERY_STRING": query}


def interviewed(visitor: Visitor, dice: random.Random) -> tuple[list[float], float]:
    """Seconds of every question, and of the results at the end."""
    visitor.get("/place/")
    visitor.post("/place/", {"region": REGION})
    questions = []
    while True:
        seconds, page = visitor.get("/ask/")
        asked = fields_of(page)
        if not asked:
            break
        questions.append(seconds)
        visitor.post("/ask/", {**asked, **answered(page, dice)})
        if visitor.refused:  # a day before their birth, a sum beyond what can be
            visitor.post("/ask/", {**asked, "skip": "yes"})
    return questions, visitor.get("/results/")[0]


def fields_of(page: str) -> Fields:
    """What a question sends back besides its answer; nothing on a page that asks none."""
    screen, fact = _SCREEN.search(page), _FACT.search(page)
    if screen:
        return {"screen": screen.group(1), "shown": _SHOWN.findall(page)}
    return {"fact": fact.group(1)} if fact else {}


def answered(page: str, dice: random.Random) -> Fields:
    if shown := _SHOWN.findall(page):
        ticked = [name for name in shown if dice.random() < 0.3]
        return {"box": ticked} if ticked else {"none": "yes"}
    choices = _CHOICES.findall(page)
    if choices:
        return {"answer": dice.choice(choices)}
    if 'name="year"' in page:
        day = date.today() - timedelta(days=dice.randrange(9000))
        return {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    return {"skip": "yes"} if dice.random() < 0.2 else {"answer": str(dice.randrange(60))}


def home(application: Callable[..., Any]) -> float:
    """Seconds of the first page for whoever carries no cookie, as the server answers it: mostly from memory."""
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", **_address("/"), "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    began = time.process_time()
    for piece in application(environ, lambda *_: None):
        assert piece
    return time.process_time() - began


def slow(dice: random.Random) -> tuple[float, float]:
    """Seconds that the definitions take for what one question page, and one results page, tell."""
    from huigong.catalogue.screening import entitle, next_question
    from huigong.catalogue.services import catalogue
    from huigong.rules.values import UNKNOWN, Type

    known, today, values = catalogue(), date.today(), dict[str, Any]()
    for _ in range(dice.randrange(4)):
        fact = next_question(known, REGION, today, values, skip=values)
        if fact is not None:
            values[fact.name] = fact.type is not Type.BOOL and UNKNOWN
    began = time.process_time()
    left = dict(values)
    while (fact := next_question(known, REGION, today, left, skip=left)) is not None:
        left[fact.name] = False if fact.type is Type.BOOL else fact.values[0] if fact.values else UNKNOWN
    question = time.process_time() - began
    entitle(catalogue=known, region=REGION, on=today, values=values)
    return question, time.process_time() - began


def main(visitors: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from huigong.catalogue.services import Applicant, catalogue
    from huigong.config.wsgi import application as django_application
    from huigong.portals.shared.everybody import Everybody

    application = Everybody(django_application)
    offered = catalogue().services_for(REGION, date.today())
    dice = random.Random(20261125)
    first_asked, first_results = interviewed(Visitor(application), dice)
    runs = [interviewed(Visitor(application), dice) for _ in range(visitors)]
    questions, results = [seconds for asked, _ in runs for seconds in asked], [seconds for _, seconds in runs]
    defined = [slow(dice) for _ in range(_SLOW if len(offered) < 300 else 2)]
    print(
        json.dumps(
            {
                "services": sum(service.applicant is Applicant.PERSON for service in offered),
                "questions": len(questions),
                "first_question": first_asked[0],
                "first_results": first_results,
                "question": statistics.median(questions),
                "question_95": statistics.quantiles(questions, n=20)[-1],
                "results": statistics.median(results),
                "results_95": statistics.quantiles(results, n=20)[-1],
                "home": statistics.median(home(application) for _ in range(_HOME)),
                "slow_question": statistics.median(question for question, _ in defined),
                "slow_results": statistics.median(results for _, results in defined),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))

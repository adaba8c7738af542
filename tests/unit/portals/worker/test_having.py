"""Whoever has what is offered says so at the offer, for every service whose grant writes something that nobody is asked."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.test import Client

from huigong.catalogue.audience import Applicant
from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import Example, examples
from huigong.catalogue.services import catalogue
from huigong.portals.worker import findings, guide, having
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import fact_names
from tests.each import each
from tests.unit.portals.worker.filling import shown

pytestmark = pytest.mark.django_db
CERTIFICATE, HAS_IT, BUTTON = "employment-certificate", "持有就业创业证", "我已经有了"


def service_of(example: Example) -> PublicService:
    return catalogue().get(example.service_id, example.region, example.on)


def unasked(service: PublicService) -> set[str]:
    """What says that somebody has it and is asked by no condition."""
    if service.holding is None or service.applicant is not Applicant.PERSON:
        return set()
    return set(fact_names(service.holding)) - set(fact_names(service.rule, into_derived=True))


def offered() -> list[Example]:
    """The latest worked person to whom each such service is offered, and of whom nothing else says that they lack it:
    a child that is at no school is at none here."""
    found: dict[str, list[Example]] = defaultdict(list)
    for example in examples():
        if example.expected == "yes" and not example.unverified and unasked(service_of(example)):
            found[example.service_id].append(example)
    latest = (
        max((one for one in every if not _settled(one)), key=lambda one: one.on, default=None)
        for every in found.values()
    )
    return [example for example in latest if example is not None]


def _settled(example: Example) -> bool:
    values = guide.values_of(asked_of(example), example.on)
    return any(values.get(name) is False for name in unasked(service_of(example)))


def asked_of(example: Example) -> Visit:
    """What that person has said on the screens of the interview."""
    facts, never = guide.facts(), unasked(service_of(example))
    values = catalogue().facts.parse_values(example.facts)
    return Visit(example.region).learning(
        {facts[name]: value for name, value in values.items() if name not in never and value is not None}
    )


def kind(visit: Visit, example: Example) -> str:
    return findings.finding(visit, example.service_id, example.on).kind


@each("example", offered(), told=str)
def test_whoever_is_offered_what_they_have_says_so_and_can_take_it_back(example: Example) -> None:
    before = asked_of(example)
    assert kind(before, example) in ("yes", "perhaps")
    had = findings.finding(before, example.service_id, example.on).had
    assert had is not None and had.question and had.phrase
    after = having.as_had(before, example.service_id, example.on)
    assert kind(after, example) == "held"
    together = catalogue().conversation.screen_of.get(had.name)
    answers = {row.ask: row.answers for row in guide.said(after)}
    assert answers[together.ask if together else had.question], (
        "what was said stands where answers are changed"
    )
    assert kind(after.without([had.name]), example) == kind(before, example)
    refused = before.learning({had: False})
    assert findings.finding(refused, example.service_id, example.on).had is None


def test_most_of_the_services_that_write_something_are_among_them() -> None:
    """Both ways of saying who has it: by what the grant writes, and by a condition of its own."""
    tried = {example.service_id for example in offered()}
    assert {CERTIFICATE, "rental-contract-filing", "over-age-injury-cover", "disability-grant"} <= tried
    assert {"residence-permit", "work-injury-claim", "occupational-disease-diagnosis"} <= tried


def test_one_touch_without_javascript_and_back_where_all_answers_stand(visitor: Client) -> None:
    _told(visitor)
    page = shown(visitor, "/results/?all=yes")
    assert f'action="/services/{CERTIFICATE}/had/"' in page
    assert "已经有的不用再办" in page

    sent = visitor.post(f"/services/{CERTIFICATE}/had/", {"of_one": "", "for_whom": ""}, follow=True)
    page = sent.content.decode()
    held = page[page.index('id="held"') :]
    assert guide.facts()[HAS_IT].phrase in held and "记下了" in page
    assert f'action="/services/{CERTIFICATE}/had/"' not in page

    check = shown(visitor, "/ask/check/")
    assert catalogue().conversation.screen_of[HAS_IT].options[HAS_IT] in check
    visitor.post("/ask/", {"fact": HAS_IT, "answer": "否", "next": "/ask/check/"})
    assert f'action="/services/{CERTIFICATE}/had/"' not in shown(visitor, f"/services/{CERTIFICATE}/")
    assert findings.finding(_visit(visitor), CERTIFICATE, date(2026, 11, 28)).kind == "yes"


def test_what_one_has_is_asked_at_the_offer_alone(visitor: Client) -> None:
    """The page that is the same for everybody holds no form, and a second touch changes nothing."""
    stranger = Client()
    page = stranger.get(f"/services/{CERTIFICATE}/")
    assert BUTTON not in page.content.decode() and "csrftoken" not in page.cookies
    _told(visitor)
    assert BUTTON in shown(visitor, f"/services/{CERTIFICATE}/")
    for _ in range(2):
        visitor.post(f"/services/{CERTIFICATE}/had/")
        assert _visit(visitor).answers[HAS_IT] == "是"
    assert visitor.post("/services/moon-travel/had/").status_code == 404
    assert visitor.get(f"/services/{CERTIFICATE}/had/").status_code == 405


def _told(visitor: Client) -> None:
    session = visitor.session
    example = next(each for each in offered() if each.service_id == CERTIFICATE)
    said = asked_of(example)
    keep(session, lambda visit: said)
    session.save()


def _visit(visitor: Client) -> Visit:
    return keep(visitor.session, lambda visit: visit)

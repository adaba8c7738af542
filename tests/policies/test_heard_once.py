"""Nobody is told a plain yes to a claim that is already before a commission or a court, or decided (民诉 127, 调解仲裁法 29).

What is heard is not heard again: whoever disagrees with an award has fifteen days to sue, and a second claim stops none of
them. So every service that puts a claim before a commission or a court of first instance asks about it.
"""

from __future__ import annotations

from datetime import date

import pytest

from huigong.catalogue.elsewhere import instead_of
from huigong.catalogue.examples import Example
from huigong.catalogue.screening import screen_one
from huigong.catalogue.services import PublicService
from huigong.rules.nodes import fact_names
from huigong.rules.values import Answer
from tests.each import each
from tests.shipped import shipped_catalogue, shipped_examples

CATALOGUE = shipped_catalogue()
HEARD = ("仲裁已受理未裁决", "对裁决不服", "有生效裁决或调解书")
# What claims nothing of anybody anew, and why a proceeding does not stand in its way.
CLAIMS_NOTHING = {
    "wages-in-bankruptcy": "what an award gives is entered in the list, too (企业破产法 48)",
    "mediation-court-confirmation": "both sides ask for it; agreeing while an arbitration runs ends it (民诉 205)",
    "mediation-agreement-review": "both sides ask for it; agreeing while an arbitration runs ends it (办案规则 74)",
}
# Land has a commission, and a question, of its own.
LAND = ("土地纠纷已起诉或有结果",)


def before_a_tribunal(service: PublicService) -> bool:
    words = (service.lead.seen_as, service.lead.desk or "")
    return service.lead.line == "court" or any("仲裁委员会" in word for word in words)


CLAIMS = [one for one in CATALOGUE.services if before_a_tribunal(one) and one.id not in CLAIMS_NOTHING]


def heard(service: PublicService) -> tuple[str, ...]:
    return LAND if service.lead.line == "agri" else HEARD


def follows_it(service: PublicService) -> bool:
    """Whether a proceeding is what the service is for: suing over an award, having it enforced."""
    direct = {*fact_names(service.conditions)}
    return not direct.isdisjoint((*HEARD, "仲裁不予受理", "仲裁逾期未裁决"))


def of_version(service: PublicService) -> list[Example]:
    return [
        one
        for one in shipped_examples()
        if one.service_id == service.id
        and one.expected == "yes"
        and CATALOGUE.get(one.service_id, one.region, one.on, unverified=one.unverified).source
        == service.source
    ]


def test_the_exceptions_are_services_that_a_tribunal_leads() -> None:
    assert set(CLAIMS_NOTHING) <= {one.id for one in CATALOGUE.services if before_a_tribunal(one)}
    assert len({one.id for one in CLAIMS}) > len(CLAIMS_NOTHING)


@each("service", [one for one in CLAIMS if not follows_it(one)], told=lambda service: service.source)
def test_whoever_may_claim_is_told_no_plain_yes_once_it_is_heard(service: PublicService) -> None:
    anew = [one for one in of_version(service) if not any("认为是另一件事" in name for name in one.facts)]
    assert anew
    for example in anew[:6]:
        for proceeding in heard(service):
            told = {**example.facts, proceeding: "是"} | (
                {"仲裁逾期未裁决": "否"} if proceeding in HEARD else {}
            )
            answer = screen_one(
                service,
                catalogue=CATALOGUE,
                region=example.region,
                on=example.on,
                values=CATALOGUE.facts.parse_values(told),
                unverified=example.unverified,
            )
            assert answer.verdict != "yes", (service.source, example.name, proceeding)


@each("service", [one for one in CLAIMS if follows_it(one)], told=lambda service: service.source)
def test_what_follows_a_proceeding_is_closed_without_one(service: PublicService) -> None:
    nothing = dict.fromkeys((*HEARD, "仲裁不予受理", "仲裁逾期未裁决", "仲裁五日未答复"), "否")
    for example in of_version(service)[:6]:
        answer = screen_one(
            service,
            catalogue=CATALOGUE,
            region=example.region,
            on=example.on,
            values=CATALOGUE.facts.parse_values({**example.facts, **nothing}),
            unverified=example.unverified,
        )
        assert answer.verdict == "no", (service.source, example.name)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"对裁决不服": True}, "lawsuit-after-award"),
        ({"有生效裁决或调解书": True}, "award-enforcement"),
        ({"仲裁不予受理": True}, "lawsuit-without-award"),
        ({"仲裁逾期未裁决": True}, "lawsuit-without-award"),
        ({"仲裁已受理未裁决": True}, ""),
    ],
)
def test_whoever_was_heard_is_shown_the_way_that_is_open(values: dict[str, Answer], shown: str) -> None:
    by_commission = [one for one in CLAIMS if not follows_it(one) and one.lead.line == "hrss"]
    assert by_commission
    for service in by_commission:
        found = instead_of(service.id, values=values, region="510421", on=date(2026, 11, 28))
        assert (found.id if found else "") == shown, service.id

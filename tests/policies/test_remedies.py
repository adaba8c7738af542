"""What people are told about an office that refuses, or that says nothing: the law of the day, whole."""

from __future__ import annotations

from datetime import date

from huigong.casework.models import Decision
from huigong.catalogue.entries import PublicService
from tests.each import each
from tests.shipped import shipped_catalogue

CATALOGUE = shipped_catalogue()
REVIEW_FIRST = date(2024, 1, 1)
TAX = "tax"

DIRECT_SUIT = "也可以6个月内直接向法院起诉"
LONGEST = Decision._meta.get_field("remedy").max_length or 0


def told(service: PublicService) -> str:
    return "".join(service.refused)


REVIEWED = [service for service in CATALOGUE.services if DIRECT_SUIT in told(service)]
TAXED = [service for service in CATALOGUE.services if service.lead.line == TAX]


INSPECTED = [
    service
    for service in CATALOGUE.services
    if "知道结果后60日内" in told(service)
    and "劳动保障监察机构" in (service.lead.seen_as or service.lead.desk)
]
ARBITRATED = [service for service in CATALOGUE.services if "申请劳动仲裁" in told(service)]
ARBITRATION = {
    service.id for service in CATALOGUE.services if service.lead.seen_as == "劳动人事争议仲裁委员会"
}


def named(service: PublicService) -> str:
    return f"{service.region}/{service.id}/{service.valid_from}"


@each("service", REVIEWED, told=named)
def test_whoever_meets_silence_is_told_from_when_to_ask_for_review(service: PublicService) -> None:
    assert "一直不受理、不答复的" in told(service)
    assert "没有写期限的，从交申请满60日起" in told(service)
    assert "15日内起诉" in told(service)


@each("service", REVIEWED, told=named)
def test_silence_goes_to_review_first_since_2024(service: PublicService) -> None:
    ended = service.valid_until
    if ended is None or ended >= REVIEW_FIRST:
        assert "要先复议，不能直接起诉" in told(service)
        assert "同级人民政府" in told(service)


@each("service", TAXED, told=named)
def test_a_tax_dispute_is_paid_then_reviewed_then_sued(service: PublicService) -> None:
    paid, reviewed, sued = (told(service).index(word) for word in ("把税交了", "上一级税务局", "15日内起诉"))
    assert paid < reviewed < sued
    assert DIRECT_SUIT not in told(service)


@each("service", CATALOGUE.services, told=named)
def test_a_decision_carries_the_whole_remedy(service: PublicService) -> None:
    assert len(told(service)) <= LONGEST


def test_sixty_days_in_the_sentence_are_sixty_days_in_the_data() -> None:
    """A time that stands in the sentence alone never becomes a date that anybody is reminded of."""
    spoken = [service for service in CATALOGUE.services if "知道结果后60日内" in told(service)]
    dated = [service for service in CATALOGUE.services if service.remedy_within == "复议申请期限"]
    assert spoken
    assert list(map(named, spoken)) == list(map(named, dated))


@each("service", INSPECTED, told=named)
def test_whom_the_labour_inspectors_refuse_is_led_on_to_review(service: PublicService) -> None:
    assert "labour-authority-review" in service.remedies


@each("service", ARBITRATED, told=named)
def test_whoever_is_told_of_arbitration_is_led_there(service: PublicService) -> None:
    assert ARBITRATION & {*service.remedies}

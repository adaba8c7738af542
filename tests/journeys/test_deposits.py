"""Somebody with two bays: what they gave for one stays when they leave the other, and what comes late goes back at once."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from huigong.funds.actions import deposits, lines
from huigong.funds.actions.payments import Wanted
from huigong.funds.models import Deposit, FundLine
from huigong.funds.payees import Payee
from huigong.kernel.errors import Invalid
from huigong.offers.actions import answers, closing, drawing, giving, put_up, requests, rounds
from huigong.offers.models import Claim, Hold
from huigong.registry.models import Person
from tests.journeys.test_plates import (
    APPLIED,
    CLOSES,
    COLLEAGUE,
    COUNTY,
    FINANCE,
    PLATES,
    URBAN,
    at,
    installed,
    own,
    plated,
)
from tests.shipped import without_services

__all__ = ["installed"]
PAID = date(2026, 7, 6)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plates, where somebody may have several bays."""
    folder = without_services(tmp_path_factory.mktemp("bays") / "policies")
    shutil.copytree(PLATES, folder, dirs_exist_ok=True)
    kind = folder / "100000/couriers/offers/charging-bay.yaml"
    text = kind.read_text(encoding="utf-8")
    assert "once: kind" in text
    kind.write_text(text.replace("once: kind", "once: offer"), encoding="utf-8")
    return folder


def bay(number: int, person: Person) -> Claim:
    """A bay that the person drew and has."""
    office = f"{COUNTY}/urban"
    offer = put_up.put_up(
        kind="charging-bay", office=office, name=f"河{number}", capacity=1,
        attributes={"泊位位置": f"虚构路口{number}"}, by=URBAN, now=at(APPLIED),
    )  # fmt: skip
    round = rounds.open_round(
        kind="charging-bay", office=office, name=f"第{number}轮", offers=[offer.public_id.hex], closes_on=CLOSES,
        event="虚构彩票", event_on=CLOSES + timedelta(days=2), event_form="## ## ##", by=URBAN, now=at(APPLIED),
    )  # fmt: skip
    request = requests.ask(
        round_id=round.public_id.hex, person_id=person.public_id.hex, offers=[offer.public_id.hex],
        by=own(person), now=at(APPLIED, 5),
    )  # fmt: skip
    closed, drawn = at(CLOSES + timedelta(days=1)), at(CLOSES + timedelta(days=3))
    of_round = {"round_id": round.public_id.hex}
    closing.freeze(**of_round, by=URBAN, now=closed)
    drawing.enter(**of_round, outcome="03 07 11", by=URBAN, now=drawn)
    drawing.confirm(**of_round, outcome="03 07 11", by=COLLEAGUE, now=drawn)
    giving.allocate(**of_round, by=URBAN, now=drawn)
    giving.publish(**of_round, by=URBAN, now=drawn)
    assert Hold.objects.filter(request=request).exists()
    claim = answers.accept(request_id=request.public_id.hex, by=own(person), now=at(date(2026, 7, 5)))
    assert claim is not None
    return claim


@pytest.fixture
def line(installed: Path) -> FundLine:
    return lines.open_line(
        by=FINANCE, now=at(APPLIED), fund="bay-deposit", office=f"{COUNTY}/urban", year=None, source="押金",
        purpose="充电泊位押金", payer_name="虚构城管局", payer_account="510421000001",
    )  # fmt: skip


def paid(line: FundLine, person: Person, slip: str, *, on: date = PAID, thing: str = "") -> Deposit:
    wanted = Wanted(
        Payee(person=person.public_id.hex), "押金", amount=200_00, about=f"虚构回单{slip}", thing=thing
    )
    (deposit,) = deposits.receive(by=URBAN, now=at(on), line_id=line.public_id.hex, wanted=[wanted])
    return deposit


def left(claim: Claim, on: date) -> None:
    answers.leave(claim_id=claim.public_id.hex, by=own(claim.person), now=at(on))


def ends(*of: Deposit) -> list[tuple[date | None, date | None]]:
    return [(row.ended_on, row.due_on) for row in (Deposit.objects.get(pk=each.pk) for each in of)]


@pytest.mark.django_db
def test_leaving_one_bay_ends_what_was_given_for_it_alone(line: FundLine) -> None:
    person = plated(1, "AB123")
    first, second = bay(1, person), bay(2, person)
    with pytest.raises(Invalid, match="没有说清这笔钱是为哪个名额交的") as unclear:
        paid(line, person, "1")
    assert "河1" in unclear.value.why and "河2" in unclear.value.why
    with pytest.raises(Invalid, match="没有说清"):
        paid(line, person, "1", thing="河3")
    one = paid(line, person, "1", thing="河1")
    left(second, date(2026, 9, 1))
    assert ends(one) == [(None, None)], "the bay that it was given for is still had"
    left(first, date(2026, 9, 2))
    assert ends(one) == [(date(2026, 9, 2), date(2026, 9, 11))], "seven working days"


@pytest.mark.django_db
def test_what_comes_in_after_the_bay_was_left_is_owed_back_from_that_day(line: FundLine) -> None:
    person = plated(1, "AB123")
    left(bay(1, person), date(2026, 7, 8))
    late = paid(line, person, "1", on=date(2026, 7, 10))
    assert ends(late) == [(date(2026, 7, 8), date(2026, 7, 17))]


@pytest.mark.django_db
def test_what_was_given_before_there_was_a_bay_goes_back_with_the_last_of_them(line: FundLine) -> None:
    person = plated(1, "AB123")
    early = paid(line, person, "1", on=APPLIED)
    first, second = bay(1, person), bay(2, person)
    left(first, date(2026, 9, 1))
    assert ends(early) == [(None, None)]
    left(second, date(2026, 9, 2))
    assert ends(early) == [(date(2026, 9, 2), date(2026, 9, 11))]

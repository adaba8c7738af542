"""A list that is closed, and what then decides: the day before the event, the seed, two parties, a second result."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huigong.kernel.errors import DomainError
from huigong.offers.actions import closing, drawing, giving, requests
from huigong.offers.lots import commitment
from huigong.offers.models import Request, Result, Round
from tests.unit.casework.desk import HOUSING_OFFICER, worker
from tests.unit.offers.desk import (
    CLOSED,
    COLLEAGUE,
    DRAWN,
    FORM,
    LAST,
    ask,
    drawn,
    flats,
    offer,
    opened,
    somebody,
)
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]


def test_a_list_that_is_closed_takes_no_request_and_lets_nobody_go() -> None:
    round, (lately, *_) = flats()
    closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    with pytest.raises(DomainError, match="现在不能申请"):
        ask(Round.objects.get(), somebody(9), round.offers.get().offer)
    request = Request.objects.get(person=lately)
    with pytest.raises(DomainError, match="正在分配"):
        requests.withdraw(request_id=request.public_id.hex, by=worker(lately), now=CLOSED)


def test_a_second_request_in_a_round_is_refused_and_after_a_withdrawal_taken() -> None:
    homes = offer("flats", 1)
    round = opened("flats", homes)
    person = somebody(1)
    first = ask(round, person, homes)
    with pytest.raises(DomainError, match="已经申请过"):
        ask(round, person, homes)
    requests.withdraw(request_id=first.public_id.hex, by=worker(person), now=NOW)
    ask(round, person, homes)
    assert Request.objects.filter(gone=False).count() == 1


def test_the_seed_comes_after_the_list_and_once() -> None:
    round, _ = flats()
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER}
    with pytest.raises(DomainError, match="截止"):
        closing.freeze(**words, now=NOW)
    closing.freeze(**words, now=CLOSED)
    with pytest.raises(DomainError, match="还没有抽签"):
        giving.allocate(**words, now=DRAWN)
    drawn(round)
    with pytest.raises(DomainError, match="不能再换"):
        drawing.enter(**words, outcome="08 07 11 19 24 32 + 03", now=DRAWN)


def test_between_the_last_day_for_requests_and_the_event_is_a_day_to_close_the_list() -> None:
    from huigong.offers.actions import rounds

    homes = offer("flats", 1)
    with pytest.raises(DomainError, match="至少隔一天"):
        rounds.open_round(
            kind="flats",
            office=homes.office,
            name="第一轮",
            offers=[homes.public_id.hex],
            closes_on=LAST,
            event="开奖",
            event_on=LAST + timedelta(days=1),
            event_form=FORM,
            by=HOUSING_OFFICER,
            now=NOW,
        )


def test_two_parties_make_the_seed_and_none_may_stay_silent() -> None:
    homes = offer("flats", 1)
    round = opened("flats", homes, event="")
    ask(round, somebody(1), homes)
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER}
    secrets = {"住建": ("住建" * 20, HOUSING_OFFICER), "工会": ("工会" * 20, COLLEAGUE)}
    promised = {
        party: commitment(round.public_id.hex, party, secret) for party, (secret, _) in secrets.items()
    }
    drawing.commit(**words, party="住建", digest=promised["住建"], now=NOW)
    with pytest.raises(DomainError, match="也是您登记的"):
        drawing.commit(**words, party="工会", digest=promised["工会"], now=NOW)
    with pytest.raises(DomainError, match="两方各登记一个密语摘要"):
        closing.freeze(**words, now=CLOSED)
    drawing.commit(**words | {"by": COLLEAGUE}, party="工会", digest=promised["工会"], now=NOW)
    closing.freeze(**words, now=CLOSED)
    with pytest.raises(DomainError, match="不能做这一步"):
        drawing.commit(**words, party="第三方", digest="0" * 64, now=CLOSED)
    told = {"round_id": round.public_id.hex, "now": DRAWN}
    with pytest.raises(DomainError, match="由登记摘要的人公布"):
        drawing.reveal(**told, party="工会", secret="工会" * 20, by=HOUSING_OFFICER)
    with pytest.raises(DomainError, match="对不上"):
        drawing.reveal(**told, party="工会", secret="另一句" * 20, by=COLLEAGUE)
    assert drawing.reveal(**told, party="工会", secret="工会" * 20, by=COLLEAGUE) == ""
    with pytest.raises(DomainError, match="还没有抽签"):
        giving.allocate(**words, now=DRAWN)
    assert drawing.reveal(**told, party="住建", secret="住建" * 20, by=HOUSING_OFFICER)
    giving.allocate(**words, now=DRAWN)
    assert giving.publish(**words, now=DRAWN) == 1


def test_a_second_result_needs_a_ruling_and_the_first_stays() -> None:
    round, _ = flats()
    words = {"round_id": round.public_id.hex, "by": HOUSING_OFFICER}
    closing.freeze(**words, now=CLOSED)
    drawn(round)
    giving.allocate(**words, now=DRAWN)
    with pytest.raises(DomainError, match="要有决定"):
        giving.allocate(**words, now=DRAWN)
    giving.allocate(**words, ruling="虚构复决〔2016〕1号", now=DRAWN)
    assert list(Result.objects.values_list("number", "ruling")) == [(1, ""), (2, "虚构复决〔2016〕1号")]
    first, second = Result.objects.order_by("number")
    assert first.text == second.text, "the same list and seed give the same"

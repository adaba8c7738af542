"""Limited places at the desk: an offer, a round from the first request to the published result, places that end."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine_plus import CalamineWorkbook

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts as directory
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Grant
from huigong.kernel.errors import Conflict
from huigong.offers.actions import answers, giving
from huigong.offers.models import Capacity, Claim, Offer, Request, Result, Round, Stage
from tests.unit.casework.desk import HOUSING, HOUSING_OFFICER, worker
from tests.unit.offers.conftest import packs, packs_with_offers
from tests.unit.offers.desk import (
    CLOSED,
    DRAWN,
    EVENT,
    FORM,
    LAST,
    OUTCOME,
    ask,
    given,
    offer,
    opened,
    somebody,
)
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.registry.someone import CITY, FAR, HERE, NOW

__all__ = ["packs", "packs_with_offers"]


class Clock:
    """What time it is on the pages."""

    now: datetime = NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def with_packs(packs: Any, clock: Clock) -> None:
    """Invented kinds of places, on the first of June 2016."""


def official(name: str, *, office: str = HOUSING, region: str = CITY, role: str = "case-officer") -> Client:
    account = directory.create_official(
        by=SYSTEM,
        now=NOW,
        username=name,
        display_name=f"虚构{name}",
        password=PASSWORD,
        grants=[Grant(role, region, office or None)],
    )
    return logged_in(account)


def logged_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def on_a_later_day(clock: Clock, now: datetime) -> Client:
    """Who sits at the housing office, logged in anew."""
    clock.now = now
    return logged_in(Account.objects.get(username="housing"))


@pytest.fixture
def housing() -> Client:
    return official("housing")


def text_of(client: Client, address: str, given: dict[str, Any] | None = None) -> str:
    """What the page says after what was sent, wherever it leads."""
    answer = client.get(address) if given is None else client.post(address, given, follow=True)
    return str(answer.content.decode())


def at(round: Round) -> str:
    return f"/desk/rounds/{round.public_id.hex}/"


def key_on(client: Client, address: str) -> str:
    """The one-time key of the form."""
    found = re.search(r'name="key" value="(\w{32})"', text_of(client, address))
    assert found
    return found[1]


def test_an_offer_is_put_up_and_a_round_opened(housing: Client) -> None:
    asked = {"office": HOUSING, "kind": "flats"}
    assert "虚构公租房" in text_of(housing, "/desk/places/new/")
    address = f"/desk/places/new/?office={HOUSING}&kind=flats"
    for wrong in ({"capacity": "-1"}, {"capacity": "许多"}, {"name": ""}):
        refused = housing.post(
            address, {"act": "put-up", "name": "河滨", "capacity": "2", "key": "1" * 32} | wrong
        )
        assert refused.status_code == 400
    put = {"act": "put-up", "name": "河滨小区" + "很长" * 20, "capacity": "2"}
    assert housing.post(address, put).status_code == 400, "no key by which it is known if it comes twice"
    put["key"] = key_on(housing, address)
    page = text_of(housing, address, put)
    assert text_of(housing, address, put).count("河滨小区") and Offer.objects.count() == 1, "sent twice"
    assert housing.post(address, put | {"name": "另一个"}).status_code == 409
    assert "河滨小区" in page and Capacity.objects.get().total == 2
    round_at = f"/desk/rounds/new/?office={HOUSING}&kind=flats"
    new = {"act": "open", "name": "春季", "closes_on": f"{LAST:%Y-%m-%d}"}
    new["key"] = key_on(housing, round_at)
    assert housing.post(round_at, new).status_code == 400  # no offer chosen
    mine = Offer.objects.get().public_id.hex
    lot = {"event": EVENT, "event_on": f"{LAST + timedelta(days=2):%Y-%m-%d}", "event_form": FORM}
    for _ in "ab":  # sent twice
        page = text_of(housing, round_at, new | lot | {"offers": [mine]})
    assert Round.objects.get().stage == Stage.OPEN, page
    assert "春季" in text_of(housing, "/desk/rounds/")
    assert housing.get("/desk/places/new/", asked | {"kind": "nonsense"}).status_code == 200
    resized = f"/desk/places/{mine}/"
    assert "改好了" in text_of(housing, resized, {"act": "resize", "capacity": "3"})
    assert Capacity.objects.get().total == 3


def test_other_offices_see_nothing_of_it(housing: Client) -> None:
    bay = offer("flats", 1)
    round = opened("flats", bay)
    request = ask(round, somebody(1), bay)
    addresses = [
        at(round),
        f"{at(round)}requests/",
        f"{at(round)}requests/{request.public_id.hex}/",
        f"{at(round)}places/",
        f"/desk/places/{bay.public_id.hex}/",
    ]
    for other in (
        official("police", office=f"{HERE}/police"),
        official("far", office=f"{FAR[:4]}00/housing", region=FAR),
    ):
        for address in addresses:
            assert other.get(address).status_code == 404
        assert "第一轮" not in text_of(other, "/desk/rounds/")
        assert other.post(at(round), {"act": "freeze"}).status_code == 404
    assert official("auditor", role="auditor", office="").get("/desk/rounds/").status_code == 403
    assert all(housing.get(address).status_code == 200 for address in addresses)


def test_who_only_reads_is_offered_no_step() -> None:
    round = opened("flats", offer("flats", 1))
    reader = official("leading", role="leading-group-officer", office="")
    assert "关闭名单" not in text_of(reader, at(round))
    assert reader.post(at(round), {"act": "freeze"}).status_code == 409
    assert Round.objects.get().stage == Stage.OPEN


def test_a_round_goes_its_way_by_two_officials(housing: Client, clock: Clock) -> None:
    bay = offer("flats", 1)
    round = opened("flats", bay)
    people = [somebody(number) for number in (1, 2)]
    numbers = [ask(round, person, bay).number for person in people]
    early = housing.post(at(round), {"act": "freeze"})
    assert early.status_code == 409  # people may still ask
    housing = on_a_later_day(clock, CLOSED)
    assert "摘要" in text_of(housing, at(round), {"act": "freeze"})
    assert housing.post(at(round), {"act": "freeze"}).status_code == 409
    housing = on_a_later_day(clock, DRAWN)
    wrong = housing.post(at(round), {"act": "draw", "outcome": "三七"})
    assert wrong.status_code == 400
    assert "另一位同事" in text_of(housing, at(round), {"act": "draw", "outcome": OUTCOME})
    assert housing.post(at(round), {"act": "confirm", "outcome": OUTCOME}).status_code == 403
    colleague = official("colleague")
    assert "种子" in text_of(colleague, at(round), {"act": "confirm", "outcome": OUTCOME})
    assert "已经核验" in text_of(housing, at(round), {"act": "allocate"})
    assert housing.post(at(round), {"act": "publish"}).status_code == 409, "no result was looked at"
    seen = {"seen": "1"}
    ruled = {"act": "again", "ruling": "虚构文号1"} | seen
    assert housing.post(at(round), ruled | {"ruling": ""}).status_code == 400
    assert [colleague.post(at(round), ruled).status_code for _ in "ab"] == [302, 409], "once for one ruling"
    assert "打开这一页以后有了变动" in text_of(housing, at(round), {"act": "publish"} | seen)
    with pytest.raises(Conflict, match="已经有第2次分配的结果"):
        giving.publish(round_id=round.public_id.hex, seen=1, by=HOUSING_OFFICER, now=DRAWN)
    assert "1 人分到了名额" in text_of(housing, at(round), {"act": "publish", "seen": "2"})
    listed = text_of(housing, f"{at(round)}requests/")
    assert all(number in listed for number in numbers)
    assert "等本人答复" in listed and people[0].name not in listed
    assert '"seed"' in text_of(housing, f"{at(round)}result/")
    assert "按决定重新分配" not in text_of(housing, at(round)), "places are kept by the published result"
    assert housing.post(at(round), ruled | {"seen": "2"}).status_code == 409
    assert Result.objects.count() == 2, "the earlier result is kept"


def test_a_request_is_set_aside_with_a_reason(housing: Client) -> None:
    bay = offer("flats", 1)
    round = opened("flats", bay)
    request = ask(round, somebody(1), bay)
    here = f"{at(round)}requests/{request.public_id.hex}/"
    assert housing.post(here, {"act": "set-aside", "reason": ""}).status_code == 400
    assert "材料不实" in text_of(housing, here, {"act": "set-aside", "reason": "材料不实"})
    assert Request.objects.get().gone
    assert housing.post(here, {"act": "set-aside", "reason": "再来一次"}).status_code == 409
    assert request.number not in text_of(housing, f"{at(round)}requests/?gone=no")
    assert request.number in text_of(housing, f"{at(round)}requests/?gone=yes")
    elsewhere = opened("flats", bay)
    assert housing.get(f"{at(elsewhere)}requests/{request.public_id.hex}/").status_code == 404


def test_a_place_that_ends_goes_to_the_next(housing: Client) -> None:
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    first, second = somebody(1), somebody(2)
    request = ask(round, first, bay)
    ask(round, second, bay)
    answers.accept(request_id=request.public_id.hex, by=worker(first), now=NOW)
    claim = Claim.objects.get()
    assert "虚构小区" in text_of(housing, f"{at(round)}places/")
    here = f"{at(round)}places/{claim.public_id.hex}/"
    assert housing.post(here, {"act": "leave", "reason": ""}).status_code == 400
    assert "给了排在后面的人" in text_of(housing, here, {"act": "leave", "reason": "搬走了"})
    claim.refresh_from_db()
    assert claim.ended_on == date(2016, 6, 1)
    assert "等本人答复" in text_of(housing, f"{at(round)}requests/")


def test_the_offering_side_says_in_which_turn(housing: Client) -> None:
    post = offer("posts", 1, "虚构商店", 要住满="0")
    round = opened("posts", post, event="")
    person = somebody(1)
    request = ask(round, person, post)
    prefer = {"act": "prefer", "offer_id": post.public_id.hex, "turns": f"{request.number} 第一"}
    refused = housing.post(at(round), prefer)
    assert refused.status_code == 400 and "第1行没有写第几位" in refused.content.decode()


def test_requests_are_taken_away_for_a_purpose_and_ask_the_same_however_many(housing: Client) -> None:
    bay = offer("flats", 1)
    round = opened("flats", bay)
    counts = []
    for number in (1, 2):
        ask(round, somebody(number), bay)
        with CaptureQueriesContext(connection) as asked:
            assert housing.get(f"{at(round)}requests/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    address = f"{at(round)}requests/export/?gone=no"
    assert housing.post(address, {"purpose": ""}).status_code == 400
    answer = housing.post(address, {"purpose": "公示核对"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert "公示核对" in rows[0][0] and len(rows) == 4
    event = AuditEvent.objects.get(verb="offers.list.exported")
    assert event.data["list"] == {"round": round.public_id.hex, "gone": "no"}


def test_a_published_round_ends(housing: Client, clock: Clock) -> None:
    bay = offer("flats", 1)
    round = opened("flats", bay)
    ask(round, somebody(1), bay)
    given(round)
    housing = on_a_later_day(clock, DRAWN)
    assert "这一轮结束了" in text_of(housing, at(round), {"act": "end"})
    assert "您在这里没有要办的" in text_of(housing, at(round))

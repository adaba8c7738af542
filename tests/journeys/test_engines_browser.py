"""The desk's pages of obligations, money and limited places in a real browser: in three widths, with long names and bad input."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.funds.actions import recoveries
from huigong.funds.models import Payment
from huigong.obligations.actions import nightly
from huigong.obligations.models import Obligation
from huigong.offers.actions import answers
from huigong.offers.models import Claim
from tests.journeys.accessibility import grave_findings
from tests.journeys.conftest import page_of
from tests.unit.casework.desk import HOUSING, worker
from tests.unit.funds import purse
from tests.unit.offers import desk as places
from tests.unit.offers.conftest import packs, packs_with_offers
from tests.unit.portals.desk.conftest import A_WEDNESDAY
from tests.unit.portals.desk.staff import BACKEND
from tests.unit.portals.desk.test_obligations import folder as plates_folder
from tests.unit.portals.desk.test_obligations import plated
from tests.unit.registry.someone import CITY, HERE, NOW

__all__ = ["packs", "packs_with_offers"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("local_folder"),
]
WIDTHS = (360, 1024, 1440)
LONG = "虚构的很长很长很长很长很长很长很长很长很长的名称"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose width the test changes."""
    yield from page_of(browser, width=WIDTHS[0], height=800)


def enter(page: Any, live: str, role: str, office: str, *, region: str = CITY) -> None:
    """Logs somebody of the office in, in a browser whose own clock is another day's."""
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=f"{role}-{len(page.context.cookies())}",
        display_name=f"{LONG}经办",
        password="three small grey herons",
        grants=[Grant(role, region, office)],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    name = configured.SESSION_COOKIE_NAME
    host = urlsplit(live).hostname
    cookie = {"name": name, "value": client.cookies[name].value, "domain": host, "path": "/"}
    page.context.add_cookies([cookie])


def look(page: Any, address: str) -> None:
    """The page in each width: nothing juts out, and axe finds nothing grave."""
    page.goto(address)
    look_at(page)


def look_at(page: Any) -> None:
    """The page that is open, in each width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} at {width} juts out by {wide}"
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert grave_findings(page) == [], page.url


def test_obligations_on_a_phone_and_at_a_desk(page: Any, live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: A_WEDNESDAY)
    monkeypatch.setenv("HUIGONG_POLICIES", str(plates_folder()))
    enter(page, live, "case-officer", f"{HERE}/police")
    for nothing in ("", "today/", "sheet/"):
        look(page, f"{live}/desk/obligations/{nothing}")
    for sequence, since in ((1, date(2025, 6, 15)), (2, date(2025, 6, 10)), (3, date(2025, 3, 1))):
        plated(sequence, since=since)
    nightly.look_over(now=A_WEDNESDAY)
    first = Obligation.objects.order_by("pk")[0]
    look(page, f"{live}/desk/obligations/?until=2026-06-30")
    look(page, f"{live}/desk/obligations/of/{first.person.public_id.hex}/")
    look(page, f"{live}/desk/obligations/{first.public_id.hex}/")
    page.click("summary:has-text('去了没办成')")
    page.fill("[id='missed-day']", "2026-06-11")
    page.fill("[id='missed-refused']", LONG)
    page.click("details[open] button[value=missed]")
    assert "还没有到" in page.content() and LONG in page.content()
    look_at(page)
    look(page, f"{live}/desk/obligations/today/")
    page.click("summary >> nth=0")
    page.click("details[open] button[name=act]")
    assert "登记了" in page.content()
    page.goto(f"{live}/desk/obligations/sheet/")
    page.select_option("[name=why]", index=1)
    page.click("main form button")
    look_at(page)


def test_money_at_a_desk(page: Any, live: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = NOW + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setenv("HUIGONG_POLICIES", str(purse.folder()))
    enter(page, live, "finance-officer", purse.OFFICE, region=purse.COUNTY)
    for nothing in ("", "returns/", "owed/", "accounts/", "new/"):
        look(page, f"{live}/desk/funds/{nothing}")
    row = purse.line(yuan=1_000_000, purpose=LONG)
    people = purse.people(4)
    for person in people:
        purse.account(person)
    purse.reserved(row, people[:3], yuan=12_345, what=LONG[:12])
    batch = purse.sent(row)
    tried = purse.attempts(batch)
    purse.taken(purse.return_file(purse.Said(tried[0]), purse.Said(tried[1], code="7777")))
    purse.reserved(row, people[3:], yuan=100)
    paid, unclear, *_rest = Payment.objects.order_by("pk")
    recoveries.decide(
        by=purse.CHECKER, now=later, payment_id=paid.public_id.hex, reason=LONG,
        instalments=[(date(2016, 7, 1), 100_000), (date(2016, 8, 1), 50_000)],
    )  # fmt: skip
    here = f"{live}/desk/funds/{row.public_id.hex}/"
    for address in (
        f"{live}/desk/funds/",
        here,
        f"{here}payments/",
        f"{live}/desk/funds/batches/{batch.public_id.hex}/",
        f"{live}/desk/funds/payments/{paid.public_id.hex}/",
        f"{live}/desk/funds/payments/{unclear.public_id.hex}/",
        f"{live}/desk/funds/returns/",
        f"{live}/desk/funds/owed/",
    ):
        look(page, address)
    page.goto(here)
    page.click("summary:has-text('下达资金')")
    page.fill("[id='grant-amount']", "很多钱")
    page.click("details[open] button[value=grant]")
    assert page.locator(".field-wrong").count() >= 1
    look_at(page)


def test_limited_places_at_a_desk(page: Any, live: str, packs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def today() -> datetime:
        return NOW

    monkeypatch.setattr(timezone, "now", today)
    enter(page, live, "case-officer", HOUSING)
    for nothing in ("rounds/", "places/", "rounds/new/", "places/new/"):
        look(page, f"{live}/desk/{nothing}")
    look(page, f"{live}/desk/places/new/?office={HOUSING}&kind=posts")
    flat, bay = places.offer("flats", 2, LONG), places.offer("bays", 1, LONG)
    look(page, f"{live}/desk/rounds/new/?office={HOUSING}&kind=flats")
    round, running = places.opened("flats", flat), places.opened("bays", bay, event="")
    people = [places.somebody(number) for number in (1, 2)]
    requests = [places.ask(round, person, flat) for person in people]
    kept = places.ask(running, people[0], bay)
    answers.accept(request_id=kept.public_id.hex, by=worker(people[0]), now=NOW)
    claim = Claim.objects.get()
    for address in (
        "rounds/",
        "places/",
        f"places/{flat.public_id.hex}/",
        f"rounds/{round.public_id.hex}/",
        f"rounds/{round.public_id.hex}/requests/",
        f"rounds/{round.public_id.hex}/requests/{requests[0].public_id.hex}/",
        f"rounds/{running.public_id.hex}/places/",
        f"rounds/{running.public_id.hex}/places/{claim.public_id.hex}/",
    ):
        look(page, f"{live}/desk/{address}")
    page.goto(f"{live}/desk/rounds/{round.public_id.hex}/")
    page.click("button[value=freeze]")
    assert "名单" in page.locator(".errorlist").first.inner_text()
    look_at(page)

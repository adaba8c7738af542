"""Pages of cases that no product file knows, in a real browser: nothing wider than the screen, no serious finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from huigong.casework.procedures import register
from tests.journeys.open_procedures import CLAIM, NOISE
from tests.journeys.test_desk_browser import check, log_in
from tests.journeys.test_open_procedures import claim, noise
from tests.journeys.touches import follow
from tests.unit.portals.desk.staff import official, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    for procedure in (NOISE, CLAIM):
        register.register(procedure)
    yield
    for procedure in (NOISE, CLAIM):
        register.forget(procedure.id)


@pytest.fixture(params=["screen", "phone"])
def page(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_the_pages_of_a_claim_of_many_and_of_a_report(page: Any, live: str) -> None:
    official("inspector")
    many = claim([person(number) for number in range(1, 12)])
    opened = noise()
    log_in(page, live, "inspector")
    for address in (
        "/desk/tasks/",
        f"/desk/cases/{many.public_id.hex}/",
        f"/desk/cases/{opened.case.public_id.hex}/",
    ):
        page.goto(live + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        check(page, address)
    follow(page, ".moves form button >> nth=0")
    check(page, "a form sent empty")
    page.goto(f"{live}/cases/follow/")
    page.fill("[name=number]", opened.case.number)
    page.fill("[name=secret]", "1234")
    follow(page, "main form button")
    check(page, "a wrong secret")
    page.fill("[name=secret]", opened.secret)
    follow(page, "main form button")
    check(page, "a report followed")

"""A correction and what it changed, what others know, and an order, in a real browser: nothing wider than the screen."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huigong.casework.models import Case
from huigong.registry.models import Engagement, Person
from tests.journeys.test_desk_browser import check, log_in
from tests.journeys.touches import follow
from tests.unit.casework.desk import accepted
from tests.unit.portals.desk.staff import lodged, official
from tests.unit.portals.desk.test_elsewhere import SERVICE, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["screen", "phone"])
def page(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def looked_at(page: Any, name: str) -> None:
    """Checked as it stands; kept as a picture where `HUIGONG_SHOTS` names a folder."""
    check(page, name)
    if folder := os.environ.get("HUIGONG_SHOTS"):
        width = page.viewport_size["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def applicant(case_id: str) -> Person:
    application = Case.objects.select_related("application__person").get(public_id=case_id).application
    assert application is not None
    return application.person


def test_work_is_put_right_and_the_page_tells_what_changed(page: Any, live: str) -> None:
    someone = applicant(lodged(service=SERVICE))
    told(someone, "户籍性质", "农业", sure="verified")
    official("clerk")
    log_in(page, live, "clerk")
    address = f"{live}/desk/people/{someone.public_id.hex}/"
    page.goto(address)
    page.select_option("[name=why]", index=1)
    follow(page, "main form button")
    page.click('summary:has-text("登记用工")')
    form = page.locator('form[action$="/employment/"]')
    day = timezone.localdate() - timedelta(days=400)
    for field, value in (
        ("employer", "虚构建筑工程劳务分包有限公司"),
        ("place", "攀枝花市西区"),
        ("project", "虚构安置小区二期工程"),
        ("since", f"{day:%Y-%m-%d}"),
    ):
        form.locator(f"[name={field}]").fill(value)
    form.locator("[name=paper]").select_option(index=1)
    follow(page, 'form[action$="/employment/"] button')
    looked_at(page, "record")
    page.click('summary:has-text("更正用工")')
    wrong = page.locator('form[action$="/employment/wrong/"]')
    wrong.locator("[name=engagement]").select_option(index=0)
    wrong.locator("[name=project]").fill("无")
    wrong.locator("[name=until]").fill(f"{timezone.localdate() - timedelta(days=200):%Y-%m-%d}")
    wrong.locator("[name=paper]").select_option(index=1)
    follow(page, 'form[action$="/employment/wrong/"] button')
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    looked_at(page, "corrected")
    assert Engagement.objects.filter(superseded_at=None).count() == 1


def test_what_others_know_and_an_order_from_a_complaint(page: Any, live: str) -> None:
    case_id = lodged(service=SERVICE)
    told(applicant(case_id), "户籍性质", "农业")
    complaint = accepted()
    official("police")
    official("inspector")
    log_in(page, live, "police")
    page.goto(f"{live}/desk/cases/{case_id}/elsewhere/")
    looked_at(page, "elsewhere")
    page.context.clear_cookies()
    log_in(page, live, "inspector")
    page.goto(f"{live}/desk/cases/{complaint.public_id.hex}/")
    looked_at(page, "complaint")
    follow(page, 'a:has-text("责令改正")')
    page.fill("[name=respondent-0-employer]", "虚构建筑工程劳务分包有限公司")
    looked_at(page, "opening")
    follow(page, "main form button.button-main")
    looked_at(page, "order")

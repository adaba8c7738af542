"""A clerk finds one person under two numbers, makes the records one and parts them again; and tells who has something new."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.registry.models import Person
from tests.journeys.test_desk_browser import check_both, log_in
from tests.journeys.touches import follow
from tests.unit.portals.desk.staff import official
from tests.unit.portals.desk.test_duplicates import twice
from tests.unit.portals.desk.test_newly import with_something_new

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_made_one_and_parted_again(screen: Any, live: str) -> None:
    official("clerk")
    twice()
    page = screen
    log_in(page, live, "clerk")
    page.goto(f"{live}/desk/duplicates/")
    check_both(page, "the pairs")
    follow(page, "text=放在一起看")
    check_both(page, "side by side")
    page.check("[name=verdict][value=same]")
    page.fill("[name=reason]", "两张身份证都看过，号码更正过")
    follow(page, "main form button")
    assert "请选留下哪一份" in page.inner_text("main")
    check_both(page, "which record stays")
    page.locator("[name=keep]").first.check()
    follow(page, "main form button")
    page.wait_for_url("**/united/*/")
    check_both(page, "made one")
    assert Person.objects.count() == 1
    page.fill("[name=reason]", "本人来说是两个人")
    follow(page, "main form button")
    page.wait_for_url("**/united/")
    check_both(page, "parted")
    assert Person.objects.count() == 2
    page.goto(f"{live}/desk/duplicates/")
    check_both(page, "no pair waits")


def test_told_and_noted(screen: Any, live: str) -> None:
    official("clerk")
    with_something_new()
    page = screen
    log_in(page, live, "clerk")
    page.goto(f"{live}/desk/people/newly/")
    check_both(page, "whom to tell")
    follow(page, "main form button")
    assert "告知了本人" in page.inner_text("body")
    check_both(page, "nobody to tell")

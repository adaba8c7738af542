"""The last lawful day on a phone: named on the day itself, a no with the other ways the day after, moved on from a day of rest.

With every change one of the three has a browser; all of them have one before a release, and `test_lives` plays them over HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from bench.lives.phone import Phone
from bench.lives.playing import Life, find_out_about
from huigong import forms
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.days import in_words
from huigong.rules.bars import Period
from huigong.rules.spans import months_after
from tests.journeys.test_lives import dismissed, hurt
from tests.journeys.test_lives_browser import life
from tests.unit.portals.worker.filling import WAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def unpaid(day: date) -> Life:
    builder = life(
        "unpaid builder of 52", place="米易县", typed=dict(WAGE), phone="13900000080", born="19740502"
    )
    return replace(builder, facts={**builder.facts, "欠薪终了日期": day})


def hurt_without_delay(day: date) -> Life:
    cook = hurt(day)
    return replace(cook, facts={**cook.facts, "工伤申请被耽误天数": 0})


@dataclass(frozen=True)
class Right:
    """Whose it is who comes on a day, for how many months, and what the page says of it afterwards."""

    of: Callable[[date], Life]
    months: int
    afterwards: str

    def last_day(self, start: date) -> tuple[date, date]:
        """The last day as the calendar counts it, and where a day of rest puts it."""
        last = Period(self.months, "月", date.today(), WorkCalendar.published()).last_day(start, 0)
        assert last
        return last.counted, last.moved

    def latest_in_time(self) -> date:
        """The earliest day of which the time is not over today."""
        day = months_after(date.today(), -self.months)
        assert day
        while self.last_day(day - timedelta(days=1))[1] >= date.today():
            day -= timedelta(days=1)
        return day

    def ending_at_rest(self) -> date:
        """A day whose last day is one of rest, and still to come."""
        day = self.latest_in_time() + timedelta(days=1)
        while self.last_day(day)[0] == self.last_day(day)[1]:
            day += timedelta(days=1)
        return day


# 劳动争议调解仲裁法第二十七条、劳动保障监察条例第二十条、工伤保险条例第十七条
RIGHTS = {
    "arbitration": Right(dismissed, 12, "还是可以申请"),
    "complaint": Right(unpaid, 24, "还可以申请劳动仲裁"),
    "injury": Right(hurt_without_delay, 12, "耽误的日子可以扣掉"),
}
WITH_EVERY_CHANGE = "complaint"
EACH = [
    pytest.param(RIGHTS[name], id=name, marks=() if name == WITH_EVERY_CHANGE else pytest.mark.release)
    for name in RIGHTS
]


@pytest.fixture(autouse=True)
def packs_are_read_before_the_first_page() -> None:
    """A server reads them when it starts."""
    forms.book()


def page_of(phone: Any, live: str, life: Life) -> str:
    """The words of the service's page that somebody sees who has answered everything."""
    hand = Phone(phone)
    find_out_about(hand, life, first_page=f"{live}/")
    assert hand.path == f"/services/{life.came_for}/"
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    return str(phone.locator("main").inner_text())


@pytest.mark.parametrize("right", EACH)
def test_on_the_last_day_it_is_a_yes_and_the_day_is_named(right: Right, phone: Any, live: str) -> None:
    start = right.latest_in_time()
    page = page_of(phone, live, right.of(start))
    last = right.last_day(start)[1]
    assert f"最后一天：{in_words(last)}" in page
    assert last != date.today() or "就是今天" in page


@pytest.mark.parametrize("right", EACH)
def test_the_day_after_it_says_which_day_it_was_and_what_is_left(right: Right, phone: Any, live: str) -> None:
    start = right.latest_in_time() - timedelta(days=1)
    page = page_of(phone, live, right.of(start))
    assert in_words(right.last_day(start)[1]) in page
    assert right.afterwards in page


@pytest.mark.parametrize("right", EACH)
def test_a_last_day_at_rest_moves_on(right: Right, phone: Any, live: str) -> None:
    start = right.ending_at_rest()
    counted, moved = right.last_day(start)
    page = page_of(phone, live, right.of(start))
    assert moved > counted and f"最后一天：{in_words(moved)}" in page

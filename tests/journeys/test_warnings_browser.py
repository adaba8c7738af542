"""What a form warns of is seen on a phone, before it is sent: a child whose household is registered where it goes to school."""

from __future__ import annotations

from typing import Any

import pytest

from bench.lives.phone import Phone
from bench.lives.playing import fill_in
from huigong import forms
from tests.journeys.test_lives_browser import ONE_CHILD
from tests.unit.portals.worker.filling import USUAL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WARNED = "户口就在要上学的县"


@pytest.fixture(autouse=True)
def packs_are_read_before_the_first_page() -> None:
    """A server reads them when it starts."""
    forms.book()


def looked_over(phone: Any, live: str, hukou: str) -> str:
    """The words of the list before sending, of a child who is to go to school in 仁和区."""
    hand = Phone(phone)
    hand.open(f"{live}/services/schooling-of-accompanying-children/form/")
    told = {**USUAL, **ONE_CHILD, "入学孩子.1.孩子户籍地.region": hukou}
    for _ in range(20):
        if "/form/check/" in phone.url:
            break
        fill_in(hand, told)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    return str(phone.locator("main").inner_text())


def test_a_child_registered_where_it_goes_to_school_is_warned_of(phone: Any, live: str) -> None:
    assert WARNED in looked_over(phone, live, "仁和区")


def test_a_child_registered_elsewhere_is_not(phone: Any, live: str) -> None:
    assert WARNED not in looked_over(phone, live, "盐边县")

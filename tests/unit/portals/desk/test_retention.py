"""The page of what is kept how long: what nobody has said erases nothing, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.directory.models import LocalPeriod
from tests.unit.portals.desk.staff import at_desk
from tests.unit.registry.someone import CITY

PAGE, KIND = "/desk/retention/", "/desk/retention/messages/"


@pytest.fixture(autouse=True)
def place(settings: Any) -> None:
    settings.HOME_REGION = CITY


def test_a_period_is_said_shown_and_taken_back() -> None:
    client = at_desk("administrator")
    assert "没有填，不删" in client.get(PAGE).content.decode()
    assert client.get(KIND).status_code == 200
    body = client.post(KIND, {"days": "365", "source": "虚构的规定"}, follow=True).content.decode()
    assert "365 天" in body
    assert "虚构administrator" in client.get(KIND).content.decode()
    client.post(KIND, {"days": "", "source": "虚构的规定"})
    assert "365 天" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"days": "89"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": "一年"}, "days"),
        ({"source": ""}, "source"),
    ],
)
def test_a_mistake_is_said_beside_its_field(given: dict[str, str], field: str) -> None:
    page = at_desk("administrator").post(KIND, {"days": "365", "source": "虚构的规定"} | given)
    assert page.status_code in {400, 422}
    assert list(page.context["form"].errors) == [field]
    assert not LocalPeriod.objects.exists()


def test_what_is_never_erased_has_no_page_and_what_is_not_known_is_said() -> None:
    client = at_desk("administrator")
    assert client.get("/desk/retention/people/").status_code == 404
    assert client.get("/desk/retention/no-such/").status_code == 404
    assert "没有查到条文" in client.get(PAGE).content.decode()


def test_whoever_keeps_a_part_of_the_place_sees_and_says_nothing(settings: Any) -> None:
    settings.HOME_REGION = ""
    client = at_desk("administrator")
    assert "<form method" not in client.get(KIND).content.decode().partition("<main")[2]
    assert client.post(KIND, {"days": "365", "source": "虚构的规定"}).status_code == 403

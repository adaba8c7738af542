"""The pages of days off: what would move is seen before it is said, and it is taken back the same way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huigong.casework.models import Clock
from huigong.directory.models import LocalDay
from tests.unit.portals.desk.staff import accepted, at_desk
from tests.unit.registry.someone import CITY

PAGE, NEW = "/desk/restdays/", "/desk/restdays/new/"
pytestmark = pytest.mark.usefixtures("local_folder", "wednesday")


@pytest.fixture(autouse=True)
def place(settings: Any) -> None:
    settings.HOME_REGION = CITY


def last_working_day() -> date:
    """The last day of the permit's clock, which rolls where it is a day off."""
    accepted()
    return Clock.objects.filter(stopped_on__isnull=True).order_by("-due_on").first().due_on  # type: ignore[union-attr]


def test_what_moves_is_seen_then_said_then_taken_back() -> None:
    client, day = at_desk("administrator"), last_working_day()
    asked = {"day": day.isoformat(), "kind": "off"}
    assert client.get(NEW).context["moved"] is None
    preview = client.get(NEW, asked)
    assert preview.context["moved"].later >= 1
    assert "系统会给当事人发消息" not in preview.content.decode()
    assert not LocalDay.objects.exists(), "nothing is said by looking"
    refused = client.post(NEW, asked)
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["source"]
    body = client.post(NEW, asked | {"source": "虚构市通知", "note": "虚构节"}, follow=True).content.decode()
    assert "期限的最后一天变了" in body
    assert "虚构市通知" in body
    assert Clock.objects.filter(stopped_on__isnull=True, due_on__gt=day).exists()
    back = f"{PAGE}{day.isoformat()}/back/"
    earlier = client.get(back)
    assert earlier.context["moved"].earlier >= 1
    assert "系统会给当事人发消息" in earlier.content.decode(), (
        "whom an end was told is told that it comes earlier"
    )
    after = client.post(back, {"source": "更正"}, follow=True).content.decode()
    assert "期限的最后一天变了" in after
    assert client.get(back).status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"day": "2026-06-09", "kind": "off"}, "day"),
        ({"day": "2026-06-13", "kind": "off"}, "kind"),
    ],
)
def test_a_mistake_is_said_beside_its_field(asked: dict[str, str], field: str) -> None:
    page = at_desk("administrator").post(NEW, asked | {"source": "虚构市通知"})
    assert page.status_code in {400, 422}
    assert list(page.context["form"].errors) == [field]


def test_a_day_that_is_none_asks_again() -> None:
    assert at_desk("administrator").get(NEW, {"day": "昨天", "kind": "off"}).status_code == 400
    assert at_desk("administrator", username="b").get(f"{PAGE}2026-02-30/back/").status_code == 404


@pytest.mark.parametrize("year", ["2026", "2027", "1000", "x", ""])
def test_any_year_opens(year: str) -> None:
    assert at_desk("administrator").get(PAGE, {"year": year}).status_code == 200


def test_whoever_keeps_a_part_of_the_place_sees_and_changes_nothing(settings: Any) -> None:
    settings.HOME_REGION = ""
    client = at_desk("administrator")
    assert NEW not in client.get(PAGE).content.decode()
    assert client.post(NEW, {"day": "2026-06-11", "kind": "off", "source": "通知"}).status_code == 403

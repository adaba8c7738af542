"""Where to go with one's papers: of the place that is known, else the choice of it, never a guess."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from huigong.audit.takeaways import maker
from huigong.portals.worker.windows import windows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
CHOICE = "选您在的地方，看窗口在哪里"


def test_without_a_place_and_a_region_of_the_installation_the_place_is_asked(settings: LazySettings) -> None:
    settings.HOME_REGION = ""
    assert (windows("", on=TODAY).place, windows("", on=TODAY).desks) == ("", ())
    assert windows("510421", on=TODAY).place == "四川省攀枝花市米易县"
    assert CHOICE in Client().get("/login/new-phone/").content.decode()
    assert maker() == "惠工平台"


def test_the_installation_gives_the_region_of_who_has_not_said(settings: LazySettings) -> None:
    settings.HOME_REGION = "210700"
    assert windows("", on=TODAY).place == "辽宁省锦州市"
    assert windows("510421", on=TODAY).place == "四川省攀枝花市米易县"
    assert CHOICE not in Client().get("/login/new-phone/").content.decode()
    assert maker() == "辽宁省锦州市 惠工平台"

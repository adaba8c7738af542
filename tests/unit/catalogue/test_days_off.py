"""A day off that a place says counts at once: in the last day on a service's page, in the interview, in compiled rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from huigong.catalogue.answers import answer_by
from huigong.catalogue.compiled import compiled
from huigong.catalogue.interview import interview
from huigong.kernel.calendar import WorkCalendar
from tests.shipped import shipped_catalogue

ON, HERE = date(2026, 6, 10), "510403"
CATALOGUE = shipped_catalogue()


@pytest.fixture
def every_day_off(local_folder: Path) -> Callable[[], None]:
    def said() -> None:
        local_folder.mkdir(parents=True)
        days = [(ON + timedelta(days=number)).isoformat() for number in range(1, 60)]
        rows = [{"day": day, "working": False, "source": "虚构通知", "note": ""} for day in days]
        (local_folder / "days.json").write_text(json.dumps(rows))

    return said


def test_the_last_day_on_a_page_moves_at_once(every_day_off: Callable[[], None]) -> None:
    services = CATALOGUE.services_for(HERE, ON)
    before = {service.id: answer_by(service, ON) for service in services}
    every_day_off()
    assert {service.id: answer_by(service, ON) for service in services} != before


def test_what_is_kept_of_a_region_is_kept_for_one_calendar(every_day_off: Callable[[], None]) -> None:
    asked, rules = interview(CATALOGUE, HERE, ON), compiled(CATALOGUE, HERE, ON)
    assert interview(CATALOGUE, HERE, ON) is asked
    assert compiled(CATALOGUE, HERE, ON) is rules
    every_day_off()
    assert interview(CATALOGUE, HERE, ON) is not asked
    assert compiled(CATALOGUE, HERE, ON) is not rules
    assert WorkCalendar.published() is WorkCalendar.published()

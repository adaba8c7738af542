"""Six days at the desk of one county in a real browser, from login to the last task; each needs what the one before did.

`python3 run.py bench days --write` puts what they took into docs/reference/performance.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bench.days import playing
from bench.days.desk import Desk
from bench.days.playing import County, Somebody
from huigong import forms
from huigong.casework.models import Case
from huigong.catalogue.services import catalogue
from huigong.demo import county as made_up
from huigong.demo.place import CITY, REGION
from huigong.kernel.calendar import WorkCalendar
from huigong.registry.models import Person
from tests.filled import posted
from tests.unit.files import makers
from tests.unit.portals.worker.visiting import code_sent_to
from tests.unit.registry.someone import resident_number

pytestmark = [
    pytest.mark.browser,
    pytest.mark.release,
    pytest.mark.timeout(1800),  # six days, each page in two widths
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("local_folder"),
]
PEOPLE = 60
SERVICES = ("arrears-complaint", "withheld-card-complaint")


@pytest.fixture
def county(settings: Any, tmp_path: Path) -> County:
    """Its packs are read before the first page, as a server reads them when it starts."""
    settings.HOME_REGION, settings.DATA_FOLDER, settings.FILES = CITY, tmp_path, str(tmp_path / "files")
    now, today = timezone.now(), timezone.localdate()
    forms.book()
    made_up.load(people_wanted=PEOPLE, seed=2014, now=now)
    caller = Person.objects.filter(residence=REGION).order_by("pk")[0]
    return County(
        password=made_up.password_file().read_text(),
        region_name="米易县",
        newcomer=Somebody("虚构来", resident_number(901), "13900009977"),
        caller=Somebody(caller.name, caller.resident_number, caller.phone),
        initials="jh",
        official_number=resident_number(902),
        day_off=WorkCalendar.published().roll(today + timedelta(days=9), "forward").day.isoformat(),
        today=today.isoformat(),
        forms={each: said_in(each, on=today) for each in SERVICES},
        code_for=lambda phone, template: code_sent_to(phone, template=template),
        scan=scanned(tmp_path / "工资条照片.jpg"),
    )


def said_in(service: str, *, on: date) -> dict[str, str]:
    """No more than must be said in the form of the service, by the names of its controls."""
    return posted(catalogue().get(service, REGION, on).form, region=REGION, on=on)


def scanned(path: Path) -> Path:
    path.write_bytes(makers.jpeg())
    return path


def test_six_days_in_one_county(
    browser: Any,
    live: str,
    county: County,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    desks: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        page = browser.new_context(locale="zh-CN", accept_downloads=True).new_page()
        return desks.setdefault(name, Desk(page, live, papers))

    one_time = playing.administrators_day(desk("administrator"), county)
    playing.officers_day(desk("department officer"), county)
    playing.clerks_day(desk("clerk"), county)
    playing.inspectors_day(desk("inspector"), county, one_time=one_time)
    playing.leading_groups_day(desk("officer of the leading group"), county)
    playing.auditors_day(desk("auditor"), county)
    for name, each in desks.items():
        assert each.wrong == [], name
        record_property(name, asdict(each.whole))
    assert Case.objects.filter(service_id__in=SERVICES, status="approved").exists()

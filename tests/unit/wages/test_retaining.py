"""The months of a project are kept three years beyond its end, longer while a warning stands, and then go when somebody says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huigong.directory.actions import periods
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.oversight import retention
from huigong.records.actions import recording
from huigong.wages.models import Difference, EarlyWarning, ProjectMonth, WorkerMonth
from tests.unit.wages import sites
from tests.unit.wages.sites import NOW, SiteWorld, hand_in, site_world
from tests.unit.wages.test_months import unpaid

CITY = "510400"
ADMINISTRATOR = Principal("admin", "虚构管理员", (Grant("administrator", CITY),))
ENDED = date(2026, 11, 19)
KEPT = 1096


@pytest.fixture
def site(db: None, settings: Any) -> SiteWorld:
    settings.HOME_REGION = CITY
    return site_world()


def end(site: SiteWorld) -> None:
    recording.add(by=sites.HRSS, now=NOW, record_id=site.project_id, event="撤销专户", on=ENDED, said={})


def period(days: int) -> None:
    periods.put(by=ADMINISTRATOR, now=NOW, kind="wages", days=days, source="虚构的保存规定")


def erased(days: int) -> dict[str, int]:
    """What goes so many days after the end."""
    later = NOW + timedelta(days=days - (NOW.date() - ENDED).days)
    return dict(retention.erase(by=ADMINISTRATOR, now=later, reason="局务会同意"))


def settle_all() -> None:
    EarlyWarning.objects.filter(closing="").update(closing=EarlyWarning.Closing.OFFICIAL)


def test_no_place_keeps_them_for_less_than_three_years(site: SiteWorld) -> None:
    with pytest.raises(DomainError):
        period(KEPT - 1)
    period(KEPT)


def test_every_version_of_a_project_that_has_ended_goes_on_the_day_after_and_not_before(
    site: SiteWorld,
) -> None:
    hand_in(site, unpaid(site))
    hand_in(site, site.clean())
    end(site)
    settle_all()
    period(KEPT)
    assert erased(KEPT) == {} and WorkerMonth.objects.count() == 4
    assert erased(KEPT + 1) == {"wages": 2}
    assert not any(model.objects.exists() for model in (ProjectMonth, WorkerMonth, Difference))


def test_a_project_that_goes_on_or_of_which_a_warning_stands_keeps_its_months(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    period(KEPT)
    settle_all()
    assert erased(KEPT + 400) == {}  # it has not ended
    end(site)
    EarlyWarning.objects.filter(declared="wages-not-credited").update(closing="")
    assert erased(KEPT + 400) == {} and ProjectMonth.objects.exists()

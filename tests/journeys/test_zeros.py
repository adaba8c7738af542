"""S8 over HTTP, the three zeros of a county: one that is proven, one of which a month is missing, and a case past its day.

The county's last days are invented and stand in a pack of the test; the months are past.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huigong.casework.models import Case
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.records.actions import recording
from huigong.safeguards.zeros.board import Stand, board
from huigong.wages.actions import cases
from huigong.wages.models import EarlyWarning
from tests.shipped import POLICIES
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.wages import sites
from tests.unit.wages.sites import COUNTY, HOUSING, HRSS, NOW, SiteWorld, with_cells, without

pytestmark = pytest.mark.django_db
SPAN = "2026-10"
DAYS = """
- name: 陈欠清零日
  type: date
  values: [{value: 2026-06-30, from: 2026-01-01, clause: 虚构县清欠办法第一条}]
- name: 新欠薪清零期限
  type: int
  measure: 月
  values: [{value: 3, from: 2026-01-01, clause: 虚构县清欠办法第二条}]
- name: 当年欠薪清零日
  type: date
  values: [{value: 2026-12-31, from: 2026-01-01, clause: 虚构县清欠办法第三条}]
"""
WATCHER = Principal("watcher", "虚构清欠办", (Grant("leading-group-officer", COUNTY),))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs, with the last days of one county."""
    folder = tmp_path_factory.mktemp("zeros") / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / COUNTY / "invented-clearance"
    own.mkdir(parents=True)
    (own / "parameters.yaml").write_text(DAYS, encoding="utf-8")
    return folder


@pytest.fixture
def ordered(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))


def started(number: str, on: date, **said: Any) -> Any:
    """A project that began on a day."""
    record = sites.project(number, **said)
    type(record).objects.filter(pk=record.pk).update(began=on)
    return record


def county() -> SiteWorld:
    """A project of which October is the only month that has to be there."""
    officer = sites.registered(1)
    sites.appoint(officer)
    return SiteWorld(
        started("P1", date(2026, 10, 1)), sites.own(officer), sites.registered(2), sites.registered(3)
    )


def standing(region: str = COUNTY, *, now: datetime = NOW, year: int = 2026) -> dict[str, Any]:
    return {zero.goal.id: zero for zero in board(WATCHER, region, year, now=now).zeros}


def watcher() -> Client:
    account = accounts.create_official(
        by=SYSTEM,
        now=NOW,
        username="qingqian",
        display_name="虚构清欠办",
        password=PASSWORD,
        grants=[Grant("leading-group-officer", COUNTY)],
    )
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    return browser


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def warned_case(site: SiteWorld) -> Case:
    """A case that an inspector opened from a month in which somebody was not paid."""
    unpaid = without(site.clean(), "bank", site.one.resident_number)
    sites.hand_in(site, with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    warning = EarlyWarning.objects.get(declared="wages-not-credited")
    return cases.open_from(by=HRSS, now=NOW, warning_id=warning.public_id.hex)


def test_a_zero_is_said_only_with_every_month_of_every_project(ordered: None) -> None:
    site = county()
    missing = standing()["year"]
    assert (missing.stand, missing.coverage.wanted, len(missing.coverage.gaps)) == (Stand.UNPROVEN, 1, 1)
    sites.hand_in(site, site.clean())
    assert standing()["year"].stand is Stand.PROVEN
    started("P2", date(2026, 11, 1))  # its first month is not over
    assert standing()["year"].stand is Stand.PROVEN
    started("P3", date(2026, 10, 31))
    zero = standing()["year"]
    assert (zero.stand, zero.not_zero) == (Stand.UNPROVEN, 1)
    assert [gap.project.project for gap in zero.coverage.gaps] == ["P3"]


def test_of_no_project_nothing_is_proven(ordered: None) -> None:
    assert {zero.stand for zero in standing().values()} == {Stand.UNPROVEN}


@pytest.mark.parametrize(
    ("cells", "lacks"),
    [({"最低工资档": ""}, "not_judged"), ({"发薪日": ""}, "no_pay_day")],
)
def test_a_month_with_something_unjudged_proves_nothing(
    ordered: None, cells: dict[str, str], lacks: str
) -> None:
    site = county()
    sites.hand_in(site, with_cells(site.clean(), "projects", "", **cells))
    [gap] = standing()["year"].coverage.gaps
    assert lacks in gap.lacking


def test_a_month_with_refused_rows_proves_nothing(ordered: None) -> None:
    site = county()
    world = site.clean()
    sites.hand_in(
        site, world | {"payroll": [*world["payroll"], world["payroll"][0] | {"实发工资": "六千多"}]}
    )
    [gap] = standing()["year"].coverage.gaps
    assert gap.lacking == ("refused",)


@pytest.mark.parametrize(("day", "lacking"), [(16, ("not_due",)), (17, ())])
def test_on_the_pay_day_a_month_proves_nothing_yet(ordered: None, day: int, lacking: tuple[str, ...]) -> None:
    site = county()
    sites.hand_in(site, site.clean())
    known = standing(now=datetime(2026, 11, day, 2, tzinfo=UTC))["year"].coverage
    assert tuple(each for gap in known.gaps for each in gap.lacking) == lacking


def test_money_that_a_month_says_is_owed_is_no_zero_without_a_case(ordered: None) -> None:
    site = county()
    unpaid = without(site.clean(), "bank", site.one.resident_number)
    sites.hand_in(site, with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    zero = standing()["year"]
    assert (zero.stand, zero.remaining, zero.coverage.owing[0].owed) == (Stand.RUNNING, 0, 600000)


@pytest.mark.parametrize(
    ("today", "new"),
    [(date(2027, 2, 20), Stand.RUNNING), (date(2027, 2, 21), Stand.LAPSED)],
)
def test_a_case_lapses_the_day_after_three_months(ordered: None, today: date, new: Stand) -> None:
    case = warned_case(county())
    assert case.opened_on == date(2026, 11, 20)
    zeros = standing(now=datetime(today.year, today.month, today.day, 2, tzinfo=UTC))
    assert zeros["new"].stand is new
    assert zeros["year"].stand is Stand.LAPSED  # the end of the year is past on both days
    assert zeros["spring"].stand is Stand.RUNNING and zeros["spring"].by is None


def test_a_case_of_an_earlier_year_is_standing_and_not_new(ordered: None) -> None:
    Case.objects.filter(pk=warned_case(county()).pk).update(opened_on=date(2025, 12, 31))
    zeros = standing()
    assert (zeros["standing"].remaining, zeros["new"].remaining) == (1, 0)
    assert zeros["standing"].stand is Stand.LAPSED  # 30 June is past


def test_a_case_that_went_to_court_unpaid_is_not_cleared(ordered: None) -> None:
    key = warned_case(county()).pk
    closed = {"is_open": False, "closed_on": date(2026, 11, 20)}
    Case.objects.filter(pk=key).update(status="已改正", **closed)
    assert standing()["new"].remaining == 0
    Case.objects.filter(pk=key).update(status="已申请强制执行", **closed)
    assert standing()["new"].remaining == 1


def test_shanxi_of_2019_by_its_own_paper(db: None) -> None:
    viewer = Principal("shanxi", "虚构晋", (Grant("leading-group-officer", "140000"),))
    zeros = {
        zero.goal.id: zero
        for zero in board(viewer, "140000", 2019, now=datetime(2019, 12, 1, tzinfo=UTC)).zeros
    }
    assert (zeros["new"].length, zeros["year"].by, zeros["spring"].by) == (
        3,
        date(2019, 12, 31),
        date(2020, 1, 24),
    )
    assert zeros["standing"].by is None
    later = board(viewer, "140000", 2020, now=datetime(2020, 12, 1, tzinfo=UTC))
    assert not any(zero.by or zero.length for zero in later.zeros)  # the paper is of 2019 alone


def test_a_province_costs_no_more_questions_than_a_county(ordered: None) -> None:
    whole = Principal("sichuan", "虚构川", (Grant("leading-group-officer", "510000"),))

    def questions(region: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            board(whole, region, 2026, now=NOW)
        return len(asked)

    site = county()
    sites.hand_in(site, site.clean())
    few = questions(COUNTY)
    for number in range(12):
        started(f"X{number}", date(2026, 3, 1))
    assert questions("510000") == questions("510400") == questions(COUNTY) == few


def test_the_board_over_http(ordered: None) -> None:
    site, browser, address = county(), watcher(), "/desk/zeros/?year=2026"
    recording.add(
        by=HOUSING, now=NOW, record_id=site.project_id, event="竣工", on=date(2026, 10, 31), said={}
    )
    type(site.project).objects.update(began=date(2026, 10, 1))
    warned_case(site)
    shown = text(browser.get(address))
    assert "清零了，有证明" not in shown and "欠 6,000 元" in shown and "从立案起 3 个月" in shown
    assert "虚构县清欠办法第三条" in shown and "当地没有定期限" in shown
    opened = Case.objects.values_list("opened_on", flat=True)[0]
    Case.objects.update(opened_on=date(2025, 12, 31))
    lapsed = text(browser.get(address))
    assert "过了期限没有清零" in lapsed and "还有 1 件由别的部门办，这里只计数" not in lapsed
    Case.objects.update(opened_on=opened)
    sites.hand_in(site, site.clean())
    Case.objects.update(is_open=False, closed_on=date(2026, 11, 21), status="已改正")
    proven = text(browser.get(address))
    assert "清零了，有证明" in proven and "资料齐全的 1 个，缺 0 个" in proven
    assert browser.get("/desk/zeros/?region=140000").status_code == 403
    assert browser.post("/desk/zeros/export/", {"purpose": ""}).status_code == 400
    taken = browser.post("/desk/zeros/export/?year=2026", {"purpose": "月报"})
    assert taken["Content-Type"].startswith("text/csv")
    told = taken.content.decode()
    assert "事由：月报" in told and "历史陈案,不能说清零" in told

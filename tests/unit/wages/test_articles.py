"""The wage payment regulation article by article, where no pack has a worked example: `test_article_<number>_…`.

`docs/reference/wage-regulation.md` lists these beside the examples of the packs.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.wages.actions import hearing, warnings
from huigong.wages.models import EarlyWarning, WorkerMonth
from huigong.wages.own import own_wages
from huigong.wages.paying.payroll import read
from huigong.wages.paying.writing import bank_file
from tests.architecture import articles
from tests.unit.wages.sites import COUNTY, NOW, SiteWorld, hand_in, own, site_world, with_cells, without
from tests.unit.wages.worlds import (  # fmt: skip
    CARDS,
    MONTH,
    WORKDAYS,
    A,
    B,
    World,
    changed,
    clean,
    credit,
    days,
    kinds,
    pay,
    run,
    site,
    write,
)


def test_each_article_has_an_example_or_a_reason() -> None:
    assert articles.bare() == []
    assert not articles.NOTHING_TO_DECIDE.keys() & articles.shown_by().keys()


@pytest.fixture
def county(db: None) -> SiteWorld:
    return site_world()


def found(world: World, tmp_path: Path) -> dict[str, int]:
    return kinds(run(write(world, tmp_path)))


def test_article_7_wages_are_the_work_of_the_labour_office_and_project_money_of_the_housing_office(
    county: SiteWorld,
) -> None:
    unpaid = without(county.clean(), "bank", county.one.resident_number)
    hand_in(county, with_cells(unpaid, "projects", "", 本月拨付="0", 期末余额="94000.00"))
    offices = dict(EarlyWarning.objects.filter(month__isnull=False).values_list("declared", "office"))
    assert offices["wages-not-credited"] == f"{COUNTY}/hrss"
    assert offices["labour-cost-not-transferred"] == f"{COUNTY}/housing"


@pytest.mark.parametrize("memo", ["", "以水泥抵工资"])
def test_article_11_what_did_not_come_as_money_is_still_owed(memo: str, tmp_path: Path) -> None:
    world = deepcopy(clean())
    world["bank"] = [credit(A, "4000.00", 附言=memo), credit(B)]
    world["projects"] = [site(closing="90000.00")]
    outcome = run(write(world, tmp_path))
    assert kinds(outcome) == {"paid_short": 1} and outcome.totals["owed"] == 200000


def test_article_11_money_goes_to_the_worker_and_to_nobody_else(tmp_path: Path) -> None:
    world = changed(clean(), "bank", A, 收款账号=CARDS[B])
    assert found(world, tmp_path) == {"other_card": 1, "shared_card": 2}


@pytest.mark.parametrize(
    ("amount", "closing", "holds"),
    [("6000.00", "88000.00", {}), ("5999.99", "88000.01", {"paid_short": 1})],
)
def test_article_12_pay_is_full_to_the_fen(
    amount: str, closing: str, holds: dict[str, int], tmp_path: Path
) -> None:
    world = clean() | {"bank": [credit(A, amount), credit(B)], "projects": [site(closing=closing)]}
    assert found(world, tmp_path) == holds


@pytest.mark.parametrize(("on", "holds"), [("2026-11-16", {}), ("2026-11-17", {"paid_late": 1})])
def test_article_12_pay_comes_on_the_written_day(on: str, holds: dict[str, int], tmp_path: Path) -> None:
    assert found(changed(clean(), "bank", A, 日期=on), tmp_path) == holds


def test_article_13_a_month_that_was_worked_is_a_month_that_is_paid(tmp_path: Path) -> None:
    world = clean() | {"payroll": [pay(B)], "bank": [credit(B)], "projects": [site(closing="94000.00")]}
    assert found(world, tmp_path) == {"worked_not_on_payroll": 1}
    nobody_worked = {**world, "attendance": days(B, WORKDAYS)}
    assert found(nobody_worked, tmp_path / "without") == {}


@pytest.mark.parametrize(("on", "holds"), [("2026-09-30", {}), ("2026-10-08", {"paid_late": 1})])
def test_article_14_a_pay_day_within_a_holiday_is_the_working_day_before(
    on: str, holds: dict[str, int], tmp_path: Path
) -> None:
    world = changed(clean(), "projects", "", 发薪日="2026-10-03")
    early = [credit(A, on=on), credit(B, on="2026-09-30")]
    assert found(world | {"bank": early}, tmp_path) == holds


def test_article_15_the_worker_sees_days_items_and_what_came_to_which_card(county: SiteWorld) -> None:
    hand_in(county, county.clean())
    [month] = own_wages(own(county.one), on=NOW.date())
    row = month.row
    assert (len(month.days), row.gross, row.net, row.credited) == (len(WORKDAYS), 600000, 600000, 600000)
    assert row.cards == "0001" and row.last_day == date(2026, 11, 10)


def test_article_31_without_the_workers_yes_the_payroll_is_not_signed(county: SiteWorld) -> None:
    world = with_cells(county.clean(), "payroll", county.one.resident_number, 工人确认="否")
    month = hand_in(county, world)
    assert [each.kind for each in month.differences.all()] == ["unsigned"]
    assert not WorkerMonth.objects.exclude(answer="").exists()  # and nothing is taken for a yes


def test_article_31_the_contractor_pays_from_the_special_account_to_the_own_card(tmp_path: Path) -> None:
    world = changed(clean(), "projects", "", 总包单位="虚构建工")
    told = read(write(world, tmp_path / "own"), project="P1", month=MONTH)
    assert bank_file(told, profile="iso-pain001", made_at=NOW)[1].count(b"9000001") == 1
    with pytest.raises(DomainError, match="第三十一条"):
        read(
            write(changed(world, "payroll", A, 银行卡号=CARDS[B]), tmp_path / "other"),
            project="P1",
            month=MONTH,
        )


@pytest.mark.parametrize(("closing", "holds"), [("88000.00", {}), ("87999.99", {"account_mismatch": 1})])
def test_article_33_money_that_left_the_special_account_for_something_else_is_seen(
    closing: str, holds: dict[str, int], tmp_path: Path
) -> None:
    assert found(clean() | {"projects": [site(closing=closing)]}, tmp_path) == holds


def test_article_35_a_quarrel_about_the_work_ends_no_warning(county: SiteWorld) -> None:
    unpaid = without(county.clean(), "bank", county.one.resident_number)
    hand_in(county, with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    warning = EarlyWarning.objects.get(declared="wages-not-credited")
    hearing.explain(
        by=county.officer, now=NOW, warning_id=warning.public_id.hex, said="工程量和造价有争议，等结算"
    )
    warnings.look_over(now=NOW)
    assert EarlyWarning.objects.get(pk=warning.pk).closing == ""
    assert own_wages(own(county.one), on=NOW.date())[0].owed == 600000


def test_article_35_paid_in_full_the_warning_is_over(county: SiteWorld) -> None:
    unpaid = without(county.clean(), "bank", county.one.resident_number)
    hand_in(county, with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    hand_in(county, county.clean())
    assert EarlyWarning.objects.get(declared="wages-not-credited").closing == "data"

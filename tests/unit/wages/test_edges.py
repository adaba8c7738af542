"""What months of sites are like at their edges: late, twice, out of order, corrected afterwards; people of every age, name and card.

Where another file has the example, the last test names it.
"""

from __future__ import annotations

import importlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from huigong.wages.models import EarlyWarning, ProjectMonth
from huigong.wages.own import own_wages
from tests.unit.registry.someone import resident_number
from tests.unit.wages import test_liability
from tests.unit.wages.sites import NOW, SiteWorld, hand_in, own, site_world, with_cells
from tests.unit.wages.test_months import refused, unpaid
from tests.unit.wages.worlds import A, World, clean, kinds, pay, run, write

TODAY = NOW.date()
ELSEWHERE = {
    "a leap day": ("test_reconcile", "test_leap_days_belong_to_february"),
    "piece work": ("test_warnings", "test_piece_work_is_not_forecast"),
    "a team leader paid for the team": ("test_payroll", "test_a_team_leader_is_not_paid_for_the_team"),
    "past the age of retirement": (
        "test_contracts",
        "test_people_past_the_age_fall_under_their_own_rules_from_july_2026",
    ),
    "a contractor bankrupt": (
        "test_liability",
        "test_a_bankrupt_pays_nobody_alone_and_what_its_estate_holds_is_to_be_found_out",
    ),
    "twice": ("test_left_out", "test_the_same_files_again_are_told_and_no_version"),
    "ended": ("test_numbers", "test_the_officer_of_a_project_that_has_ended_mends_it_while_a_warning_stands"),
}


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def standing() -> set[str]:
    return set(EarlyWarning.objects.filter(closing="").values_list("declared", flat=True))


def swapped(world: World, **new: str) -> World:
    """The same of somebody with another number."""
    [(old, number)] = [(key.removeprefix("n"), value) for key, value in new.items()]
    return {
        table: [{name: number if cell == old else cell for name, cell in row.items()} for row in rows]
        for table, rows in world.items()
    }


def test_months_out_of_order_and_late_are_each_their_own(site: SiteWorld) -> None:
    hand_in(site, unpaid(site), month="2026-10")
    hand_in(site, site.clean(), month="2026-07")  # months late, and after a later one
    mine = own_wages(own(site.one), on=TODAY)
    assert [(f"{each.month:%Y-%m}", each.owed) for each in mine] == [("2026-10", 600000), ("2026-07", 0)]


def test_a_correction_after_the_warning_was_settled_raises_it_anew(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    hand_in(site, site.clean())
    assert "wages-not-credited" not in standing()
    hand_in(
        site,
        with_cells(site.clean(), "payroll", site.one.resident_number, 应发工资="6500.00", 实发工资="6500.00"),
    )
    assert "wages-not-credited" in standing()
    assert own_wages(own(site.one), on=TODAY)[0].owed == 50000


def test_the_pay_of_december_is_due_in_the_next_year(site: SiteWorld) -> None:
    world = with_cells(unpaid(site), "projects", "", 发薪日="2027-01-15")
    world = {
        table: [{name: cell.replace("2026-10", "2026-12") for name, cell in row.items()} for row in rows]
        for table, rows in world.items()
    }
    hand_in(site, world, now=datetime(2027, 1, 15, 2, tzinfo=UTC), month="2026-12")
    [on_the_day] = own_wages(own(site.one), on=date(2027, 1, 15))
    [after] = own_wages(own(site.one), on=date(2027, 1, 16))
    assert (on_the_day.owed, after.owed) == (0, 600000)


@pytest.mark.parametrize(
    ("pay_day", "kept"),
    [
        ("2026-09-30", ""),
        ("2026-10-01", "2026-09-30"),
        ("2027-11-01", "2027-11-01"),
        ("2027-11-02", ""),
        ("2199-12-31", ""),
    ],
)
def test_a_pay_day_that_cannot_be_of_the_month_is_none_and_is_warned_of(
    site: SiteWorld, pay_day: str, kept: str
) -> None:
    row = hand_in(site, with_cells(unpaid(site), "projects", "", 发薪日=pay_day))
    assert bool(row.accounts["pay_day"]) is bool(kept)
    assert ("pay-day-not-written" in standing()) is not bool(kept)
    assert own_wages(own(site.one), on=TODAY)[0].owed == (0 if kept.startswith("2027") else 600000)


def test_a_month_that_no_site_can_have_is_refused(site: SiteWorld) -> None:
    for month, code in (("1900-01", "wage.month_before"), ("2199-12", "wage.month_to_come")):
        with refused(code):
            hand_in(site, site.clean(), month=month)
    assert not ProjectMonth.objects.exists()


def test_somebody_written_by_two_names_is_one_worker(tmp_path: Path) -> None:
    world = clean()
    world["payroll"] = [row | {"姓名": "甲　禾"} if row["证件号码"] == A else row for row in world["payroll"]]
    world["bank"] = [row | {"收款户名": "甲禾（曾用名乙禾）"} for row in world["bank"]]
    assert kinds(run(write(world, tmp_path))) == {}


def test_a_card_that_changes_within_the_month_is_both_times_the_own_one(tmp_path: Path) -> None:
    world, new = clean(), "6222000000000000099"
    [first] = [row for row in world["roster"] if row["证件号码"] == A]
    world["roster"] += [first | {"进场日期": "2026-10-20", "银行卡号": new}]
    [line] = [row for row in world["bank"] if row["证件号码"] == A]
    world["bank"] = [row for row in world["bank"] if row["证件号码"] != A] + [
        line | {"金额": "3000.00"},
        line | {"金额": "3000.00", "收款账号": new, "流水号": "NEW"},
    ]
    assert kinds(run(write(world, tmp_path))) == {}
    world["roster"].pop()
    assert kinds(run(write(world, tmp_path / "without"))) == {"other_card": 1}


@pytest.mark.parametrize(
    ("born", "raised"), [(date(2010, 10, 8), False), (date(2010, 10, 9), True), (date(2011, 1, 1), True)]
)
def test_a_child_on_the_site_is_an_alarm_by_the_first_day_they_came(
    site: SiteWorld, born: date, raised: bool
) -> None:
    """The first attended day of the clean month is 8 October."""
    number = resident_number(77, born=born)
    world = swapped(site.clean(), **{f"n{site.one.resident_number}": number})
    hand_in(site, world)
    assert ("child-at-work" in standing()) is raised


def test_who_is_paid_for_pieces_is_held_against_the_payroll_and_not_against_a_rate(tmp_path: Path) -> None:
    world = clean()
    world["roster"] = [row | {"计薪方式": "计件", "工资标准": "3元/件"} for row in world["roster"]]
    assert kinds(run(write(world, tmp_path))) == {}


def test_a_negative_month_is_no_month(tmp_path: Path) -> None:
    for cells, many in (
        ({"net": "-5.00"}, 1),
        ({"net": "0.00", "count": "-3"}, 1),
        ({"net": "0.00", "count": "0"}, 0),
        ({"net": "-5.00", "行类型": "更正"}, 0),
    ):
        world = clean()
        others = [row for row in world["payroll"] if row["证件号码"] != A]
        world["payroll"] = [pay(A, **cells), *others]
        outcome = run(write(world, tmp_path / f"{len(cells)}{cells['net']}{many}"))
        assert outcome.refused["payroll"] == many, cells


def test_the_owner_answers_for_wages_of_a_project_that_was_built_against_the_law() -> None:
    """条例 37"""
    lawful = {**test_liability.SITE, **test_liability.NOTHING_MORE}
    owner = "unlawful-project"
    assert owner not in test_liability.by_rule(test_liability.of(lawful))
    assert owner in test_liability.by_rule(test_liability.of({**lawful, "违法建设造成欠薪": True}))


def test_edges_that_have_their_example_elsewhere_have_it() -> None:
    for edge, (file, test) in ELSEWHERE.items():
        assert hasattr(importlib.import_module(f"tests.unit.wages.{file}"), test), edge

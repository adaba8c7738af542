"""Each kind on both sides of its boundary, in a month that is otherwise clean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests import effort
from tests.unit.wages.worlds import (
    CARDS,
    WORKDAYS,
    A,
    B,
    C,
    World,
    changed,
    clean,
    credit,
    days,
    exceptions,
    kinds,
    pay,
    person,
    run,
    site,
    summary,
    write,
)

COUNT = len(WORKDAYS)


def without(world: World, table: str, worker: str) -> World:
    return world | {table: [row for row in world[table] if row.get("证件号码") != worker]}


def more(world: World, table: str, *rows: dict[str, object]) -> World:
    return world | {table: [*world[table], *rows]}


def test_a_clean_month_has_no_difference(tmp_path: Path) -> None:
    outcome = run(write(clean(), tmp_path))
    assert kinds(outcome) == {} and not outcome.differs
    assert outcome.judged.not_judged == {}
    assert exceptions(tmp_path) == []
    told = summary(tmp_path, outcome)
    assert told["totals"] == {
        "net": "12000.00",
        "credited": "12000.00",
        "owed": "0.00",
        "not_due": "0.00",
        "overpaid": "0.00",
    }
    assert told["refused"] == dict.fromkeys(("projects", "roster", "attendance", "payroll", "bank"), 0)


CASES: dict[str, tuple[World, set[str]]] = {
    "work and no payroll line": (
        changed(without(without(clean(), "payroll", B), "bank", B), "projects", "", 期末余额="94000.00"),
        {"worked_not_on_payroll"},
    ),
    "payroll line and no work": (without(clean(), "attendance", B), {"payroll_without_work"}),
    "payroll line of nothing and no work": (
        changed(
            without(
                changed(
                    without(clean(), "attendance", B), "payroll", B, 实发工资="0", 应发工资="0", 出勤天数="0"
                ),
                "bank",
                B,
            ),
            "projects",
            "",
            期末余额="94000.00",
        ),
        set(),
    ),
    "one day apart": (changed(clean(), "payroll", A, 出勤天数=str(COUNT + 1)), set()),
    "one and a half days apart": (changed(clean(), "payroll", A, 出勤天数=f"{COUNT - 1.5}"), {"days_differ"}),
    "nothing credited": (
        changed(without(clean(), "bank", A), "projects", "", 期末余额="94000.00"),
        {"not_paid"},
    ),
    "credit that failed": (
        changed(changed(clean(), "bank", A, 结果="失败"), "projects", "", 期末余额="94000.00"),
        {"not_paid"},
    ),
    "credited and reversed": (
        more(
            changed(clean(), "projects", "", 期末余额="94000.00"),
            "bank",
            credit(A, "-6000.00", serial="R1", 附言=f"冲正L-P1-{A}-6000.00-2026-11-10"),
        ),
        {"not_paid"},
    ),
    "a cent short": (
        changed(changed(clean(), "bank", A, 金额="5999.99"), "projects", "", 期末余额="88000.01"),
        {"paid_short"},
    ),
    "a cent over": (
        changed(changed(clean(), "bank", A, 金额="6000.01"), "projects", "", 期末余额="87999.99"),
        set(),
    ),
    "on the pay-day": (changed(clean(), "bank", A, 日期="2026-11-16"), set()),
    "a day after the pay-day": (changed(clean(), "bank", A, 日期="2026-11-17"), {"paid_late"}),
    "pay-day on a rest day, paid on it": (
        changed(changed(clean(), "projects", "", 发薪日="2026-11-15"), "bank", A, 日期="2026-11-15"),
        {"paid_late"},
    ),
    "pay-day on a rest day, paid before it": (
        changed(changed(clean(), "projects", "", 发薪日="2026-11-15"), "bank", A, 日期="2026-11-13"),
        set(),
    ),
    "another card": (changed(clean(), "bank", A, 收款账号=CARDS[C]), {"other_card"}),
    "the card of another worker": (
        changed(clean(), "bank", A, 收款账号=CARDS[B]),
        {"other_card", "shared_card"},
    ),
    "another card, taken back": (
        more(
            clean(),
            "bank",
            credit(A, "10.00", serial="X1", 收款账号=CARDS[B]),
            credit(A, "-10.00", serial="X2", 收款账号=CARDS[B], 附言="冲正X1"),
        ),
        set(),
    ),
    "a cent below the minimum": (
        changed(
            changed(changed(clean(), "payroll", A, 实发工资="2099.99"), "bank", A, 金额="2099.99"),
            "projects",
            "",
            期末余额="91900.01",
        ),
        {"below_minimum"},
    ),
    "the minimum": (
        changed(
            changed(changed(clean(), "payroll", A, 实发工资="2100"), "bank", A, 金额="2100"),
            "projects",
            "",
            期末余额="91900.00",
        ),
        set(),
    ),
    "a working day less and below the minimum": (
        changed(
            changed(
                changed(
                    clean() | {"attendance": [*days(A, WORKDAYS[:-1]), *days(B, WORKDAYS)]},
                    "payroll",
                    A,
                    实发工资="2000",
                ),
                "bank",
                A,
                金额="2000",
            ),
            "projects",
            "",
            期末余额="92000.00",
        ),
        set(),
    ),
    "a day before the interval": (changed(clean(), "roster", A, 进场日期=str(WORKDAYS[1])), {"unregistered"}),
    "the first day of the interval": (changed(clean(), "roster", A, 进场日期=str(WORKDAYS[0])), set()),
    "the last day of the interval": (changed(clean(), "roster", A, 退场日期=str(WORKDAYS[-1])), set()),
    "a day after the interval": (changed(clean(), "roster", A, 退场日期=str(WORKDAYS[-2])), {"unregistered"}),
    "no interval at all": (
        changed(without(clean(), "roster", A), "bank", A, 收款账号=CARDS[A]),
        {"unregistered", "other_card"},
    ),
    "no contract": (changed(clean(), "roster", A, 合同编号=""), {"no_contract"}),
    "no contract on one day of two intervals": (
        more(
            changed(clean(), "roster", A, 退场日期="2026-10-15"),
            "roster",
            person(A, starts="2026-10-16", contract=""),
        ),
        {"no_contract"},
    ),
    "two intervals on the day, one with a contract": (more(clean(), "roster", person(A, contract="")), set()),
    "left and paid": (changed(clean(), "roster", A, 退场日期="2026-10-31"), set()),
    "left on the last day and not paid": (
        changed(
            changed(without(clean(), "bank", A), "projects", "", 期末余额="94000.00"),
            "roster",
            A,
            退场日期="2026-10-31",
        ),
        {"not_paid", "left_unsettled"},
    ),
    "leaves a day later and not paid": (
        changed(
            changed(without(clean(), "bank", A), "projects", "", 期末余额="94000.00"),
            "roster",
            A,
            退场日期="2026-11-01",
        ),
        {"not_paid"},
    ),
    "left and paid under another month": (
        changed(
            changed(changed(clean(), "bank", A, 月份="2026-09"), "projects", "", 期末余额="94000.00"),
            "roster",
            A,
            退场日期="2026-10-31",
        ),
        {"not_paid"},
    ),
    "not confirmed": (changed(clean(), "payroll", A, 工人确认="否"), {"unsigned"}),
    "account a cent off": (changed(clean(), "projects", "", 期末余额="88000.01"), {"account_mismatch"}),
}


FIRST, APART = effort.some_of(2)


@pytest.mark.parametrize("case", [*CASES][FIRST::APART])
def test_a_kind_holds_beyond_its_boundary_and_not_before(case: str, tmp_path: Path) -> None:
    world, expected = CASES[case]
    outcome = run(write(world, tmp_path))
    assert outcome.refused == dict.fromkeys(("projects", "roster", "attendance", "payroll", "bank"), 0)
    assert set(kinds(outcome)) == expected
    assert {row["kind"] for row in exceptions(tmp_path)} == expected
    assert all(row["month"] == "2026-10" and row["evidence"] for row in exceptions(tmp_path))


def two_projects(first: str, second: str) -> World:
    world = clean()
    return {
        "projects": [site(), site("P2", closing="94000.00")],
        "roster": [*world["roster"], person(A, project="P2")],
        "attendance": [
            *days(A, WORKDAYS[1:]),
            *days(A, WORKDAYS[:1], hours=first),
            *days(B, WORKDAYS),
            *days(A, WORKDAYS[:1], project="P2", hours=second),
        ],
        "payroll": [*world["payroll"], pay(A, project="P2", count="1")],
        "bank": [*world["bank"], credit(A, project="P2")],
    }


@pytest.mark.parametrize(("second", "count"), [("8", 2), ("7.99", 0)])
def test_eight_hours_on_each_of_two_sites_are_named_on_both(second: str, count: int, tmp_path: Path) -> None:
    assert kinds(run(write(two_projects("8", second), tmp_path))).get("two_sites", 0) == count


def test_the_hours_of_a_day_add_and_identical_lines_count_once(tmp_path: Path) -> None:
    world = two_projects("8", "4")
    half = days(A, WORKDAYS[:1], project="P2", hours="4")
    (tmp_path / "same").mkdir()
    assert kinds(run(write(more(world, "attendance", *half), tmp_path / "same"))) == {}
    afternoon = [row | {"上班时间": "13:00"} for row in half]
    assert kinds(run(write(more(world, "attendance", *afternoon), tmp_path / "added"))) == {"two_sites": 2}


def test_late_is_the_day_from_which_the_sum_stays(tmp_path: Path) -> None:
    """Paid in time, taken back, paid again after the pay-day."""
    world = more(
        clean(),
        "bank",
        credit(A, "-6000.00", on="2026-11-12", serial="R1", 附言="冲正S1"),
        credit(A, on="2026-11-17", serial="S2"),
    )
    assert kinds(run(write(world, tmp_path))) == {"paid_late": 1}


def test_amounts_are_yuan(tmp_path: Path) -> None:
    outcome = run(write(changed(clean(), "bank", A, 金额="5499.99"), tmp_path))
    assert kinds(outcome) == {"paid_short": 1, "account_mismatch": 1}
    amounts = {row["kind"]: row["amount"] for row in exceptions(tmp_path)}
    assert amounts == {"paid_short": Decimal("500.01"), "account_mismatch": Decimal("500.01")}
    schema = pq.read_schema(tmp_path / "out" / "exceptions.parquet")
    assert schema.field("amount").type == pa.decimal128(18, 2)


def test_what_is_not_due_yet_is_not_owed(tmp_path: Path) -> None:
    world = changed(without(clean(), "bank", A), "projects", "", 期末余额="94000.00")
    outcome = run(write(world, tmp_path), as_of=date(2026, 11, 15))
    assert kinds(outcome) == {}
    assert (outcome.totals["owed"], outcome.totals["not_due"]) == (0, 600_000)
    outcome = run(tmp_path, as_of=date(2026, 11, 16))
    assert kinds(outcome) == {"not_paid": 1}
    assert (outcome.totals["owed"], outcome.totals["not_due"]) == (600_000, 0)


def test_the_sums_close(tmp_path: Path) -> None:
    world = changed(changed(clean(), "bank", A, 金额="6500.10"), "payroll", B, 实发工资="7000.25")
    totals = run(write(world, tmp_path)).totals
    assert totals == {
        "net": 1_300_025,
        "credited": 1_250_010,
        "owed": 100_025,
        "not_due": 0,
        "overpaid": 50_010,
    }
    assert totals["net"] + totals["overpaid"] == totals["credited"] + totals["owed"]


def test_other_months_and_other_regions_are_left_alone(tmp_path: Path) -> None:
    world = clean()
    world["projects"].append(site("P9", region="510402"))
    world["attendance"] += [*days(C, ["2026-09-30", "2026-11-01"]), *days(C, WORKDAYS, project="P9")]
    world["payroll"] += [pay(C, 月份="2026-09"), pay(C, project="P9")]
    world["bank"] += [credit(C, 月份="2026-11"), credit(C, project="P9")]
    outcome = run(write(world, tmp_path))
    assert kinds(outcome) == {}
    assert outcome.control["payroll"]["lines"] == 2


@pytest.mark.parametrize(
    ("region", "lines"), [("21", 2), ("210000", 2), ("2107", 2), ("210700", 2), ("210702", 2), ("100000", 2)]
)
def test_a_region_is_the_first_figures_of_its_codes(region: str, lines: int, tmp_path: Path) -> None:
    assert run(write(clean(), tmp_path), region=region).control["payroll"]["lines"] == lines


def test_leap_days_belong_to_february(tmp_path: Path) -> None:
    world: World = {
        "projects": [site(发薪日="2024-03-15", 期末余额="100000.00")],
        "roster": [person(A, starts="2024-02-29", ends="2024-02-29")],
        "attendance": days(A, ["2024-02-29", "2024-03-01"]),
        "payroll": [pay(A, net="200", count="1", 月份="2024-02")],
        "bank": [],
    }
    outcome = run(write(world, tmp_path), month="2024-02")
    assert kinds(outcome) == {"not_paid": 1, "left_unsettled": 1}


def with_share(world: World, net: str, share: str) -> World:
    """One of the two gets `net`, after `share` of own insurance was taken off; the account closes."""
    told = changed(world, "payroll", A, 实发工资=net, 应发工资="6000.00", 扣款=share, 个人社保=share)
    closing = Decimal("94000.00") - Decimal(net)
    return changed(changed(told, "bank", A, 金额=net), "projects", "", 期末余额=str(closing))


SHARES = {  # the least wage of tier 一档 is 2100 in 辽宁
    "only the share is below it: open": ("2000.00", "100.00", 0, True),
    "a cent more than the share is missing": ("1999.99", "100.00", 1, False),
    "above it all the same": ("2100.00", "100.00", 0, False),
    "no share": ("2099.99", "0", 1, False),
}


@pytest.mark.parametrize("name", SHARES)
def test_the_own_insurance_share_makes_nobody_underpaid_where_nobody_says_so(
    name: str, tmp_path: Path
) -> None:
    net, share, count, is_open = SHARES[name]
    outcome = run(write(with_share(clean(), net, share), tmp_path))
    assert outcome.judged.kinds["below_minimum"] == count
    assert ("below_minimum" in outcome.judged.not_judged) is is_open


def test_where_the_least_wage_is_without_the_share_net_alone_counts(tmp_path: Path) -> None:
    """北京: 2540 since September 2025, without what the worker pays for insurance."""
    world = changed(with_share(clean(), "2539.99", "500.00"), "projects", "", 地区="110105")
    outcome = run(write(world, tmp_path), region="11")
    assert outcome.judged.kinds["below_minimum"] == 1
    assert "below_minimum" not in outcome.judged.not_judged

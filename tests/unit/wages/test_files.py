"""Files as people make them: the same month, however it is written."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from huigong.kernel.errors import DomainError
from huigong.portals.cli import main as shell
from tests.unit.wages.worlds import (
    CARDS,
    HEADERS,
    WORKDAYS,
    A,
    B,
    Row,
    clean,
    credit,
    days,
    kinds,
    pay,
    person,
    run,
    site,
    write,
)


def refused(folder: Path) -> list[tuple[str, str, int, str]]:
    rows = pq.read_table(folder / "out" / "refused.parquet").to_pylist()
    return [(row["table"], row["file"], row["line"], row["reason"]) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_any_encoding(encoding: str, tmp_path: Path) -> None:
    outcome = run(write(clean(), tmp_path, encoding=encoding))
    assert kinds(outcome) == {} and outcome.control["payroll"]["good"] == 2


def workbook(path: Path, table: str, rows: list[Row]) -> None:
    """As an office makes it: a title over the headers, columns in another order, numbers and days as the program keeps
    them, one cell merged down, a sum, a signature."""
    path.parent.mkdir(parents=True, exist_ok=True)
    heads = [name for name in reversed(HEADERS[table].split()) if any(row.get(name) for row in rows)]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, shown = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        sheet.merge_range(0, 0, 0, len(heads) - 1, "虚构筑城有限公司 2026年10月 表")
        sheet.write_row(2, 0, heads)
        for number, row in enumerate(rows, start=3):
            for column, name in enumerate(heads):
                value = row.get(name, "")
                if name in (
                    "工时",
                    "实发工资",
                    "应发工资",
                    "金额",
                    "出勤天数",
                    "期初余额",
                    "期末余额",
                    "本月拨付",
                ):
                    sheet.write_number(number, column, float(value or 0))
                elif value and name in ("日期", "进场日期", "发薪日"):
                    sheet.write_datetime(number, column, datetime.fromisoformat(str(value)), shown)
                else:
                    sheet.write_string(number, column, str(value))
        if table != "projects":
            sheet.merge_range(3, heads.index("项目编号"), 2 + len(rows), heads.index("项目编号"), "P1")
        sheet.merge_range(3 + len(rows), 0, 3 + len(rows), len(heads) - 1, "合计：12000")
        sheet.write_string(4 + len(rows), 0, "制表人：乙禾")
        sheet.write_string(4 + len(rows), 2, "审核：丙禾")


def test_workbooks_as_offices_make_them(tmp_path: Path) -> None:
    for table, rows in clean().items():
        workbook(tmp_path / f"{table}.xlsx", table, rows)
    outcome = run(tmp_path)
    assert refused(tmp_path) == []
    assert kinds(outcome) == {} and outcome.judged.not_judged == {}
    assert {table: counts["good"] for table, counts in outcome.control.items()} == {
        "projects": 1,
        "roster": 2,
        "attendance": 2 * len(WORKDAYS),
        "payroll": 2,
        "bank": 2,
    }


def test_parquet_with_days_and_decimals(tmp_path: Path) -> None:
    numbers = {"工时", "实发工资", "应发工资", "金额", "出勤天数", "期初余额", "期末余额", "本月拨付", "扣款"}
    for table, rows in clean().items():
        columns: dict[str, pa.Array] = {}
        for name in HEADERS[table].split():
            cells = [row.get(name) or None for row in rows]
            if name in numbers:
                columns[name] = pa.array(
                    [None if cell is None else Decimal(cell) for cell in cells], pa.decimal128(14, 2)
                )
            elif "日期" in name or name == "发薪日":
                columns[name] = pa.array(
                    [None if cell is None else date.fromisoformat(cell) for cell in cells], pa.date32()
                )
            else:
                columns[name] = pa.array(cells, pa.string())
        (tmp_path / table).mkdir()
        pq.write_table(pa.table(columns), tmp_path / table / "1.parquet")
        pq.write_table(pa.table(columns), tmp_path / table / "2.parquet")  # the whole month twice
    outcome = run(tmp_path)
    assert kinds(outcome) == {} and outcome.totals["credited"] == 1_200_000
    assert outcome.control["bank"] == {
        "lines": 4,
        "good": 2,
        "twice": 2,
        "refused": 0,
        "sum": 2_400_000,
        "good_sum": 1_200_000,
    }
    assert (
        outcome.control["attendance"]["twice"] == outcome.control["attendance"]["good"] == 2 * len(WORKDAYS)
    )


def test_spellings_of_one_worker_are_one_worker(tmp_path: Path) -> None:
    world = clean()
    world["attendance"] = [
        *days(f" {A[:6]} {A[6:]}", WORKDAYS[:5]),
        *days(A, [str(day).replace("-", "/") for day in WORKDAYS[5:]]),
        *days(B, WORKDAYS, hours="９"),
    ]
    world["payroll"][0] |= {"月份": "2026年10月", "实发工资": "6,000.00元", "出勤天数": f"{len(WORKDAYS)}天"}
    assert kinds(run(write(world, tmp_path))) == {}


def test_what_cannot_be_used_is_refused_with_its_line(tmp_path: Path) -> None:
    world = clean()
    world["payroll"] += [
        pay("2.10799E+17"),
        pay(A, project="P7"),
        pay(A, 实发工资="待定"),
        pay(A, 月份="十月"),
        {"项目编号": "小计", "实发工资": "12000"},
        {"项目编号": "负责人签字：", "姓名": "丁禾"},
    ]
    world["bank"] += [
        credit(A, "1.00", serial="L1"),
        credit(A, "2.00", serial="L1"),
        credit(A, "-1.00", serial="L2"),
        credit(B, "0.005", serial="L3"),
    ]
    world["projects"][0]["期末余额"] = "87999.00"
    world["attendance"] += [
        {"项目编号": "P1", "证件号码": A, "日期": "2026-10-32", "工时": "9"},
        {"项目编号": "P1", "证件号码": A, "日期": "2026-10-01", "工时": "25"},
        {"项目编号": "P1", "证件号码": "", "日期": "2026-10-01", "工时": "9"},
        {"项目编号": "合计", "工时": "360"},
    ]
    world["roster"] += [person(A, starts="2026-10-02", ends="2026-10-01"), person(A, starts="")]
    outcome = run(write(world, tmp_path))
    first = len(WORKDAYS) * 2 + 2
    assert refused(tmp_path) == [
        ("attendance", "attendance.csv", first, "day"),
        ("attendance", "attendance.csv", first + 1, "hours"),
        ("attendance", "attendance.csv", first + 2, "worker"),
        ("bank", "bank.csv", 5, "serial_conflict"),
        ("bank", "bank.csv", 6, "negative"),
        ("bank", "bank.csv", 7, "amount"),
        ("payroll", "payroll.csv", 4, "worker"),
        ("payroll", "payroll.csv", 5, "unknown_project"),
        ("payroll", "payroll.csv", 6, "net"),
        ("payroll", "payroll.csv", 7, "month"),
        ("roster", "roster.csv", 4, "interval"),
        ("roster", "roster.csv", 5, "starts"),
    ]
    assert kinds(outcome) == {}
    assert outcome.totals["overpaid"] == 100


@pytest.mark.parametrize(
    ("column", "code"),
    [("发薪日", "paid_late"), ("期初余额", "account_mismatch"), ("期末余额", "account_mismatch")],
)
def test_a_bad_cell_of_a_project_is_missing_to_one_kind_only(column: str, code: str, tmp_path: Path) -> None:
    world = clean()
    world["projects"] = [site("P2", closing="100000.00"), site() | {column: "待定"}]
    world["payroll"][0]["工人确认"] = "否"
    outcome = run(write(world, tmp_path))
    assert refused(tmp_path) == []
    assert kinds(outcome) == {"unsigned": 1}
    assert list(outcome.judged.not_judged) == [code]
    assert "1 个项目（共 2 个）" in outcome.judged.not_judged[code]


def test_lines_of_projects_elsewhere_are_not_judged(tmp_path: Path) -> None:
    world = clean()
    elsewhere = site("P9", region="510402")
    world["projects"] += [
        elsewhere | {"发薪日": "待定"},
        elsewhere | {"期末余额": "1"},
        elsewhere | {"项目编号": "", "总包单位": "虚构筑城"},
        site("P8", region="待定"),
    ]
    world["payroll"] += [pay(A, project="P9"), pay(B, project="P8")]
    run(write(world, tmp_path))
    assert [(table, reason) for table, _, _, reason in refused(tmp_path)] == [
        ("payroll", "unknown_project"),
        ("projects", "region"),
    ]


def test_corrections_stand_for_all_lines_and_other_lines_add(tmp_path: Path) -> None:
    world = clean()
    world["payroll"] = [
        pay(A, net="9000.00"),
        pay(A, net="1.00", count="0"),
        pay(A, 行类型="更正"),
        pay(B, net="5999.00"),
        pay(B, net="1.00", count="0"),
    ]
    assert run(write(world, tmp_path)).totals["net"] == 1_200_000


def test_kinds_without_their_input_are_told_as_not_judged(tmp_path: Path) -> None:
    world = {name: rows for name, rows in clean().items() if name not in ("bank", "attendance")}
    outcome = run(write(world, tmp_path))
    assert set(outcome.judged.not_judged) == {
        "worked_not_on_payroll",
        "payroll_without_work",
        "days_differ",
        "not_paid",
        "paid_short",
        "paid_late",
        "other_card",
        "shared_card",
        "below_minimum",
        "no_contract",
        "left_unsettled",
        "two_sites",
        "account_mismatch",
        "unregistered",
        "unsigned",
    }
    assert outcome.judged.not_judged["two_sites"] == "没有考勤（attendance）"
    assert outcome.judged.not_judged["unregistered"] == "没有考勤（attendance），只核对了一半"
    assert outcome.judged.not_judged["unsigned"] == "没有银行流水（bank），只核对了一半"


def test_why_a_kind_is_not_judged_is_said_once(tmp_path: Path) -> None:
    world = {name: rows for name, rows in clean().items() if name != "projects"}
    not_judged = run(write(world, tmp_path)).judged.not_judged
    assert not_judged["account_mismatch"] == "没有项目表（projects）"


def test_what_is_judged_by_half_keeps_its_count(tmp_path: Path) -> None:
    world = {name: rows for name, rows in clean().items() if name != "attendance"}
    world["roster"], world["bank"] = [person(A, ends="2026-10-31")], []
    outcome = run(write(world, tmp_path))
    counts = outcome.judged.kinds
    assert (counts["unregistered"], counts["left_unsettled"]) == (1, 1)
    assert {"unregistered", "left_unsettled"} <= set(outcome.judged.not_judged)


@pytest.mark.parametrize("tier", ["", "五档", "2222"])
def test_a_tier_that_nobody_knows_is_not_judged(tier: str, tmp_path: Path) -> None:
    world = clean()
    world["projects"][0]["最低工资档"] = tier
    outcome = run(write(world, tmp_path))
    assert set(outcome.judged.not_judged) == {"below_minimum"}


def test_a_card_that_a_float_has_eaten_accuses_nobody(tmp_path: Path) -> None:
    world = clean()
    world["roster"][0]["银行卡号"] = "6.222E+18"
    assert kinds(run(write(world, tmp_path))) == {}


def test_a_table_without_its_headers_is_named(tmp_path: Path) -> None:
    write(clean(), tmp_path)
    (tmp_path / "bank.csv").write_text("项目编号,月份\nP1,2026-10\n", encoding="utf-8")
    with pytest.raises(DomainError, match="流水号"):
        run(tmp_path)
    assert not (tmp_path / "out" / "exceptions.parquet").exists()


def command(folder: Path, *words: str) -> int:
    return shell.main(
        [
            "reconcile",
            "--month",
            "2026-10",
            "--region",
            "21",
            "--from",
            str(folder),
            "--out",
            str(folder / "out"),
            *words,
        ]
    )


def test_the_command_says_what_it_found_and_names_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(clean(), tmp_path)
    assert command(tmp_path, "--json") == 0
    with (tmp_path / "payroll.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(
            [pay(A, net="1.00", count="0").get(name, "") for name in HEADERS["payroll"].split()]
        )
    assert command(tmp_path) == 1
    said = capsys.readouterr()
    assert "到账的比应当发的少" in said.out
    assert not any(number in said.out + said.err for number in (A, B, *CARDS.values()))


@pytest.mark.parametrize(
    "words", [["--month", "2026-13"], ["--region", "锦州"], ["--region", "51"], ["--from", "nowhere"]]
)
def test_input_that_cannot_be_used_ends_with_two(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(clean(), tmp_path)
    assert command(tmp_path, *words) == 2
    assert capsys.readouterr().err

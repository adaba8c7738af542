"""What people write in a cell, and what it says."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from huigong.wages.reconciling.cells import read
from huigong.wages.reconciling.tables import Kind
from huigong.wages.reconciling.typed import cell


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DAY, "2026/10/1", date(2026, 10, 1)),
        (Kind.DAY, "2026年10月1日", date(2026, 10, 1)),
        (Kind.DAY, "20261001", date(2026, 10, 1)),
        (Kind.DAY, "２０２６－１０－０１", date(2026, 10, 1)),
        (Kind.DAY, "2026-10-01 00:00:00", date(2026, 10, 1)),
        (Kind.DAY, "2026-10-01T23:59:59+08:00", date(2026, 10, 1)),
        (Kind.DAY, "2026/10/1 7:30", date(2026, 10, 1)),
        (Kind.DAY, "2026/10/1 17:30", date(2026, 10, 1)),
        (Kind.DAY, "2026年10月1日 17：30", date(2026, 10, 1)),
        (Kind.DAY, "46296", date(2026, 10, 1)),
        (Kind.DAY, "46296.3125", date(2026, 10, 1)),
        (Kind.DAY, "9999/12/31", date(9999, 12, 31)),
        (Kind.DAY, "99991231", date(9999, 12, 31)),
        (Kind.DAY, "9999-12-31 00:00:00", date(9999, 12, 31)),
        (Kind.DAY, "2999/12/31", date(2999, 12, 31)),
        (Kind.DAY, "9999/12/30", None),
        (Kind.DAY, "2026-02-29", None),
        (Kind.DAY, "10/1/2026", None),
        (Kind.MONTH, "2026年10月", 202610),
        (Kind.MONTH, "202610", 202610),
        (Kind.MONTH, "202610.0", 202610),
        (Kind.MONTH, "2026/1", 202601),
        (Kind.MONTH, "2026.10", 202610),
        (Kind.MONTH, "2026.1", None),
        (Kind.MONTH, "2026-10-01", 202610),
        (Kind.MONTH, "2026-13", None),
        (Kind.MONEY, "5,200.50", 520_050),
        (Kind.MONEY, "￥５２００", 520_000),
        (Kind.MONEY, "5200元", 520_000),
        (Kind.MONEY, "5199.990000000001", 519_999),
        (Kind.MONEY, "-0.01", -1),
        (Kind.MONEY, "0.005", None),
        (Kind.MONEY, "五千", 500_000),
        (Kind.MONEY, "待定", None),
        (Kind.MONEY, "1e99", None),
        (Kind.QUANTITY, "26.5天", 265_000),
        (Kind.QUANTITY, "8.333333", 83_333),
        (Kind.WORKER, " 21079919900101004x ", "21079919900101004X"),
        (Kind.WORKER, "２１０７９９１９９００１０１００４Ｘ", "21079919900101004X"),
        (Kind.WORKER, "'210799199001010015", "210799199001010015"),
        (Kind.WORKER, "2.10799E+17", None),
        (Kind.WORKER, "210799199001010016.0", None),
        (Kind.WORKER, "合计", None),
        (Kind.CARD, "6222 0000 0000 0000 001", "6222000000000000001"),
        (Kind.CARD, "6.222E+18", None),
        (Kind.CODE, "1001.0", "1001"),
        (Kind.CODE, "P-001 ", "P-001"),
        (Kind.YES, "√", True),
        (Kind.YES, "未确认", False),
        (Kind.YES, "待定", None),
        (Kind.RESULT, "交易成功", True),
        (Kind.RESULT, "处理中", None),
    ],
)
def test_a_cell_says(kind: Kind, text: str, value: object) -> None:
    said = read(kind, text)
    assert (said.value, said.blank) == (value, False)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "nan", "NULL"])
@pytest.mark.parametrize("kind", [Kind.DAY, Kind.MONEY, Kind.WORKER])
def test_a_cell_says_nothing(kind: Kind, text: str) -> None:
    assert read(kind, text) == (None, True)


@pytest.mark.parametrize("text", ["无", "-", "—", "/", "nan", "NaN", "None", "N/A", "\t", "　", " - "])
def test_a_word_for_nothing_is_no_text(text: str) -> None:
    column = cell(Kind.TEXT, "said", "VARCHAR")
    rows = duckdb.execute(f"SELECT {column.value} FROM (SELECT ? AS said)", [text]).fetchall()
    assert rows == [(None,)]


@pytest.mark.parametrize("text", ["无锡1号", "HT-1", "N", "Nancy"])
def test_text_stays_as_it_is(text: str) -> None:
    column = cell(Kind.TEXT, "said", "VARCHAR")
    assert duckdb.execute(f"SELECT {column.value} FROM (SELECT ? AS said)", [text]).fetchall() == [(text,)]


def test_who_is_still_there_has_no_last_day() -> None:
    assert read(Kind.DAY, "至今") == (None, True)

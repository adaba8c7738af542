"""A cell that cannot be is refused by column, count and rows: nobody is told yes or no because of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huigong.catalogue.screening_many.people import People, open_people
from huigong.catalogue.screening_many.possible import require_possible
from huigong.catalogue.services import catalogue
from huigong.kernel.errors import DomainError
from huigong.rules.bounds import require_fact
from huigong.rules.values import Type

TODAY = date(2026, 11, 21)


def opened(path: Path, **columns: pa.Array) -> People:
    size = len(next(iter(columns.values())))
    pq.write_table(pa.table({"id": pa.array(range(1, size + 1)), **columns}), path)
    return open_people(path, catalogue().facts)


def refusal(people: People) -> str:
    with pytest.raises(DomainError) as refused:
        require_possible(people, today=TODAY)
    assert refused.value.code == "screen.values"
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "cells", "says"),
    [
        ("居住起始日期", pa.array([date(2020, 1, 1), date(2030, 1, 1), date(1800, 1, 1), None]), "共 2 行，先看第 2、3 行"),
        ("年龄", pa.array([300, 40, -5, None, 131, 999]), "共 4 行，先看第 1、3、5 行"),
        ("年龄", pa.array([12, 200], pa.uint8()), "共 1 行，先看第 2 行"),
        ("家庭人均月收入", pa.array([0, -100, None]), "共 1 行，先看第 2 行"),
        ("户籍性质", pa.array(["农业", "农村", "非农", " 农业", "", None]), "共 4 行，先看第 2、3、4 行"),
        ("户籍性质", pa.array(["农业", "农村"]).dictionary_encode(), "共 1 行，先看第 2 行"),
    ],
)  # fmt: skip
def test_the_column_the_count_and_three_rows_are_named(
    tmp_path: Path, name: str, cells: pa.Array, says: str
) -> None:
    said = refusal(opened(tmp_path / "p.parquet", **{name: cells}))
    assert f"“{name}”" in said and says in said


def test_a_day_before_the_fact_that_it_follows_is_refused(tmp_path: Path) -> None:
    people = opened(
        tmp_path / "p.parquet",
        出生日期=pa.array([date(1990, 3, 7), date(1990, 3, 7), None]),
        居住起始日期=pa.array([date(1989, 1, 1), date(2020, 1, 1), date(1980, 1, 1)]),
    )
    assert "不早于“出生日期”）：共 1 行，先看第 1 行" in refusal(people)


def test_all_columns_are_told_at_once(tmp_path: Path) -> None:
    said = refusal(opened(tmp_path / "p.parquet", 年龄=pa.array([300]), 户籍性质=pa.array(["农村"])))
    assert "2 处" in said and "“年龄”" in said and "“户籍性质”" in said
    assert "岁" in said and "农业" in said


def test_rows_of_a_folder_are_named_by_file(tmp_path: Path) -> None:
    opened(tmp_path / "a.parquet", 年龄=pa.array([300, 1]))
    pq.write_table(pa.table({"id": [7, 8], "年龄": [1, -1]}), tmp_path / "b.parquet")
    assert "a.parquet 第 1 行、b.parquet 第 2 行" in refusal(open_people(tmp_path, catalogue().facts))


def _samples(kind: Type) -> list[Any]:
    match kind:
        case Type.INT:
            return [-1, 0, 1, 29, 31, 100, 101, 130, 131, 1560, 1561, 10**9, 10**12]
        case Type.DECIMAL:
            return [Decimal(number) for number in (-1, 0, 1, 100, 101, 10**6)]
    return [date(1899, 12, 31), date(1900, 1, 1), TODAY, date(2026, 11, 22), date(2099, 1, 1)]


ARROW = {Type.INT: pa.int64(), Type.DECIMAL: pa.decimal128(24, 6), Type.DATE: pa.date32()}
MOST_SAMPLES = 14


def followed_by(name: str) -> int:
    """How many facts one after the other a day may not precede: those of one number say nothing of each other."""
    after = catalogue().facts[name].bounds.after
    return 1 + followed_by(after) if after else 0


@pytest.mark.parametrize("place", sorted(set(map(followed_by, catalogue().facts))))
def test_a_file_takes_what_an_interview_takes(tmp_path: Path, place: int) -> None:
    """Every fact is a column of two files: of what an interview takes, and of what it refuses."""
    right, wrong, refused = {}, {}, {}
    for name, fact in catalogue().facts.items():
        if fact.type in ARROW and followed_by(name) == place:
            samples = _samples(fact.type)
            taken = [each for each in samples if _passes(partial(require_fact, fact, each, today=TODAY))]
            left = [each for each in samples if each not in taken]
            right[name], wrong[name], refused[name] = (
                _column(fact.type, taken),
                _column(fact.type, left),
                len(left),
            )
    require_possible(opened(tmp_path / "right.parquet", **right), today=TODAY)
    told = refusal(opened(tmp_path / "wrong.parquet", **wrong))
    for name, count in refused.items():
        assert (f"“{name}”（" in told) is (count > 0), name
        assert count == 0 or re.search(f"“{name}”（[^“”]*）：共 {count} 行，先看第 2", told), name


def _column(kind: Type, cells: list[Any]) -> pa.Array:
    """The cells after an empty one, and empty ones to the end."""
    return pa.array([None, *cells, *[None] * (MOST_SAMPLES - len(cells))], ARROW[kind])


def _passes(check: Any) -> bool:
    try:
        check()
    except DomainError:
        return False
    return True

"""A cell that cannot be is refused by column, count and rows: nobody is told yes or no because of it."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    "name",
    [name for name, fact in catalogue().facts.items() if fact.type in (Type.INT, Type.DECIMAL, Type.DATE)],
)
def test_a_file_takes_what_an_interview_takes(tmp_path: Path, name: str) -> None:
    fact = catalogue().facts[name]
    arrow = {Type.INT: pa.int64(), Type.DECIMAL: pa.decimal128(24, 6), Type.DATE: pa.date32()}[fact.type]
    samples = _samples(fact.type)
    wrong = [sample for sample in samples if not _passes(partial(require_fact, fact, sample, today=TODAY))]
    right = [sample for sample in samples if sample not in wrong]
    require_possible(
        opened(tmp_path / "right.parquet", **{name: pa.array([None, *right], arrow)}), today=TODAY
    )
    if wrong:
        people = opened(tmp_path / "wrong.parquet", **{name: pa.array([None, *wrong], arrow)})
        assert f"共 {len(wrong)} 行，先看第 2" in refusal(people)


def _passes(check: Any) -> bool:
    try:
        check()
    except DomainError:
        return False
    return True

"""Ids must lead back to people: what is missing, repeated or damaged is refused with its rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.services import catalogue
from huigong.kernel.errors import DomainError

NUMBERS = [510421199003071017 + 1013 * n for n in range(6)]  # 18 digits, nobody's


def write(path: Path, ids: pa.Array) -> Path:
    pq.write_table(pa.table({"id": ids, "持有居住证": pa.array([True] * len(ids))}), path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as refused:
        open_people(path, catalogue().facts)
    assert refused.value.code == "screen.ids"
    return str(refused.value)


@pytest.mark.parametrize(
    "ids",
    [
        pa.array([1.0, 2.0, 3.0]),
        pa.array([1.0, 2.0], pa.float32()),
        pa.array([float(one) for one in NUMBERS]),
        pa.array([Decimal("1.5"), Decimal("2")], pa.decimal128(20, 1)),
        pa.array([Decimal(NUMBERS[0])], pa.decimal128(18, 0)),
        pa.array([True, False]),
        pa.array([1, 2], pa.date32()),
        pa.array([b"a", b"b"]),
    ],
    ids=lambda ids: str(ids.type),
)
def test_only_whole_numbers_and_text_are_ids(tmp_path: Path, ids: pa.Array) -> None:
    said = refusal(write(tmp_path / "p.parquet", ids))
    assert (f"共 {len(ids)} 行" in said and "第 1、2" in said) or len(ids) == 1


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        (pa.array([1, None, 3, None, None, None]), "共 4 行，先看第 2、4、5 行"),
        (pa.array(["a", "", "b", None, " "]), "共 3 行，先看第 2、4、5 行"),
        (pa.array([7, 8, 7, 9, 8, 7]), "共 5 行，先看第 1、2、3 行"),
        (pa.array(["a", "b", "a"]), "共 2 行，先看第 1、3 行"),
        (pa.array(["a", "b", "a"]).dictionary_encode(), "共 2 行，先看第 1、3 行"),
        (pa.array(["a", "5.10421199003071E+17", "5.1e17", "5E+17"]), "共 3 行，先看第 2、3、4 行"),
        (pa.array(["a", " b", "c\t", "d e"]), "共 2 行，先看第 2、3 行"),
        (pa.array(["1.0", "2.0"]), "共 2 行，先看第 1、2 行"),
        (pa.array(["a", "nan", "b"]), "有人没有 id：共 1 行，先看第 2 行"),
        (pa.array(["a", "None", "NULL", "<NA>", "#N/A", "#REF!"]), "有人没有 id：共 5 行，先看第 2、3、4 行"),
        (pa.array(["510421199003071010", "'510421199003071010"]), "共 1 行，先看第 2 行"),
        (pa.array(["510421199003071010", "510,421,199,003,071,010"]), "共 1 行，先看第 2 行"),
        (pa.array(["510421199003071010", "510421 19900307 1010", '"7"']), "共 2 行，先看第 2、3 行"),
    ],
)
def test_the_first_three_rows_are_named(tmp_path: Path, ids: pa.Array, says: str) -> None:
    assert says in refusal(write(tmp_path / "p.parquet", ids))


@pytest.mark.parametrize("digits", [17, 18, 19])
@pytest.mark.parametrize("kind", [pa.int64(), pa.string()])
@pytest.mark.parametrize("way", ["float", "spreadsheet"])
def test_long_numbers_that_went_through_a_float_are_refused(
    tmp_path: Path, digits: int, kind: pa.DataType, way: str
) -> None:
    whole = [int(str(NUMBERS[0] * 97 + 1_234_577 * n)[:digits]) for n in range(6)]
    kept = 10 ** (digits - 15)
    damaged = sorted({int(float(one)) if way == "float" else one // kept * kept for one in whole})
    damaged = (
        damaged
        if len(damaged) > 1
        else [damaged[0], damaged[0] + (2**14 + 2**10 if way == "float" else 7 * kept)]
    )
    as_ids = [
        pa.array(list(map(str, these)) if kind == pa.string() else these, kind) for these in (whole, damaged)
    ]
    assert open_people(write(tmp_path / "whole.parquet", as_ids[0]), catalogue().facts).ids
    assert "丢过" in refusal(write(tmp_path / "damaged.parquet", as_ids[1]))


@pytest.mark.parametrize(
    "ids",
    [
        [(1_700_000_000_000 - 1_288_834_974_657 + n) << 22 for n in range(50)],
        NUMBERS,
        [2**53 - 1, 2**53],
        [10**17 + n for n in range(40)],
        list(range(-3, 3)),
    ],
    ids=["moment and counter", "resident numbers", "edge of a float", "counted up", "small"],
)
def test_sound_numbers_are_taken(tmp_path: Path, ids: list[int]) -> None:
    for shuffled in (ids, ids[::-1]):
        assert (
            open_people(write(tmp_path / "p.parquet", pa.array(shuffled)), catalogue().facts).ids == "whole"
        )


@pytest.mark.parametrize("kind", [pa.int64(), pa.string()])
@pytest.mark.parametrize("digits", [16, 17, 18, 19])
def test_a_file_of_which_a_spreadsheet_cut_a_part_is_refused(
    tmp_path: Path, kind: pa.DataType, digits: int
) -> None:
    whole = [int(str(NUMBERS[0] * 97 + 1_234_577_123 * n)[:digits]) for n in range(40)]
    kept = 10 ** (digits - 15)
    mixed = [one // kept * kept if n % 4 else one for n, one in enumerate(whole)]
    as_ids = [pa.array(list(map(str, ids)) if kind == pa.string() else ids, kind) for ids in (whole, mixed)]
    assert open_people(write(tmp_path / "whole.parquet", as_ids[0]), catalogue().facts).ids
    if digits > 16:  # every tenth whole number of 16 digits ends in a zero
        assert "第 2、3、4 行" in refusal(write(tmp_path / "mixed.parquet", as_ids[1]))


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("51042119900307000x", "只差大小写"),
        ("５１０４２１19900307000X", "全角"),
        ("51042119900307000Ｘ", "全角"),
        ("5104211990\u200b0307000X", "看不见"),
        ("\ufeff51042119900307000X", "看不见"),
        ("51042119900307000X\u200d", "看不见"),
        ("510421\u00a019900307000X", "看不见"),
        ("510421\u202f19900307000X", "看不见"),
    ],
)
def test_one_number_written_in_two_ways_is_not_two_people(tmp_path: Path, second: str, says: str) -> None:
    ids = pa.array(["a", "51042119900307000X", second])
    said = refusal(write(tmp_path / "p.parquet", ids))
    assert says in said and "共 1 行，先看第 3 行" in said


@pytest.mark.parametrize("kind", [pa.int64(), pa.string()])
def test_three_cut_numbers_of_a_small_file_are_enough(tmp_path: Path, kind: pa.DataType) -> None:
    mixed = [number // 1000 * 1000 if n < 3 else number for n, number in enumerate(NUMBERS)]
    ids = pa.array(list(map(str, mixed)) if kind == pa.string() else mixed, kind)
    assert "一部分长号码" in refusal(write(tmp_path / "p.parquet", ids))


def test_as_many_round_numbers_as_chance_makes_are_taken(tmp_path: Path) -> None:
    ids = [10**17 + 7919 * n for n in range(4000)]
    assert sum(number % 1000 == 0 for number in ids) == 4
    assert open_people(write(tmp_path / "p.parquet", pa.array(ids)), catalogue().facts).ids == "whole"


def test_ids_that_differ_in_more_than_writing_are_taken(tmp_path: Path) -> None:
    ids = pa.array(
        [
            "虚甲（一）",
            "虚甲(一)",
            "a",
            "A",
            "O'x",
            "na",
            "7,8",
            "甲 乙",
            "51042119900307000X",
            "51042119900308000x",
        ]
    )
    assert open_people(write(tmp_path / "p.parquet", ids), catalogue().facts).ids == "text"


def test_an_id_in_two_files_of_a_folder_is_repeated(tmp_path: Path) -> None:
    for name, ids in (("a.parquet", [1, 2]), ("b.parquet", [3, 2])):
        write(tmp_path / name, pa.array(ids))
    assert "共 2 行，先看a.parquet 第 2 行、b.parquet 第 2 行" in refusal(tmp_path)
    write(tmp_path / "b.parquet", pa.array([3, 4]))
    assert open_people(tmp_path, catalogue().facts).ids == "whole"

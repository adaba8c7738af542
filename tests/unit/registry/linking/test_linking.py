"""`huigong link`: what is merged, what people decide, and what is neither."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.linking import households, registers
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId, check_character
from huigong.portals.cli.main import main
from huigong.registry.linking.columns import open_file
from huigong.registry.linking.joining import link, within
from huigong.registry.linking.sounds import readings
from tests.each import each

Row = dict[str, object]


def number(birth: str, turn: int) -> str:
    body = f"510499{birth.replace('-', '')}{turn:03d}"
    return body + check_character(body)


ONE: Row = {
    "姓名": "单晓禾", "身份证号": number("1980-03-05", 12), "出生日期": "1980-03-05", "性别": "女",
    "手机号": "13000000001", "户籍地": "510499100200", "住址": "虚构县禾乡一村1号", "户主": "单大山",
}  # fmt: skip


def linked(
    tmp_path: Path, first: list[Row], second: list[Row] | None
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(merged, queued) as pairs of ids; rows of the first file are a0, a1, …, those of the second b0, b1, …"""
    files = []
    for letter, rows in (("a", first), ("b", second)):
        if rows is None:
            continue
        table = pa.Table.from_pylist([{"id": f"{letter}{place}"} | row for place, row in enumerate(rows)])
        pq.write_table(table, tmp_path / f"{letter}.parquet")
        files.append(open_file(tmp_path / f"{letter}.parquet"))
    out, queue = tmp_path / "out.parquet", tmp_path / "queue.parquet"
    link(files[0], files[1] if second is not None else None, out=out, queue=queue)
    return pairs(out), pairs(queue)


def pairs(path: Path) -> set[tuple[str, str]]:
    return {(row["id_a"], row["id_b"]) for row in pq.read_table(path).to_pylist()}


NO_NUMBER: Row = {"身份证号": None}
MERGED: tuple[Row, ...] = (
    {},
    {"手机号": "13000000009", "户籍地": "510498100200", "住址": "另一个县", "户主": "别人"},  # the number proves
    {"姓名": "单小禾"},  # heard
    {"姓名": "善晓禾"},  # a surname as it sounds
    {"姓名": "丹晓禾"},  # a surname read wrongly
    {"身份证号": str(ONE["身份证号"]).lower().replace("5104", "５１０４ ")},
    NO_NUMBER,
    NO_NUMBER | {"手机号": "+86 130-0000-0001", "住址": None, "户主": None},
    NO_NUMBER | {"手机号": "13000000009"},  # the home proves
    NO_NUMBER | {"出生日期": "1980-05-03"},  # day and month in each other's place
    {"身份证号": number("1980-03-05", 12)[:16] + number("1980-03-05", 12)[17] + number("1980-03-05", 12)[16]},
    {"出生日期": "1980年3月5日", "户籍地": None, "住址": None, "户主": None, "性别": None},
)  # fmt: skip
QUEUED: tuple[Row, ...] = (
    {"姓名": "李穗"},  # one number under two names
    {"姓名": "单晓穗"},  # a slip, or a sister with her number
    NO_NUMBER | {"手机号": "13000000009", "住址": None, "户主": None},  # a namesake of the same day, perhaps
    NO_NUMBER | {"姓名": "单小禾"},  # twins may sound alike
    NO_NUMBER | {"性别": "男"},
    {"身份证号": number("1980-03-05", 14)},  # somebody may have been given two numbers
)  # fmt: skip
NEITHER: tuple[Row, ...] = (
    {"身份证号": number("1980-03-05", 14), "手机号": "13000000009", "住址": "别处", "户主": None},  # a namesake of the day
    {"身份证号": number("2004-03-05", 12), "出生日期": "2004-03-05", "姓名": "单麦"},  # a child on the same phone
)  # fmt: skip


@each("other", MERGED)
def test_what_proves_one_person_is_merged(tmp_path: Path, other: Row) -> None:
    assert linked(tmp_path, [ONE], [ONE | other]) == ({("a0", "b0")}, set())


@each("other", QUEUED)
def test_what_may_be_two_people_is_for_people_to_decide(tmp_path: Path, other: Row) -> None:
    assert linked(tmp_path, [ONE], [ONE | other]) == (set(), {("a0", "b0")})


@each("other", NEITHER)
def test_two_people_are_neither(tmp_path: Path, other: Row) -> None:
    assert linked(tmp_path, [ONE], [ONE | other]) == (set(), set())


def test_twins_are_told_apart(tmp_path: Path) -> None:
    sister = ONE | {"姓名": "单晓穗", "身份证号": number("1980-03-05", 14)}

    merged, _ = linked(tmp_path, [ONE, sister], [sister | NO_NUMBER, ONE | NO_NUMBER])

    assert merged == {("a0", "b1"), ("a1", "b0")}


def test_what_fits_two_rows_without_a_number_fits_neither_for_sure(tmp_path: Path) -> None:
    merged, queued = linked(tmp_path, [ONE], [ONE | NO_NUMBER, ONE | NO_NUMBER | {"手机号": None}])

    assert merged == set()
    assert queued == {("a0", "b0"), ("a0", "b1")}


def test_a_row_is_merged_once(tmp_path: Path) -> None:
    merged, _ = linked(tmp_path, [ONE, ONE], [ONE])

    assert len(merged) == 1


def test_a_name_of_several_parts_with_and_without_dots(tmp_path: Path) -> None:
    dotted = ONE | {"姓名": "古丽禾•艾力麦", "身份证号": None}

    assert linked(tmp_path, [dotted], [dotted | {"姓名": "古丽禾艾力麦"}])[0] == {("a0", "b0")}


def test_duplicates_inside_one_file(tmp_path: Path) -> None:
    other = ONE | {
        "姓名": "李穗",
        "身份证号": number("1990-01-01", 12),
        "出生日期": "1990-01-01",
        "手机号": None,
    }

    assert linked(tmp_path, [ONE, other, ONE | NO_NUMBER], None)[0] == {("a0", "a2")}


def test_a_register_with_every_mistake(tmp_path: Path) -> None:
    """The required figures on registers of 5,000; a release and the bench try 200,000."""
    made = registers.make(5_000, registers.Shares())
    first = open_file(registers.write(made.first, tmp_path / "a.parquet"))
    second = open_file(registers.write(made.second, tmp_path / "b.parquet"))

    link(first, second, out=tmp_path / "out.parquet", queue=tmp_path / "queue.parquet")

    merged, queued = pairs(tmp_path / "out.parquet"), pairs(tmp_path / "queue.parquet")
    assert merged <= made.truth
    assert not merged & made.never
    assert len(queued) <= 0.03 * 5_000
    assert len((merged | queued) & made.truth) >= 0.995 * len(made.truth)


@pytest.mark.parametrize(("namesakes", "proves"), [(0.0, True), (0.02, False)])
def test_name_day_and_county_prove_only_where_nobody_shares_them(
    tmp_path: Path, namesakes: float, proves: bool
) -> None:
    plain = households.SHAPES["no address, half the numbers"]
    shape = replace(plain, namesakes=namesakes, minority=0.0, two_numbers=0.0, twins=0.0)
    made = households.make(4_000, shape)
    files = [
        open_file(registers.write(rows, tmp_path / f"{letter}.parquet"))
        for letter, rows in (("a", made.first), ("b", made.second))
    ]

    said = link(*files, out=tmp_path / "out.parquet", queue=None)

    assert ("county" in said.merged) is proves
    assert pairs(tmp_path / "out.parquet") <= made.truth


def test_the_sound_numbers_are_those_of_the_kernel(tmp_path: Path) -> None:
    said = [
        str(ONE["身份证号"]),
        str(ONE["身份证号"])[:17] + "0",
        "510499198002305678",
        "12345",
        "51049918991231001X",
    ]
    said += [number("1980-03-05", turn) for turn in range(20, 50)]
    rows: list[Row] = [
        {"姓名": f"单{chr(ord('一') + place)}", "身份证号": text} for place, text in enumerate(said)
    ]

    merged, _ = linked(tmp_path, rows, rows)

    assert merged == {(f"a{place}", f"b{place}") for place, text in enumerate(said) if is_sound(text)}


def is_sound(text: str) -> bool:
    try:
        ResidentId.parse(text)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "sounds"),
    [("单晓禾", {"shanxiaohe", "danxiaohe"}), ("吕禾", {"lvhe"}), ("覃禾", {"qinhe", "tanhe"}), ("SHAN XIAOHE", {"shanxiaohe"})],
)  # fmt: skip
def test_how_a_name_may_be_read(name: str, sounds: set[str]) -> None:
    assert sounds <= set(readings(name))


# The command ---------------------------------------------------------------------------------------


def file_of(path: Path, rows: list[Row]) -> str:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return str(path)


def test_the_command_says_how_much_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "id": 7,
        "name": "单晓禾",
        "id_number": ONE["身份证号"],
        "birth_date": date(1980, 3, 5),
        "note": "x",
    }
    first, out = file_of(tmp_path / "a.parquet", [row]), tmp_path / "out.parquet"
    second = file_of(tmp_path / "b.parquet", [row | {"id": 9}])

    assert main(["link", first, second, "--out", str(out), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["merged"], said["queued"]) == ([1, 1], 1, 0)
    assert said["missing"][first] == ["性别", "手机号", "户籍地", "住址", "户主"]
    assert said["unread"][first] == ["note"]
    table = pq.read_table(out)
    assert table.column_names == ["id_a", "id_b", "rule", "score", "evidence"]
    assert table.select(["id_a", "id_b"]).to_pylist() == [{"id_a": 7, "id_b": 9}]
    assert "单晓禾" not in str(table.to_pylist()) and str(ONE["身份证号"]) not in str(table.to_pylist())


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"姓名": "单晓禾", "手机号": "13000000001"}, "编号"),
        ({"id": 1, "手机号": "13000000001"}, "姓名"),
        ({"id": 1, "姓名": "单晓禾"}, "只有姓名"),
        ({"id": None, "姓名": "单晓禾", "手机号": "13000000001"}, "没有编号"),
    ],
)
def test_a_file_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: Row, says: str
) -> None:
    first = file_of(tmp_path / "a.parquet", [row])

    assert main(["link", first, "--out", str(tmp_path / "out.parquet")]) == 2

    assert says in capsys.readouterr().err


def test_a_result_never_takes_the_place_of_the_people(tmp_path: Path) -> None:
    first = file_of(tmp_path / "a.parquet", [{"id": 1} | ONE])

    assert main(["link", first, "--out", first]) == 2
    assert pq.read_table(first).num_rows == 1


def test_a_number_that_many_bear_is_none(tmp_path: Path) -> None:
    """A register that fills empty cells with ones must not compare everybody with everybody."""
    rows: list[Row] = [{"姓名": f"单{chr(ord('一') + place)}", "身份证号": "1" * 18} for place in range(40)]

    assert linked(tmp_path, rows, rows) == (set(), set())


def test_cells_that_are_numbers(tmp_path: Path) -> None:
    other = ONE | NO_NUMBER | {"手机号": 13000000001.0, "出生日期": 19800305, "性别": 2, "户籍地": 510499}

    assert linked(tmp_path, [ONE], [other])[0] == {("a0", "b0")}


@pytest.mark.parametrize("phone", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_is_none_says_nothing(tmp_path: Path, phone: float) -> None:
    assert linked(tmp_path, [ONE | {"手机号": phone}], [ONE])[0] == {("a0", "b0")}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": 1} | ONE | {"姓名": "禾" * 201}, "超过200个字"),
        ({"id": 1} | ONE | {"手机号": ["13000000001"]}, "好几个值"),
        ({"id": 1} | ONE | {"住址": {"县": "虚构县"}}, "好几个值"),
        ({"id": 1} | ONE | {"file_row_number": 3}, "换个名字"),
    ],
)
def test_a_column_that_is_no_cell_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: Row, says: str
) -> None:
    first = file_of(tmp_path / "a.parquet", [row])
    assert main(["link", first, "--out", str(tmp_path / "out.parquet")]) == 2
    assert says in capsys.readouterr().err


def test_a_name_of_two_hundred_characters_is_read(tmp_path: Path) -> None:
    assert open_file(Path(file_of(tmp_path / "a.parquet", [{"id": 1} | ONE | {"姓名": "禾" * 200}])))


def test_a_column_that_says_one_thing_of_everybody_ends(tmp_path: Path) -> None:
    """Each row with each would be four hundred million pairs."""
    rows: list[Row] = [
        {"姓名": "单晓禾", "出生日期": "1980-03-05", "户籍地": "510499"} for _ in range(20_000)
    ]
    apart: Row = ONE | {"姓名": "单大川", "出生日期": "1971-01-02", "身份证号": number("1971-01-02", 3)}
    files = []
    for letter in "ab":
        listed = [{"id": place} | row for place, row in enumerate([apart, *rows])]
        files.append(open_file(Path(file_of(tmp_path / f"{letter}.parquet", listed))))
    alone = link(files[0], None, out=tmp_path / "twice.parquet", queue=tmp_path / "alike.parquet")
    assert alone.crowded == 20_000  # each row of the one file once
    made = link(files[0], files[1], out=tmp_path / "out.parquet", queue=tmp_path / "queue.parquet")
    assert made.crowded == 40_000
    assert made.compared <= 60_000
    assert pairs(tmp_path / "out.parquet") == {(0, 0)}
    assert pq.read_table(tmp_path / "queue.parquet").num_rows <= 0.03 * 20_001 + 1


def test_where_every_number_stands_once_each_pair_is_found_however_many_there_are() -> None:
    """Each pair has two numbers, so none of them may teach that such pairs are two people."""
    rows = [
        {
            "id": str(turn),
            "name": "单晓" + chr(0x4E00 + (turn if turn < 400 else (turn - 400) * 40)),
            "number": number("1980-03-05", 2 * turn),
            "birth": "1980-03-05",
            "phone": f"130{turn if turn < 400 else (turn - 400) * 40:08d}",
            "hukou": "510499",
            "address": f"虚构县{turn}号",
        }
        for turn in range(410)
    ]
    asked = within(pa.Table.from_pylist(rows)).pairs
    assert {(pair.id_a, pair.id_b) for pair in asked} == {
        (str(40 * turn), str(400 + turn)) for turn in range(10)
    }
    assert min(pair.score for pair in asked) > 0.3

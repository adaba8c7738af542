"""YAML that knows where every word stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.kernel import packs
from huigong.kernel.packs import PackError, PackErrors, Place, place_in
from huigong.kernel.packs.yaml_text import LARGEST


def test_scalars_keep_what_was_written() -> None:
    loaded = packs.load(
        "on: 0.6\n编码: 010000\n时间: 8:30\n多少: 6\n哪天: 2016-06-01\n对: true\n是: yes\n空: ~\n"
    )

    assert loaded == {
        "on": "0.6",
        "编码": "010000",
        "时间": "8:30",
        "多少": 6,
        "哪天": date(2016, 6, 1),
        "对": True,
        "是": "yes",
        "空": None,
    }


def test_words_know_their_place() -> None:
    loaded = packs.load('条件: 持有居住证\n下面:\n  - "加引号"\n  - |\n    成段\n', file="规则.yaml")

    assert loaded["条件"].place == Place("规则.yaml", 1, 5)
    assert loaded["下面"][0].place == Place("规则.yaml", 3, 6)
    assert loaded["下面"][1].place == Place("规则.yaml", 5, 1)
    assert loaded.place == Place("规则.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("b: 2\na: [1", 2, 4, "没有关上"),
        ("b: 2\na: '1\n\n", 2, 4, "引号没有关上"),
        ("a: 1\na: 2", 2, 1, "“a”重复"),
        ("a: &x 1\nb: *x", 1, 4, "引用"),
        ("a:\n  - *x", 2, 5, "引用"),
        ("[" * 100, 1, 61, "60层"),
        ("好\n\x00", 2, 2, "不能显示"),
        ("好: \ud800", 1, 4, "不能显示"),
        ("a: !!python/object:os.system x", 1, 4, "标签"),
        ("a: !x 好", 1, 4, "标签"),
        ("? [甲]\n: 1", 1, 3, "应当是一个词"),
        ("a: 2016-02-30", 1, 4, "没有“2016-02-30”这一天"),
        ("a:\n\t- b", 2, 1, "制表符"),
        ("a: b: c", 1, 5, "冒号的位置"),
        ("a: 1\n---\na: 2", 2, 1, "一份内容"),
    ],
)
def test_what_is_not_ours_is_refused_with_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(PackError, match=says) as caught:
        packs.load(text, file="x.yaml")

    assert caught.value.code == "packs.not_yaml"
    assert (caught.value.file, caught.value.line, caught.value.column) == ("x.yaml", line, column)


def test_numbers_days_and_members_of_lists_have_places_too() -> None:
    loaded = packs.load("数: 6\n列:\n  - 2016-06-01\n  - {对: true}\n", file="x.yaml")

    assert place_in(loaded, "数") == Place("x.yaml", 1, 4)
    assert place_in(loaded["列"], 0) == Place("x.yaml", 3, 5)
    assert place_in(loaded["列"][1], "对") == Place("x.yaml", 4, 9)


def test_every_repeated_name_and_impossible_day_is_said_at_once() -> None:
    with pytest.raises(PackErrors) as caught:
        packs.load("a: 1\na: 2\nb: 2023-02-29\na: 3\n")

    assert [error.line for error in caught.value.every] == [2, 3, 4]


def test_names_are_words_whatever_they_look_like() -> None:
    loaded = packs.load("210700: 市\n2016-06-01: 日\non: 开\n")

    assert list(loaded) == ["210700", "2016-06-01", "on"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ("好: 一\n名: 锦州".encode("gbk"), "GBK"),
    ],
)
def test_a_file_in_another_encoding_says_which_one_to_use(tmp_path: Path, written: bytes, says: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(written)

    with pytest.raises(PackError, match=says):
        packs.load_file(path)


def test_a_file_that_is_not_there_is_a_kind_error(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.yaml", tmp_path):
        with pytest.raises(PackError, match="打不开文件"):
            packs.load_file(path)


def test_a_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeff甲: 1\r\n乙:\r\n  - 二\r\n".encode())

    loaded = packs.load_file(path)

    assert loaded == {"甲": 1, "乙": ["二"]}
    assert loaded["乙"][0].place == Place(str(path), 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "#" * (LARGEST + 1),
        "a: " + "长" * (LARGEST + 1),
        "\n".join(f"k{number}:" for number in range(200_000)),
        "[" + "a," * 500_000 + "]",
    ],
    ids=["comment", "scalar", "keys", "items"],
)
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(PackError, match="文件太大") as caught:
        packs.load(text)

    assert caught.value.code == "packs.too_large"


def test_a_file_of_any_size_is_not_read_beyond_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as opened:
        opened.truncate(LARGEST * 1_000)

    with pytest.raises(PackError, match="文件太大"):
        packs.load_file(path)

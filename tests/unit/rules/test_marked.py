"""YAML that knows where every word stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.rules import marked
from huigong.rules.errors import Place, RuleError


def test_scalars_keep_what_was_written() -> None:
    loaded = marked.load(
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
    loaded = marked.load('条件: 持有居住证\n下面:\n  - "加引号"\n  - |\n    成段\n', file="规则.yaml")

    assert loaded["条件"].place == Place("规则.yaml", 1, 5)
    assert loaded["下面"][0].place == Place("规则.yaml", 3, 6)
    assert loaded["下面"][1].place == Place("规则.yaml", 5, 1)
    assert loaded.place == Place("规则.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1", 1),
        ("a: 1\na: 2", 2),
        ("a: &x 1\nb: *x", 2),
        ("[" * 100, 1),
        ("好\n\x00", 2),
        ("a: !!python/object:os.system x", 1),
        ("a: 2016-02-30", 1),
        ("a:\n\t- b", 2),
    ],
    ids=["open", "repeated", "alias", "deep", "control", "object", "day", "tab"],
)
def test_what_is_not_ours_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(RuleError) as caught:
        marked.load(text, file="x.yaml")

    assert caught.value.code == "rule.not_yaml"
    assert caught.value.line == line


def test_a_file_that_cannot_be_read_is_a_kind_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"\xff\xfe\x00")

    for path in (broken, tmp_path / "absent.yaml"):
        with pytest.raises(RuleError, match="打不开文件"):
            marked.load_file(path)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(RuleError, match="文件太大"):
        marked.load("#" * (marked.LARGEST + 1))

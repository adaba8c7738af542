"""Names of places that no rule makes: every row is read, and what cannot be is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel import usualnames
from huigong.kernel.packs import Report
from huigong.kernel.placenames import one
from huigong.kernel.placenames import read as read_place

USUAL = "usual:\n  - {{name: 莫旗, region: {region}, source: 虚构}}\nbecame: []\n"
BECAME = (
    "usual: []\nbecame:\n  - {{of: '330327', town: 龙港镇, region: {region}, since: {since}, source: 虚构}}\n"
)


def read(folder: Path, text: str) -> tuple[usualnames.UsualNames, list[str]]:
    (folder / "100000").mkdir()
    (folder / usualnames.FILE).write_text(text, encoding="utf-8")
    report = Report()
    return usualnames.read_names(folder, report), [error.why for error in report]


def test_each_name_of_the_packs_is_found_as_people_write_it() -> None:
    installed = usualnames.installed()
    for name, region in installed.spelt.items():
        assert region in read_place(name).found
    for became in installed.became:
        assert one(f"浙江省苍南县{became.town}") == became.region


def test_packs_without_the_file_know_no_such_names(tmp_path: Path) -> None:
    assert usualnames.read_names(tmp_path, Report()) == usualnames.UsualNames({}, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (USUAL.format(region="'150722'"), ""),
        (USUAL.format(region="'999999'"), "区划代码表里没有“999999”"),
        (USUAL.format(region="'513425'"), "已经撤销"),
        (USUAL.replace("became", "  - {{name: 莫旗, region: '150000', source: 虚构}}\nbecame").format(region="'150722'"), "已经指"),
        (BECAME.format(region="'330383'", since=2019), ""),
        (BECAME.format(region="'330383'", since=2018), "从2019年才有"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path: Path, text: str, why: str) -> None:
    names, wrong = read(tmp_path, text)
    assert [why in each for each in wrong] == ([True] if why else [])
    if not why:
        assert names.spelt or names.became

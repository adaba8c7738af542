"""Packs are read once a folder; what is set aside is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel import packs
from huigong.kernel.errors import Unavailable
from huigong.kernel.packs.kept import Kept


def titles(folder: Path, report: packs.Report) -> dict[str, str]:
    made = {file.region: file.read(report) for file in packs.files(folder, "title.yaml")}
    if not made:
        raise packs.PackError("titles.none", what="一个标题都没有", place=packs.Place("titles", 0))
    return made


def test_one_region_is_set_aside_and_told_and_the_others_are_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for region, text in {"210700": "锦州", "220000": "[吉林"}.items():
        (tmp_path / region).mkdir()
        (tmp_path / region / "title.yaml").write_text(text, encoding="utf-8")
    kept = Kept(titles, told=False)

    assert kept(tmp_path)["210700"] == "锦州"
    (trouble,) = kept.troubles(tmp_path)
    assert (trouble.file, trouble.line, trouble.column) == ("220000/title.yaml", 1, 1)
    assert "220000/title.yaml" in caplog.text


def test_changed_files_count_from_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "210700").mkdir()
    title = tmp_path / "210700" / "title.yaml"
    title.write_text("锦州", encoding="utf-8")
    kept = Kept(titles, told=False)
    kept(tmp_path)

    title.write_text("大连", encoding="utf-8")

    assert kept(tmp_path)["210700"] == "锦州"
    assert Kept(titles, told=False)(tmp_path)["210700"] == "大连"


def test_where_nothing_can_be_served_the_platform_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="一个标题都没有") as caught:
        Kept(titles, told=False)(tmp_path)

    assert caught.value.code == "packs.broken"

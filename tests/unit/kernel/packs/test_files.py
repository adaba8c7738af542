"""A file that did not arrive whole is told as that, and not as something else or as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel.packs import PackError, Report
from huigong.kernel.packs.files import PackFile, load_file


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n"])
def test_an_empty_file_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "time-limits.yaml"
    path.write_text(text, encoding="utf-8")
    report = Report()
    assert PackFile(path, "100000/time-limits.yaml").read(report) is None
    assert [(error.place.file, "空的" in error.why) for error in report] == [
        ("100000/time-limits.yaml", True)
    ]


def test_a_file_cut_inside_a_character_is_not_called_gbk(tmp_path: Path) -> None:
    path = tmp_path / "offices.yaml"
    path.write_bytes("place: 攀枝花市".encode()[:-1])
    with pytest.raises(PackError) as refused:
        load_file(path)
    assert "没有传完整" in refused.value.why


def test_gbk_is_called_gbk(tmp_path: Path) -> None:
    path = tmp_path / "offices.yaml"
    path.write_bytes("place: 攀枝花市\n".encode("gbk"))
    with pytest.raises(PackError) as refused:
        load_file(path)
    assert "GBK" in refused.value.why

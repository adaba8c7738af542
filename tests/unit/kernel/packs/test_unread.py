"""A file whose name no reader knows is told: what stands in it would be missing without a word."""

from __future__ import annotations

from pathlib import Path

from huigong.kernel.packs import Report, files, reads, unread


def told(folder: Path) -> list[str]:
    report = Report()
    unread(folder, report)
    return [f"{error.place} {error.do}" for error in report.errors]


def test_a_misspelt_file_is_told_with_the_name_it_comes_near(tmp_path: Path) -> None:
    list(files(tmp_path, "kites.yaml", "*/strings/*.yaml"))
    for name in (
        "510400/kites.yaml",
        "510400/kitse.yaml",
        "510400/a/strings/x.yaml",
        "510400/a/string/x.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: 1\n", encoding="utf-8")
    wrong = told(tmp_path)
    assert len(wrong) == 2
    assert "kitse.yaml" in wrong[1] and "“kites.yaml”" in wrong[1]
    assert "string/x.yaml" in wrong[0]


def test_a_file_that_is_read_in_a_way_of_its_own_is_named_by_its_reader(tmp_path: Path) -> None:
    (tmp_path / "winds.yaml").write_text("a: 1\n", encoding="utf-8")
    assert len(told(tmp_path)) == 1
    reads("winds.yaml")
    assert told(tmp_path) == []

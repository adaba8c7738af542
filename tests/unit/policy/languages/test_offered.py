"""A language is a folder: its name and direction come from its code, or from a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.policy.languages import offered
from huigong.policy.languages.offered import Offered


@pytest.mark.parametrize(
    ("code", "declared", "language"),
    [
        ("ug", "", Offered("ug", "ئۇيغۇرچە", True)),
        ("en", "", Offered("en", "English", False)),
        ("bo", "name: བོད་སྐད\n", Offered("bo", "བོད་སྐད", False)),
        ("xx", "name: 虚构文\ndirection: rtl\n", Offered("xx", "虚构文", True)),
        ("ug", "name: Uyghurche\ndirection: ltr\n", Offered("ug", "Uyghurche", False)),
        ("xx", "", Offered("xx", "xx", False)),
        ("xx", "name: [", Offered("xx", "xx", False)),
        ("xx", "direction: up\n", Offered("xx", "xx", False)),
    ],
)
def test_a_folder_is_a_language(tmp_path: Path, code: str, declared: str, language: Offered) -> None:
    folder = tmp_path / "languages" / code
    folder.mkdir(parents=True)
    if declared:
        (folder / "language.yaml").write_text(declared, encoding="utf-8")
    assert offered(tmp_path) == (language,)


def test_without_the_folder_there_is_none(tmp_path: Path) -> None:
    assert offered(tmp_path) == ()

"""How surely somebody must be known is data: each kind says it with a reason, and nothing urgent waits for a check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.checking import identity
from huigong.catalogue.services import catalogue
from huigong.directory.assurance import Assurance, least
from huigong.directory.identity import FILE, read_identity
from huigong.kernel.packs import PackError, Report, folder

RIGHT = (folder() / FILE).read_text(encoding="utf-8")


def checked(tmp_path: Path, text: str) -> list[PackError]:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    report = Report()
    identity.check(catalogue(), tmp_path, report)
    return list(report)


def test_the_installed_file_is_right(tmp_path: Path) -> None:
    assert checked(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("  permit:", "  permits:", "identity.kind"),
        ("level: phone, why: 被欠薪", "level: checked, why: 被欠薪", "identity.urgent"),
        ("level: phone, why: 被欠薪", "level: phones, why: 被欠薪", "packs.field"),
        ("years: 18", "years: 十八", "packs.field"),
        (", why: 钱发到谁手里，是按提交的人定的；冒名的人领走，本人要追很久", "", "packs.missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, before: str, after: str, code: str) -> None:
    assert before in RIGHT
    errors = checked(tmp_path, RIGHT.replace(before, after))
    assert {error.code for error in errors} == {code}
    assert all(error.what and error.place.file == FILE for error in errors if code != "identity.urgent")


def test_a_folder_without_the_file_has_nothing_wrong(tmp_path: Path) -> None:
    report = Report()
    identity.check(catalogue(), tmp_path, report)
    assert list(report) == []


@pytest.mark.parametrize(
    ("held", "needed", "enough"),
    [
        (Assurance.PHONE, Assurance.PHONE, True),
        (Assurance.PHONE, Assurance.CHECKED, False),
        (Assurance.CHECKED, Assurance.CHECKED, True),
        (Assurance.CHECKED, Assurance.REAL_NAME, False),
        (Assurance.REAL_NAME, Assurance.CHECKED, True),
    ],
)
def test_levels_are_ordered(held: Assurance, needed: Assurance, enough: bool) -> None:
    assert held.reaches(needed) is enough
    assert least(held, needed) == (held if not held.reaches(needed) else needed)


def test_somebody_born_on_the_29th_of_february_comes_of_age_on_the_28th() -> None:
    rules = read_identity(folder(), Report())
    assert rules.of_age_on(date(2008, 2, 29)) == date(2026, 2, 28)
    assert rules.minor(date(2008, 2, 29), on=date(2026, 2, 27))
    assert not rules.minor(date(2008, 2, 29), on=date(2026, 2, 28))
    assert rules.last_day_as_minor(date(2008, 3, 1)) == date(2026, 2, 28)

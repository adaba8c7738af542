"""Where somebody is sent on to another service, both are there, and it is said only where it is sure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.checking import elsewhere as checking
from huigong.catalogue.elsewhere import FILE, instead_of
from huigong.catalogue.services import catalogue
from huigong.kernel.packs import PackError, Report, folder
from huigong.rules.values import Answer

RIGHT = (folder() / FILE).read_text(encoding="utf-8")
TODAY = date(2026, 11, 28)


def checked(tmp_path: Path, text: str | None) -> list[PackError]:
    if text is not None:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
    report = Report()
    checking.check(catalogue(), tmp_path, report)
    return list(report)


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("", "", set()),
        ("see: private-hire-claim", "see: private-hire", {"elsewhere.service"}),
        ("- labour-arbitration", "- labour-arbitrations", {"elsewhere.service"}),
        ("- labour-arbitration", "- private-hire-claim", {"elsewhere.itself"}),
        ("    see: wages-in-bankruptcy\n", "", {"packs.missing"}),
        ("if: 伤者受私人雇用", "if: 伤者受私人雇佣", {"rule.unknown_fact"}),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, before: str, after: str, codes: set[str]
) -> None:
    assert before in RIGHT
    errors = checked(tmp_path, RIGHT.replace(before, after))
    assert {error.code for error in errors} == codes
    assert all(error.place.file == FILE for error in errors)


def test_a_folder_without_the_file_has_nothing_wrong(tmp_path: Path) -> None:
    assert checked(tmp_path, None) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"谁招用您": "私人家里"}, "private-hire-claim"),
        ({"谁招用您": "公司或别的单位"}, ""),
        ({}, ""),
        ({"谁招用您": "包工头个人"}, ""),
        ({"谁招用您": "包工头个人", "活是公司包出来的": False}, "private-hire-claim"),
    ],
)
def test_only_who_surely_came_for_another_one_is_sent_on(values: dict[str, Answer], told: str) -> None:
    service = instead_of("arrears-complaint", values=values, region="510421", on=TODAY)
    assert (service.id if service else "") == told
    assert instead_of("residence-permit", values=values, region="510421", on=TODAY) is None

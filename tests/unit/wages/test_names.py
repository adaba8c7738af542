"""What code asks for by name cannot be renamed in the packs without `pack check` saying so, at the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huigong.catalogue.checking import PackCheck, check_packs
from huigong.kernel import packs
from huigong.kernel.packs import Report
from huigong.wages import names

RECORDS = "100000/wage-payment-regulation/records"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(packs.folder(), tmp_path / "policies"))


@pytest.fixture(scope="module")
def as_they_are() -> PackCheck:
    return check_packs(packs.folder())


def told(folder: Path, check: PackCheck) -> list[tuple[str, str]]:
    report = Report()
    names.check(folder, check, report)
    return [(error.file, error.why) for error in report]


def test_the_packs_as_they_are_have_every_name(folder: Path, as_they_are: PackCheck) -> None:
    assert told(folder, as_they_are) == []


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("labour-officer.yaml", "在岗", "任职"),
        ("labour-officer.yaml", "专管项目", "工程编号"),
        ("construction-project.yaml", "投诉电话", "举报电话"),
        ("labour-officer.yaml", "id: labour-officer", "id: wage-officer"),
    ],
)
def test_what_is_renamed_in_a_record_is_told_with_its_file(
    folder: Path, as_they_are: PackCheck, file: str, was: str, now: str
) -> None:
    path = folder / RECORDS / file
    path.write_text(path.read_text("utf-8").replace(was, now), "utf-8")
    said = told(folder, as_they_are)
    assert said
    assert all(was.removeprefix("id: ") in why for _, why in said)
    assert all("/records/" in at for at, _ in said)

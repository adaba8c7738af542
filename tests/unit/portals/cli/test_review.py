"""A jurist reads one page, signs, and is asked again once the substance has changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from python_calamine_plus import CalamineWorkbook

from huigong.kernel.errors import DomainError
from huigong.kernel.packs import kept
from huigong.kernel.packs.where import folder as installed
from huigong.portals.cli import pack
from tests.unit.catalogue.test_checking import COUNTY, SERVICE, change, packs

__all__ = ["packs"]
ID = f"job-seeker-registration-{COUNTY}"
SIGNED = SERVICE.replace("/services/", "/reviewed/")


@pytest.fixture(autouse=True)
def these_packs(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))


def run(*words: str) -> int:
    """As a new start of the command would: packs are read once in a process."""
    for each in kept._all:
        each._results.pop(installed(), None)
    return pack.run(list(words))


def review(*words: str) -> int:
    return run("review", *words)


def test_the_page_has_every_condition_beside_its_clause_and_every_example(tmp_path: Path) -> None:
    assert review(ID, "--region", COUNTY, "--into", str(tmp_path / "page.html")) == 0
    page = html.parse(tmp_path / "page.html").getroot().text_content()
    for words in ("住满三个月", "（一）", "3个月", "60日内申请行政复议", "虚构乙刚好住满三个月", "审核人"):
        assert words in page
    assert "还没有人审核签字" in page


def test_a_signature_stands_until_the_substance_changes(
    packs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(ID, "--region", COUNTY, "--sign", "虚构律师") == 0
    assert (counted(capsys)["signed"], counted(capsys)["to_sign_again"]) == (1, [])
    change(packs, SERVICE, "summary: 在这里住满三个月、", "summary: 住满三个月、")
    assert counted(capsys)["signed"] == 1, "how it is told to people is no substance"
    parameters = SERVICE.split("/services/")[0] + "/parameters.yaml"
    change(packs, parameters, "value: 3", "value: 4")
    shown = counted(capsys)
    assert shown["signed"] == 0
    assert [row["file"] for row in shown["to_sign_again"]] == [SERVICE]
    assert review(ID, "--region", COUNTY, "--into", str(tmp_path / "page.html")) == 0
    page = html.parse(tmp_path / "page.html").getroot()
    assert ["3个月" in line for line in page.xpath("//del/text()")] == [True]
    assert ["4个月" in line for line in page.xpath("//ins/text()")] == [True]


def test_a_signature_of_no_service_is_an_error(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review(ID, "--region", COUNTY, "--sign", "虚构律师")
    (packs / SIGNED).rename((packs / SIGNED).with_name("nothing.yaml"))
    assert [row["code"] for row in counted(capsys)["errors"]] == ["pack.signature_of_nothing"]


def test_a_region_in_one_workbook(tmp_path: Path) -> None:
    assert review("--region", COUNTY, "--into", str(tmp_path / "all.xlsx")) == 0
    rows = CalamineWorkbook.from_path(tmp_path / "all.xlsx").get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[1:]} == {"求职登记"}
    assert {row[2] for row in rows[1:]} >= {"给谁办、什么条件", "时限", "示例", "审核签字"} - {"时限"}


@pytest.mark.parametrize("words", [["--sign", "虚构律师"], ["nothing-of-that-name"]])
def test_what_does_not_fit_is_said_in_words(words: list[str]) -> None:
    with pytest.raises(DomainError):
        review(*words, "--region", COUNTY)


def counted(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    run("check", "--json")
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

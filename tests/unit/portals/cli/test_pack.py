"""`huigong pack`: the check with its JSON and exit codes, and the starter that overwrites nothing."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huigong.catalogue.services import load_catalogue
from huigong.kernel.errors import DomainError
from huigong.policy.packs import load_library
from huigong.portals.cli import read
from huigong.portals.cli.pack import run
from tests.unit.catalogue.test_checking import PLACES
from tests.unit.policy.reading.invented import PLAN

POLICIES = Path(__file__).resolve().parents[4] / "policies"
COUNTY = "210782"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policies folder without packs, which the command is told to use."""
    (tmp_path / "100000").mkdir()
    for name in ("facts.yaml", "systems.yaml", "100000/offices.yaml"):
        shutil.copy(POLICIES / name, tmp_path / name)
    shutil.copytree(POLICIES / "100000/messages", tmp_path / "100000/messages")
    (tmp_path / "places.yaml").write_text(PLACES, encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(tmp_path))
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *, code: int) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["check", "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_installed_packs_pass(capsys: pytest.CaptureFixture[str]) -> None:
    shown = checked(capsys, code=0)
    assert shown["errors"] == []
    assert shown["services"] >= 110
    assert shown["examples"] >= 1200
    assert shown["unnoticed"] == [], "each change of a rule must break an example"
    assert shown["clauses"] == 19 + 27 + 30 + 19 + 18
    assert shown["clauses_linked"] + shown["clauses_nothing_to_decide"] >= shown["clauses"]


@pytest.mark.release
def test_the_packs_of_the_country_pass_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place installs the country's and its own: nothing of the country names what a province has."""
    installed = tmp_path / "policies"
    below = shutil.ignore_patterns(
        *(f"{digit}[0-9][0-9][0-9][0-9][0-9]" for digit in "23456789"), "1[1-9][0-9][0-9][0-9][0-9]"
    )
    shutil.copytree(POLICIES, installed, ignore=below)
    assert [each.name for each in installed.iterdir() if each.name.isdigit()] == ["100000"]
    monkeypatch.setenv("HUIGONG_POLICIES", str(installed))
    assert run(["check", "--strict"]) == 0, capsys.readouterr().out


def test_a_new_pack_passes_the_check(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", COUNTY]) == 0
    assert "北镇市" in capsys.readouterr().out
    shown = checked(capsys, code=0)
    assert (shown["services"], shown["examples"], shown["clauses"]) == (1, 6, 2)
    assert (shown["clauses_linked"], shown["clauses_nothing_to_decide"]) == (1, 1)


def test_errors_come_with_file_and_line_and_exit_code_one(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["new", COUNTY])
    examples = packs / COUNTY / "first-document" / "examples" / "job-seeker-registration.yaml"
    examples.write_text(examples.read_text(encoding="utf-8").replace("answer: 否", "answer: 是"), "utf-8")
    error, missing = checked(capsys, code=1)["errors"]
    assert (error["file"], error["line"]) == (str(examples.relative_to(packs)), 8)
    assert missing["what"].endswith("还缺这些示例：否")
    assert run(["check"]) == 1
    said = capsys.readouterr().out
    assert f"{error['file']}:8:5：" in said
    assert "有 2 处要改" in said


def test_nothing_is_overwritten(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["new", COUNTY])
    document = packs / COUNTY / "first-document" / "document.yaml"
    document.write_text("我改过的\n", encoding="utf-8")
    with pytest.raises(DomainError) as refused:
        run(["new", COUNTY])
    assert refused.value.code == "pack.exists"
    assert document.read_text(encoding="utf-8") == "我改过的\n"


def test_the_offices_of_a_region_are_left_as_they_are(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offices = packs / COUNTY / "offices.yaml"
    offices.parent.mkdir()
    shutil.copy(POLICIES / "210700" / "offices.yaml", offices)
    before = offices.read_text(encoding="utf-8").replace("210700", COUNTY)
    offices.write_text(before, encoding="utf-8")
    assert run(["new", COUNTY]) == 0
    assert offices.read_text(encoding="utf-8") == before
    assert "已经有了，没有改动" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["nwe"], ["new"], ["new", "999999"], ["check", "--jsn"]])
def test_wrong_words_are_refused_in_words(packs: Path, words: list[str]) -> None:
    with pytest.raises(DomainError) as refused:
        run(words)
    assert refused.value.what


@pytest.fixture
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copies") / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_document_becomes_a_draft_that_the_check_lists(
    packs: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", COUNTY, "--from", str(plan), "--into", "yunzhengfa-2031-12"]) == 0
    said = capsys.readouterr().out
    assert "210782/yunzhengfa-2031-12/document.yaml" in said
    assert "3 条" in said
    shown = checked(capsys, code=0)
    assert shown["clauses"] == 0
    assert any("是草稿" in line for line in shown["drafts"])
    assert any("市织造局" in line for line in shown["drafts"])
    assert read.run([str(plan), "--check"]) == 0
    assert "与资料包 210782/yunzhengfa-2031-12 一致" in capsys.readouterr().out


def test_a_mistake_in_another_regions_document_stops_no_draft(
    packs: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = packs / "220000" / "broken" / "document.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("title: [\n", encoding="utf-8")
    assert run(["new", COUNTY, "--from", str(plan), "--into", "yunzhengfa-2031-12"]) == 0
    said = capsys.readouterr().out
    assert "210782/yunzhengfa-2031-12/document.yaml" in said
    assert "220000/broken/document.yaml" in said


def test_a_name_for_a_draft_without_a_document_is_refused(packs: Path) -> None:
    with pytest.raises(DomainError) as refused:
        run(["new", COUNTY, "--into", "yunzhengfa-2031-12"])
    assert refused.value.code == "pack.into_without_source"
    assert not (packs / COUNTY).exists()


def test_the_same_document_is_not_drafted_twice(packs: Path, plan: Path) -> None:
    run(["new", COUNTY, "--from", str(plan)])
    before = {path: path.read_bytes() for path in packs.rglob("*.yaml")}
    with pytest.raises(DomainError) as refused:
        run(["new", COUNTY, "--from", str(plan), "--into", "other"])
    assert refused.value.code == "pack.known_document"
    assert {path: path.read_bytes() for path in packs.rglob("*.yaml")} == before


def test_a_draft_changes_no_answer_until_it_is_confirmed(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["new", COUNTY])
    document = packs / COUNTY / "first-document" / "document.yaml"
    confirmed = document.read_text(encoding="utf-8")
    document.write_text(confirmed + "verified: false\n", encoding="utf-8")
    shown = checked(capsys, code=0)
    assert (shown["services"], shown["examples"], shown["clauses"]) == (0, 0, 0)
    assert load_catalogue(packs).services_for(COUNTY, date(2026, 6, 1)) == ()
    assert load_library(packs).documents == {}
    document.write_text(confirmed + "verified: true\n", encoding="utf-8")
    assert [service.name for service in load_catalogue(packs).services_for(COUNTY, date(2026, 6, 1))] == [
        "求职登记"
    ]
    assert list(load_library(packs).documents) == [f"{COUNTY}/first-document"]


FORM = """
id: bike
name: 电动车上牌
from: 2026-01-01
clauses: [100000/bikes#第一条]
parts:
  - {id: 车, title: 车, fields: [{id: 车龄, type: int, unit: 年, ask: 几年？}]}
"""
BIKES = """
title: 电动车办法
level: nation
known_by: facts
clauses:
  - {number: 第一条, heading: 上牌, summary: 要上牌。, systems: [S1]}
"""


def test_a_form_is_checked_locked_and_then_kept(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = packs / "100000" / "bikes"
    (folder / "forms").mkdir(parents=True)
    (folder / "document.yaml").write_text(BIKES, encoding="utf-8")
    form = folder / "forms" / "bike.yaml"
    form.write_text(FORM, encoding="utf-8")
    shown = checked(capsys, code=1)
    assert [error["code"] for error in shown["errors"]] == ["lock.new"]
    assert run(["lock"]) == 0
    assert "100000/bikes/declarations.lock" in capsys.readouterr().out
    assert checked(capsys, code=0)["forms"] == 1
    form.write_text(FORM.replace("unit: 年", "unit: 月"), encoding="utf-8")
    (error,) = checked(capsys, code=1)["errors"]
    assert (error["code"], error["file"], error["line"]) == ("lock.broken", "100000/bikes/forms/bike.yaml", 7)


def test_a_clause_that_a_form_rests_on_must_exist(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = packs / "100000" / "bikes"
    (folder / "forms").mkdir(parents=True)
    (folder / "document.yaml").write_text(BIKES, encoding="utf-8")
    (folder / "forms" / "bike.yaml").write_text(FORM.replace("第一条", "第九条"), encoding="utf-8")
    assert "pack.clause" in [error["code"] for error in checked(capsys, code=1)["errors"]]

"""`huigong entitle`: the answer on screen and as JSON, and kind words for wrong input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from huigong.kernel.errors import DomainError
from huigong.portals.cli.entitle import run

PERSON = "年龄: 35\n户籍性质: 农业\n持有就业创业证: 是\n从事个体经营: 是\n个体经营起始日期: 2015-03-01\n属于当地创业减税的人: 是\n离开户籍地: 是\n户口在同市别县: 否\n居住月数: 4\n合法稳定就业: 是\n"


@pytest.fixture
def person(tmp_path: Path) -> Path:
    path = tmp_path / "person.yaml"
    path.write_text(PERSON, encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_everything_a_person_needs(person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = answer(capsys, "--region", "220000", "--on", "2016-06-01", "--facts", str(person))
    assert (shown["region_name"], shown["on"]) == ("吉林省", "2016-06-01")
    services = {one["id"]: one for one in shown["services"]}
    deduction = services["startup-tax-deduction"]
    assert (deduction["answer"], deduction["amount_fen"]) == ("yes", 960_000)
    assert deduction["reasons"][1]["clause"] == "220000/2015-implementation#（八）"
    assert deduction["reasons"][1]["citation"].endswith("（八）")
    permit = services["residence-permit"]
    assert (permit["answer"], permit["nearest"]) == ("no", "再过2个月，最晚2016年8月1日")
    assert permit["steps"] == []
    assert permit["limits"][0] | {"text": ""} == {
        "kind": "statutory",
        "length": 15,
        "measure": "natural_day",
        "text": "",
        "article": "居住证暂行条例第九条",
        "verified": True,
    }
    assert services["union-membership"]["missing"][0]["question"]
    assert all(one["where"]["name"] and one["answer_by"] and one["if_refused"] for one in services.values())
    assert shown["next_question"]["question"].endswith(("？", "）"))


def test_json_in_english_keeps_ids_and_facts(person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--region", "220000", "--on", "2016-06-01", "--facts", str(person))
    chinese, english = answer(capsys, *asked), answer(capsys, *asked, "--language", "en")
    said = {one["id"]: one for one in english["services"]}
    permit = said["residence-permit"]
    assert (permit["name"], permit["nearest"]) == (
        "Get a residence permit",
        "in 2 months, on 2016-08-01 at the latest",
    )
    assert any(
        "You have lived here for half a year" in reason["plain"] and "4 months" in reason["plain"]
        for reason in permit["reasons"]
    )
    for one in chinese["services"]:
        assert [each["fact"] for each in said[one["id"]]["missing"]] == [
            each["fact"] for each in one["missing"]
        ]


def test_the_screen_groups_yes_perhaps_and_not_yet(person: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--region", "220000", "--on", "2016-06-01", "--facts", str(person)]) == 0
    shown = capsys.readouterr().out
    places = [
        shown.index(words) for words in ("可以享受", "还不清楚，可能可以", "现在还不行", "再问一句最有用")
    ]
    assert places == sorted(places)
    assert "9,600" in shown


def test_versions_nobody_checked_are_shown_and_marked_on_request(
    person: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--region", "220000", "--on", "2020-06-01", "--facts", str(person), "--employer")
    plain = {one["id"] for one in answer(capsys, *words)["services"]}
    more = {one["id"]: one["verified"] for one in answer(capsys, *words, "--all")["services"]}
    assert "hiring-tax-deduction" not in plain
    assert more["hiring-tax-deduction"] is False
    run([*words, "--all"])
    assert "未核实" in capsys.readouterr().out


def test_employers_ask_for_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "works.yaml"
    facts.write_text("新招用登记失业人数: 3\n", encoding="utf-8")
    shown = answer(capsys, "--region", "220000", "--on", "2016-06-01", "--facts", str(facts), "--employer")
    services = {one["id"]: one for one in shown["services"]}
    deduction = services["hiring-tax-deduction"]
    assert (deduction["answer"], deduction["amount_fen"]) == ("unknown", 1_560_000)
    assert "residence-permit" not in services


def test_a_file_without_facts_is_everything_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "nobody.yaml"
    empty.write_text("", encoding="utf-8")
    shown = answer(capsys, "--region", "510400", "--on", "2026-11-21", "--facts", str(empty))
    known = {one["id"]: one["answer"] for one in shown["services"] if one["answer"] != "unknown"}
    assert known == {"child-harm-report": "yes"}  # which anybody may do


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("居住月: 4", "是不是“居住月数”"),
        ("居住月数: 很久", "请写一个数字"),
        ("居住月数: [4", "person.yaml:1:7"),
        ("居住月数: 3\n居住月数: 4", "“居住月数”重复"),
        ("- 居住月数", "每行写一个"),
        ("持有居住证: 大概", "是”或“否"),
        ("出生日期: 2999-01-01", "这一天还没有到"),
        ("居住起始日期: 0001-01-01", "不会早到"),
        ("出生日期: 1990-05-01\n居住起始日期: 1990-04-30", "早于“出生日期”"),
        ("居住月数: -1", "不能是负数"),
        ("子女年龄: 300", "最多是130岁"),
    ],
)
def test_facts_that_cannot_be_read_are_explained(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "person.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DomainError, match=says):
        run(["--region", "510400", "--facts", str(path)])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--region", "510400", "--facts", "没有这个文件.yaml"], "entitle.no_file"),
        (["--region", "510400", "--on", "2016-6-31", "--facts", "x.yaml"], "day.not_a_day"),
        (["--region", "510400", "--on", "9999-12-31", "--facts", "x.yaml"], "day.out_of_range"),
        (["--region", "510400", "--on", "0001-01-01", "--facts", "x.yaml"], "day.out_of_range"),
        (["--region", "510400", "--on", "2016-06-01T08:00", "--facts", "x.yaml"], "day.not_a_day"),
        (["--region", "999999", "--facts", "x.yaml"], "regions.unknown"),
        (["--region", "510400"], "entitle.arguments"),
        (["--region", "140481", "--on", "2026-11-28", "--facts", "x.yaml"], "entitle.place_gone"),
        (["--region", "140481", "--on", "2018-11-28", "--facts", "x.yaml"], "entitle.no_file"),
    ],
)
def test_a_wrong_command_is_explained(words: list[str], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        run(words)
    assert caught.value.code == code
    assert caught.value.do


@pytest.mark.parametrize("on", ["2199-12-31", "1900-01-01", "２０１６年６月１日", "20160601"])
def test_any_day_that_can_be_meant_is_answered(on: str, person: Path) -> None:
    assert run(["--region", "510421", "--on", on, "--facts", str(person), "--json"]) == 0


def test_it_works_without_a_database(person: Path) -> None:
    """In a fresh process, nothing may need the framework's settings or a connection."""
    code = (
        "import sys; from huigong.portals.cli.entitle import run;"
        f"run(['--region', '510400', '--facts', {str(person)!r}, '--json']);"
        "sys.exit('django.db' in sys.modules)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()

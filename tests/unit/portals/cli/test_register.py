"""Export, screening and trial of a change on the register itself, as people type them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.catalogue.models import News
from huigong.demo import county
from huigong.portals.cli.main import main
from huigong.registry.fictitious import make_county
from huigong.registry.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
CHANGE = """\
title: 在本地住就算
region: "{region}"
on: 2026-06-10
changes:
  - {{service: residence-permit, rule: 居住月数 >= 0}}
place: 现居住地
"""


@pytest.fixture
def people(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    settings.DATA_FOLDER = tmp_path / "data"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = make_county(region=county.REGION, elsewhere=county.ELSEWHERE, on=TODAY, people=60, seed=7)
    county.open_desks("虚构的长密码虚构的长密码", now=NOW)
    ids = county.load_people(made, now=NOW, step=lambda count: None)
    county.load_work(made, ids, now=NOW)
    return len(ids)


def export(out: Path, *words: str, approver: str = "leading", region: str = "510421") -> int:
    named = ["--out", str(out), "--approved-by", approver, "--region", region]
    return main(["export", "people", *named, "--purpose", "虚构的统计", *words])


def test_the_export_is_screened_like_any_file(
    people: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd, answers = tmp_path / "people.parquet", tmp_path / "answers.parquet"
    assert export(crowd, "--on", "2026-06-10") == 0
    assert f"{people} 人" in capsys.readouterr().out
    screen = ["screen", "--region", "510421", "--on", "2026-06-10", "--people", str(crowd)]
    assert main([*screen, "--out", str(answers)]) == 0
    assert pq.read_metadata(answers).num_rows == people
    [event] = AuditEvent.objects.filter(verb="registry.people.exported")
    assert (event.data["approver"], event.purpose) == ("虚构·农民工办", "虚构的统计")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"approver": "police"}, "不能批准这次导出"),
        ({"approver": "nobody"}, "没有用户名是“nobody”的账号"),
        ({"region": "220000"}, "不能批准这次导出"),
        ({"region": "51042"}, "51042"),
    ],
)
def test_without_the_right_nothing_is_written(
    people: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], says: str
) -> None:
    assert export(tmp_path / "people.parquet", **changed) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "people.parquet").exists()


def test_the_register_is_screened_and_a_second_time_changes_nothing(
    people: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["screen", "--register", "--region", "510421", "--on", "2026-06-10"]
    assert main(command) == 0
    first, kept = capsys.readouterr().out, News.objects.count()
    assert f"{people} 人；新符合 {kept:,} 项" in first and kept
    assert main(command) == 0
    assert "新符合 0 项，不再符合 0 项" in capsys.readouterr().out
    assert News.objects.count() == kept
    assert main([*command[:-1], "2026-06-09"]) == 2
    assert "已经按2026-06-10筛查过" in capsys.readouterr().err


def test_a_change_is_tried_on_the_register(
    people: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "change.yaml").write_text(CHANGE.format(region="510400"), encoding="utf-8")
    assert main(["whatif", str(tmp_path / "change.yaml"), "--register", "--json"]) == 0
    [everybody] = [one for one in json.loads(capsys.readouterr().out)["effects"] if not one["by"]]
    assert 0 < everybody["gain"] <= Person.objects.count()
    [event] = AuditEvent.objects.filter(verb="registry.people.drawn")
    assert event.purpose == "试算改动：在本地住就算"
    assert not list((tmp_path / "data").glob(".*"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["screen", "--register", "--region", "510421", "--out", "x.parquet"], "只和 --region"),
        (["screen", "--register", "--region", "510421", "--people", "x.parquet"], "只和 --region"),
        (["screen", "--region", "510421"], "或者写 --register"),
        (["screen", "--register", "--region", "220000"], "没有登记的人"),
        (["whatif", "change.yaml"], "命令没有写对"),
    ],
)
def test_wrong_words_are_refused_kindly(
    people: int, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert says in said and "Traceback" not in said

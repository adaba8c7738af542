"""`huigong obligations`: what a place has, what stands of a history, everybody of a file, and sheets for the field."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone

from huigong.demo import county
from huigong.files.models import Attachment
from huigong.kernel.errors import DomainError
from huigong.obligations.actions import nightly
from huigong.obligations.models import Obligation, Occurrence
from huigong.portals.cli.obligations import run
from huigong.registry.actions import people
from tests.unit.files.makers import jpeg
from tests.unit.obligations.test_keeping import ISSUED, night, record
from tests.unit.registry.someone import CLERK, NOW, new_person

ENDORSEMENT = ["forecast", "residence-permit-endorsement", "--region", "510421", "--anchor", "2026-03-10"]


def test_what_a_place_has_not_set_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--region", "510421"]) == 0
    told = capsys.readouterr().out
    assert "residence-permit-endorsement" in told and "留守儿童走访间隔" in told


def test_a_history_is_forecast(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ENDORSEMENT, "--done", "2027-01-01", "--done", "2027-05-06", "--on", "2028-04-06"]) == 0
    told = capsys.readouterr().out
    assert "2028-05-06" in told and "逾期办了" in told
    assert "2027-01-01办的 不算：too_early" in told


def test_everybody_of_a_file_is_raised_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everybody = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "持有居住证": [True, False, None],
            "持有居住证.起": [date(2026, 3, 10)] * 3,
        }
    )
    everybody.write_parquet(tmp_path / "people.parquet")
    words = ["raise", "--people", str(tmp_path / "people.parquet"), "--region", "510421"]
    words += ["--out", str(tmp_path / "out"), "--on", "2027-02-20"]
    assert run(words) == 0
    rows = pl.read_parquet(tmp_path / "out/residence-permit-endorsement.parquet").sort("subject")
    assert rows.select("subject", "state", "due_on").rows() == [
        (1, "open", date(2027, 3, 10)),
        (3, "to_find_out", date(2027, 3, 10)),
    ]
    capsys.readouterr()
    assert run(words) == 0
    assert capsys.readouterr().out.split("residence-permit-endorsement")[1].split("│")[3].strip() == "0"


@pytest.mark.django_db
def test_a_sheet_is_taken_along_and_handed_in(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_FOLDER, settings.FILES = tmp_path / "data", str(tmp_path / "files")
    monkeypatch.setattr(timezone, "now", lambda: night(date(2017, 5, 20)))
    county.open_desks("虚构的长密码虚构的长密码", now=night(ISSUED))
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(residence=county.REGION)))
    record(person, value=True, since=ISSUED, now=ISSUED)
    for day in (ISSUED, date(2017, 5, 2)):
        nightly.look_over(now=night(day))
    sheet, noted = tmp_path / "sheet.json", tmp_path / "noted.json"
    assert run(["take", "--as", "police", "--out", str(sheet)]) == 0
    (line,) = json.loads(sheet.read_text())["lines"]
    assert line["name"] == "居住证签注" and line["due_on"] == "2017-06-01"
    second = people.register(by=CLERK, now=NOW, **asdict(new_person(2, residence=county.REGION)))
    record(second, value=True, since=ISSUED, now=ISSUED)
    nightly.look_over(now=night(date(2017, 5, 3)))
    assert run(["take", "--as", "police", "--out", str(sheet), "--at-most", "1"]) == 0
    assert "还有没写上的" in capsys.readouterr().out
    other = Obligation.objects.get(person=second).public_id.hex
    assert run(["prove", other, "--on", "2017-05-09", "--as", "police"]) == 0
    assert Occurrence.objects.get(obligation__person=second).state == "done_in_time"
    excused = ["--from", "2017-05-09", "--until", "2017-06-09", "--reason", "住院"]
    with pytest.raises(DomainError) as refused:
        run(["excuse", other, *excused, "--as", "police"])
    assert refused.value.code == "obligation.no_excuse"
    done = {"device": "phone-a", "number": 1, "obligation": line["obligation"], "base": line["base"]}
    (tmp_path / "at-home.jpg").write_bytes(jpeg())
    photos = ["at-home.jpg", "../gone.jpg"]
    noted.write_text(json.dumps({"noted": [done | {"day": "2017-05-10", "photos": photos}]}))
    assert run(["hand-in", str(noted), "--as", "police"]) == 1  # of one picture
    told = capsys.readouterr().out
    assert "新登记 1 条" in told and "gone.jpg" in told
    (kept,) = Attachment.objects.all()
    assert (kept.holder, kept.field) == (line["obligation"], "phone-a 1")
    noted.write_text(json.dumps({"noted": [done | {"day": "2017-05-10", "photos": photos[:1]}]}))
    assert run(["hand-in", str(noted), "--as", "police"]) == 0
    assert Attachment.objects.count() == 1
    assert "新登记 0 条，已经登记过 1 条" in capsys.readouterr().out
    assert [row.state for row in Occurrence.objects.all()] == ["done_in_time"] * 2

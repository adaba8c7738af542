"""An obligation holds from its first day to its last, and a wrong file of one place takes nothing from the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.messages.models import Message
from huigong.obligations.actions import nightly
from huigong.obligations.declaring.reading import book
from huigong.obligations.models import Obligation, Occurrence
from huigong.portals.cli.obligations import run
from tests.unit.obligations.plates import DECLARED, PLATE, packs_with, plated
from tests.unit.obligations.test_keeping import night, record, stands

pytestmark = pytest.mark.django_db
FROM = "from: 2016-01-01\n"


def test_after_its_last_day_nothing_more_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED.replace(FROM, f"{FROM}until: 2016-12-31\n"))
    plated()
    for day in (date(2017, 5, 2), date(2017, 6, 20)):
        nightly.look_over(now=night(day))
    assert stands() == []
    assert not Message.objects.exists()


def test_what_was_open_on_its_last_day_ends_as_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED.replace(FROM, f"{FROM}until: 2017-05-10\n"))
    person = plated()
    nightly.look_over(now=night(date(2017, 5, 2)))
    assert stands() == [(1, date(2017, 6, 1), "open")]
    nightly.look_over(now=night(date(2017, 6, 12)))
    assert stands() == [(1, date(2017, 6, 1), "lapsed")]
    record(person, value=False, since=date(2017, 6, 13), now=date(2017, 6, 13), fact=PLATE)
    nightly.look_over(now=night(date(2018, 7, 1)))
    assert [ordinal for ordinal, _, _ in stands()] == [1]


def test_before_its_first_day_nothing_is_owed_and_then_only_what_falls_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED.replace(FROM, "from: 2019-01-01\n"))
    plated()
    nightly.look_over(now=night(date(2017, 6, 20)))
    assert not Obligation.objects.exists()
    for day in (date(2019, 1, 1), date(2019, 5, 3)):
        nightly.look_over(now=night(day))
    assert [(due, state) for _, due, state in stands()] == [(date(2019, 6, 1), "open")]


def test_a_second_obligation_begins_for_who_has_one_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = DECLARED.replace("id: yearly-brake-check", "id: light-check").replace(FROM, "from: 2017-02-01\n")
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED, in_510400=other)
    plated()
    for day in (date(2017, 1, 31), date(2017, 2, 1)):
        nightly.look_over(now=night(day))
    assert {row.declared for row in Obligation.objects.all()} == {"yearly-brake-check", "light-check"}


def test_a_rule_that_begins_next_year_does_not_count_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = DECLARED.replace(FROM, "from: 2018-01-01\n").replace("请把车推到检验点。", "请预约。")
    packs_with(
        tmp_path,
        monkeypatch,
        in_100000=f"- {_indented(DECLARED.replace(FROM, f'{FROM}until: 2017-12-31{chr(10)}'))}- {_indented(later)}",
    )
    today, then = (
        book().declaration("yearly-brake-check", "510403", on=date(year, 6, 1)) for year in (2017, 2018)
    )
    assert today is not None and then is not None
    assert (today.what, then.what) == ("请把车推到检验点。", "请预约。")
    assert today.versions is not None and today.versions.until is None  # another follows


def test_a_wrong_file_of_one_county_is_set_aside_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = DECLARED.replace("id: yearly-brake-check", "id: own-thing").replace(
        "while: 持有电动车牌", "while: 没有的事实"
    )
    below = 'id: yearly-brake-check\ninherits: true\nfrom: 2016-01-01\nclauses: ["#一"]\nevery: 3个工作日\n'
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED, in_510421=wrong, in_510403=below)
    plated()
    nightly.look_over(now=night(date(2017, 5, 2)))
    (row,) = Occurrence.objects.all()
    assert (row.due_on, row.state) == (date(2017, 6, 1), "open")
    assert {error.file.partition("/")[0] for error in book().aside} == {"510421", "510403"}
    assert run(["list", "--region", "510421"]) == 0
    told = capsys.readouterr().out
    assert "yearly-brake-check" in told and "没有用" in told and "own-thing" in told


def _indented(text: str) -> str:
    return text.rstrip().replace("\n", "\n  ") + "\n"

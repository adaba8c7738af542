"""An invented pack that knows of nothing but the yearly brake check of whoever has a plate."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.obligations.actions import nightly
from huigong.registry.models import Person
from tests.shipped import without_services
from tests.unit.casework.desk import applicant
from tests.unit.obligations.test_keeping import ISSUED, night, record

PLATE = "持有电动车牌"
DECLARED = """id: yearly-brake-check
name: 电动车年检
from: 2016-01-01
clauses: ["#第一条"]
anchor: 持有电动车牌
while: 持有电动车牌
every: 1年
opens: 30天
grace: 10天
excused: {by: {line: police, level: county}, reasons: [维修, 住院], effect: shift}
performer: {line: police, level: county, of: 常住地}
tells: [open, lapsed, withdrawn]
what: 请把车推到检验点。
examples:
  - {name: 例, given: [{起算: 2026-03-10}], on: 2026-04-01, then: []}
"""


def packs_with(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    """Installs the plates, with these obligations: region → text."""
    packs = without_services(folder / "policies")
    for region, text in files.items():
        written = packs / region.removeprefix("in_") / "plates/obligations/yearly-brake-check.yaml"
        written.parent.mkdir(parents=True)
        written.write_text(text, encoding="utf-8")
    (packs / "facts/plates.yaml").write_text(
        f"{PLATE}: {{type: bool, question: 您的车有牌吗？}}", encoding="utf-8"
    )
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))


def plated(sequence: int = 1) -> Person:
    """Somebody whose plate was issued, and noted, on 1 June 2016."""
    person = applicant(sequence)
    record(person, value=True, since=ISSUED, now=ISSUED, fact=PLATE)
    nightly.look_over(now=night(ISSUED))
    return person

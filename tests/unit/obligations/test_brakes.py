"""The yearly brake check, from a file of an invented pack to what its owner is told and the office does. No line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.obligations.actions import entries, nightly
from huigong.obligations.models import Obligation
from huigong.registry.models import Person
from tests.shipped import without_services
from tests.unit.casework.desk import HERE, POLICE_OFFICER, applicant, officer
from tests.unit.obligations.test_keeping import ISSUED, night, record, stands

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def rider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody with a plate, where the packs know of nothing but the brake check."""
    packs = without_services(tmp_path / "policies")
    written = packs / "100000/plates/obligations/yearly-brake-check.yaml"
    written.parent.mkdir(parents=True)
    written.write_text(DECLARED, encoding="utf-8")
    (packs / "facts/plates.yaml").write_text(
        f"{PLATE}: {{type: bool, question: 您的车有牌吗？}}", encoding="utf-8"
    )
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))
    person = applicant()
    record(person, value=True, since=ISSUED, now=ISSUED, fact=PLATE)
    nightly.look_over(now=night(ISSUED))
    return person


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("template", flat=True))


def test_a_rider_through_two_years(rider: Person) -> None:
    opens = night(date(2017, 5, 2))
    nightly.look_over(now=opens)
    assert stands() == [(1, date(2017, 6, 1), "open")]
    assert told(rider) == ["obligation-open"]
    row = Obligation.objects.get()
    given = {"obligation_id": row.public_id.hex, "by": POLICE_OFFICER}

    in_hospital = {"day": date(2017, 5, 20), "until": date(2017, 7, 10), "now": night(date(2017, 5, 21))}
    with pytest.raises(DomainError) as refused:
        entries.excuse(**given, **in_hospital, reason="没有空")
    assert refused.value.code == "obligation.no_excuse" and "住院" in refused.value.why
    with pytest.raises(DomainError) as denied:
        entries.excuse(**given | {"by": officer(f"{HERE}/housing")}, **in_hospital, reason="住院")
    assert denied.value.code == "access.denied"
    for _ in range(2):
        entries.excuse(**given, **in_hospital, reason="住院")
    assert stands() == [(1, date(2017, 6, 1), "excused"), (2, date(2017, 7, 10), "expected")]

    nightly.look_over(now=night(date(2017, 7, 21)))
    assert stands()[1] == (2, date(2017, 7, 10), "lapsed")
    entries.prove(**given, day=date(2017, 7, 25), now=night(date(2017, 7, 25)))
    assert stands()[1] == (2, date(2017, 7, 10), "done_late")

    nightly.look_over(now=night(date(2018, 6, 15)))
    assert stands()[2] == (3, date(2018, 7, 10), "open")
    record(rider, value=False, since=date(2018, 6, 20), now=date(2018, 6, 20), fact=PLATE)
    nightly.look_over(now=night(date(2018, 6, 21)))
    assert stands()[2] == (3, date(2018, 7, 10), "withdrawn")
    assert told(rider) == ["obligation-open", "obligation-lapsed", "obligation-open", "obligation-withdrawn"]

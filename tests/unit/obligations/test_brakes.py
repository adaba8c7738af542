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
from tests.unit.casework.desk import HERE, POLICE_OFFICER, officer
from tests.unit.obligations.plates import DECLARED, PLATE, packs_with, plated
from tests.unit.obligations.test_keeping import night, record, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def rider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody with a plate, where the packs know of nothing but the brake check."""
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED)
    return plated()


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

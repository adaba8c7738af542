"""Whose an obligation is: of records that became one, by age, by what runs out; and what people take along of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huigong.audit import expectations
from huigong.audit.models import AuditEvent
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.obligations import owncopy, queries
from huigong.obligations.actions import entries, nightly, sheets
from huigong.obligations.actions.sheets import Line
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.registry.actions import people
from huigong.registry.models import Person
from huigong.registry.owncopy import Asked
from tests.unit.casework.desk import POLICE_OFFICER, applicant, worker
from tests.unit.obligations.plates import DECLARED, PLATE, packs_with, plated
from tests.unit.obligations.test_keeping import ISSUED, OTHER_COUNTY, night, record, stands
from tests.unit.registry.someone import CLERK
from tests.unit.registry.test_records import pair_of, parted, united

pytestmark = pytest.mark.django_db
OPENS, LAPSES = date(2017, 5, 2), date(2017, 6, 12)


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs_with(tmp_path, monkeypatch, in_100000=DECLARED)


def shown() -> list[tuple[int, str]]:
    return list(Occurrence.objects.order_by("pk").values_list("obligation__person", "state"))


def test_two_records_that_became_one_owe_once_and_are_told_once(packs: None) -> None:
    kept, gone = plated(1), plated(2)
    nightly.look_over(now=night(OPENS))
    assert shown() == [(kept.pk, "open"), (gone.pk, "open")]
    union = united(pair_of(kept, gone), kept, now=night(date(2017, 5, 3)))
    nightly.look_over(now=night(date(2017, 5, 4)))
    assert shown() == [(kept.pk, "open")]
    nightly.look_over(now=night(LAPSES))
    assert Message.objects.filter(person=kept, template="obligation-lapsed").count() == 1
    people.move(
        by=CLERK, now=night(date(2017, 6, 13)), person_id=kept.public_id.hex, residence=OTHER_COUNTY,
        since=date(2017, 6, 13),
    )  # fmt: skip
    assert {row.region for row in Obligation.objects.all()} == {OTHER_COUNTY}
    parted(union, now=night(date(2017, 6, 14)))
    nightly.look_over(now=night(date(2017, 6, 15)))
    assert sorted(state for _, state in shown()) == ["lapsed", "lapsed"]
    assert len({person for person, _ in shown()}) == 2


def test_what_was_noted_of_the_record_that_is_gone_counts(packs: None) -> None:
    kept, gone = applicant(1), plated(2)
    nightly.look_over(now=night(OPENS))
    known = Obligation.objects.get()
    united(pair_of(kept, gone), kept, now=night(date(2017, 5, 3)))
    record(kept, value=True, since=ISSUED, now=date(2017, 5, 4), fact=PLATE)
    nightly.look_over(now=night(date(2017, 5, 5)))
    assert Obligation.objects.get() == known
    entries.prove(
        obligation_id=known.public_id.hex,
        day=date(2017, 5, 6),
        by=POLICE_OFFICER,
        now=night(date(2017, 5, 6)),
    )
    assert shown() == [(kept.pk, "done_in_time")]


def test_a_proof_of_either_row_closes_the_one(packs: None) -> None:
    kept, gone = plated(1), plated(2)
    nightly.look_over(now=night(OPENS))
    of_gone = Obligation.objects.get(person=gone)
    united(pair_of(kept, gone), kept, now=night(date(2017, 5, 3)))
    entries.prove(
        obligation_id=of_gone.public_id.hex,
        day=date(2017, 5, 4),
        by=POLICE_OFFICER,
        now=night(date(2017, 5, 4)),
    )
    assert shown() == [(kept.pk, "done_in_time")]


def test_an_age_is_reached_without_anybody_saying_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age = ISSUED.year + 2 - applicant(9).born_on.year
    packs_with(
        tmp_path, monkeypatch, in_100000=DECLARED.replace("while: 持有电动车牌", f"while: 年龄 >= {age}")
    )
    person = plated()
    reached = person.born_on.replace(year=person.born_on.year + age)
    assert Obligation.objects.get().ask_again_on == reached
    nightly.look_over(now=night(reached))
    (answer,) = HistoryEntry.objects.filter(kind="standing", day=reached)
    assert answer.holds is True
    nightly.look_over(now=night(date(reached.year + 1, 5, 20)))
    assert stands() != []


def test_nobody_excuses_for_ever_or_to_no_effect_or_in_an_own_matter(packs: None) -> None:
    person = plated()
    nightly.look_over(now=night(OPENS))
    given: dict[str, Any] = {
        "obligation_id": Obligation.objects.get().public_id.hex, "reason": "维修", "now": night(date(2017, 5, 21)),
    }  # fmt: skip
    own = _also(person)
    for day, until, by, code in [
        (date(2017, 5, 20), date(9999, 12, 31), POLICE_OFFICER, "obligation.excused_too_long"),
        (date(1950, 1, 1), date(2017, 7, 1), POLICE_OFFICER, "obligation.excused_too_long"),
        (date(2016, 5, 20), date(2016, 5, 30), POLICE_OFFICER, "obligation.nothing_due"),
        (date(2017, 5, 20), date(2017, 7, 10), own, "person.own_matter"),
    ]:
        with pytest.raises(DomainError) as refused:
            entries.excuse(**given, day=day, until=until, by=by)
        assert refused.value.code == code
    with pytest.raises(DomainError) as own_proof:
        entries.prove(obligation_id=given["obligation_id"], day=OPENS, by=own, now=given["now"])
    assert own_proof.value.code == "person.own_matter"
    assert not AuditEvent.objects.filter(verb="obligations.excused").exists()


def test_a_declared_length_bounds_one_excuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs_with(
        tmp_path, monkeypatch, in_100000=DECLARED.replace("effect: shift}", "effect: shift, for: 30天}")
    )
    plated()
    nightly.look_over(now=night(OPENS))
    given: dict[str, Any] = {
        "obligation_id": Obligation.objects.get().public_id.hex, "reason": "维修", "by": POLICE_OFFICER,
        "now": night(date(2017, 5, 21)), "day": date(2017, 5, 20),
    }  # fmt: skip
    with pytest.raises(DomainError) as refused:
        entries.excuse(**given, until=date(2017, 6, 20))
    assert refused.value.code == "obligation.excused_too_long"
    entries.excuse(**given, until=date(2017, 6, 19))
    assert stands()[0][2] == "excused"


def test_the_copy_says_what_was_noted_and_the_trail_must_know_of_it(packs: None) -> None:
    person = plated()
    nightly.look_over(now=night(OPENS))
    row = Obligation.objects.get()
    line = Line("phone-a", 1, row.public_id.hex, "", date(2017, 5, 10), refused="家里没有人")
    sheets.receive(lines=[line], by=POLICE_OFFICER, now=night(date(2017, 5, 20)))
    copy = owncopy.PART.values(worker(person), Asked(night(date(2017, 5, 21)), frozenset()))
    (owed,), (noted,) = copy[owncopy.OWED], copy[owncopy.NOTED]
    assert (owed["名称"], owed["到期"]) == ("电动车年检", "2017-06-01")
    assert (noted["日期"], noted["登记"], noted["算不算数"]) == ("2017-05-10", "2017-05-20", "不算")
    assert "家里没有人" not in str(copy)
    assert "电动车年检" in str(list(owncopy.PART.blocks(copy)))
    assert list(queries.subjects()) == [f"obligations.Obligation:{row.public_id.hex}"]
    unheard = plated(2)
    quiet = Obligation.objects.get(person=unheard)
    entries.add(
        [(quiet, Entry(Kind.PROVED, "said x", OPENS, OPENS))], by=POLICE_OFFICER, now=night(date(2017, 5, 21))
    )
    assert [missing.subject for missing in expectations.missing() if missing.kind == "义务"] == [
        f"obligations.Obligation:{quiet.public_id.hex}"
    ]


def _also(person: Person) -> Principal:
    """The same official, who is that person."""
    return replace(POLICE_OFFICER, person_id=person.public_id.hex)

"""A file of people goes into the register as one batch, and the same file changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.registry.actions.importing import Imported, import_people
from huigong.registry.models import Engagement, ImportBatch, ImportLine, Person
from tests.unit.registry.intake.sheets import row, xlsx
from tests.unit.registry.someone import CITY, CLERK, NOW, resident_number

pytestmark = pytest.mark.django_db


def take(data: bytes, **changed: Any) -> Imported:
    return import_people(
        **{"by": CLERK, "now": NOW, "region": CITY, "data": data, "name": "花名册", **changed}
    )


def test_people_and_their_work_appear_with_history_and_one_event() -> None:
    imported = take(xlsx([row(1), row(2)], above=[["虚构镇务工人员花名册"]]))
    assert imported.counts | {"rows": 2, "new": 2, "refused": 0} == imported.counts
    first, second = Person.objects.all()
    assert (first.name, first.resident_number, first.phone) == ("虚构一", resident_number(1), "13900000001")
    assert (first.hukou_place, first.residence) == ("511402", "510403")
    assert [person.history.count() for person in (first, second)] == [1, 1]
    assert first.history.get().name == "虚构一"
    assert Person.objects.by_index("phone", "13900000002").get() == second
    [work] = Engagement.objects.filter(person=first)
    assert (work.employer.name, work.valid_from) == ("虚构建筑有限公司", date(2016, 1, 4))
    assert work.history.count() == 1
    [event] = AuditEvent.objects.all()
    assert (event.verb, event.data["new"]) == ("registry.people.imported", 2)
    assert [line.row for line in ImportLine.objects.all()] == [3, 4]


def test_the_same_file_again_changes_nothing() -> None:
    data = xlsx([row(1), row(2)])
    take(data)
    again = take(data)
    assert (again.counts["new"], again.counts["unchanged"], again.batch) == (0, 2, "")
    assert (Person.objects.count(), ImportBatch.objects.count(), AuditEvent.objects.count()) == (2, 1, 1)


def test_a_row_that_cannot_be_taken_comes_back_and_the_others_go_in() -> None:
    imported = take(xlsx([row(1, 身份证号=510321199001011000.0), row(2)]))
    [problem] = imported.refusals
    assert (problem.at.row, problem.column, problem.kind) == (2, "身份证号", "row.number_cell")
    assert [person.name for person in Person.objects.all()] == ["虚构二"]

"""A file of people goes into the register as one batch, and the same file changes nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import Denied
from huigong.registry.actions import people
from huigong.registry.actions.importing import Imported, import_people
from huigong.registry.intake import writing
from huigong.registry.models import Engagement, ImportBatch, ImportLine, Person
from huigong.registry.registration import places_of
from tests.unit.casework.between import interrupted
from tests.unit.registry.intake.sheets import HEAD, row, xlsx
from tests.unit.registry.someone import CITY, CLERK, NOW, new_person, resident_number
from tests.unit.registry.test_records import pair_of, united

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


def test_every_column_of_a_person_and_of_an_engagement_is_written() -> None:
    for model, columns in ((Person, writing.PERSON), (Engagement, writing.ENGAGEMENT)):
        assert {field.column for field in model._meta.concrete_fields} - {"id"} == set(columns) - {"id"}


def test_a_batch_that_is_killed_leaves_nothing_and_is_taken_up() -> None:
    class Killed(BaseException):
        """Like a signal: nothing catches it."""

    def killed_at_the_last_step(execute: Any, statement: str, *rest: Any) -> Any:
        if 'INSERT INTO "audit_auditevent"' in statement:
            raise Killed
        return execute(statement, *rest)

    data = xlsx([row(1), row(2)])
    with connection.execute_wrapper(killed_at_the_last_step), pytest.raises(Killed):
        take(data)
    assert not (Person.objects.exists() or Engagement.objects.exists() or ImportBatch.objects.exists())
    assert take(data).counts["new"] == 2


def test_nobody_takes_in_people_elsewhere_or_themselves() -> None:
    with pytest.raises(Denied):
        take(xlsx([row(1)]), region="220100")
    [problem] = take(xlsx([row(1, 户籍地="220102", 现居住地="220102")])).refusals
    assert problem.kind == "person.elsewhere"


def test_what_is_on_record_stays_and_is_told() -> None:
    take(xlsx([row(1)]))
    imported = take(xlsx([row(1, 手机号="13911111111", 用人单位="", 上岗日="")]))
    assert [problem.kind for problem in imported.problems] == ["person.known_otherwise"]
    assert Person.objects.get().phone == "13900000001"


def test_what_a_counter_writes_while_a_file_is_read_stays() -> None:
    """The file knows the phone that the register does not; meanwhile the clerk writes another one, and the address."""
    take(xlsx([row(1, 手机号="")]))
    person_id = Person.objects.get().public_id.hex

    def at_the_counter() -> None:
        people.change_contact(
            by=CLERK, now=NOW, person_id=person_id, phone="13922222222", address="虚构路1号"
        )

    with interrupted(at_the_counter, before=re.compile("SAVEPOINT")):
        imported = take(xlsx([row(1, 用人单位="虚构劳务有限公司")]))
    person = Person.objects.get()
    assert (person.phone, person.address) == ("13922222222", "虚构路1号")
    assert [problem.kind for problem in imported.problems] == ["person.known_otherwise"]
    assert Engagement.objects.count() == 2


def test_a_record_that_becomes_part_of_another_meanwhile_is_not_put_there_again() -> None:
    numbers = [new_person(1).resident_number, new_person(2).resident_number]
    take(xlsx([row(1, 身份证号=numbers[0], 手机号=""), row(2, 身份证号=numbers[1])]))
    gone, kept = Person.objects.order_by("pk")
    pair = pair_of(gone, kept)
    with interrupted(lambda: united(pair, kept), before=re.compile("SAVEPOINT")):
        take(xlsx([row(1, 身份证号=numbers[0])]))
    assert Person.objects.get() == kept


def test_an_open_spell_of_work_ends_and_the_earlier_row_stays_readable() -> None:
    take(xlsx([row(1)]))
    imported = take(xlsx([[*row(1), "2016-03-01"]], head=(*HEAD, "离岗日")))
    assert imported.counts["changed"] == 1
    assert Engagement.objects.known_at().get().valid_until == date(2016, 3, 1)
    assert Engagement.objects.count() == 2


def test_who_is_taken_without_a_hukou_place_has_none_that_rules_could_read() -> None:
    take(xlsx([row(1, 户籍地="")]))
    person = Person.objects.get()
    assert person.hukou_place == ""
    assert places_of(person) == {"现居住地": "510403"}


def united_since() -> Person:
    """Person 1, of whom the second record, with number 2 and another name, has become part."""
    take(xlsx([row(1), row(2, 用人单位="虚构矿业有限公司")]))
    first, second = Person.objects.order_by("pk")
    united(pair_of(first, second), first)
    return first


def test_a_row_with_the_number_that_is_gone_is_about_the_record_that_stays() -> None:
    kept = united_since()
    imported = take(xlsx([row(2, 用人单位="虚构纺织有限公司")]))
    assert (imported.counts["new"], imported.counts["changed"]) == (0, 1)
    assert Person.objects.get() == kept
    assert Engagement.objects.filter(person=kept).count() == 3


def test_a_sheet_that_names_one_person_by_both_numbers_gets_both_rows_back() -> None:
    united_since()
    imported = take(xlsx([row(1, 用人单位="虚构纺织有限公司"), row(2, 用人单位="虚构纺织有限公司"), row(3)]))
    assert [
        (problem.at.row, problem.kind, problem.other and problem.other.row) for problem in imported.refusals
    ] == [
        (2, "person.both_numbers", 3),
        (3, "person.both_numbers", 2),
    ]
    assert imported.counts["new"] == 1


def test_the_sheet_of_before_the_union_still_changes_nothing() -> None:
    data = xlsx([row(1), row(2)])
    take(data)
    first, second = Person.objects.order_by("pk")
    united(pair_of(first, second), first)
    again = take(data)
    assert (again.counts["unchanged"], again.counts["refused"], again.batch) == (2, 0, "")

"""The birth date and the first day of residence single people out: no table says them in the clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bench.identifying import alone, in_the_clear, ways
from huigong.registry.actions import people
from huigong.registry.actions.importing import import_people
from huigong.registry.models import Person
from tests.unit.registry.intake.sheets import row, xlsx
from tests.unit.registry.someone import CITY, CLERK, HERE, NOW, new_person

SINCE, LATER = date(2015, 9, 15), date(2016, 5, 3)


def tables_that_say(day: date) -> set[str]:
    """Tables of which some cell holds the day, whole or as a resident number has it."""
    said = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for cells in cursor.fetchall():
                texts = map(str, cells)
                if any(day.isoformat() in text or f"{day:%Y%m%d}" in text for text in texts):
                    said.add(table)
    return said


@pytest.mark.django_db
def test_no_table_says_when_somebody_was_born_or_came() -> None:
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(1)))
    import_people(
        by=CLERK, now=NOW, region=CITY, name="花名册", data=xlsx([row(2, 居住起始日期="2015-09-15")])
    )
    people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence="510411", since=LATER)
    born = {each.born_on for each in Person.objects.all()}
    assert len(born) == 2
    for day in (*born, SINCE, LATER):
        assert tables_that_say(day) == set()


@pytest.mark.django_db
def test_the_program_reads_them_as_days_in_the_row_and_in_its_history() -> None:
    born = people.register(by=CLERK, now=NOW, **asdict(new_person(1))).born_on
    person = Person.objects.get()
    assert (person.born_on, person.residence_since) == (born, SINCE)
    kept = person.history.get()
    assert (kept.born_on, kept.residence_since) == (born, SINCE)


@pytest.mark.django_db
def test_a_day_that_is_not_known_stays_unknown() -> None:
    people.register(by=CLERK, now=NOW, **asdict(new_person(1, residence_since=None)))
    import_people(by=CLERK, now=NOW, region=CITY, name="花名册", data=xlsx([row(2, 居住起始日期="")]))
    assert not Person.objects.filter(residence_since__isnull=False).exists()
    assert {each.residence_since for each in Person.objects.all()} == {None}


@pytest.mark.django_db
def test_no_question_of_the_database_asks_for_a_sealed_day() -> None:
    with pytest.raises(FieldError, match="加密字段"):
        Person.objects.filter(born_on__lt=date(2000, 1, 1))


def test_what_stands_in_the_clear_is_what_privacy_argues_for() -> None:
    assert in_the_clear() == ("sex", "hukou_place", "residence")


def test_who_is_alone_is_counted_to_the_fifth_who_shares() -> None:
    import polars as pl

    def shared_by(count: int, sex: str) -> list[dict[str, Any]]:
        one = {"sex": sex, "born_on": date(1980, 1, 1), "hukou_place": "511402", "residence": HERE}
        return [{**one, "residence_since": SINCE}] * count

    people_of = pl.DataFrame(shared_by(1, "male") + shared_by(4, "female"))
    assert alone(people_of, ways(in_the_clear())["as it stands"]) == (0.2, 1.0)
    assert alone(pl.DataFrame(shared_by(5, "male")), ways(in_the_clear())["as it stands"]) == (0.0, 0.0)


@pytest.fixture
def plain_days() -> Iterator[Any]:
    """The models when both days stood in the clear; the tables are brought back up to date whatever happens."""
    before = [("registry", "0016_numbers_by_kind_of_paper")]
    MigrationExecutor(connection).migrate(before)
    yield MigrationExecutor(connection).loader.project_state(before).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.release
@pytest.mark.django_db(transaction=True)
def test_days_of_before_are_sealed_in_rows_and_histories(plain_days: Any) -> None:
    born = date(1950, 1, 1)
    for name, more in (("Person", {}), ("PersonHistory", {"history_date": NOW, "history_type": "+"})):
        model = plain_days.get_model("registry", name)
        for since in (SINCE, None):
            key = {"id": model.objects.count() + 1}
            model.objects.create(
                **key, name="虚构一", sex="male", born_on=born, hukou_place="511402", residence=HERE,
                residence_since=since, registered_at=NOW, **more,
            )  # fmt: skip
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert tables_that_say(born) | tables_that_say(SINCE) == set()
    for rows in (Person.objects, Person.history):
        found = rows.order_by("id").values_list("born_on", "residence_since")
        assert list(found) == [(born, SINCE), (born, None)]

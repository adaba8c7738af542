"""What is said of a place counts there: whoever has moved is asked anew, and what was said of the earlier place stays."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.apps import apps

from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.registry import facts, population, queries
from huigong.registry.actions import people
from huigong.registry.actions.facts import record
from huigong.registry.models import Person, PersonFact
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY, new_person
from tests.unit.registry.test_households import live, say

pytestmark = pytest.mark.django_db
PERMIT, SINCE, POLL, TRADE = "持有居住证", "居住起始日期", "已登记为村选民", "取得职业资格证书"
NEXT_DOOR, HANGZHOU = "510402", "330106"
OFFICER = Principal("o", "经办甲", (Grant("case-officer", HANGZHOU, f"{HANGZHOU}/police"),))


@pytest.fixture
def someone() -> Person:
    return people.register_many(by=CLERK, now=NOW, rows=[new_person(1)]).people[0]


def known(person: Person, region: str = "") -> dict[str, object]:
    return facts.gather(person, TODAY, region=region).values


def granted_in_hangzhou(person: Person, fact: str = PERMIT) -> None:
    record(
        by=OFFICER,
        now=NOW,
        person_id=person.public_id.hex,
        fact=fact,
        value=True,
        source="窗口",
        verification="decided",
        valid_from=TODAY,
        region=HANGZHOU,
        office=f"{HANGZHOU}/police",
    )


def test_a_permit_of_one_city_is_not_known_in_another(someone: Person) -> None:
    say(someone, PERMIT, True, valid_from=TODAY)

    assert known(someone)[PERMIT] is known(someone, HERE)[PERMIT] is known(someone, NEXT_DOOR)[PERMIT] is True
    assert not {PERMIT, SINCE} & known(someone, HANGZHOU).keys()


def test_what_is_not_of_a_place_is_known_everywhere(someone: Person) -> None:
    say(someone, TRADE, True, valid_from=TODAY)

    assert known(someone, HANGZHOU)[TRADE] is True
    assert known(someone, HANGZHOU)["出生日期"] == someone.born_on


def test_a_place_said_by_its_county_counts_in_that_county_only(someone: Person) -> None:
    say(someone, POLL, True, valid_from=TODAY)

    assert known(someone, HERE)[POLL] is True
    assert POLL not in known(someone, NEXT_DOOR)


def test_the_register_keeps_both(someone: Person) -> None:
    say(someone, PERMIT, False, valid_from=TODAY, verification="verified")
    granted_in_hangzhou(someone)

    assert known(someone)[PERMIT] is False
    assert known(someone, HANGZHOU)[PERMIT] is True
    shown = [
        each
        for each in queries.person_record(CLERK, someone.public_id.hex, now=NOW).facts
        if each.fact == PERMIT
    ]
    assert {each.region for each in shown} == {HERE, HANGZHOU}


def test_a_correction_of_the_same_place_supersedes_and_of_another_does_not(someone: Person) -> None:
    words = {"valid_from": TODAY, "source": "窗口", "verification": "verified"}
    for value in (True, False):
        say(someone, PERMIT, value, **words)
    say(someone, PERMIT, True, region=HANGZHOU, **words)

    rows = PersonFact.objects.known_at().filter(fact=PERMIT).order_by("pk")
    assert [row.region for row in rows] == [HERE, HANGZHOU]
    assert (known(someone)[PERMIT], known(someone, HANGZHOU)[PERMIT]) == (False, True)


def test_whoever_has_moved_is_asked_about_the_new_place(someone: Person) -> None:
    say(someone, PERMIT, True, valid_from=TODAY)
    people.move(by=SYSTEM, now=NOW, person_id=someone.public_id.hex, residence=HANGZHOU, since=TODAY)
    moved = Person.objects.get(pk=someone.pk)

    assert PERMIT not in known(moved) and known(moved)[SINCE] == TODAY
    assert known(moved, HERE)[PERMIT] is True
    assert SINCE not in known(moved, HERE)


def test_a_guardians_permit_counts_where_the_child_is_asked_about() -> None:
    _, (head, child) = live("head", "child")
    say(head, PERMIT, True)

    assert known(child)["监护人.持有居住证"] is True
    assert "监护人.持有居住证" not in known(child, HANGZHOU)


def test_the_file_for_screening_knows_of_each_what_is_known_at_home(someone: Person, tmp_path: Path) -> None:
    say(someone, PERMIT, True, valid_from=TODAY)
    people.move(by=SYSTEM, now=NOW, person_id=someone.public_id.hex, residence=HANGZHOU, since=TODAY)
    everybody = population.living_in(HANGZHOU)
    file = tmp_path / "people.parquet"

    population.write(
        population.Population(everybody, TODAY, population.facts_known(everybody), inside=True), file
    )

    (row,) = pq.read_table(file).to_pylist()
    assert {name: value for name, value in row.items() if name != "id" and value is not None} == known(
        everybody[0]
    )
    assert row[PERMIT] is None


def test_statements_of_before_are_of_where_the_person_lived_then(someone: Person) -> None:
    say(someone, PERMIT, True, valid_from=TODAY)
    people.move(by=SYSTEM, now=NOW, person_id=someone.public_id.hex, residence=HANGZHOU, since=TODAY)
    Person.history.filter(residence=HANGZHOU).update(history_date=NOW.replace(year=NOW.year + 1))
    PersonFact.objects.update(region="")

    import_module("huigong.registry.migrations.0007_statements_of_before_are_of_the_home").of_the_home(
        apps, None
    )

    assert PersonFact.objects.get().region == HERE

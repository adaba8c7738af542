"""Who is a migrant worker: by statistics and by law, each by its own definition, on both sides of each boundary."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from huigong.catalogue import statuses
from huigong.catalogue.statuses import Held
from huigong.registry import queries
from huigong.registry.actions import engagements, people
from huigong.registry.actions import facts as stating
from huigong.registry.models import Person
from huigong.rules.values import UNKNOWN
from tests.unit.registry.someone import CLERK, HERE, new_person

LAST_DAY = date(2023, 12, 31)  # the year that ends with it is the calendar year
NOW = datetime(2023, 12, 31, 2, 0, tzinfo=UTC)
FARMING, TOWN = "农业", "非农业"


def registered(**changed: object) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1, **changed)))


def says(person: Person, fact: str, value: object, *, since: date = LAST_DAY) -> None:
    stating.record(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        fact=fact,
        value=value,
        source="窗口",
        verification="claimed",
        valid_from=since,
    )


def worked(person: Person, since: date, until: date | None, *, place: str = HERE, project: str = "") -> None:
    firm = engagements.register_employer(by=CLERK, now=NOW, name="虚构建筑公司", region=HERE)
    row = engagements.start(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        employer_id=firm.public_id.hex,
        place=place,
        valid_from=since,
        project=project,
    )
    if until is not None:
        engagements.end(by=CLERK, now=NOW, engagement_id=row.public_id.hex, valid_until=until)


def standing(person: Person, status: str = "statistical", on: date = LAST_DAY) -> Held:
    record = queries.person_record(CLERK, person.public_id.hex, now=NOW)
    return next(each for each in statuses.of_record(record, on=on) if each.status.id == status)


@pytest.fixture
def from_the_village(db: None) -> Person:
    person = registered()
    says(person, "户籍性质", FARMING, since=date(2023, 1, 1))
    return person


def test_six_months_to_the_day_make_a_migrant_worker_of_statistics(from_the_village: Person) -> None:
    worked(from_the_village, date(2023, 1, 1), date(2023, 6, 30))
    held = standing(from_the_village)
    assert (held.answer, held.kinds) == (True, ("外出农民工",))
    assert any("6个月" in reason.text for reason in held.reasons)


def test_a_day_less_on_record_leaves_it_open_for_not_all_work_is_registered(from_the_village: Person) -> None:
    worked(from_the_village, date(2023, 1, 2), date(2023, 6, 30))
    assert standing(from_the_village).answer is UNKNOWN


def test_whoever_says_how_long_is_told_no_below_six_months_and_yes_from_six(from_the_village: Person) -> None:
    says(from_the_village, "近一年外出从业月数", 2)
    says(from_the_village, "近一年本乡镇非农月数", 3)
    assert standing(from_the_village).answer is False
    says(from_the_village, "近一年本乡镇非农月数", 4)
    held = standing(from_the_village)
    assert (held.answer, held.kinds) == (True, ("本地农民工",))


def test_spells_with_a_break_between_add_up_and_what_is_left_over_of_them_too(db: None) -> None:
    person = registered()
    says(person, "户籍性质", FARMING)
    worked(person, date(2023, 1, 1), date(2023, 3, 15))  # two months and fifteen days
    worked(person, date(2023, 8, 1), date(2023, 11, 14))  # three months and fourteen days
    assert standing(person).answer is UNKNOWN
    worked(person, date(2023, 12, 30), date(2023, 12, 30))  # the thirtieth day
    assert standing(person).answer is True


def test_work_at_two_places_at_once_counts_once(from_the_village: Person) -> None:
    worked(from_the_village, date(2023, 1, 1), date(2023, 4, 30))
    worked(from_the_village, date(2023, 2, 1), date(2023, 5, 31))
    assert standing(from_the_village).answer is UNKNOWN


def test_what_was_worked_before_the_year_does_not_count(from_the_village: Person) -> None:
    worked(from_the_village, date(2022, 1, 1), date(2023, 5, 31))
    assert standing(from_the_village).answer is UNKNOWN
    assert standing(from_the_village, on=date(2023, 5, 31)).answer is True


def test_in_the_county_of_the_hukou_only_a_building_site_surely_counts(db: None) -> None:
    """The ledger does not tell the township, so it says no more than that it is a migrant worker."""
    person = registered(hukou_place=HERE)
    says(person, "户籍性质", FARMING)
    worked(person, date(2023, 1, 1), date(2023, 6, 30))
    assert standing(person).answer is UNKNOWN
    worked(person, date(2023, 7, 1), None, project="虚构小区二期")
    held = standing(person)
    assert (held.answer, held.kinds) == (True, ())
    says(person, "近一年外出从业月数", 0)
    says(person, "近一年本乡镇非农月数", 6)
    assert standing(person).kinds == ("本地农民工",)


def test_the_other_side_of_the_township_is_away(db: None) -> None:
    person = registered(hukou_place=HERE)
    says(person, "户籍性质", FARMING)
    worked(person, date(2023, 7, 1), None, project="虚构小区二期")
    says(person, "近一年外出从业月数", 6)
    says(person, "近一年本乡镇非农月数", 0)
    assert standing(person).kinds == ("外出农民工",)


def test_with_a_hukou_of_the_town_nobody_is_one_by_statistics_and_the_law_asks_further(db: None) -> None:
    person = registered()
    says(person, "户籍性质", TOWN)
    worked(person, date(2023, 1, 1), None)
    assert standing(person).answer is False
    assert standing(person, "statutory").answer is UNKNOWN
    says(person, "从农村出来打工", False)
    assert standing(person, "statutory").answer is False


def test_the_hukou_counts_as_it_was_on_the_day(db: None) -> None:
    person = registered()
    says(person, "户籍性质", FARMING, since=date(2023, 1, 1))
    worked(person, date(2022, 1, 1), None)
    says(person, "户籍性质", TOWN, since=date(2023, 9, 1))
    assert standing(person, on=date(2023, 8, 31)).answer is True
    assert standing(person, on=date(2023, 9, 1)).answer is False


def test_by_law_whoever_works_for_an_employer_is_one_from_the_first_day(from_the_village: Person) -> None:
    assert standing(from_the_village, "statutory").answer is UNKNOWN
    worked(from_the_village, LAST_DAY, None)
    assert standing(from_the_village, "statutory").answer is True
    assert standing(from_the_village).answer is UNKNOWN


def test_the_definition_of_the_law_stands_since_the_day_it_came_into_force() -> None:
    def ids(day: date) -> tuple[str, ...]:
        return tuple(each.id for each in statuses.standing_on(day, region=HERE))

    begins = date(2020, 5, 1)
    assert ids(begins) == ("statistical", "statutory")
    assert ids(begins - timedelta(days=1)) == ("statistical",)


def test_whoever_sees_the_head_alone_is_told_nothing(from_the_village: Person) -> None:
    record = queries.person_record(CLERK, from_the_village.public_id.hex, now=NOW)
    assert statuses.of_record(record, on=LAST_DAY)
    assert statuses.of_record(replace(record, whole=False), on=LAST_DAY) == ()

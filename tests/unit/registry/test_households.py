"""What the household roll says: who is meant by a relation, how many there are, and where it is silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huigong.registry import facts, households
from huigong.registry.actions import households as roll
from huigong.registry.actions import people
from huigong.registry.actions.facts import record
from huigong.registry.models import Household, HouseholdMember, Person
from huigong.rules import relatives
from tests.unit.registry.someone import CLERK, FAR, HERE, NOW, TODAY, new_person

pytestmark = pytest.mark.django_db
SINCE = date(2015, 1, 1)
PERMIT, THEIRS = "持有居住证", "监护人.持有居住证"


def live(*relations: str, since: date = SINCE, first: int = 1) -> tuple[Household, list[Person]]:
    """A household of new people, each with this relation to the head."""
    rows = [new_person(first + number) for number in range(len(relations))]
    made = people.register_many(by=CLERK, now=NOW, rows=rows).people
    pairs = [(person.public_id.hex, relation) for person, relation in zip(made, relations, strict=True)]
    return roll.form(by=CLERK, now=NOW, region=HERE, members=pairs, valid_from=since), made


def leave(home: Household, person: Person, last: date, *remaining: tuple[Person, str]) -> None:
    roll.leave(
        by=CLERK,
        now=NOW,
        household_id=home.public_id.hex,
        person_id=person.public_id.hex,
        valid_until=last,
        remaining=[(each.public_id.hex, relation) for each, relation in remaining],
    )


def join(home: Household, person: Person, relation: str, since: date) -> None:
    roll.join(
        by=CLERK,
        now=NOW,
        household_id=home.public_id.hex,
        person_id=person.public_id.hex,
        relation=relation,
        valid_from=since,
    )


def say(person: Person, fact: str, value: object, **changed: object) -> None:
    given = {"source": "窗口", "verification": "verified", "valid_from": SINCE, "now": NOW, **changed}
    record(by=CLERK, person_id=person.public_id.hex, fact=fact, value=value, **given)


def test_every_word_of_the_dictionary_means_something_on_the_roll() -> None:
    assert households.RELATIONS == relatives.RELATIONS
    assert households.TOTALS == relatives.TOTALS


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        ((True, None), True),
        ((True, False), True),
        ((False, True), True),
        ((False, False), False),
        ((False, None), None),
        ((None, None), None),
    ],
)
def test_one_yes_is_enough_and_a_no_needs_everybody(
    answers: tuple[bool | None, ...], together: bool | None
) -> None:
    _, (head, spouse, child) = live("head", "spouse", "child")
    for person, answer in zip((head, spouse), answers, strict=True):
        if answer is not None:
            say(person, PERMIT, answer)
    assert facts.gather(child, TODAY).values.get(THEIRS) is together


@pytest.mark.parametrize("relation", ["head", "spouse", "parent", "other"])
def test_only_who_is_written_down_as_a_child_has_guardians(relation: str) -> None:
    heads = () if relation == "head" else ("head",)
    spouses = () if relation == "spouse" else ("spouse",)
    _, (person, *others) = live(relation, *heads, *spouses, "parent", "other")
    for other in others:
        say(other, PERMIT, True)
    assert THEIRS not in facts.gather(person, TODAY).values


def test_grandparents_and_others_are_no_guardians() -> None:
    _, (child, _head, *others) = live("child", "head", "parent", "other", "child")
    for other in others:
        say(other, PERMIT, True)
    assert THEIRS not in facts.gather(child, TODAY).values


def test_a_guardian_counts_for_as_long_as_both_live_there() -> None:
    home, (head, child) = live("head", "child")
    say(head, PERMIT, True)
    leave(home, head, TODAY, (child, "head"))
    assert facts.gather(child, TODAY).values[THEIRS] is True
    assert THEIRS not in facts.gather(child, TODAY + timedelta(days=1)).values
    assert THEIRS not in facts.gather(child, SINCE - timedelta(days=1)).values


def test_a_guardians_fact_holds_on_its_own_days() -> None:
    _, (head, child) = live("head", "child")
    say(head, PERMIT, True, valid_until=TODAY)
    assert facts.gather(child, TODAY).values[THEIRS] is True
    assert THEIRS not in facts.gather(child, TODAY + timedelta(days=1)).values


def test_what_was_believed_of_a_guardian_stays_readable() -> None:
    _, (head, child) = live("head", "child")
    later = NOW + timedelta(days=3)
    say(head, PERMIT, True)
    say(head, PERMIT, False, now=later)
    assert facts.gather(child, TODAY).values[THEIRS] is False
    assert facts.gather(child, TODAY, known_at=NOW + timedelta(days=1)).values[THEIRS] is True
    assert facts.gather(child, TODAY, known_at=NOW - timedelta(days=1)).values == {}


def test_a_household_registered_later_was_not_known_before() -> None:
    child, head = people.register_many(by=CLERK, now=NOW, rows=[new_person(1), new_person(2)]).people
    say(head, PERMIT, True)
    later = NOW + timedelta(days=2)
    pairs = [(child.public_id.hex, "child"), (head.public_id.hex, "head")]
    roll.form(by=CLERK, now=later, region=HERE, members=pairs, valid_from=SINCE)
    assert THEIRS not in facts.gather(child, TODAY, known_at=NOW + timedelta(days=1)).values
    assert facts.gather(child, TODAY, known_at=later).values[THEIRS] is True


def test_the_guardians_own_record_goes_before_what_the_child_said() -> None:
    _, (head, child) = live("head", "child")
    say(child, THEIRS, True, verification="claimed")
    assert facts.gather(child, TODAY).values[THEIRS] is True
    say(head, PERMIT, False)
    assert facts.gather(child, TODAY).values[THEIRS] is False


@pytest.mark.parametrize(
    ("relations", "children", "members"),
    [
        (("head",), 0, 1),
        (("head", "spouse"), 0, 2),
        (("head", "child", "child", "parent"), 2, 4),
        (("spouse", "head", "child"), 1, 3),
        (("child", "head", "child"), None, 3),
        (("parent", "head", "child"), None, 3),
        (("other", "head", "child"), None, 3),
    ],
)
def test_totals_are_counted_where_the_roll_says_whose_children_they_are(
    relations: tuple[str, ...], children: int | None, members: int
) -> None:
    _, (person, *_) = live(*relations)
    values = facts.gather(person, TODAY).values
    assert (values.get("子女数"), values["家庭人口数"]) == (children, members)


def test_who_is_in_no_household_has_no_totals_not_even_nought() -> None:
    [person] = people.register_many(by=CLERK, now=NOW, rows=[new_person(1)]).people
    assert not {"子女数", "家庭人口数", THEIRS} & facts.gather(person, TODAY).values.keys()


def test_a_child_who_left_is_no_longer_counted() -> None:
    home, (head, child) = live("head", "child")
    leave(home, child, TODAY)
    assert facts.gather(head, TODAY).values["子女数"] == 1
    tomorrow = facts.gather(head, TODAY + timedelta(days=1)).values
    assert (tomorrow["子女数"], tomorrow["家庭人口数"]) == (0, 1)


def test_a_roll_that_has_somebody_twice_says_nothing() -> None:
    """No action writes such a roll any more; one from before may lie in the register."""
    home, (head, child) = live("head", "child")
    leave(home, head, TODAY, (child, "head"))
    other, _ = live("head", first=10)
    HouseholdMember.objects.create(household=other, person=head, relation="other", valid_from=TODAY)
    assert "家庭人口数" not in facts.gather(head, TODAY).values
    assert facts.gather(head, TODAY + timedelta(days=1)).values["家庭人口数"] == 2


def test_a_relation_changed_within_the_household_is_the_later_one() -> None:
    home, (head, child) = live("head", "child")
    leave(home, child, TODAY - timedelta(days=1))
    join(home, child, "spouse", TODAY)
    values = facts.gather(head, TODAY).values
    assert (values["子女数"], values["家庭人口数"]) == (0, 2)


@pytest.mark.parametrize("families", [2, 12])
def test_any_number_of_people_takes_the_same_questions(families: int, django_assert_num_queries) -> None:
    everybody = []
    for family in range(families):
        _, made = live("head", "spouse", "child", first=10 * family + 1)
        say(made[0], PERMIT, family % 2 == 0)
        everybody += made
    with django_assert_num_queries(6):
        gathered = facts.gather_many(everybody, TODAY)
    assert {person: facts.gather(person, TODAY) for person in everybody} == gathered
    assert [gathered[child].values.get(THEIRS) for child in everybody[2:8:3]] == [True, None]


@pytest.mark.parametrize("members", [3, 20])
def test_a_household_of_any_size_takes_the_same_questions(members: int, django_assert_num_queries) -> None:
    _, made = live("head", "spouse", *["child"] * (members - 2))
    # engagements, statements, records and places of the child, the roll, statements of the guardians
    with django_assert_num_queries(6):
        values = facts.gather(made[-1], TODAY).values
    with django_assert_num_queries(5):
        assert facts.gather(made[0], TODAY).values["子女数"] == members - 2
    assert values["家庭人口数"] == members
    with django_assert_num_queries(8):
        facts.gather(made[-1], TODAY, known_at=NOW)


DICTIONARY = """
持有居住证: {type: bool, question: 问}
现居住地: {type: text, question: 问}
居住起始日期: {type: date, question: 问}
监护人.现居住地: {type: text, question: 问}
监护人.居住起始日期: {type: date, question: 问}
"""


@pytest.fixture
def other_facts(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "facts.yaml").write_text(DICTIONARY, encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(tmp_path))


@pytest.mark.usefixtures("other_facts")
def test_what_is_no_yes_or_no_must_be_known_of_all_and_the_same() -> None:
    _, (_, spouse, child) = live("head", "spouse", "child")
    values = facts.gather(child, TODAY).values
    assert values["监护人.现居住地"] == HERE
    assert values["监护人.居住起始日期"] == date(2015, 9, 15)
    assert "子女数" not in values
    Person.objects.filter(pk=spouse.pk).update(residence=FAR, residence_since=None)
    assert not {"监护人.现居住地", "监护人.居住起始日期"} & facts.gather(child, TODAY).values.keys()


@pytest.mark.usefixtures("other_facts")
def test_what_the_dictionary_does_not_ask_of_a_guardian_stays_with_them() -> None:
    _, (head, child) = live("head", "child")
    say(head, PERMIT, True)
    found = facts.gather(child, TODAY)
    assert THEIRS not in found.values
    assert found.related == {head: ("居住起始日期", "现居住地")}

"""What a household must be on every day: one head, nobody twice, nobody in two, nothing in the future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huigong.audit.models import AuditEvent
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, RowsRefused
from huigong.registry.actions import households as roll
from huigong.registry.actions import people
from huigong.registry.models import Household, HouseholdMember, Person
from tests import effort
from tests.unit.registry.someone import CLERK, HERE, NOW, TODAY, new_person, resident_number

pytestmark = pytest.mark.django_db
SINCE, DAY = date(2015, 1, 1), timedelta(days=1)


def made(count: int, first: int = 1) -> list[Person]:
    rows = [new_person(number) for number in range(first, first + count)]
    return people.register_many(by=CLERK, now=NOW, rows=rows).people


def form(*members: tuple[Person, str], since: date = SINCE) -> Household:
    pairs = [(person.public_id.hex, relation) for person, relation in members]
    return roll.form(by=CLERK, now=NOW, region=HERE, members=pairs, valid_from=since)


def join(home: Household, person: Person, relation: str = "other", since: date = TODAY) -> HouseholdMember:
    return roll.join(
        by=CLERK,
        now=NOW,
        household_id=home.public_id.hex,
        person_id=person.public_id.hex,
        relation=relation,
        valid_from=since,
    )


def leave(
    home: Household, person: Person, last: date = TODAY, *remaining: tuple[Person, str]
) -> HouseholdMember:
    return roll.leave(
        by=CLERK,
        now=NOW,
        household_id=home.public_id.hex,
        person_id=person.public_id.hex,
        valid_until=last,
        remaining=[(each.public_id.hex, relation) for each, relation in remaining],
    )


def roll_of(home: Household, day: date) -> list[tuple[int, str]]:
    rows = HouseholdMember.objects.filter(household=home).valid_on(day)
    return sorted(rows.values_list("person_id", "relation"))


@pytest.mark.parametrize(
    ("relations", "code"),
    [
        ((), "household.empty"),
        (("child",), "household.no_head"),
        (("spouse", "child"), "household.no_head"),
        (("head", "head", "child"), "household.two_heads"),
        (("head", "spouse", "spouse"), "household.two_spouses"),
        (("head", "祖宗"), "household.relation"),
    ],
)
def test_a_household_is_formed_by_one_head_and_others(relations: tuple[str, ...], code: str) -> None:
    members = zip(made(len(relations)), relations, strict=True)
    with pytest.raises(DomainError) as refused:
        form(*members)
    assert refused.value.code == code
    assert refused.value.do
    assert not Household.objects.exists()


def test_nobody_is_written_twice() -> None:
    head, child = made(2)
    with pytest.raises(DomainError) as refused:
        form((head, "head"), (child, "child"), (child, "other"))
    assert refused.value.code == "household.member_twice"


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (TODAY + DAY, "household.future"),
        (date(2030, 1, 1), "household.future"),
        (date(1949, 12, 31), "household.before_birth"),  # born on 1950-01-01
        (date(1, 1, 1), "day.out_of_range"),
        (date(9999, 12, 31), "day.out_of_range"),
    ],
)
def test_a_household_begins_on_a_day_that_was_and_on_which_all_were_born(since: date, code: str) -> None:
    (head,) = made(1)
    with pytest.raises(DomainError) as refused:
        form((head, "head"), since=since)
    assert refused.value.code == code


def test_a_child_joins_from_the_day_of_birth_on() -> None:
    head, _ = made(2)
    number = resident_number(9, born=date(2016, 3, 1))
    row = new_person(9, resident_number=number, residence_since=None)
    (born,) = people.register_many(by=CLERK, now=NOW, rows=[row]).people
    home = form((head, "head"))
    with pytest.raises(DomainError) as refused:
        join(home, born, "child", date(2016, 2, 29))
    assert refused.value.code == "household.before_birth"
    assert join(home, born, "child", date(2016, 3, 1)).relation == "child"


def test_nobody_is_in_two_households_on_one_day() -> None:
    head, child, other = made(3)
    home = form((head, "head"), (child, "child"))
    for act in (
        lambda: form((child, "head"), since=TODAY),
        lambda: form((child, "head"), since=date(2010, 1, 1)),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "household.already_member"
    leave(home, child, TODAY - DAY)
    with pytest.raises(DomainError) as refused:
        form((child, "head"), since=TODAY - DAY)
    assert refused.value.code == "household.already_member"
    elsewhere = form((child, "head"), since=TODAY)
    assert roll_of(elsewhere, TODAY) == [(child.pk, "head")]
    home_of_other = form((other, "head"))
    with pytest.raises(DomainError):
        join(home_of_other, head, "other", TODAY)


def test_leaving_in_the_future_is_refused() -> None:
    head, child = made(2)
    home = form((head, "head"), (child, "child"))
    with pytest.raises(DomainError) as refused:
        leave(home, child, date(2030, 1, 1))
    assert refused.value.code == "household.future"


def test_a_second_head_cannot_join_and_nobody_joins_before_there_was_one() -> None:
    head, other = made(2)
    home = form((head, "head"))
    for relation, since, code in (
        ("head", TODAY, "household.two_heads"),
        ("other", SINCE - DAY, "household.no_head"),
    ):
        with pytest.raises(DomainError) as refused:
            join(home, other, relation, since)
        assert refused.value.code == code
    assert HouseholdMember.objects.count() == 1


def test_a_second_spouse_joins_only_after_the_first_has_left() -> None:
    head, first, second = made(3)
    home = form((head, "head"), (first, "spouse"))
    with pytest.raises(DomainError) as refused:
        join(home, second, "spouse")
    assert refused.value.code == "household.two_spouses"
    leave(home, first, TODAY - DAY)
    assert join(home, second, "spouse").relation == "spouse"


def test_when_the_head_leaves_those_who_stay_are_written_down_by_the_next_head() -> None:
    head, spouse, child = made(3)
    home = form((head, "head"), (spouse, "spouse"), (child, "child"))
    for remaining, code in (
        ((), "household.head_needed"),
        (((spouse, "head"),), "household.head_needed"),
        (((spouse, "spouse"), (child, "child")), "household.no_head"),
        (((spouse, "head"), (child, "head")), "household.two_heads"),
    ):
        with pytest.raises(DomainError) as refused:
            leave(home, head, TODAY - DAY, *remaining)
        assert refused.value.code == code
    leave(home, head, TODAY - DAY, (spouse, "head"), (child, "child"))
    assert roll_of(home, TODAY - DAY) == sorted(
        [(head.pk, "head"), (spouse.pk, "spouse"), (child.pk, "child")]
    )
    assert roll_of(home, TODAY) == sorted([(spouse.pk, "head"), (child.pk, "child")])
    assert AuditEvent.objects.get(verb="registry.household.left").data["written_anew"] == 2


def test_the_last_one_leaves_an_empty_household() -> None:
    (head,) = made(1)
    home = form((head, "head"))
    leave(home, head, TODAY - DAY)
    assert roll_of(home, TODAY) == []
    assert leave(home, head, TODAY - DAY).pk


def test_every_household_of_a_file_that_cannot_be_is_named() -> None:
    a, b, c, d = made(4)

    def row(*members: tuple[Person, str], since: date = SINCE) -> roll.NewHousehold:
        return roll.NewHousehold(HERE, tuple((each.public_id.hex, word) for each, word in members), since)

    rows = [
        row((a, "head")),
        row((b, "child")),
        row((c, "head"), (a, "child")),
        row((d, "head"), since=TODAY + DAY),
    ]
    with pytest.raises(RowsRefused) as refused:
        roll.form_many(by=CLERK, now=NOW, rows=rows)
    assert {number: error.code for number, error in refused.value.rows.items()} == {
        1: "household.already_member",
        2: "household.no_head",
        3: "household.already_member",
        4: "household.future",
    }
    assert "第3行" in refused.value.rows[1].what
    assert not Household.objects.exists()


def test_the_database_itself_holds_one_head_and_one_household() -> None:
    head, other = made(2)
    home, elsewhere = form((head, "head")), form((other, "head"))
    for household, person, relation in ((home, made(1, first=7)[0], "head"), (elsewhere, head, "other")):
        row = HouseholdMember(household=household, person=person, relation=relation, valid_from=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


class AnyHistory(TestCase):
    """Whatever is tried in whatever order, the roll is whole on every day."""

    @settings(max_examples=effort.examples(20, release=60))
    @given(st.data())
    def test_the_roll_stays_whole(self, data: st.DataObject) -> None:
        members = made(4)
        days = st.dates(date(2015, 1, 1), date(2015, 1, 12))
        person = st.sampled_from(members)
        relation = st.sampled_from(["head", "spouse", "child"])
        homes = [form((members[0], "head"), (members[1], "child")), form((members[2], "head"))]
        for _ in range(data.draw(st.integers(1, 6))):
            home, who, day = data.draw(st.sampled_from(homes)), data.draw(person), data.draw(days)
            stay = data.draw(st.lists(st.tuples(person, relation), max_size=2))
            joins = data.draw(st.booleans())
            self.tried(join, home, who, "child", day) if joins else self.tried(leave, home, who, day, *stay)
        self.require_whole()

    def tried(self, act: Callable[..., object], *words: object) -> None:
        try:
            with transaction.atomic():
                act(*words)
        except DomainError:
            return

    def require_whole(self) -> None:
        rows = list(HouseholdMember.objects.order_by("valid_from"))
        for offset in range(20):
            day = SINCE + offset * DAY
            there = [row for row in rows if row.valid_from <= day <= (row.valid_until or date.max)]
            for home in {row.household_id for row in there}:
                heads = [row for row in there if row.household_id == home and row.relation == "head"]
                assert len(heads) == 1, (day, home)
                spouses = [row for row in there if row.household_id == home and row.relation == "spouse"]
                assert len(spouses) <= 1, (day, home)
            assert len({row.person_id for row in there}) == len(there), day
        for earlier, later in pairwise(sorted(rows, key=lambda row: (row.person_id, row.valid_from))):
            if earlier.person_id == later.person_id:
                assert earlier.valid_until is not None
                assert earlier.valid_until < later.valid_from


@pytest.mark.parametrize("word", ["户主", " 户主\u3000", "head"])
def test_the_words_of_the_page_are_relations(word: str) -> None:
    head, child = made(2)
    members = [(head.public_id.hex, word), (child.public_id.hex, "子女")]
    home = roll.form(by=CLERK, now=NOW, region="５１０４０３", members=members, valid_from=TODAY)
    assert home.region == HERE
    assert list(home.members.order_by("pk").values_list("relation", flat=True)) == ["head", "child"]


def test_every_household_of_a_file_with_nobody_nowhere_or_no_word_is_named() -> None:
    (head,) = made(1)
    whole = roll.NewHousehold(HERE, ((head.public_id.hex, "户主"),), TODAY)
    rows = [
        replace(whole, members=(("0" * 32, "户主"),)),
        replace(whole, members=((None, "户主"),)),
        replace(whole, region="510499"),
        replace(whole, members=((head.public_id.hex, "家长"),)),
        replace(whole, valid_from=None),
    ]
    codes = []
    for row in rows:
        with pytest.raises(RowsRefused) as refused:
            roll.form_many(by=CLERK, now=NOW, rows=[roll.NewHousehold(HERE, (), TODAY), row])
        codes.append(refused.value.rows[2].code)
    assert codes == [
        "person.not_found",
        "person.not_found",
        "regions.unknown",
        "household.relation",
        "household.no_start",
    ]
    assert not Household.objects.exists()


def test_the_head_does_not_leave_before_somebody_joined() -> None:
    head, late = made(2)
    home = form((head, "head"))
    join(home, late, "child", SINCE + DAY)
    with pytest.raises(DomainError) as refusal:
        leave(home, head, SINCE, (late, "head"))
    assert refusal.value.code == "household.joined_later"


def test_who_joins_twice_as_something_else_is_told_so_and_stays_what_they_were() -> None:
    head, child = made(2)
    home = form((head, "head"))
    first = join(home, child, "child")
    assert join(home, child, "子女").pk == first.pk
    for other in ("spouse", "other"):
        with pytest.raises(DomainError, match="子女") as refused:
            join(home, child, other)
        assert refused.value.code == "household.known_otherwise"
    assert roll_of(home, TODAY) == sorted([(head.pk, "head"), (child.pk, "child")])


def test_a_clerk_forms_no_household_of_their_own() -> None:
    mine, other = made(2)
    clerk = Principal("clerk", "窗口甲", CLERK.grants, purpose="登记家庭户", person_id=mine.public_id.hex)
    members = [(other.public_id.hex, "head"), (mine.public_id.hex, "spouse")]
    with pytest.raises(DomainError) as refused:
        roll.form(by=clerk, now=NOW, region=HERE, members=members, valid_from=SINCE)
    assert refused.value.code == "person.own_matter"
    assert not Household.objects.exists()

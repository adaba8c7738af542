"""Looking at people: purpose, region, masking, and the record of every look."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from huigong.audit.models import AuditEvent
from huigong.audit.queries import events
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.registry import facts, queries
from huigong.registry.actions import facts as stating
from huigong.registry.actions import households, people
from huigong.registry.models import Person
from tests.unit.registry.someone import CLERK, CLERK_FAR, HERE, NOW, TODAY, new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1)))


def reads() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb="personal_data.read"))


def test_a_person_is_shown_masked_and_the_look_is_recorded(someone: Person) -> None:
    view = queries.person(CLERK, someone.public_id.hex, now=NOW)
    assert (view.name, view.phone) == ("虚**", "139****0001")
    assert view.resident_number.startswith("999") and "1950" not in view.resident_number
    (event,) = reads()
    assert (event.person_ref, event.purpose) == (someone.public_id.hex, CLERK.purpose)
    assert "resident_number" in event.data["fields"]


LOOKS = {
    "person": lambda viewer, id_: queries.person(viewer, id_, now=NOW),
    "record": lambda viewer, id_: queries.person_record(viewer, id_, now=NOW),
    "reveal": lambda viewer, id_: queries.reveal(viewer, id_, ["phone"], now=NOW),
    "find": lambda viewer, _: queries.find(viewer, now=NOW, name="虚构一"),
    "facts": lambda viewer, id_: facts.known(viewer, id_, TODAY, now=NOW),
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_purpose_no_look(someone: Person, look: str) -> None:
    with pytest.raises(DomainError) as refused:
        LOOKS[look](CLERK.with_purpose(""), someone.public_id.hex)
    assert refused.value.code == "person.purpose_needed"
    assert not reads()


def test_another_region_neither_reads_nor_finds(someone: Person) -> None:
    with pytest.raises(DomainError) as refused:
        queries.person(CLERK_FAR, someone.public_id.hex, now=NOW)
    assert refused.value.code == "person.not_found"
    assert queries.find(CLERK_FAR, now=NOW, name="虚构一").people == ()
    assert not reads()


def test_people_read_their_own_record_without_purpose(someone: Person) -> None:
    worker = Principal("w", "虚构一", person_id=str(someone.public_id))
    view = queries.own(worker, now=NOW)
    assert view is not None
    assert view.name == "虚构一"
    assert queries.person(worker, someone.public_id.hex, now=NOW) == view
    assert not reads()


def test_reveal_gives_only_what_was_asked_and_records_that(someone: Person) -> None:
    assert queries.reveal(CLERK, someone.public_id.hex, ["phone"], now=NOW) == {"phone": "13900000001"}
    assert reads()[0].data["fields"] == ["phone"]
    with pytest.raises(DomainError) as refused:
        queries.reveal(CLERK, someone.public_id.hex, ["account"], now=NOW)
    assert refused.value.code == "person.field_unknown"


def test_finding_takes_exactly_one_criterion(someone: Person) -> None:
    number = someone.resident_number
    assert [
        view.public_id for view in queries.find(CLERK, now=NOW, resident_number=number.lower()).people
    ] == [someone.public_id.hex]
    for criteria in ({}, {"phone": "13900000001", "name": "虚构一"}):
        with pytest.raises(DomainError) as refused:
            queries.find(CLERK, now=NOW, **criteria)
        assert refused.value.code == "person.one_criterion"


def test_namesakes_come_in_pages_with_their_number_said() -> None:
    rows = [new_person(number, name="虚同名") for number in range(25)]
    people.register_many(by=CLERK, now=NOW, rows=rows)
    first, second = (queries.find(CLERK, now=NOW, name="虚同名", page=page) for page in (1, 2))
    assert [(page.total, page.page, page.pages, len(page.people)) for page in (first, second)] == [
        (25, 1, 2, 20),
        (25, 2, 2, 5),
    ]
    assert len({view.public_id for view in (*first.people, *second.people)}) == 25
    assert len(reads()) == 25  # only who was shown was looked at
    assert queries.find(CLERK, now=NOW, name="虚同名", page=99).page == 2


def test_a_search_that_finds_nobody_is_recorded_too() -> None:
    assert queries.find(CLERK, now=NOW, name="查无此人").people == ()
    assert AuditEvent.objects.get().verb == "registry.person.not_found"


def test_an_unknown_or_malformed_id_is_not_found() -> None:
    for public_id in ("0" * 32, "not-an-id", ""):
        with pytest.raises(DomainError) as refused:
            queries.person(CLERK, public_id, now=NOW)
        assert refused.value.code == "person.not_found"


@pytest.mark.parametrize("members", [2, 8])
def test_the_whole_record_takes_the_same_questions_for_any_household(
    members: int, django_assert_num_queries
) -> None:
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(n) for n in range(1, members + 1)]).people
    pairs = [(person.public_id.hex, "other" if number else "head") for number, person in enumerate(made)]
    households.form(by=CLERK, now=NOW, region="510403", members=pairs, valid_from=date(2015, 1, 1))
    # the person; the audit event; engagements, household, facts
    with django_assert_num_queries(7):
        record = queries.person_record(CLERK, made[0].public_id.hex, now=NOW)
    assert len(record.household) == members
    assert record.person.age == TODAY.year - 1950


def a_child_with_parents() -> tuple[Person, Person, Person]:
    """A child and two parents, of whom the first has said something and the second nothing."""
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(n) for n in (1, 2, 3)]).people
    relations = zip(made, ("child", "head", "spouse"), strict=True)
    pairs = [(person.public_id.hex, relation) for person, relation in relations]
    households.form(by=CLERK, now=NOW, region=HERE, members=pairs, valid_from=date(2015, 1, 1))
    stating.record(
        by=CLERK,
        now=NOW,
        person_id=made[1].public_id.hex,
        fact="持有居住证",
        value=True,
        source="公安",
        verification="verified",
        valid_from=date(2015, 1, 1),
    )
    return made[0], made[1], made[2]


def test_a_look_at_a_child_is_a_look_at_the_parent_who_answers_for_it() -> None:
    child, parent, _ = a_child_with_parents()
    assert facts.known(CLERK, child.public_id.hex, TODAY, now=NOW)["监护人.持有居住证"] is True
    own, theirs = reads()
    assert (own.person_ref, theirs.person_ref) == (child.public_id.hex, parent.public_id.hex)
    assert "监护人.持有居住证" in own.data["fields"]
    assert theirs.data["fields"] == ["持有居住证"]
    assert theirs.purpose == CLERK.purpose


def test_a_child_uses_the_parents_answer_and_the_parent_sees_who_did() -> None:
    child, parent, silent = a_child_with_parents()
    worker = Principal("w", "虚构一", person_id=child.public_id.hex)
    values = facts.known(worker, child.public_id.hex, TODAY, now=NOW)
    assert values["监护人.持有居住证"] is True
    assert "持有居住证" not in values
    (event,) = reads()
    assert (event.person_ref, event.actor_id) == (parent.public_id.hex, "w")
    assert event.purpose
    father = Principal("f", "虚构二", person_id=parent.public_id.hex)
    assert event in events(father, person=parent.public_id.hex)
    for someone_else in (parent, silent):
        with pytest.raises(DomainError) as refused:
            facts.known(worker, someone_else.public_id.hex, TODAY, now=NOW)
        assert refused.value.code == "access.denied"


def test_a_parent_who_looks_for_the_child_leaves_no_event_with_themselves() -> None:
    child, parent, _ = a_child_with_parents()
    clerk = replace(CLERK, person_id=parent.public_id.hex)
    facts.known(clerk, child.public_id.hex, TODAY, now=NOW)
    assert [event.person_ref for event in reads()] == [child.public_id.hex]


def test_a_refused_look_at_a_child_leaves_nothing_with_the_parents() -> None:
    child, _, _ = a_child_with_parents()
    with pytest.raises(DomainError):
        facts.known(CLERK_FAR, child.public_id.hex, TODAY, now=NOW)
    assert not reads()

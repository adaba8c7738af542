"""Who may send what: known as surely as the service needs, or acting for somebody; and what acting leaves behind."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.access import may_see_files
from huigong.casework.actions import agents, moving
from huigong.casework.models import Case
from huigong.casework.procedures.roles import Role
from huigong.casework.queries import own
from huigong.catalogue.identity import needed_for
from huigong.catalogue.services import catalogue
from huigong.directory.actions import accounts
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.registry.actions import claiming, households, people, representing
from huigong.registry.models import Person
from tests.unit.casework.desk import COMPLAINT, HERE, NOW, PERMIT, TODAY, lodge
from tests.unit.registry.someone import CLERK, new_person, resident_number

pytestmark = pytest.mark.django_db

CARD = "居民身份证"


def by_phone(sequence: int = 1) -> tuple[Person, Principal]:
    """Somebody of whom no more is known than a phone."""
    account = accounts.worker_account(now=NOW, phone=f"1390000010{sequence}")
    by = Principal(account.public_id.hex, "务工人员")
    row = asdict(new_person(sequence))
    del row["phone"]
    person = people.register_own(by=by, now=NOW, **row)
    return person, by.with_person(person.public_id.hex)


def checked(person: Person) -> Person:
    return claiming.check_papers(
        by=CLERK, now=NOW, person_id=person.public_id.hex, shown=CARD, phone=person.account.phone
    )


def test_what_is_urgent_needs_a_phone_and_a_certificate_papers() -> None:
    known = catalogue()
    assert needed_for(known.get(COMPLAINT, HERE, TODAY)) == "phone"
    assert needed_for(known.get(PERMIT, HERE, TODAY)) == "checked"


def test_a_complaint_is_sent_by_a_phone_and_a_permit_is_not_until_papers_were_seen() -> None:
    person, by = by_phone()
    assert lodge(person, service=COMPLAINT, by=by, key="one").is_open
    with pytest.raises(DomainError) as refused:
        lodge(person, service=PERMIT, by=by, key="two")
    assert refused.value.code == "application.identity"
    assert "都还在" in refused.value.do
    checked(person)
    assert lodge(Person.objects.get(), service=PERMIT, by=by, key="two").is_open


def test_a_clerk_lodges_for_somebody_whose_papers_were_seen_there() -> None:
    """Before that the account behind the row may be anybody's, who would have the case."""
    person, _ = by_phone()
    for service in (COMPLAINT, PERMIT):
        with pytest.raises(DomainError) as refused:
            lodge(person, service=service, by=CLERK, key="one")
        assert refused.value.code == "person.not_checked"
    assert lodge(checked(person), service=PERMIT, by=CLERK, key="one").is_open


def test_what_was_sent_before_the_check_stays_one_s_own_afterwards() -> None:
    record = people.register(by=CLERK, now=NOW, **asdict(new_person(1)))
    person, by = by_phone()
    case = lodge(person, service=COMPLAINT, by=by, key="one")
    assert checked(person) == record
    mine = Principal("again", "务工人员", person_id=record.public_id.hex)
    assert [row.case_id for row in own.for_person(mine, today=TODAY)] == [case.public_id.hex]


def child_of(by: Principal) -> Person:
    row = representing.say_child(
        by=by,
        now=NOW,
        name="虚构小",
        resident_number=resident_number(7, born=date(2010, 5, 17)),
        hukou_place="511402",
        kinship="祖父母",
    )
    return row.person


def test_one_who_acts_for_a_child_sends_follows_and_completes_and_the_trail_says_as_what() -> None:
    _, by = by_phone()
    child = child_of(by)
    case = lodge(child, service=COMPLAINT, by=by, key="one")
    roles = {party.role: (party.person, party.note) for party in case.parties.order_by("pk")}
    assert roles[Role.APPLICANT][0] == child
    assert roles[Role.AGENT][1] == "监护人（祖父母）：本人说的，没有核对"
    event = AuditEvent.objects.get(verb="casework.application.lodged")
    assert (event.data["as"], event.person_ref, event.actor_id) == (
        "agent",
        child.public_id.hex,
        by.account_id,
    )
    page = own.own_page(by, case.public_id.hex, today=TODAY)
    assert page.role_name == "代办人"
    assert [row.case_id for row in own.for_person(by, today=TODAY)] == [case.public_id.hex]
    assert own.about(by, today=TODAY) == [], "it is the child's matter"
    assert len(own.about(by.with_person(child.public_id.hex), today=TODAY)) == 1
    moving.make(move="withdraw", case_id=case.public_id.hex, by=by, now=NOW)
    assert AuditEvent.objects.get(verb="casework.case.withdrawn").data["as"] == "agent"
    told = Message.objects.filter(person=child, template="case-received")
    assert told.exists(), "whoever is acted for hears of it"


def test_acting_is_no_surer_than_what_is_known() -> None:
    _, by = by_phone()
    with pytest.raises(DomainError) as refused:
        lodge(child_of(by), service=PERMIT, by=by, key="one")
    assert refused.value.code == "application.identity"


def test_nobody_sends_for_somebody_without_authority() -> None:
    other, _ = by_phone(2)
    _, by = by_phone()
    with pytest.raises(DomainError) as refused:
        lodge(other, service=COMPLAINT, by=by, key="one")
    assert refused.value.code == "access.denied"
    assert not Case.objects.exists()


def test_when_it_is_ended_the_case_stays_and_the_helper_sees_it_no_more() -> None:
    _, by = by_phone()
    child = child_of(by)
    case = lodge(child, service=COMPLAINT, by=by, key="one")
    (held,) = child.represented_by.all()
    representing.end(by=by, now=NOW, reference=held.public_id.hex)
    with pytest.raises(DomainError) as refused:
        own.own_page(by, case.public_id.hex, today=TODAY)
    assert refused.value.code == "case.not_found"
    with pytest.raises(DomainError):
        moving.make(move="withdraw", case_id=case.public_id.hex, by=by, now=NOW)
    assert Case.objects.get().is_open


@pytest.mark.parametrize(("matter", "stays"), [(COMPLAINT, True), (PERMIT, False)])
def test_whoever_still_may_in_named_matters_keeps_the_cases_of_these(matter: str, stays: bool) -> None:
    me, by = by_phone()
    child = child_of(by)
    lodge(child, service=COMPLAINT, by=by, key="one")
    (said,) = child.represented_by.all()
    checked(me)
    representing.record_at_counter(
        by=CLERK, now=NOW, person_id=child.public_id.hex, representative_id=me.public_id.hex,
        acting="helper", kinship="祖父母", shown="委托书", matters=[matter], valid_from=TODAY,
        valid_until=TODAY + timedelta(days=90),
    )  # fmt: skip
    representing.end(by=by, now=NOW, reference=said.public_id.hex)
    assert bool(own.for_person(by, today=TODAY)) is stays


def parent_with_case(born: date) -> tuple[Principal, Person, Case, str]:
    """A parent by the household roll, the child, what was lodged for it, and the household."""
    me, by = by_phone()
    child = people.register(
        by=CLERK, now=NOW, **asdict(new_person(7, resident_number=resident_number(7, born=born)))
    )
    members = [(checked(me).public_id.hex, "户主"), (child.public_id.hex, "子女")]
    home = households.form(by=CLERK, now=NOW, region=HERE, members=members, valid_from=date(2016, 1, 1))
    return by, child, lodge(child, service=COMPLAINT, by=by, key="one"), home.public_id.hex


def reaches(by: Principal, case: Case) -> bool:
    """Whether the case, its files and its moves are open; what is open in one way must be so in all."""
    listed = [row.case_id for row in own.for_person(by, today=TODAY)] == [case.public_id.hex]
    assert may_see_files(by, case.public_id.hex) is listed
    if not listed:
        with pytest.raises(DomainError):
            moving.make(move="withdraw", case_id=case.public_id.hex, by=by, now=NOW)
    return listed


def test_a_parent_is_out_of_the_child_s_cases_once_the_child_has_left_the_household() -> None:
    by, child, case, home = parent_with_case(date(2012, 6, 2))
    assert reaches(by, case)
    yesterday = TODAY - timedelta(days=1)
    households.leave(
        by=CLERK, now=NOW, household_id=home, person_id=child.public_id.hex, valid_until=yesterday
    )
    assert not reaches(by, case)
    assert Case.objects.get().is_open


def test_a_parent_is_out_of_the_cases_in_the_night_in_which_the_child_comes_of_age() -> None:
    by, child, case, _ = parent_with_case(date(TODAY.year - 17, 1, 1))
    assert agents.end_over(now=NOW) == 0
    of_age = NOW.replace(year=child.born_on.year + 18, month=1, day=2)
    assert agents.end_over(now=of_age) == 1
    assert not reaches(by, case)
    event = AuditEvent.objects.get(verb="casework.agent.left")
    assert (event.subject, event.person_ref) == (f"casework.Case:{case.public_id.hex}", child.public_id.hex)
    assert agents.end_over(now=of_age) == 0


def test_an_agreement_to_less_closes_the_cases_of_what_it_leaves_out() -> None:
    _me, by = by_phone()
    given = {"name": "虚构大", "resident_number": resident_number(8), "hukou_place": "511402",
             "phone": "13900000008", "kinship": "村里帮办", "until": TODAY + timedelta(days=90)}  # fmt: skip
    adult = representing.agreed_by_code(by=by, now=NOW, matters=[], **given).person
    case = lodge(adult, service=COMPLAINT, by=by, key="one")
    representing.agreed_by_code(by=by, now=NOW, matters=[COMPLAINT], **given)
    assert reaches(by, case)
    representing.agreed_by_code(by=by, now=NOW, matters=[PERMIT], **given)
    assert not reaches(by, case)


def test_a_helper_sends_no_more_than_a_few_cases_a_day_for_all_together(settings: Any) -> None:
    settings.CASES_PER_DAY = 2
    me, by = by_phone()
    given = {"name": "虚构小", "resident_number": resident_number(7, born=date(2012, 6, 2)),
             "hukou_place": "511402", "kinship": "外祖父母"}  # fmt: skip
    child = representing.say_child(by=by, now=NOW, **given).person
    lodge(me, service=COMPLAINT, by=by, key="one")
    lodge(child, service=COMPLAINT, by=by, key="two")
    with pytest.raises(DomainError) as refused:
        lodge(child, service=COMPLAINT, by=by, key="three", again=True)
    assert refused.value.code == "application.too_many"


def test_one_account_sends_no_more_than_a_few_cases_a_day_and_the_counter_is_open(settings: Any) -> None:
    settings.CASES_PER_DAY = 2
    person, by = by_phone()
    for key in ("one", "two"):
        lodge(person, service=COMPLAINT, by=by, key=key, again=True)
    with pytest.raises(DomainError) as refused:
        lodge(person, service=COMPLAINT, by=by, key="three", again=True)
    assert refused.value.code == "application.too_many"
    lodge(person, service=COMPLAINT, by=by, key="two", again=True)
    assert Case.objects.count() == 2, "sent twice is the same case, not one more"
    with pytest.raises(DomainError) as refused:
        lodge(person, service=COMPLAINT, by=CLERK, key="four", again=True)
    assert refused.value.code == "person.not_checked", "the clerk looks at the papers first"
    person = checked(person)
    lodge(person, service=COMPLAINT, by=CLERK, key="four", again=True)
    assert Case.objects.count() == 3

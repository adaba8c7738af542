"""What is kept wrongly about somebody becomes a case of the office that keeps it, with the law's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, corrections
from huigong.casework.actions.barring import AlreadyOpen
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError, Invalid
from huigong.messages.models import Message
from huigong.registry.actions import facts
from huigong.registry.facts import known
from huigong.registry.models import Person, PersonFact
from tests.unit.casework.desk import HRSS, POLICE, applicant, officer, worker
from tests.unit.registry.someone import CITY, CLERK, HERE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)  # a Monday
LATER = NOW + timedelta(hours=1)
FACT, CLAUSE = "户籍性质", "100000/personal-information-law#第四十六条"


@pytest.fixture
def person() -> Person:
    return applicant()


def ask(person: Person, **changed: Any) -> Case:
    given: dict[str, Any] = {
        "by": worker(person),
        "now": NOW,
        "key": "k-1",
        "what": FACT,
        "recorded": "农业",
        "wanted": {FACT: "非农业"},
        "says": "去年改成了非农业",
        "evidence": ["户口本照片"],
    }
    return corrections.ask(**{**given, **changed})


def state(person: Person, source: str) -> None:
    facts.record(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        fact=FACT,
        value="农业",
        source=source,
        verification="shared",
        valid_from=date(2020, 1, 1),
    )


def test_it_has_an_office_a_clock_and_what_the_person_said(person: Person) -> None:
    case = ask(person)
    assert case.accountable_office == HRSS
    assert case.due_on == date(2026, 6, 15)  # ten working days
    assert case.application.service_id == case.service_id == "", "no service of the catalogue is meant"
    assert AuditEvent.objects.filter(subject=f"casework.Case:{case.public_id.hex}").count() == 1


def test_it_goes_to_the_office_that_the_source_names(person: Person) -> None:
    assert ask(person, kept_by="公安局").accountable_office == POLICE
    assert ask(person, kept_by="不知道是哪里", key="k-2", what="别的").accountable_office == HRSS


def test_what_a_decision_made_true_goes_to_the_office_that_decided(person: Person) -> None:
    first = ask(person, kept_by="公安局")
    again = ask(person, kept_by=f"casework.Case:{first.public_id.hex}", key="k-2", what="别的")
    assert again.accountable_office == POLICE


def test_agreed_it_stands_in_the_register_from_that_day(person: Person) -> None:
    state(person, "公安局")
    case = ask(person, kept_by="公安局")
    police, form = officer(POLICE), {"reasons": "户口本上是非农业", "clause": CLAUSE}
    cases.make(move="更正", case_id=case.public_id.hex, by=police, now=LATER, form=form)
    assert known(worker(person), person.public_id.hex, date(2026, 6, 1), now=LATER)[FACT] == "非农业"
    written = PersonFact.objects.get(fact=FACT, verification="decided")
    assert written.source == f"casework.Case:{case.public_id.hex}"
    assert written.corrects
    message = Message.objects.get(template="register-corrected")
    assert message.person_id == person.pk
    assert all(word in message.body for word in (FACT, "非农业"))


def test_agreed_to_what_stands_there_already_tells_of_no_correction(person: Person) -> None:
    state(person, "公安局")
    case = ask(person, kept_by="公安局", wanted={FACT: "农业"})
    form = {"reasons": "户口本上是农业", "clause": CLAUSE}
    cases.make(move="更正", case_id=case.public_id.hex, by=officer(POLICE), now=LATER, form=form)
    assert not PersonFact.objects.get(fact=FACT, verification="decided").corrects
    assert not Message.objects.filter(template="register-corrected").exists()


def test_refused_nothing_changes_and_the_way_on_is_named(person: Person) -> None:
    state(person, "公安局")
    case = ask(person, kept_by="公安局")
    form = {"reasons": "户口本上是农业", "clause": CLAUSE}
    cases.make(move="不更正", case_id=case.public_id.hex, by=officer(POLICE), now=NOW, form=form)
    assert known(worker(person), person.public_id.hex, date(2026, 6, 1), now=NOW)[FACT] == "农业"
    assert "法院" in case.decisions.get().remedy


def test_nobody_asks_for_another(person: Person) -> None:
    clerk = Principal("clerk-9", "窗口", (Grant("clerk", CITY),), purpose="窗口办理")
    with pytest.raises(DomainError, match="只有本人"):
        ask(person, by=clerk)


def test_sent_twice_it_is_one_and_the_same_thing_is_not_asked_twice(person: Person) -> None:
    case = ask(person)
    assert ask(person).pk == case.pk
    with pytest.raises(AlreadyOpen) as refused:
        ask(person, key="k-2")
    assert refused.value.case_id == case.public_id.hex
    cases.make(move="撤回更正", case_id=case.public_id.hex, by=worker(person), now=NOW, form={})
    assert ask(person, key="k-3").pk != case.pk


def test_the_same_thing_is_one_whatever_stands_there_now(person: Person) -> None:
    case = ask(person, recorded="虚构村一组\n二号")
    with pytest.raises(AlreadyOpen) as refused:
        ask(person, key="k-2", recorded="虚构村三组")
    assert refused.value.case_id == case.public_id.hex


def test_without_a_word_nothing_is_sent(person: Person) -> None:
    with pytest.raises(Invalid, match="还没有写哪里不对"):
        ask(person, says="  ")
    assert not Case.objects.exists()


def test_it_is_kept_where_the_person_lives(person: Person) -> None:
    assert ask(person).region == HERE

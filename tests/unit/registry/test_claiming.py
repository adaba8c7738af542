"""What opens a record to a phone: a paper seen, a slip from the counter, a provider; and what does not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from huigong.audit import queries as trail
from huigong.audit.actions import record_access
from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import Principal
from huigong.files.models import StoredFile
from huigong.kernel.errors import DomainError
from huigong.registry import numbers
from huigong.registry.actions import claiming, counter, people
from huigong.registry.models import ClaimCode, Engagement, Person, PersonFact
from tests.unit.registry.someone import CLERK, CLERK_FAR, HERE, NOW, TODAY, name, new_person

pytestmark = pytest.mark.django_db
PHONE, OLD = "13900009999", "13900000001"
CARD = "居民身份证"


def logged_in(phone: str = PHONE) -> tuple[Account, Principal]:
    account = accounts.worker_account(now=NOW, phone=phone)
    return account, Principal(account.public_id.hex, "务工人员")


def said(by: Principal, sequence: int = 1, **changed: object) -> Person:
    row = asdict(new_person(sequence, **changed))
    del row["phone"]
    return people.register_own(by=by, now=NOW, **row)


def known(sequence: int = 1) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(sequence)))


def slip_for(person: Person, **given: object) -> str:
    return claiming.give_code(
        **({"by": CLERK, "now": NOW, "person_id": person.public_id.hex, "shown": CARD} | given)
    )


def claim(by: Principal, code: str, called: str = name(1), **given: object) -> Person:
    return claiming.claim_by_code(**({"by": by, "now": NOW, "name": called, "code": code} | given))


def papers_of(person: Person, **given: object) -> Person:
    """Seen at the counter, with the code that came to the phone of the row."""
    wanted = {
        "by": CLERK,
        "now": NOW,
        "person_id": person.public_id.hex,
        "shown": CARD,
        "phone": person.phone,
    }
    return claiming.check_papers(**(wanted | given))


def code_of(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


def test_a_slip_opens_the_record_once() -> None:
    person, (account, by) = known(), logged_in()
    code = slip_for(person)
    assert claim(by, f" {code.replace('-', ' ')} ") == person
    assert (Person.objects.get().account, Person.objects.get().assurance) == (account, "checked")
    _, other = logged_in("13900008888")
    with pytest.raises(DomainError) as refused:
        claim(other, code)
    assert code_of(refused) == "claim.wrong"


@pytest.mark.parametrize("case", ["no such code", "another name", "too late", "voided by a new one"])
def test_whatever_is_wrong_gets_the_same_answer(case: str) -> None:
    person, (_, by) = known(), logged_in()
    code, given = slip_for(person), {}
    if case == "no such code":
        code = "0000-0000-0000"
    elif case == "another name":
        given = {"called": name(2)}
    elif case == "too late":
        given = {"now": NOW + claiming.CODE_GOOD_FOR}
    else:
        slip_for(person)
    with pytest.raises(DomainError) as refused:
        claim(by, code, **given)
    assert code_of(refused) == "claim.wrong"
    assert Person.objects.get().account is None


def test_five_tries_a_day_and_then_not_even_the_right_code() -> None:
    person, (_, by) = known(), logged_in()
    code = slip_for(person)
    for _ in range(claiming.TRIES_A_DAY):
        with pytest.raises(DomainError):
            claim(by, "0000-0000-0000")
    with pytest.raises(DomainError) as refused:
        claim(by, code)
    assert code_of(refused) == "claim.too_many"
    assert claim(by, code, now=NOW + timedelta(days=1, minutes=1)) == person


@pytest.mark.parametrize(
    ("given", "code"),
    [({"by": CLERK_FAR}, "access.denied"), ({"shown": " "}, "person.nothing_shown"),
     ({"by": Principal("inspector", "虚构")}, "access.denied")],
)  # fmt: skip
def test_a_slip_needs_a_clerk_of_the_place_who_saw_a_paper(given: dict[str, object], code: str) -> None:
    person = known()
    with pytest.raises(DomainError) as refused:
        slip_for(person, **given)
    assert code_of(refused) == code
    assert not ClaimCode.objects.exists()


def test_no_slip_for_somebody_whose_papers_nobody_saw() -> None:
    _, by = logged_in()
    with pytest.raises(DomainError) as refused:
        slip_for(said(by))
    assert code_of(refused) == "person.not_checked"


def test_the_code_is_nowhere_in_the_database() -> None:
    code = slip_for(known())
    rows = (*ClaimCode.objects.values(), *AuditEvent.objects.values())
    assert code not in str(rows)
    assert code.replace("-", "") not in str(rows)


def test_with_a_slip_a_new_phone_takes_the_place_of_the_old_one() -> None:
    _, old = logged_in(OLD)
    person = papers_of(said(old))
    account, by = logged_in()
    claim(by, slip_for(person))
    person.refresh_from_db()
    assert (person.account, person.phone) == (account, PHONE)
    assert not Account.objects.get(public_id=old.account_id).is_active


def test_papers_make_what_was_said_a_record() -> None:
    _, by = logged_in()
    person = papers_of(said(by))
    assert person.assurance == "checked"
    assert AuditEvent.objects.get(verb="registry.person.identified").data == {"shown": CARD}


def test_papers_join_what_was_said_to_the_record_that_was_there() -> None:
    record, (account, by) = known(), logged_in()
    own = said(by)
    PersonFact.objects.create(
        person=own, fact="持有居住证", value="true", source="本人", verification="claimed",
        valid_from=TODAY, recorded_at=NOW,
    )  # fmt: skip
    assert papers_of(own) == record
    record.refresh_from_db()
    assert list(Person.objects.all()) == [record]
    assert (record.account, record.phone) == (account, PHONE)
    assert PersonFact.objects.get().person == record
    event = AuditEvent.objects.get(verb="registry.person.united")
    assert event.data == {"said": own.public_id.hex, "moved": 1, "kept": 0}


def test_files_and_looks_of_before_are_theirs_afterwards() -> None:
    record, (_, by) = known(), logged_in()
    own = said(by)
    for owner, content in ((own, "paper"), (own, "both"), (record, "both")):
        StoredFile.objects.create(
            owner=owner.public_id.hex, person=owner.public_id.hex, kind="jpeg", size=1, sha256=content,
            name="虚构", state="ready", key=f"{owner.pk}{content}", sealed_with="k", kept_at=NOW,
        )  # fmt: skip
    record_access(viewer=CLERK, now=NOW, person=own.public_id.hex, purpose="虚构办件", fields=["name"])
    papers_of(own)
    me = record.public_id.hex
    assert set(StoredFile.objects.values_list("person", flat=True)) == {me}
    assert set(StoredFile.objects.filter(owner=me).values_list("sha256", flat=True)) == {"paper", "both"}
    looks = trail.looks_at(Principal(by.account_id, "务工人员", person_id=me), me).rows
    assert "虚构办件" in [look.purpose for look in looks]
    with pytest.raises(DomainError):
        trail.looks_at(Principal("other", "务工人员", person_id="0" * 32), me)


def test_what_stands_on_record_already_is_not_doubled() -> None:
    record, (_, by) = known(), logged_in()
    own = said(by)
    for person in (record, own):
        PersonFact.objects.create(
            person=person, fact="持有居住证", value="true", source="本人", verification="claimed",
            valid_from=TODAY, recorded_at=NOW,
        )  # fmt: skip
    papers_of(own)
    assert PersonFact.objects.get().person == record
    assert not Engagement.objects.exists()


def test_another_name_joins_nothing() -> None:
    known()
    _, by = logged_in()
    own = said(by, name="虚构别人")
    with pytest.raises(DomainError) as refused:
        papers_of(own)
    assert code_of(refused) == "person.name_differs"
    assert Person.objects.count() == 2


def by_provider(by: Principal, sequence: int = 1, **changed: object) -> Person | None:
    row = new_person(sequence, **changed)
    return claiming.claim_by_provider(by=by, now=NOW, name=row.name, resident_number=row.resident_number)


def test_a_provider_opens_the_record() -> None:
    person, (account, by) = known(), logged_in()
    assert by_provider(by) == person
    assert (Person.objects.get().account, Person.objects.get().assurance) == (account, "real-name")


def test_a_provider_confirms_what_was_said() -> None:
    _, by = logged_in()
    own = said(by)
    assert by_provider(by) == own
    assert Person.objects.get().assurance == "real-name"


def test_a_provider_knows_somebody_new_and_the_register_nobody() -> None:
    _, by = logged_in()
    assert by_provider(by) is None


def test_a_provider_does_not_give_one_account_to_two_people() -> None:
    known(2)
    _, by = logged_in()
    said(by, 1)
    with pytest.raises(DomainError) as refused:
        by_provider(by, 2)
    assert code_of(refused) == "person.account_taken"


def test_a_stranger_s_claim_does_not_keep_the_owner_out() -> None:
    """Somebody registers with another's number first; the owner is served at the counter all the same."""
    _, stranger = logged_in("13900007777")
    said(stranger, 1)
    row = asdict(new_person(1)) | {"address": "", "shown": CARD, "phone": PHONE}
    person = counter.register(by=CLERK, now=NOW, **row)
    person = counter.new_phone(by=CLERK, now=NOW, person_id=person.public_id.hex, phone=PHONE, shown=CARD)
    account, _ = logged_in()
    assert (person.account, person.assurance) == (account, "checked")
    assert Person.objects.filter(assurance="phone").count() == 1


def test_whoever_registered_online_before_coming_finds_one_record_at_the_counter() -> None:
    account, by = logged_in()
    said(by)
    row = asdict(new_person(1)) | {"address": "", "shown": CARD, "phone": PHONE}
    person = counter.register(by=CLERK, now=NOW, **row)
    person = counter.new_phone(by=CLERK, now=NOW, person_id=person.public_id.hex, phone=PHONE, shown=CARD)
    assert list(Person.objects.all()) == [person]
    assert (person.account, person.residence) == (account, HERE)


def test_whoever_is_on_record_is_counted_once() -> None:
    known(1)
    said(logged_in()[1], 1)
    newcomer = said(logged_in("13900007777")[1], 2)
    assert Person.objects.count() == 3
    counted = list(numbers.counted_once().order_by("pk"))
    assert [person.assurance for person in counted] == ["checked", "phone"]
    assert counted[1] == newcomer


def test_papers_of_what_was_joined_meanwhile_are_refused_in_words() -> None:
    known(1)
    own = said(logged_in()[1], 1)
    papers_of(own)
    with pytest.raises(DomainError) as refused:
        papers_of(own)
    assert code_of(refused) == "person.not_found"


@pytest.mark.parametrize("phone", ["", OLD])
@pytest.mark.parametrize("on_record", [True, False])
def test_papers_bind_no_phone_that_was_not_proved(on_record: bool, phone: str) -> None:
    """A stranger has registered with another's name and number; the owner shows the card and knows no code."""
    if on_record:
        known(1)
    _, stranger = logged_in()
    own = said(stranger, 1)
    with pytest.raises(DomainError) as refused:
        papers_of(own, phone=phone)
    assert code_of(refused) == "person.phone_not_proved"
    own.refresh_from_db()
    assert own.assurance == "phone"
    assert not Person.objects.filter(account__isnull=False, assurance="checked").exists()


def test_only_a_clerk_of_the_place_learns_which_phone_is_to_be_proved() -> None:
    own = said(logged_in()[1], 1)
    assert claiming.phone_to_prove(by=CLERK, person_id=own.public_id.hex) == PHONE
    with pytest.raises(DomainError) as refused:
        claiming.phone_to_prove(by=CLERK_FAR, person_id=own.public_id.hex)
    assert code_of(refused) == "access.denied"

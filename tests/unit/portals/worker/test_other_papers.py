"""People with a passport, a travel permit or no paper yet register, send what a phone is enough for, and are known as such."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from huigong.audit.resealing import reseal
from huigong.casework.models import Case
from huigong.directory.assurance import Assurance
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.registry import numbers
from huigong.registry.actions import claiming
from huigong.registry.models import Person
from huigong.registry.numbers import Holder
from tests.unit.portals.worker.filling import PERMIT, WAGE, fill_in, send, shown
from tests.unit.portals.worker.test_filling import officer_of
from tests.unit.portals.worker.visiting import COUNTER, PHONE, log_in, made_up_number

pytestmark = pytest.mark.django_db
REGISTER = "/me/register/?paper=other"
PASSPORT = {
    "name": "虚构·约翰",
    "paper": "passport",
    "resident_number": "e 1234-5678",
    "sex": "male",
    "born": "1985-03-12",
    "residence": "仁和区",
    "consent": "on",
}
WITHOUT = {**PASSPORT, "name": "虚构丙", "paper": "none", "resident_number": ""}


@pytest.mark.parametrize(("given", "seen"), [(PASSPORT, "护照：E1******8"), (WITHOUT, "还没有证件")])
def test_a_complaint_is_sent_without_a_resident_number_and_the_office_sees_so(
    client: Client, given: dict[str, str], seen: str
) -> None:
    """保障农民工工资支付条例 10: everybody may complain."""
    fill_in(client, "arrears-complaint", {**WAGE, "申请人.name": given["name"]})
    log_in(client)
    asked = unescape(client.get("/me/register/?next=/services/arrears-complaint/apply/").content.decode())
    assert "没有居民身份证" in asked and "paper=other&next=" in asked
    assert client.post(f"{REGISTER}&next=/cases/", given)["Location"] == "/cases/"
    receipt = shown(client, send(client, "arrears-complaint"))
    assert "虚构建筑公司" in receipt
    person, case = Person.objects.get(), Case.objects.get()
    assert (person.paper, person.assurance) == (given["paper"], Assurance.PHONE)
    assert (person.sex, person.born_on.isoformat(), person.hukou_place) == ("male", "1985-03-12", "")
    officer = officer_of(case.accountable_office, case.region)
    page = unescape(officer.get(f"/desk/cases/{case.public_id.hex}/").content.decode())
    assert seen in page and "证件号码" in page and "身份证号" not in page


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("resident_number", "", "请填证件号码"),
        ("resident_number", "E1234", "6到20个字母和数字"),
        ("resident_number", "E" * 21, "6到20个字母和数字"),
        ("resident_number", made_up_number(), "这是居民身份证号"),
        ("resident_number", f" {made_up_number()[:6]}-{made_up_number()[6:]}", "这是居民身份证号"),
        ("paper", "", "请选是什么证件"),
        ("paper", "resident", "选"),
        ("sex", "", "请选男或女"),
        ("born", "", "请填出生日期"),
        ("born", "2199-01-01", "还没有到"),
        ("born", "2024-01-01", "还不满"),
        ("residence", "朝阳区", "不止一个"),
        ("consent", "", "同意"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(visitor: Client, field: str, value: str, word: str) -> None:
    log_in(visitor)
    answer = visitor.post(REGISTER, {**PASSPORT, field: value})
    assert answer.status_code == 400 and word in unescape(answer.content.decode())
    assert not Person.objects.exists()


def test_two_without_papers_are_two_people_and_both_can_be_checked(client: Client) -> None:
    for phone, name in ((PHONE, "虚构丙"), ("13900000002", "虚构丁")):
        browser = Client()
        log_in(browser, phone)
        assert browser.post(REGISTER, {**WITHOUT, "name": name}).status_code == 302
    people = list(Person.objects.order_by("pk"))
    assert len(people) == 2
    for person in people:
        claiming.check_papers(
            by=COUNTER, now=timezone.now(), person_id=person.public_id.hex, shown="临时身份证明",
            phone=person.phone,
        )  # fmt: skip
    assert set(Person.objects.values_list("assurance", flat=True)) == {Assurance.CHECKED}


def test_one_passport_of_two_phones_is_one_person_once_it_was_seen(client: Client) -> None:
    for phone in (PHONE, "13900000002"):
        browser = Client()
        log_in(browser, phone)
        browser.post(REGISTER, PASSPORT)
    for person in Person.objects.order_by("pk"):
        claiming.check_papers(
            by=COUNTER, now=timezone.now(), person_id=person.public_id.hex, shown="护照", phone=person.phone
        )
    assert Person.objects.get().resident_number == "E12345678"


def checked(person: Person, *, shown: str = "护照") -> Person:
    return claiming.check_papers(
        by=COUNTER, now=timezone.now(), person_id=person.public_id.hex, shown=shown, phone=person.phone
    )


def said(phone: str, **given: str) -> Person:
    """What somebody says of their own paper at this phone."""
    browser = Client()
    log_in(browser, phone)
    assert browser.post(REGISTER, {**PASSPORT, **given}).status_code == 302
    return Person.objects.by_index("phone", phone).get()


def test_two_kinds_of_paper_with_one_number_are_two_people_and_both_are_checked(client: Client) -> None:
    first, second = said(PHONE), said("13900000002", paper="travel")
    assert checked(first).pk != checked(second).pk
    assert Person.objects.on_record().count() == 2
    assert numbers.holder(first.resident_number) is None, "the number alone is nobody's"


@pytest.mark.parametrize("other", [{"name": "虚构·玛丽"}, {"sex": "female"}, {"born": "1985-03-13"}])
def test_one_number_with_another_name_sex_or_birth_is_nobody_else_s_record(
    client: Client, other: dict[str, str]
) -> None:
    first = checked(said(PHONE))
    second = said("13900000002", **other)
    with pytest.raises(DomainError) as refused:
        checked(second)
    assert refused.value.code == "person.paper_differs"
    assert "国家代码" in str(refused.value.do) and "户口簿" not in str(refused.value)
    first.refresh_from_db()
    assert first.account is not None and first.account.phone == PHONE
    again = said("13900000003", resident_number=f"usa{PASSPORT['resident_number']}", **other)
    assert checked(again).pk != first.pk, "with the country before it the number is another one"


def test_what_is_kept_of_a_passport_opens_no_record_of_a_card(worker: Client) -> None:
    """Also where it was kept before such numbers were refused."""
    owner = Person.objects.get()
    Person.objects.update(assurance=Assurance.CHECKED)
    stranger = said("13900000002", name=owner.name)
    stranger.resident_number = owner.resident_number
    stranger.save()
    assert checked(stranger).pk == stranger.pk
    owner.refresh_from_db()
    assert owner.account is not None and owner.account.phone == PHONE
    assert worker.get("/me/").status_code == 200
    found = numbers.holder(owner.resident_number)
    assert found is not None and found.person == owner
    assert list(numbers.rows(owner.resident_number)) == [owner]


def test_a_number_stays_one_of_its_kind_under_a_new_key(client: Client) -> None:
    person = checked(said(PHONE))
    index = person.resident_number_index
    with override_settings(SEALING_KEY=f"{'22' * 32},{settings.SEALING_KEY}"):
        list(reseal(by=SYSTEM, now=timezone.now()))
        person.refresh_from_db()
        assert person.resident_number_index != index
        assert numbers.holder_like(person) == Holder(person)
        assert not Person.objects.by_index("resident_number", person.resident_number).exists()


@pytest.mark.parametrize(("given", "ending"), [(PASSPORT, "345678"), (WITHOUT, "850312")])
def test_at_another_phone_the_end_of_their_own_paper_opens_the_account(
    visitor: Client, given: dict[str, str], ending: str
) -> None:
    log_in(visitor)
    visitor.post(REGISTER, given)
    other = Client()
    log_in(other)
    assert other.post("/login/owner/", {"ending": "999999"}).status_code == 400
    assert other.post("/login/owner/", {"ending": ending}).status_code == 302


def test_what_needs_a_check_is_still_checked(worker: Client) -> None:
    visitor = Client()
    log_in(visitor, "13900000003")
    visitor.post(REGISTER, PASSPORT)
    fill_in(visitor, "residence-permit", {**PERMIT, "申请人.name": PASSPORT["name"]})
    assert "/me/prove/" in visitor.get("/services/residence-permit/apply/")["Location"]


def test_what_will_be_asked_at_the_end_is_said_at_the_beginning(visitor: Client) -> None:
    first = visitor.get("/services/arrears-complaint/form/")["Location"]
    assert "没有身份证的也能登记" in shown(visitor, first)
    assert "没有身份证的也能登记" not in shown(visitor, "/services/arrears-complaint/form/q/经过/")
    assert "用护照、通行证的，还没有证件的，也能登记" in shown(visitor, "/services/arrears-complaint/")


def test_the_registration_takes_sex_and_birth_from_the_form(client: Client) -> None:
    fill_in(client, "arrears-complaint", WAGE)
    log_in(client)
    page = unescape(client.get(REGISTER).content.decode())
    assert 'value="1985-03-12"' in page and re.search(r'value="male"[^>]*selected', page)


def test_a_registration_without_a_form_offers_no_sex_and_no_birth(visitor: Client) -> None:
    log_in(visitor)
    page = unescape(visitor.get(REGISTER).content.decode())
    assert not re.search(r'value="(fe)?male"[^>]*selected', page)

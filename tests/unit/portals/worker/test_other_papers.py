"""People with a passport, a travel permit or no paper yet register, send what a phone is enough for, and are known as such."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.audit.resealing import reseal
from huigong.casework.models import Case
from huigong.directory.assurance import Assurance
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.registry import numbers, registration
from huigong.registry.actions import claiming, papers
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
    "country": "FR",
    "sex": "male",
    "born": "1985-03-12",
    "residence": "仁和区",
    "consent": "on",
}
WITHOUT = {**PASSPORT, "name": "虚构丙", "paper": "none", "resident_number": ""}


@pytest.mark.parametrize(("given", "seen"), [(PASSPORT, "护照（法国）：E1******8"), (WITHOUT, "还没有证件")])
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
        ("country", "", "请填护照是哪个国家或者地区发的"),
        ("country", "HK", "没有找到“HK”"),
        ("country", "刚果", "不止一个"),
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


@pytest.mark.parametrize(
    ("typed", "code"), [("法国", "FR"), (" 法 国 ", "FR"), ("fr", "FR"), ("澳大利", "AU")]
)
def test_a_country_is_found_by_typing_its_name(visitor: Client, typed: str, code: str) -> None:
    log_in(visitor)
    page = visitor.get(REGISTER).content.decode()
    assert '<option value="法国">' in page and "<datalist" in page
    visitor.post(REGISTER, {**PASSPORT, "country": typed})
    assert Person.objects.get().paper_country == code


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


OTHERS = [{"name": "虚构·玛丽"}, {"sex": "female"}, {"born": "1985-03-13"}]


@pytest.mark.parametrize("other", OTHERS)
def test_one_number_with_another_name_sex_or_birth_is_nobody_else_s_record(
    client: Client, other: dict[str, str]
) -> None:
    first = checked(said(PHONE))
    second = said("13900000002", **other)
    with pytest.raises(DomainError) as refused:
        checked(second)
    assert refused.value.code == "person.paper_differs"
    assert "在窗口凭证件" in str(refused.value.do) and "户口簿" not in str(refused.value)
    first.refresh_from_db()
    assert first.account is not None and first.account.phone == PHONE


@pytest.mark.parametrize("other", [*OTHERS, {}])
def test_passports_of_two_countries_with_one_number_are_of_two_people(
    client: Client, other: dict[str, str]
) -> None:
    first = checked(said(PHONE))
    second = checked(said("13900000002", country="US", **other))
    assert first.pk != second.pk and Person.objects.on_record().count() == 2
    assert {numbers.holder_like(each) for each in (first, second)} == {Holder(first), Holder(second)}
    assert numbers.holder(first.resident_number) is None, "the number alone is nobody's"
    assert set(numbers.rows(first.resident_number)) == {first, second}, "who seeks it sees both"


def of_before(person: Person) -> Person:
    """As it was kept before anybody was asked for the country."""
    person.paper_country = ""
    person.save()
    return person


def test_who_stands_there_without_a_country_is_found_and_has_it_then(client: Client) -> None:
    first = of_before(checked(said(PHONE)))
    assert checked(said("13900000002")).pk == first.pk
    first.refresh_from_db()
    assert first.paper_country == "FR" and numbers.holder_like(first) == Holder(first)


def test_who_said_no_country_finds_the_record_that_does(client: Client) -> None:
    first, second = checked(said(PHONE)), of_before(said("13900000002"))
    assert checked(second).pk == first.pk


def test_of_two_countries_whoever_said_none_is_the_one_named_alike(client: Client) -> None:
    checked(said(PHONE, name="虚构·玛丽"))
    second = checked(said("13900000002", country="US"))
    assert checked(of_before(said("13900000003"))).pk == second.pk


def test_another_one_s_passport_without_a_country_is_put_right_and_hinders_nobody(client: Client) -> None:
    first, second = of_before(checked(said(PHONE))), said("13900000002", country="US", name="虚构·玛丽")
    with pytest.raises(DomainError, match="在窗口凭证件"):
        checked(second)
    put_right(first, country="FR")
    assert checked(second).pk != first.pk


def test_nobody_is_put_on_the_paper_of_another(client: Client) -> None:
    first, second = checked(said(PHONE)), checked(said("13900000002", country="US"))
    with pytest.raises(DomainError) as refused:
        put_right(second, country="FR")
    assert refused.value.code == "person.paper_taken"
    first.refresh_from_db()
    assert numbers.holder_like(first) == Holder(first)


def test_a_travel_permit_has_no_country_whatever_was_chosen(client: Client) -> None:
    assert said(PHONE, paper="travel").paper_country == ""


def put_right(person: Person, **given: object) -> Person:
    return papers.put_right(
        by=COUNTER, now=timezone.now(), person_id=person.public_id.hex, shown="护照", **given
    )  # type: ignore[arg-type]


def test_birth_and_sex_that_were_written_down_wrongly_are_put_right_with_the_paper(client: Client) -> None:
    person = checked(said(PHONE))
    put_right(person, born=date(1986, 3, 12), sex="female")
    person.refresh_from_db()
    assert (person.born_on, person.sex) == (date(1986, 3, 12), "female")
    assert registration.of_number(person) == {"出生日期": date(1986, 3, 12), "性别": "女"}
    event = AuditEvent.objects.get(verb="registry.person.paper_put_right")
    assert event.data == {"fields": ["sex", "born_on"], "shown": "护照"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "person.nothing_put_right"),
        ({"born": date(1985, 3, 12), "sex": "male", "country": "FR"}, "person.nothing_put_right"),
        ({"born": date(2199, 1, 1)}, "person.born"),
        ({"country": "HK"}, "person.paper_country"),
        ({"born": date(1986, 3, 12), "shown": " "}, "person.nothing_shown"),
    ],
)
def test_nothing_is_put_right_without_proof_or_difference(
    client: Client, given: dict[str, object], code: str
) -> None:
    person = checked(said(PHONE))
    with pytest.raises(DomainError) as refused:
        papers.put_right(
            **{
                "by": COUNTER,
                "now": timezone.now(),
                "person_id": person.public_id.hex,
                "shown": "护照",
                **given,
            }
        )
    assert refused.value.code == code


def test_of_a_resident_card_the_number_says_it(worker: Client) -> None:
    with pytest.raises(DomainError) as refused:
        put_right(Person.objects.get(), sex="female")
    assert refused.value.code == "person.number_says"


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


def test_what_contradicts_a_passport_is_refused_by_the_passport_and_not_by_a_card(client: Client) -> None:
    person = said(PHONE)
    registration.require_agrees(person, "性别", "男", on=date(2026, 11, 28))
    with pytest.raises(DomainError) as refused:
        registration.require_agrees(person, "性别", "女", on=date(2026, 11, 28))
    assert "以证件为准" in str(refused.value.why) and "身份证" not in str(refused.value)

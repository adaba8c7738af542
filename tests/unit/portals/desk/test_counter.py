"""A clerk registers somebody, changes a phone and a home; mistakes are said beside the field."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import Grant, Principal
from huigong.registry.actions import counter as registry_counter
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import at_desk, person
from tests.unit.portals.worker.visiting import code_sent_to, log_in
from tests.unit.registry.someone import new_person

FIND, NEW = "/desk/people/", "/desk/people/new/"
ROW = new_person(1)
WANTED = {
    "name": ROW.name,
    "resident_number": ROW.resident_number,
    "phone": ROW.phone,
    "hukou_place": "眉山市东坡区",
    "residence": "攀枝花市西区",
    "residence_since": "2015-09-15",
    "address": "虚构路1号",
    "paper": "居民身份证",
    "other_paper": "",
}
PHONE = {"phone": "139 0000 9999", "paper": "居民身份证"}
HOME = {"residence": "米易县", "since": "2020-05-01", "address": "虚构巷2号", "paper": "居民身份证"}


@pytest.fixture(autouse=True)
def codes_in_files(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk")


def looked_for(client: Client, someone: Person) -> str:
    """The address of the record, after its purpose was said."""
    client.post(f"{FIND}{someone.public_id.hex}/", {"why": "窗口受理申请"})
    return f"{FIND}{someone.public_id.hex}/"


def phone_changed(client: Client, someone: Person) -> Any:
    """The new phone gets a code, the person reads it out, the clerk types it."""
    asked = client.post(f"{looked_for(client, someone)}phone/", PHONE)
    code = code_sent_to("13900009999", template="phone-code")
    return client.post(asked["Location"], {"code": code}, follow=True)


def phone_read_out(client: Client, given: dict[str, str]) -> Any:
    """Registered with a phone, whose code the person reads out."""
    asked = client.post(NEW, given)
    code = code_sent_to(given["phone"], template="phone-code")
    return client.post(asked["Location"], {"code": code}, follow=True)


def test_somebody_who_comes_for_the_first_time_is_registered_and_opened(clerk: Client) -> None:
    page = clerk.post(NEW, {**WANTED, "phone": ""}, follow=True)
    someone = Person.objects.get()
    assert page.request["PATH_INFO"] == f"{FIND}{someone.public_id.hex}/"
    assert (someone.hukou_place, someone.residence) == ("511402", "510403")
    assert "已登记" in page.content.decode()


def test_a_known_number_opens_the_record_that_is_there(clerk: Client) -> None:
    someone = person()
    answer = clerk.post(NEW, {**WANTED, "phone": ""})
    assert answer.headers["Location"] == f"{FIND}{someone.public_id.hex}/"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"name": " "}, "name"),
    ({"name": "<b>"}, "name"),
    ({"name": "虚构别名"}, "name"),
    ({"resident_number": ROW.resident_number[:17]}, "resident_number"),
    ({"phone": "12345"}, "phone"),
    ({"hukou_place": "没有的县"}, "hukou_place"),
    ({"residence": "朝阳区"}, "residence"),
    ({"residence_since": "2015-02-30"}, "residence_since"),
    ({"residence_since": "2999-01-01"}, "residence_since"),
    ({"residence_since": "1900-01-01"}, "residence_since"),
    ({"paper": ""}, "paper"),
    ({"paper": "其他"}, "other_paper"),
])  # fmt: skip
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(
    clerk: Client, wrong: dict[str, str], field: str
) -> None:
    person()
    page = clerk.post(NEW, {**WANTED, **wrong})
    assert page.status_code in (400, 409)
    assert list(page.context["form"].errors) == [field]
    assert 'value="虚构路1号"' in page.content.decode()


def test_who_lives_elsewhere_is_registered_nowhere_else_by_a_clerk(clerk: Client) -> None:
    page = clerk.post(NEW, {**WANTED, "residence": "北京市朝阳区"})
    body = page.content.decode()
    assert page.status_code == 403
    assert list(page.context["form"].errors) == ["residence"]
    assert "北京市朝阳区" in page.context["form"].errors["residence"][0]
    assert "攀枝花市" in page.context["form"].errors["residence"][0]
    assert 'value="虚构路1号"' in body
    assert not Person.objects.exists()


def test_a_home_outside_the_clerks_region_is_refused_beside_the_place(clerk: Client) -> None:
    someone = person()
    page = clerk.post(f"{looked_for(clerk, someone)}home/", {**HOME, "residence": "盐源县"})
    (tried,) = [each for each in page.context["changes"] if each.open]
    assert (page.status_code, list(tried.form.errors)) == (403, ["residence"])
    assert 'value="虚构巷2号"' in page.content.decode()
    assert Person.objects.get().residence == someone.residence


def test_a_worker_with_a_new_phone_is_let_in_again(clerk: Client) -> None:
    someone = person()
    page = phone_changed(clerk, someone)
    assert "本人现在可以用它登录" in page.content.decode()
    assert Person.objects.get().phone == "13900009999"
    event = AuditEvent.objects.get(verb="registry.person.phone_changed")
    assert event.data == {"shown": "居民身份证"}


@pytest.mark.parametrize("way", ["registered", "new phone"])
def test_the_worker_whom_the_counter_knows_is_led_to_the_own_record(clerk: Client, way: str) -> None:
    if way == "registered":
        phone_read_out(clerk, WANTED)
        phone = ROW.phone
        assert AuditEvent.objects.filter(verb="registry.person.phone_proved").count() == 1
    else:
        phone_changed(clerk, person())
        phone = "13900009999"
    worker = Client()
    assert log_in(worker, phone)["Location"] == "/login/owner/"
    assert worker.post("/login/owner/", {"ending": ROW.resident_number[-6:]})["Location"] == "/cases/"
    page = worker.get("/cases/")
    assert (page.status_code, "登记一次" in page.content.decode()) == (200, False)


def test_a_mistyped_phone_takes_nothing_from_whoever_has_it(clerk: Client) -> None:
    """Whose phone it is has begun a form and is not registered yet; a digit is mistyped, or somebody lies."""
    stranger = Client()
    log_in(stranger, ROW.phone)
    account = Account.objects.get(kind="worker")
    asked = clerk.post(NEW, WANTED)
    someone = Person.objects.get()
    assert asked["Location"] == f"{FIND}{someone.public_id.hex}/phone/code/"
    assert someone.account is None
    wrong = f"{(int(code_sent_to(ROW.phone, template='phone-code')) + 1) % 10**6:06d}"
    assert clerk.post(asked["Location"], {"code": wrong}).status_code == 400
    assert stranger.get("/cases/").status_code == 200, "still logged in, and nobody yet"
    again = Client()
    assert log_in(again, ROW.phone)["Location"] == "/cases/"
    assert list(Account.objects.filter(kind="worker", is_active=True)) == [account]


def test_a_phone_by_which_somebody_else_logs_in_opens_nothing(clerk: Client) -> None:
    phone_read_out(clerk, WANTED)
    other = new_person(2)
    page = clerk.post(
        NEW, {**WANTED, "name": other.name, "resident_number": other.resident_number}, follow=True
    )
    assert "这个手机号还不能登录" in page.content.decode()
    assert [each.account is None for each in Person.objects.order_by("pk")] == [False, True]


def test_somebody_is_registered_also_where_no_code_can_be_sent(clerk: Client) -> None:
    other = new_person(2)
    clerk.post(NEW, WANTED)
    code_sent_to(ROW.phone, template="phone-code")
    page = clerk.post(
        NEW, {**WANTED, "name": other.name, "resident_number": other.resident_number}, follow=True
    )
    assert "验证码刚刚发过" in page.content.decode()
    assert Person.objects.count() == 2


def test_a_new_home(clerk: Client) -> None:
    someone = person()
    clerk.post(f"{looked_for(clerk, someone)}home/", HOME)
    kept = Person.objects.get()
    assert (kept.residence, kept.address) == ("510421", "虚构巷2号")


@pytest.mark.parametrize(("way", "given", "field"), [
    ("phone", {**PHONE, "phone": "12345"}, "phone"),
    ("phone", {**PHONE, "paper": ""}, "paper"),
    ("home", {**HOME, "since": "2999-01-01"}, "since"),
    ("home", {**HOME, "since": ""}, "since"),
    ("home", {**HOME, "residence": "没有的县"}, "residence"),
    ("home", {**HOME, "paper": "其他"}, "other_paper"),
])  # fmt: skip
def test_a_refused_change_stands_open_on_the_record(
    clerk: Client, way: str, given: dict[str, str], field: str
) -> None:
    someone = person()
    page = clerk.post(f"{looked_for(clerk, someone)}{way}/", given)
    assert page.status_code == 400
    (tried,) = [each for each in page.context["changes"] if each.open]
    assert list(tried.form.errors) == [field]
    assert (Person.objects.get().phone, Person.objects.get().residence) == (someone.phone, someone.residence)


def test_a_phone_that_somebody_else_logs_in_with_is_said_at_the_field(clerk: Client) -> None:
    someone, other = person(), person(2)
    other.account = accounts.worker_account(now=timezone.now(), phone="13900009999")
    other.save()
    page = clerk.post(f"{looked_for(clerk, someone)}phone/", PHONE)
    assert page.status_code == 409
    assert "另一个人" in page.content.decode()


@pytest.mark.parametrize("role", ["police", "leading", "administrator"])
def test_others_change_nobody(role: str) -> None:
    someone, client = person(), at_desk(role)
    address = looked_for(client, someone)
    answers: list[Any] = [client.post(NEW, WANTED), client.post(f"{address}phone/", PHONE)]
    answers.append(client.post(f"{address}home/", HOME))
    assert [each.status_code for each in answers] == [403, 403, 403]
    shown = client.get(address)
    assert shown.status_code == 403 or not shown.context["changes"]


def test_a_clerk_sees_whom_another_place_has_taken_over() -> None:
    elsewhere = Principal("far", "窗口乙", (Grant("clerk", "220100"),))
    moved = {**asdict(new_person(3)), "residence": "220102", "shown": "居民身份证", "moved": True}
    person(3)
    registry_counter.register(by=elsewhere, now=timezone.now(), **moved)
    page = at_desk("clerk").get("/desk/people/").content.decode()
    assert "别处窗口改走的人" in page and "虚**" in page and "窗口乙" in page
    assert "别处窗口改走的人" not in at_desk("police").get("/desk/people/").content.decode()

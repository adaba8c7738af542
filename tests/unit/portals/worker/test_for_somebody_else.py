"""A form filled in for somebody else under one's own name: what is granted becomes theirs, and never the sender's."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.answers import form_of
from huigong.casework.models import Case
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.registry.actions import people
from huigong.registry.models import Person, PersonFact
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.portals.worker.filling import PERMIT, SCHOOL, WAGE, fill_in, send, shown
from tests.unit.portals.worker.visiting import COUNTER, NAME, made_up_number, shows_held
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db
CHILD, NUMBER = "虚构小", made_up_number("20160312", 5)
FOR_CHILD = {
    **PERMIT,
    "本人.name": CHILD,
    "本人.paper": "居民身份证",
    "本人.number": NUMBER,
    "凭什么代办": "监护人",
    "申请人性别": "女",
    "申请人出生日期": "2016年3月12日",
    "申领依据": "在这里读书",
    "读书证明": "学生证",
    "替别人办": "是",
}
CARD_FOR_CHILD = {
    "身份证怎么了": "丢了",
    "哪天丢的.?": "1",
    "申请人性别": "女",
    "申请人出生日期": "2016年3月12日",
    "证上民族": "汉族",
    "户籍地址.region": "盐边县",
    "户籍地址.address": "虚构村1号",
    "证送到哪里": "自己来取",
    "申请人.name": NAME,
    "申请人.phone": "13900000001",
    "替谁办": "替孩子办",
    "本人.name": CHILD,
    "本人.paper": "居民身份证",
    "本人.number": NUMBER,
    "凭什么代办": "监护人",
    "住所.region": "攀枝花市",
    "住所.address": "虚构路1号",
}


def on_record() -> Person:
    row = replace(new_person(1), name=CHILD, resident_number=NUMBER, residence_since=date(2016, 3, 12))
    return people.register(by=COUNTER, now=timezone.now(), **asdict(row))


def granted(worker: Client, service: str, typed: dict[str, Any], *, clause: str) -> Case:
    """The case of what the worker filled in and sent and the office granted."""
    fill_in(worker, service, typed)
    if worker.get(f"/services/{service}/apply/").status_code == 302:
        fill_in(
            worker, service, typed
        )  # what is known of the sender had stood in it until the child was named
    send(worker, service)
    case = Case.objects.get()
    desk, address = desk_of(case), f"/desk/cases/{case.public_id.hex}"
    assert desk.post(f"{address}/accept/").status_code == 302
    assert desk.post(f"{address}/approve/", {"reasons": "符合。", "clause": clause}).status_code == 302
    case.refresh_from_db()
    assert case.granted
    return case


def desk_of(case: Case) -> Client:
    """An officer of the office that answers for it."""
    grant = Grant("case-officer", case.region, case.accountable_office)
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username="police",
        display_name="虚构警",
        password=PASSWORD,
        grants=[grant],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def facts_of(person: Person) -> set[str]:
    return set(PersonFact.objects.filter(person=person, superseded_at=None).values_list("fact", flat=True))


def permit(worker: Client, typed: dict[str, Any]) -> Person:
    """The sender, whose application for a permit was granted."""
    case = granted(worker, "residence-permit", typed, clause="居住证暂行条例第二条")
    assert case.application
    return case.application.person


def test_a_permit_for_the_child_is_the_child_s(worker: Client) -> None:
    child = on_record()
    sender = permit(worker, FOR_CHILD)
    assert sender != child
    assert not facts_of(sender) & {"持有居住证", "居住起始日期"}
    assert {"持有居住证", "居住起始日期"} <= facts_of(child)
    page = worker.get("/services/residence-permit/").content.decode()
    assert not shows_held(page), "the mother has none"


@pytest.mark.parametrize("changed", [{"本人.paper": "", "本人.number": ""}, {"本人.name": "虚构别"}])
def test_nobody_is_taken_for_somebody_whom_the_form_does_not_name_exactly(
    worker: Client, changed: dict[str, str]
) -> None:
    child = on_record()
    sender = permit(worker, {**FOR_CHILD, **changed})
    assert not (facts_of(sender) | facts_of(child)) & {"持有居住证", "居住起始日期"}


def test_a_permit_for_oneself_is_one_s_own(worker: Client) -> None:
    assert {"持有居住证", "居住起始日期"} <= facts_of(permit(worker, dict(PERMIT)))


def test_any_form_that_asks_for_whom_it_is_does_the_same(worker: Client) -> None:
    child = on_record()
    case = granted(worker, "id-card-elsewhere", CARD_FOR_CHILD, clause="居民身份证法第十一条")
    assert case.application
    assert "要换领或补领身份证" not in facts_of(case.application.person)
    assert "要换领或补领身份证" in facts_of(child)
    asked = worker.get("/ask/?fact=性别").content.decode()
    assert re.search(r'value="男"\s+aria-pressed="true"', asked), (
        "the sender, a man, is not taken for the girl"
    )


def test_the_wages_of_somebody_who_died_are_claimed_by_the_heir(worker: Client) -> None:
    heir = {**WAGE, "替谁办": "替家人办", "本人.name": "虚构亡", "凭什么代办": "近亲属"}
    fill_in(worker, "arrears-complaint", heir)
    fill_in(worker, "arrears-complaint", heir)
    assert "虚构亡" in shown(worker, "/services/arrears-complaint/apply/")
    send(worker, "arrears-complaint")
    sent = form_of(Case.objects.get().application)
    assert sent
    named = sent.lodged.whose(sent.form)
    assert named and named.name == "虚构亡"


LEFT_BEHIND = {
    "学生.1.学生姓名.name": CHILD,
    "学生.1.学生姓名.paper": "居民身份证",
    "学生.1.学生姓名.number": NUMBER,
    "学生.1.学生性别": "女",
    "学生.1.学生出生日期": "2016年3月12日",
    "都在一处": "是",
    "学生.2.学生姓名.name": "虚构弟",
    "学生.2.学生性别": "男",
    "学生.2.学生出生日期": "2019年5月1日",
    "家人地点.region": "仁和区",
    "家人地点.address": "虚构村2号",
    "自己照看": "是",
    "照看人关系": "祖辈",
    "父亲在哪里.?": "1",
    "母亲在哪里.?": "1",
    "父母电话.?": "1",
    "申请人.name": NAME,
    "申请人.phone": "13900000001",
    "替谁办": "替孩子办",
}
PLACE_AT_SCHOOL = {
    **{name: text for name, text in SCHOOL.items() if not name.startswith("入学孩子.2.")},
    "入学孩子.1.孩子.name": CHILD,
    "入学孩子.1.孩子.paper": "居民身份证",
    "入学孩子.1.孩子.number": NUMBER,
}


def test_what_is_granted_to_a_child_in_a_row_is_the_child_s(worker: Client) -> None:
    child = on_record()
    clause = "国发〔2016〕13号（一）"
    case = granted(worker, "left-behind-child-registration", LEFT_BEHIND, clause=clause)
    assert case.application
    assert "已登记留守儿童" in facts_of(child)
    assert "已登记留守儿童" not in facts_of(case.application.person)
    page = worker.get("/services/left-behind-child-registration/").content.decode()
    assert not shows_held(page), "another child can still be registered"


def test_what_is_true_of_the_parent_stays_with_the_parent(worker: Client) -> None:
    child = on_record()
    clause = "义务教育法第十二条"
    case = granted(worker, "schooling-of-accompanying-children", PLACE_AT_SCHOOL, clause=clause)
    assert case.application
    schooled = {"孩子已在本地上小学初中", "子女在本地就读"}
    assert facts_of(child) & schooled == {"孩子已在本地上小学初中"}
    assert facts_of(case.application.person) & schooled == {"子女在本地就读"}

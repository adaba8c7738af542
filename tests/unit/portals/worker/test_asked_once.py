"""What was said in one form is not asked in the next, nor in the interview, and stays to be changed."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from huigong.directory.principals import Principal
from huigong.portals.worker import guide
from huigong.portals.worker.filling import Filling
from huigong.portals.worker.keeping import load
from huigong.portals.worker.visit import Visit
from huigong.rules.reading import written_value
from huigong.rules.values import UNKNOWN, Answer
from tests.unit.portals.worker.filling import ARBITRATION, WAGE, fill_in, send, shown
from tests.unit.portals.worker.visiting import log_in, made_up_number, register

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
COMPLAINT, DISPUTE = "arrears-complaint", "labour-arbitration"
SHARED = ("工作地点", "用人单位", "谁招的", "职业", "住所")


def visit_of(client: Client) -> Visit:
    return load(client.session)


def checked(client: Client, service: str) -> str:
    return unescape(client.post(f"/services/{service}/form/check/", follow=True).content.decode())


def test_the_next_form_asks_only_what_the_first_did_not(visitor: Client) -> None:
    first = fill_in(visitor, COMPLAINT, WAGE)
    second = fill_in(visitor, DISPUTE, ARBITRATION)
    assert set(SHARED) <= {*first, "职业"}  # 职业 stands on the screen of 您的情况
    assert not set(SHARED) & set(second)
    page = shown(visitor, f"/services/{DISPUTE}/form/check/")
    assert "虚构建筑公司" in page
    assert "本人前面答过" in page


def test_what_is_known_too_little_of_is_asked_without_blame(worker: Client) -> None:
    """The register knows the county of the home, the permit wants its street too: nobody has made a mistake yet."""
    home = "/services/residence-permit/form/q/住所/"
    page = shown(worker, home)
    assert "盐边县" in page
    assert "field-wrong" not in page
    sent = worker.post(home, {"住所.region": "盐边县"})
    assert sent.status_code == 400
    assert "field-wrong" in sent.content.decode()
    assert "field-wrong" in shown(worker, home), "what was typed here and is too little is said"


def test_a_story_is_told_anew_in_each_form(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, WAGE)
    visitor.post("/place/", {"region": "510421"})
    asked = fill_in(visitor, "retaliation-complaint", {**WAGE, **RETALIATION})
    assert "经过" in asked
    assert "用人单位" not in asked


RETALIATION = {
    "原来投诉": "九月投诉欠薪",
    "原投诉日期.?": "1",
    "报复办法": "辞退",
    "报复日期.?": "1",
    "原投诉日期": "2026年9月1日",
    "报复日期": "2026年9月20日",
    "投诉要求": "让我回去上班",
}


def test_another_answer_in_the_next_form_changes_that_one_only(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, WAGE)
    address = f"/services/{DISPUTE}/form/q/%E7%94%A8%E4%BA%BA%E5%8D%95%E4%BD%8D/"
    assert "虚构建筑公司" in shown(visitor, address)
    visitor.post(address, {"用人单位.name": "虚构劳务公司"})
    assert "虚构劳务公司" in shown(visitor, f"/services/{DISPUTE}/form/check/")
    assert "虚构建筑公司" in shown(visitor, f"/services/{COMPLAINT}/form/check/")


def test_what_was_said_lies_sealed(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, WAGE)
    assert visit_of(visitor).shared["用人单位"]["typed"]["name"] == "虚构建筑公司"
    assert not [row for row in Session.objects.order_by("pk") if "虚构建筑公司" in row.session_data]


def test_another_visitor_sees_nothing_of_it(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, WAGE)
    assert "用人单位" in fill_in(Client(), DISPUTE, ARBITRATION)


def test_the_interview_does_not_ask_what_the_form_has_settled(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, WAGE)
    checked(visitor, COMPLAINT)
    values = visit_of(visitor).values(guide.facts())
    assert values["被拖欠工资"] is True
    assert values["知道用人单位"] is True
    assert values["谁招用您"] == "公司或别的单位"
    assert values["欠薪已进仲裁或诉讼"] is False
    assert values.get("单位违法用工", UNKNOWN) is UNKNOWN


VACCINATION = {
    "学生.1.学生姓名.name": "虚构丙",
    "学生.1.学生性别": "男",
    "学生.1.学生出生日期": "2023年3月1日",
    "学生.1.接种证": "是",
    "学生.1.上次接种地.?": "1",
    "学生.1.过敏疾病.?": "1",
    "家人地点.region": "米易县",
    "家人地点.address": "虚构村1号",
    "申请人.name": "虚构甲",
    "申请人.phone": "13900000001",
    "住所.region": "仁和区",
}


def test_where_one_child_lives_says_nothing_of_another_child(visitor: Client) -> None:
    """疫苗管理法 47: each child's clinic is where that child lives."""
    assert "家人地点" in "".join(fill_in(visitor, "child-vaccination", VACCINATION))
    checked(visitor, "child-vaccination")
    assert "孩子住的地方" not in visit_of(visitor).answers


def test_children_in_two_places_are_told_at_once_to_fill_in_a_form_each(visitor: Client) -> None:
    """疫苗管理法 47: the clinic of the one is not that of the other."""
    second = {
        "学生.2.学生姓名.name": "虚构丁",
        "学生.2.学生性别": "女",
        "学生.2.学生出生日期": "2021年3月1日",
        "学生.2.接种证": "否",
        "学生.2.上次接种地.?": "1",
        "学生.2.过敏疾病.?": "1",
    }
    asked = fill_in(visitor, "child-vaccination", {**VACCINATION, **second, "都在一处": "是"})
    assert asked.index("都在一处") == asked.index("家人地点") + 1
    address = "/services/child-vaccination/form/q/%E9%83%BD%E5%9C%A8%E4%B8%80%E5%A4%84/"
    answer = visitor.post(address, {"都在一处": "否"})
    assert answer.status_code == 400
    assert "一处填一张表" in unescape(answer.content.decode())
    assert "一处填一张表" in checked(visitor, "child-vaccination"), "and it is not sent"


def test_what_the_interview_heard_of_the_child_stands_in_the_form(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "接种儿童出生日期", "year": "2023", "month": "3", "day": "1"})
    page = shown(visitor, visitor.get("/services/child-vaccination/form/")["Location"])
    assert 'value="2023年3月1日"' in page


def test_who_does_not_know_the_employer_has_said_so(visitor: Client) -> None:
    unknown = {name: text for name, text in WAGE.items() if not name.startswith("用人单位")}
    fill_in(visitor, COMPLAINT, {**unknown, "用人单位.?": "1"})
    checked(visitor, COMPLAINT)
    assert visit_of(visitor).values(guide.facts())["知道用人单位"] is False


def test_the_registered_find_it_again_on_another_day(visitor: Client) -> None:
    log_in(visitor)
    register(visitor)
    fill_in(visitor, COMPLAINT, WAGE)
    send(visitor, COMPLAINT)
    visitor.post("/logout/")
    log_in(visitor)
    assert "用人单位" not in fill_in(visitor, DISPUTE, ARBITRATION)


def test_whoever_begins_the_same_again_is_told_of_the_case_that_runs(visitor: Client) -> None:
    log_in(visitor)
    register(visitor)
    fill_in(visitor, COMPLAINT, WAGE)
    send(visitor, COMPLAINT)
    page = unescape(visitor.get(f"/services/{COMPLAINT}/form/", follow=True).content.decode())
    assert "您已经交过一件这样的，正在办" in page


@pytest.mark.parametrize(("month", "another"), [("2026年10月", True), ("2026年9月", False)])
def test_the_same_employer_and_other_months_are_another_complaint(
    visitor: Client, month: str, another: bool
) -> None:
    log_in(visitor)
    register(visitor)
    fill_in(visitor, COMPLAINT, WAGE)
    send(visitor, COMPLAINT)
    rows = {f"每月欠薪.1.{name}": typed for name, typed in (("欠薪月份", month), ("欠发", "6000"))}
    without = {name: typed for name, typed in WAGE.items() if not name.startswith("每月欠薪")}
    fill_in(visitor, COMPLAINT, without | rows, until="欠薪总额")
    visitor.get("/cases/")  # what was said before any month was
    page = unescape(visitor.get(f"/services/{COMPLAINT}/form/", follow=True).content.decode())
    assert ("您已经交过一件这样的" not in page) == another


def test_what_nobody_applies_for_says_why_and_cannot_be_sent(visitor: Client) -> None:
    visitor.post("/place/", {"region": "510421"})
    page = unescape(visitor.get("/services/free-culture/apply/", follow=True).content.decode())
    assert "不用申请，带上身份证去就行" in page
    assert "/services/free-culture/apply/" not in page


def test_who_told_the_interview_who_hired_them_is_not_asked_by_the_form(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "谁招用您", "answer": "包工头个人"})
    assert "谁招的" not in fill_in(visitor, COMPLAINT, WAGE)
    assert "包工头个人" in shown(visitor, f"/services/{COMPLAINT}/form/check/")


def known_in(form: str, **told: Answer) -> set[str]:
    """The fields of a service's form that stand filled in for somebody who said so in the interview."""
    facts = guide.facts()
    answers = {name: written_value(facts[name], value) for name, value in told.items()}
    visit = Visit(region="510421", answers=answers)
    filling = Filling.of(visit, form, viewer=Principal("visitor", "虚构"), now=NOW, on=NOW.date())
    assert filling is not None
    return set(filling.draft.said)


def test_a_form_does_not_ask_what_the_interview_would_not() -> None:
    """The country's `follows` holds for both."""
    assert "已经仲裁或打官司" in known_in(COMPLAINT, 走过维权的路=False)
    assert "已经仲裁或打官司" not in known_in(COMPLAINT, 走过维权的路=True)
    assert "领着养老金" in known_in(DISPUTE, 年龄=30)
    assert "领着养老金" not in known_in(DISPUTE, 年龄=57)


def test_who_wrote_their_number_is_not_asked_what_it_says_nor_for_it_again(visitor: Client) -> None:
    number = made_up_number()
    named = {**WAGE, "申请人.paper": "身份证", "申请人.number": number}
    fill_in(visitor, COMPLAINT, named, until="替谁办")
    page = shown(visitor, f"/services/{COMPLAINT}/form/q/%E6%9B%BF%E8%B0%81%E5%8A%9E/")
    assert 'name="职业"' in page
    assert 'name="申请人性别"' not in page
    assert 'name="申请人出生日期"' not in page
    fill_in(visitor, COMPLAINT, named)
    assert "1985年3月12日" in shown(visitor, f"/services/{COMPLAINT}/form/check/")
    log_in(visitor)
    assert f'value="{number}"' in shown(visitor, "/me/register/")


def test_the_number_of_another_paper_is_no_resident_number(visitor: Client) -> None:
    fill_in(visitor, COMPLAINT, {**WAGE, "申请人.paper": "护照", "申请人.number": "E12345678"})
    log_in(visitor)
    assert "E12345678" not in shown(visitor, "/me/register/")


def test_what_somebody_did_not_know_is_still_asked_in_the_form() -> None:
    assert "领着养老金" not in known_in(DISPUTE, 年龄=30, 领取养老金=UNKNOWN)

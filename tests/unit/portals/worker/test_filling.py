"""A service's form over HTTP: filled in before anybody logs in, kept, looked over, and sent as it was shown."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.models import Application, Case
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.kernel.calendar import Direction, WorkCalendar
from huigong.kernel.identity import mask_resident_id
from huigong.rules.spans import months_after
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.portals.worker.filling import SCHOOL, WAGE, Typed, fill_in, send, shown
from tests.unit.portals.worker.visiting import log_in, made_up_number, register

pytestmark = pytest.mark.django_db
COMPLAINT = "/services/arrears-complaint/"


def officer_of(office: str, region: str) -> Client:
    """An official of one office, logged in."""
    account = accounts.create_official(
        by=SYSTEM,
        now=timezone.now(),
        username=f"officer-{region}",
        display_name="虚构经办",
        password=PASSWORD,
        grants=[Grant("case-officer", region, office)],
    )
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def without(typed: Typed, *fields: str) -> Typed:
    return {name: text for name, text in typed.items() if name.partition(".")[0] not in fields}


def test_a_builders_complaint_reaches_the_officer_whole(client: Client) -> None:
    asked = fill_in(client, "arrears-complaint", WAGE)
    assert asked[0] == "工作地点"
    assert client.post(f"{COMPLAINT}form/check/")["Location"] == f"{COMPLAINT}apply/"
    assert client.get(f"{COMPLAINT}apply/")["Location"].startswith("/login/")
    log_in(client)
    register(client)
    receipt = shown(client, send(client, "arrears-complaint"))
    assert "攀枝花市仁和区人力资源和社会保障局" in receipt
    assert "虚构建筑公司" in receipt

    case = Case.objects.get()
    assert (case.region, case.accountable_office) == ("510411", "510411/hrss")
    officer = officer_of("510411/hrss", "510411")
    page = shown(officer, f"/desk/cases/{case.public_id.hex}/")
    assert "虚构建筑公司" in page
    assert "139****" in page
    assert "虚构三号工地" not in page
    assert "6,500 元" not in page  # what is owed in all, whoever decides sees at once

    reveal = f"/desk/cases/{case.public_id.hex}/form/"
    assert "虚构三号工地" not in shown(officer, reveal)
    assert officer.post(reveal, {"why": ""}).status_code == 400
    full = unescape(officer.post(reveal, {"why": "处理投诉举报"}).content.decode())
    for said in ("虚构三号工地", "18,500 元", "2026年8月", "6,500 元", "13900000077", "虚构工头"):
        assert said in full
    look = AuditEvent.objects.filter(data__fields=["form"]).get()
    assert look.purpose == "处理投诉举报"


def test_whoever_sent_it_reads_their_questions_and_no_whole_number(client: Client) -> None:
    number = made_up_number()
    fill_in(client, "arrears-complaint", {**WAGE, "申请人.paper": "身份证", "申请人.number": number})
    check = shown(client, f"{COMPLAINT}form/check/")
    assert number in check, "it is looked over before it is sent"
    assert re.search(r"有工友和您一起投诉吗？</dt>\s*<dd>\s*没有\s", check)
    log_in(client)
    register(client)
    confirm = shown(client, f"{COMPLAINT}apply/")
    receipt = shown(client, send(client, "arrears-complaint"))
    case = shown(client, f"/cases/{Case.objects.get().public_id.hex}/")
    for page in (confirm, receipt, case):
        assert "是谁欠您的工钱？" in page
        assert "权益受侵害的事实" not in page
    assert mask_resident_id(number) in receipt
    assert number not in confirm + receipt + case


@pytest.mark.parametrize("days", [5, 0, 100])
def test_a_last_day_that_is_near_is_said_as_soon_as_the_day_is_typed(client: Client, days: int) -> None:
    """A last day that is a rest day moves on to the next working day."""
    today = timezone.localdate()
    last = WorkCalendar.published().roll(today + timedelta(days=days), Direction.FORWARD).day
    left = (last - today).days
    told = "" if left > 60 else f"还有{left}天" if left > 1 else "是明天" if left else "就是今天"
    day = months_after(today, -24) + timedelta(days=days)
    typed = {**WAGE, "欠到哪天": f"{day.year}年{day.month}月{day.day}日"}
    fill_in(client, "arrears-complaint", typed, until="工钱怎么算")
    page = shown(client, f"{COMPLAINT}form/q/%E5%B7%A5%E9%92%B1%E6%80%8E%E4%B9%88%E7%AE%97/")
    assert ("按您说的，最后一天" in page) is bool(told)
    assert told in page


def test_a_boy_who_is_too_young_to_be_hired_hears_who_may_act_for_him(client: Client) -> None:
    """禁止使用童工规定 2: nobody under sixteen; and the day on which he is sixteen."""
    today = timezone.localdate()
    for years, told in ((14, True), (16, False)):
        born = months_after(today, -12 * years)
        typed = {**WAGE, "申请人出生日期": f"{born.year}年{born.month}月{born.day}日"}
        fresh = Client()
        fill_in(fresh, "arrears-complaint", typed)
        assert ("您的爸妈也可以替您办" in shown(fresh, f"{COMPLAINT}form/check/")) is told


def test_an_officer_of_another_place_sees_nothing(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    send(worker, "arrears-complaint")
    case = Case.objects.get()
    other = officer_of("510403/hrss", "510403")
    assert other.get(f"/desk/cases/{case.public_id.hex}/").status_code == 404
    reveal = other.post(f"/desk/cases/{case.public_id.hex}/form/", {"why": "处理投诉举报"})
    assert reveal.status_code == 404
    assert "虚构三号工地" not in unescape(reveal.content.decode())


def test_a_mother_with_two_children(worker: Client) -> None:
    fill_in(worker, "schooling-of-accompanying-children", SCHOOL)
    receipt = shown(worker, send(worker, "schooling-of-accompanying-children"))
    assert "虚构大宝" in receipt
    assert "虚构小宝" in receipt
    case = shown(worker, f"/cases/{Case.objects.get().public_id.hex}/")
    assert "虚构大宝" in case


def test_the_officer_sees_the_hukou_of_each_child(worker: Client) -> None:
    """义务教育法 12: whose hukou is here goes to school here anyway, so one answer for two children decides wrongly."""
    fill_in(worker, "schooling-of-accompanying-children", SCHOOL)
    send(worker, "schooling-of-accompanying-children")
    case = Case.objects.get()
    officer = officer_of(case.accountable_office, case.region)
    officer.get(f"/desk/cases/{case.public_id.hex}/form/")
    told = officer.post(f"/desk/cases/{case.public_id.hex}/form/", {"why": "核实申请材料"})
    page = unescape(told.content.decode())
    assert page.index("虚构大宝") < page.index("盐边县") < page.index("虚构小宝") < page.index("昭阳区")


def test_the_next_child_is_offered_what_the_one_before_said_and_a_row_left_so_is_none(worker: Client) -> None:
    address = "/services/schooling-of-accompanying-children/form/q/%E5%85%A5%E5%AD%A6%E5%AD%A9%E5%AD%90/"
    first = {name: text for name, text in SCHOOL.items() if name.startswith("入学孩子.1.")}
    page = shown(worker, worker.post(address, {**first, "add": "入学孩子:2"})["Location"])
    hukou = 'name="入学孩子.2.孩子户籍地.region"'
    assert "盐边县" in page[page.index(hukou) - 400 : page.index(hukou) + 400]
    left = {**first, "入学孩子.2.孩子户籍地.region": "盐边县"}
    assert worker.post(address, left).status_code == 302, "nobody has to take an empty row away"
    other = {**first, "入学孩子.2.孩子户籍地.region": "昭阳区"}
    assert worker.post(address, other).status_code == 400, "what somebody wrote is not lost"


def test_nothing_of_it_can_be_read_in_the_database(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    kept = repr(list(Session.objects.values()))
    send(worker, "arrears-complaint")
    kept += repr(list(Application.objects.extra(select={"raw": "form"}).values("raw")))
    assert "虚构" not in kept
    assert "工地" not in kept


def test_an_empty_complaint_is_not_sent(client: Client) -> None:
    refused = client.post(f"{COMPLAINT}form/check/")
    assert refused.status_code == 400
    assert "还不能提交" in unescape(refused.content.decode())
    assert client.get(f"{COMPLAINT}apply/")["Location"] == f"{COMPLAINT}form/"


def test_an_incomplete_complaint_is_helped(worker: Client) -> None:
    left = ("用人单位", "欠到哪天", "经过", "每月欠薪", "欠薪总额")
    unknown = {"用人单位.?": "不知道是谁", "欠到哪天.?": "不清楚", "欠薪总额.?": "不清楚"}
    fill_in(worker, "arrears-complaint", {**without(WAGE, *left), **unknown, "按月说得清": "否"})
    check = shown(worker, f"{COMPLAINT}form/check/")
    assert "没有填，办事的人会帮您补" in check
    send(worker, "arrears-complaint")
    case = Case.objects.get()
    assert "没有填，请帮着补" in shown(
        officer_of("510411/hrss", "510411"), f"/desk/cases/{case.public_id.hex}/"
    )


def test_a_draft_is_there_the_next_day_and_in_another_browser(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(worker, "arrears-complaint", WAGE, until="每月欠薪")
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    other = Client()
    log_in(other)
    other.post("/login/owner/", {"ending": made_up_number()[-6:]})
    listed = shown(other, "/cases/")
    assert "没写完的" in listed
    assert "投诉拖欠工资" in listed
    assert other.get(f"{COMPLAINT}form/")["Location"].endswith("/q/%E6%AF%8F%E6%9C%88%E6%AC%A0%E8%96%AA/")
    assert "虚构建筑公司" in shown(other, f"{COMPLAINT}form/check/")
    other.post(f"{COMPLAINT}form/drop/")
    assert "没写完的" not in shown(other, "/cases/")


def test_what_was_said_before_is_not_asked_again(worker: Client, answer: Any) -> None:
    answer("拖欠工资金额", "20000")
    asked = fill_in(worker, "arrears-complaint", WAGE)
    assert "欠薪总额" not in asked
    assert "申请人" not in asked
    check = shown(worker, f"{COMPLAINT}form/check/")
    assert "20,000 元" in check
    assert "本人前面答过" in check
    answer("拖欠工资金额", "21000")
    assert "21,000 元" in shown(worker, f"{COMPLAINT}form/check/")
    changed = f"{COMPLAINT}form/q/欠薪总额/?from=check"
    assert worker.post(changed, {"欠薪总额": "18500"})["Location"] == f"{COMPLAINT}form/check/"
    assert "18,500 元" in shown(worker, f"{COMPLAINT}form/check/")


def test_what_another_tab_changed_is_shown_again_before_it_is_sent(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    page = shown(worker, f"{COMPLAINT}apply/")
    form = {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', page)[1] for name in ("key", "seen")}  # type: ignore[index]
    worker.post(f"{COMPLAINT}form/q/工钱怎么算/", {"工钱怎么算": "一天300元"})
    again = worker.post(f"{COMPLAINT}apply/", {**form, "true": "on"})
    assert again.status_code == 409
    assert "一天300元" in unescape(again.content.decode())
    assert not Case.objects.exists()


def test_sent_twice_is_one_case_and_a_refused_one_keeps_the_draft(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    page = shown(worker, f"{COMPLAINT}apply/")
    form = {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', page)[1] for name in ("key", "seen")}  # type: ignore[index]
    first, second = (worker.post(f"{COMPLAINT}apply/", {**form, "true": "on"})["Location"] for _ in "12")
    assert first == second
    assert Case.objects.count() == 1
    assert "没写完的" not in shown(worker, "/cases/")

    fill_in(worker, "arrears-complaint", WAGE)
    page = shown(worker, f"{COMPLAINT}apply/")
    form = {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', page)[1] for name in ("key", "seen")}  # type: ignore[index]
    assert worker.post(f"{COMPLAINT}apply/", {**form, "true": "on"}).status_code == 409
    assert "没写完的" in shown(worker, "/cases/")


def test_two_tabs_do_not_undo_each_other(visitor: Client) -> None:
    visitor.post(f"{COMPLAINT}form/q/工钱怎么算/", {"工钱怎么算": "一天300元"})
    visitor.post(f"{COMPLAINT}form/q/经过/", {"经过": "三月来的，一直没有给钱。"})
    check = shown(visitor, f"{COMPLAINT}form/check/")
    assert "一天300元" in check
    assert "一直没有给钱" in check


@pytest.mark.parametrize(("last_month", "late"), [("2023年1月1日", True), ("2026年9月30日", False)])
def test_the_last_page_says_when_two_years_are_over_and_what_can_still_be_done(
    worker: Client, last_month: str, late: bool
) -> None:
    """劳动保障监察条例 art. 20: whoever comes later is still taken, and must know where they stand."""
    fill_in(worker, "arrears-complaint", {**WAGE, "欠到哪天": last_month})
    page = shown(worker, f"{COMPLAINT}apply/")
    assert ("按您说的，最后一天是" in page) is late
    assert ("还可以申请劳动仲裁" in page) is late


@pytest.mark.parametrize(
    ("place", "told"), [("四川省", "请写到县"), ("香港", "请在当地问主管的部门"), ("仁和区", "")]
)
def test_a_place_too_wide_for_an_office_is_told_on_its_own_screen(
    visitor: Client, place: str, told: str
) -> None:
    """Not after seventeen more screens; and where there is no county to write, that is said."""
    screen = f"{COMPLAINT}form/q/工作地点/"
    response = visitor.post(
        screen, {"工作地点.region": place, "工作地点.address": "虚构三号工地"}, follow=True
    )
    text = unescape(response.content.decode())
    assert ('name="工作地点.region"' in text) is bool(told)
    assert told in text


def test_a_long_form_asks_the_database_no_more_than_a_short_one(worker: Client) -> None:
    counts = []
    for typed in (without(WAGE, "每月欠薪") | {"按月说得清": "否"}, WAGE):
        fill_in(worker, "arrears-complaint", typed)
        page = shown(worker, f"{COMPLAINT}apply/")
        hidden = dict(re.findall(r'name="(key|seen)" value="([0-9a-f]+)"', page))
        worker.post(f"{COMPLAINT}apply/", {**hidden, "true": "on", "again": "on"})
        case = Case.objects.order_by("-pk")[:1].get()
        with CaptureQueriesContext(connection) as asked:
            assert "拖欠工资投诉书" in shown(worker, f"/cases/{case.public_id.hex}/")
        counts.append(len(asked))
    assert Case.objects.count() == 2
    assert counts[0] == counts[1]


def rows_of_the_list(client: Client) -> dict[str, str]:
    """Question → what stands beside it in the list to look over."""
    page = client.get(f"{COMPLAINT}form/check/").content.decode()
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {said.strip(): unescape(" ".join(re.sub("<[^>]*>", " ", rest).split())) for said, rest in rows}


def test_a_total_that_the_form_proposed_was_not_said_before_though_it_was_looked_over_and_sent() -> None:
    client = Client()
    fill_in(client, "arrears-complaint", WAGE)
    before = rows_of_the_list(client)["一共欠您自己多少工钱？"]
    assert client.post(f"{COMPLAINT}form/check/").status_code == 302
    assert rows_of_the_list(client)["一共欠您自己多少工钱？"] == before == "18,500 元"


def test_the_list_has_a_place_for_a_photograph_that_was_not_at_hand() -> None:
    client = Client()
    fill_in(client, "arrears-complaint", WAGE)
    empty = [said for said, rest in rows_of_the_list(client).items() if "现在放" in rest]
    assert len(empty) == 1
    page = client.get(f"{COMPLAINT}form/check/").content.decode()
    address = re.findall(r'href="([^"]*from=check[^"]*)"', page.partition(empty[0])[2])[0]
    assert 'type="file"' in client.get(unescape(address)).content.decode()


HIRED = f"{COMPLAINT}form/q/谁招的/"
DECIDES = ("在校读书", "已领养老金")


@pytest.mark.parametrize("left", DECIDES)
def test_what_decides_who_takes_it_is_said_by_nobody_but_the_worker(visitor: Client, left: str) -> None:
    """劳动保障监察条例 2: a pupil's or a pensioner's matter may be another office's. Nothing stands there chosen,
    and whoever goes on has not said no."""
    page = shown(visitor, HIRED)
    for field in DECIDES:
        choices = re.findall(rf'<input[^>]*name="{field}"[^>]*>', page)
        assert len(choices) == 3 and not any("checked" in each for each in choices)
    said = {"谁招的": "公司或别的单位", **{field: "否" for field in DECIDES if field != left}}
    refused = visitor.post(HIRED, said)
    assert refused.status_code == 400 and "还没有回答" in unescape(refused.content.decode())
    assert visitor.post(HIRED, {**said, left: "不清楚"}).status_code == 302, "not to know is an answer"


def test_a_complaint_says_that_it_was_said_before_only_of_what_was() -> None:
    client = Client()
    fill_in(client, "arrears-complaint", {**WAGE, "已领养老金": "不清楚"})
    client.post(f"{COMPLAINT}form/check/")
    rows = rows_of_the_list(client)
    said = {question: rest for question, rest in rows.items() if "读书" in question or "养老金" in question}
    assert len(said) == 2 and not any("前面答过" in rest for rest in said.values()), said

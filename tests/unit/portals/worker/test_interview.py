"""The interview over HTTP: no script, one question a page, back, skip, correct."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.catalogue.services import catalogue
from huigong.portals.worker import guide
from huigong.portals.worker.keeping import load
from huigong.registry.actions import facts, households, people
from huigong.registry.models import Person
from huigong.rules.values import Between
from tests.unit.portals.worker.visiting import facts_of, screen_asked
from tests.unit.registry.someone import CLERK, HERE, NOW, new_person

pytestmark = pytest.mark.django_db


def fact_asked(client: Client) -> str:
    response = client.get("/ask/")
    found = re.search(r'name="fact" value="([^"]+)"', response.content.decode())
    return found.group(1) if found else ""


def box(fact: str) -> str:
    """What stands beside the box of a fact."""
    return catalogue().conversation.screen_of[fact].options[fact]


def test_who_counts_too_stands_once_below_all_boxes(visitor: Client) -> None:
    """Eleven boxes with a line each to open were three screens of a phone."""
    visitor.get("/ask/?event=unpaid")
    page = visitor.get("/ask/").content.decode()
    assert page.count("哪些也算？") == 1
    assert catalogue().facts["单位违法用工"].help in page.partition("哪些也算？")[2]


def test_ends_at_the_results_whatever_is_answered(visitor: Client) -> None:
    asked: list[str] = []
    while (screen := screen_asked(visitor)) and len(asked) < 300:
        assert not set(facts_of(screen)) & set(asked), "a question came twice"
        asked += facts_of(screen)
        visitor.post("/ask/", {**screen, "skip": "yes"})
    assert 0 < len(asked) < 300
    assert visitor.get("/ask/")["Location"] == "/results/"


def answered(client: Client, *, boxes: tuple[str, ...], most: int, **said: str) -> list[str]:
    """The facts asked on the first screens: these boxes are ticked, these facts said, everything else is not known."""
    asked: list[str] = []
    for _ in range(most):
        screen = screen_asked(client)
        if not screen:
            break
        names = facts_of(screen)
        asked += names
        if ticked := [name for name in names if name in boxes]:
            client.post("/ask/", {**screen, "box": ticked})
        elif len(names) == 1 and names[0] in said:
            day = dict(zip(("year", "month", "day"), said[names[0]].split("-"), strict=False))
            client.post("/ask/", {**screen, "answer": said[names[0]], **(day if len(day) == 3 else {})})
        else:
            client.post("/ask/", {**screen, "skip": "yes"})
    return asked


def test_who_was_hurt_is_asked_on_which_day_before_anything_they_may_not_know(client: Client) -> None:
    client.get("/ask/?event=hurt", follow=True)
    asked = answered(client, boxes=("发生工伤",), most=3, 出生日期="1975-3-8")
    assert "受伤或确诊日期" in asked
    assert "老板没有营业执照" not in asked, "not knowing that ends the questions of the claim"


def test_a_child_who_works_is_shown_how_to_report_it_and_asked_about_no_pension(client: Client) -> None:
    client.get("/ask/?event=unpaid", follow=True)
    boxes = ("被拖欠工资", "与用人单位建立劳动关系")
    asked = answered(client, boxes=boxes, most=8, 出生日期="2012-6-30", 谁招用您="个体户")
    assert "提前退休" not in asked and "领取养老金" not in asked
    text = client.get("/results/").content.decode()
    assert text.index("举报招用童工") < text.index('id="no"')


def test_a_child_of_six_does_not_finish_school_this_summer(visitor: Client) -> None:
    visitor.get("/ask/?event=school", follow=True)
    asked = answered(visitor, boxes=("有随迁子女",), most=10, 子女年龄="6")
    assert "子女年龄" in asked and "子女今年初中毕业" not in asked


def test_several_things_are_asked_on_one_page_and_what_is_not_ticked_is_a_no(visitor: Client) -> None:
    visitor.get("/ask/?event=unpaid")
    screen = screen_asked(visitor)
    assert {"被拖欠工资", "被收押金"} <= set(screen["shown"])
    assert visitor.post("/ask/", screen).status_code == 400  # neither a box nor "none"
    visitor.post("/ask/", {**screen, "box": ["被拖欠工资"]})
    page = visitor.get("/ask/check/").content.decode()
    assert box("被拖欠工资") in page
    assert box("被收押金") not in page
    again = visitor.get("/ask/?fact=被收押金").content.decode()
    assert re.search(r'value="被拖欠工资" checked', again)
    assert not re.search(r'value="被收押金" checked', again)


def test_none_of_them_is_one_touch_and_not_knowing_another(visitor: Client) -> None:
    visitor.get("/ask/?event=unpaid")
    first = screen_asked(visitor)
    visitor.post("/ask/", {**first, "none": "yes"})
    assert "都没有" in visitor.get("/ask/check/").content.decode()
    visitor.post("/ask/", {**first, "skip": "yes"})
    assert "不清楚" in visitor.get("/ask/check/").content.decode()


def test_only_what_the_page_showed_is_answered(visitor: Client) -> None:
    visitor.get("/ask/?event=unpaid")
    visitor.post("/ask/", {"screen": "wrongs", "shown": ["被拖欠工资"], "box": ["被拖欠工资", "被收押金"]})
    assert screen_asked(visitor)["screen"] == "wrongs"
    visitor.post("/ask/", {"screen": "wrongs", "shown": ["被拖欠工资"], "box": ["被拖欠工资"]})
    assert box("被拖欠工资") in visitor.get("/ask/check/").content.decode()
    assert visitor.post("/ask/", {"screen": "nothing", "shown": ["x"]})["Location"] == "/ask/"


def test_a_changed_answer_takes_along_what_cannot_stand_beside_it(
    visitor: Client, answer: Callable[..., Any]
) -> None:
    """Never went anywhere with it: what would have come of that goes along, and the visitor is told."""
    visitor.get("/ask/?event=unpaid")
    answer("走过维权的路", "是")
    answer("对裁决不服", "是")
    text = visitor.post("/ask/", {"fact": "走过维权的路", "answer": "否"}, follow=True).content.decode()
    assert "跟着作废了" in text
    phrase = guide.facts()["对裁决不服"].phrase
    assert phrase in text
    assert phrase not in visitor.get("/ask/check/").content.decode()


def test_what_is_left_falls_with_every_answer(visitor: Client) -> None:
    visitor.get("/ask/?event=hurt")
    seen = []
    while screen := screen_asked(visitor):
        seen.append(int(re.search(r"最多还有 (\d+) 个问题", visitor.get("/ask/").content.decode()).group(1)))  # type: ignore[union-attr]
        visitor.post("/ask/", {**screen, "skip": "yes"})
    assert all(later < earlier for earlier, later in pairwise(seen))


def test_a_corrected_answer_costs_no_question(visitor: Client) -> None:
    def left() -> str:
        said = re.search(r"最多还有 (\d+) 个问题", visitor.get("/ask/").content.decode())
        assert said
        return said.group(1)

    visitor.get("/ask/?event=hurt")
    first = screen_asked(visitor)
    for screen in (first, screen_asked(visitor)):
        visitor.post("/ask/", {**screen, "skip": "yes"})
    before = left()
    visitor.post("/ask/", {**first, "skip": "yes"})
    assert left() == before


def test_a_mistake_stays_on_the_page_with_what_was_typed(answer: Callable[..., Any]) -> None:
    response = answer("居住起始日期", year="2025", month="13", day="1")
    text = response.content.decode()
    assert response.status_code == 400
    assert 'value="13"' in text
    assert "没有这一天" in text
    assert 'aria-invalid="true"' in text


def test_that_nobody_ever_claimed_is_an_answer_beside_the_day(
    visitor: Client, answer: Callable[..., Any]
) -> None:
    assert 'value="没要过"' in visitor.get("/ask/?fact=最近主张权利日期").content.decode()
    assert answer("最近主张权利日期", "没要过").status_code == 302
    page = visitor.get("/ask/?fact=最近主张权利日期").content.decode()
    assert re.search(r'value="没要过" aria-pressed="true"', page)
    assert "没要过" not in visitor.get("/ask/?fact=居住起始日期").content.decode().split("<form")[-1]


def test_going_back_shows_the_answer_and_takes_another(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    page = visitor.get("/ask/").content.decode()
    assert f"/ask/?fact={quote('户籍性质')}" in page
    again = visitor.get("/ask/?fact=户籍性质").content.decode()
    assert re.search(r'value="农业" aria-pressed="true"', again)
    answer("户籍性质", "非农业")
    assert re.search(
        r'value="非农业" aria-pressed="true"', visitor.get("/ask/?fact=户籍性质").content.decode()
    )


def test_the_browsers_way_back_shows_the_question_before_with_its_answer(visitor: Client) -> None:
    first = screen_asked(visitor)
    onward = visitor.post("/ask/", {**first, "skip": "yes"})["Location"]
    second = screen_asked(visitor)
    page = visitor.get(onward).content.decode()
    assert f'name="shown" value="{facts_of(second)[0]}"' in page or facts_of(second)[0] in page
    visitor.post("/ask/", {**second, "skip": "yes"})
    back = visitor.get(onward).content.decode()
    assert facts_of(second)[0] in back
    assert visitor.get("/ask/?step=9999999").status_code == 200
    assert visitor.get("/ask/?step=-1").status_code == 200


def test_everything_said_can_be_changed_from_the_list_and_leads_back_there(visitor: Client) -> None:
    for _ in range(5):
        asked = screen_asked(visitor)
        visitor.post("/ask/", {**asked, "skip": "yes"})
    page = visitor.get("/ask/check/").content.decode()
    ways = re.findall(r'href="(/ask/\?fact=[^"]+)"', page)
    assert len(ways) == page.count("<dt>") == 5
    for way in ways:
        again = visitor.get(way.replace("&amp;", "&")).content.decode()
        assert 'name="next" value="/ask/check/"' in again


def test_asking_about_one_service_asks_only_for_it(visitor: Client) -> None:
    visitor.get("/ask/?about=residence-permit")
    while screen := screen_asked(visitor):
        assert "被拖欠工资" not in facts_of(screen)
        visitor.post("/ask/", {**screen, "skip": "yes"})
    assert (
        visitor.get("/ask/?about=residence-permit", follow=True).redirect_chain[-1][0]
        == "/services/residence-permit/"
    )


def test_asking_about_nothing_real_asks_about_everything(visitor: Client) -> None:
    assert visitor.get("/ask/?about=../../x")["Location"] == "/ask/?step=0"
    assert visitor.get("/ask/").status_code == 200


def test_an_unknown_fact_is_passed_over(answer: Callable[..., Any]) -> None:
    assert answer("不存在的事", "是")["Location"] == "/ask/"


def test_beginning_again_forgets(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    visitor.post("/ask/again/")
    assert "aria-pressed" not in visitor.get("/ask/?fact=户籍性质").content.decode()


def test_logging_out_forgets_too(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    visitor.post("/logout/")
    assert visitor.get("/ask/")["Location"] == "/place/"


def test_an_answer_corrected_from_elsewhere_leads_back_there(visitor: Client) -> None:
    page = visitor.get("/ask/?fact=户籍性质&next=/results/").content.decode()
    assert 'name="next" value="/results/"' in page
    answered = {"fact": "户籍性质", "answer": "农业", "next": "/results/"}
    assert visitor.post("/ask/", answered)["Location"] == "/results/"
    assert visitor.post("/ask/", {**answered, "next": "//elsewhere.example"})["Location"] == "/ask/?step=1"


def test_moving_keeps_the_answers_and_asks_to_look_at_them(
    visitor: Client, answer: Callable[..., Any]
) -> None:
    answer("户籍性质", "农业")
    text = visitor.post("/place/", {"region": "220000"}, follow=True).content.decode()
    assert "您换了地方" in text
    assert "吉林省" in text


@pytest.fixture
def student(worker: Client) -> Client:
    """A student in Jinzhou who asks about the entrance exam and has said all but what rests on the parents."""
    worker.post("/place/", {"region": "210700"})
    worker.get("/ask/?about=local-entrance-exam")
    said = {"持有居住证": "否", "在本地居住或务工": "是", "有随迁子女": "否", "本人是随迁学生": "是"}
    said["子女学段"] = "高中或中职"
    for fact, answer in said.items():
        worker.post("/ask/", {"fact": fact, "answer": answer})
    return worker


def test_a_student_is_asked_about_the_parents(student: Client) -> None:
    assert fact_asked(student) == "监护人.持有居住证"
    student.post("/ask/", {"fact": "监护人.持有居住证", "answer": "是"})
    assert fact_asked(student) == "监护人.合法稳定就业"


def test_whose_parents_the_register_knows_is_not_asked_about_them(student: Client) -> None:
    person = Person.objects.get()
    parent = people.register(by=CLERK, now=NOW, **asdict(new_person(2)))
    members = [(person.public_id.hex, "child"), (parent.public_id.hex, "head")]
    households.form(by=CLERK, now=NOW, region=HERE, members=members, valid_from=date(2016, 1, 1))
    facts.record(
        by=CLERK,
        now=timezone.now(),
        person_id=parent.public_id.hex,
        fact="持有居住证",
        value=True,
        source="公安",
        verification="verified",
        valid_from=date(2016, 1, 1),
        region="210700",
    )
    assert fact_asked(student) == "监护人.合法稳定就业"
    for fact in ("监护人.合法稳定就业", "监护人.合法稳定住所", "子女高中三年学籍"):
        student.post("/ask/", {"fact": fact, "answer": "是"})
    student.post("/ask/", {"fact": "子女学段", "answer": "高中或中职"})
    page = student.get("/services/local-entrance-exam/").content.decode()
    assert "父母有一位有辽宁的居住证" in page
    assert AuditEvent.objects.filter(verb="personal_data.read", person_ref=parent.public_id.hex).exists()


@pytest.mark.parametrize(
    ("fact", "parts", "said"),
    [
        ("出生日期", {"year": "2999", "month": "1", "day": "1"}, "这一天还没有到"),
        ("出生日期", {"year": "0001", "month": "1", "day": "1"}, "不会早到"),
        ("居住起始日期", {"year": "2062", "month": "3", "day": "1"}, "这一天还没有到"),
        ("居住起始日期", {"year": "9999", "month": "12", "day": "31"}, "这一天还没有到"),
        ("子女年龄", {"answer": "-3"}, "不能是负数"),
        ("子女年龄", {"answer": "300"}, "最多是130岁"),
        ("家庭人均月收入", {"answer": "-100"}, "不能是负数"),
        ("家庭人均月收入", {"answer": "999999999999"}, "最多是"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    visitor: Client, answer: Callable[..., Any], fact: str, parts: dict[str, str], said: str
) -> None:
    response = answer(fact, **parts)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert visitor.get("/").status_code == 200


def test_what_cannot_be_is_called_as_a_worker_calls_it(answer: Callable[..., Any]) -> None:
    page = answer("接种儿童出生日期", year="1963", month="9", day="1").content.decode()
    assert "孩子的出生日期”不会早到1963年9月1日" in page and "接种儿童出生日期”" not in page


def test_nobody_lives_here_before_being_born_whichever_is_said_first(answer: Callable[..., Any]) -> None:
    born, earlier = {"year": "1990", "month": "5", "day": "1"}, {"year": "1990", "month": "4", "day": "1"}
    assert answer("居住起始日期", **earlier).status_code == 302
    assert answer("出生日期", **born).status_code == 400
    assert answer("出生日期", **earlier).status_code == 302
    assert answer("居住起始日期", year="1989", month="1", day="1").status_code == 400


def test_full_width_figures_are_figures(visitor: Client, answer: Callable[..., Any]) -> None:
    assert answer("居住起始日期", year="２０２５", month="３", day="１").status_code == 302
    assert answer("家庭人均月收入", "３０００").status_code == 302


def test_a_range_is_chosen_shown_and_changed_into_a_figure(
    visitor: Client, answer: Callable[..., Any]
) -> None:
    """居住证暂行条例 2: half a year, and nobody has to count months for it."""
    visitor.get("/ask/?about=residence-permit")
    answer("出生日期", year="1985", month="3", day="4")
    page = visitor.get("/ask/?fact=居住月数").content.decode()
    choices = dict(re.findall(r'name="choice" value="([^"]+)"[^>]*>\s*([^\s<]+)', page))
    assert list(choices.values()) == ["不到6个月", "6个月以上"]
    chosen = visitor.post("/ask/", {"fact": "居住月数", "choice": list(choices)[1], "answer": ""})
    assert chosen.status_code == 302
    assert "6个月以上" in visitor.get("/ask/check/").content.decode()
    again = visitor.get("/ask/?fact=居住月数").content.decode()
    assert re.search(rf'value="{re.escape(list(choices)[1])}" aria-pressed="true"', again)
    answer("居住月数", "8")
    assert "8个月" in visitor.get("/ask/check/").content.decode()


def test_two_pages_side_by_side_each_go_on_with_what_they_are_about(client: Client) -> None:
    """Hurt in one, everything in the other: the first is not asked for a place because of the second."""

    def toward(page: str) -> str:
        found = re.search(r'name="toward" value="([^"]*)"', page)
        assert found
        return found.group(1)

    client.get("/ask/?event=hurt")
    hurt = client.get("/ask/").content.decode()
    screen = screen_asked(client)
    client.get("/ask/?about=")

    onward = client.post("/ask/", {**screen, "toward": toward(hurt), "skip": "yes"})
    assert onward["Location"].startswith("/ask/?step=")
    event = catalogue().conversation.events["hurt"].name
    assert event in client.get(onward["Location"]).content.decode()


def test_a_page_about_what_nobody_knows_goes_on_about_everything(visitor: Client) -> None:
    screen = screen_asked(visitor)
    onward = visitor.post("/ask/", {**screen, "toward": "event:nonsense", "skip": "yes"})
    assert onward["Location"].startswith("/ask/?step=")
    assert load(visitor.session).event == ""


LEFT, LEFT_ON = "劳动关系已结束", "劳动关系终止日期"


@pytest.fixture
def who_left(visitor: Client) -> Client:
    """Somebody who is owed wages by an employer whom they left on a day that they named."""
    visitor.get("/ask/?event=unpaid")
    answered(visitor, boxes=("被拖欠工资", LEFT), most=8, 出生日期="1978-3-8", 劳动关系终止日期="2026-9-15")
    assert "2026年9月15日" in visitor.get("/ask/check/").content.decode()
    return visitor


def untick(client: Client, fact: str, *, but: tuple[str, ...]) -> Any:
    page = client.get(f"/ask/?fact={fact}").content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    sent = {"screen": "wrongs", "shown": shown, "box": list(but), "next": "/ask/check/"}
    return client.post("/ask/", sent, follow=True)


def test_who_never_left_is_not_said_to_have_left_on_a_day(who_left: Client) -> None:
    """The office would read both side by side."""
    text = untick(who_left, LEFT, but=("被拖欠工资",)).content.decode()
    told, _, rows = text.partition("<dl")
    assert "跟着作废了" in told and guide.facts()[LEFT_ON].phrase in told
    assert "2026年9月15日" not in rows
    assert LEFT_ON not in load(who_left.session).values(guide.facts())


def test_who_corrects_the_correction_finds_the_answer_where_it_was(who_left: Client) -> None:
    untick(who_left, LEFT, but=("被拖欠工资",))
    text = untick(who_left, LEFT, but=("被拖欠工资", LEFT)).content.decode()
    assert "跟着作废了" not in text
    assert "2026年9月15日" in text


def test_a_correction_leaves_what_does_not_hang_on_it(who_left: Client) -> None:
    before = load(who_left.session).answers
    untick(who_left, LEFT, but=("被拖欠工资",))
    gone = before.keys() - load(who_left.session).answers.keys()
    assert "出生日期" not in gone and "被拖欠工资" not in gone
    assert gone == {LEFT_ON}


def test_a_month_will_do_where_its_days_make_no_difference(who_left: Client) -> None:
    page = who_left.get(f"/ask/?fact={LEFT_ON}").content.decode()
    assert "不用写日" in page
    month = {"fact": LEFT_ON, "year": "2026", "month": "8", "day": ""}
    assert who_left.post("/ask/", month).status_code == 302
    said = load(who_left.session).values(guide.facts())[LEFT_ON]
    assert said == Between(date(2026, 8, 1), date(2026, 8, 31))
    again = who_left.get(f"/ask/?fact={LEFT_ON}").content.decode()
    assert re.search(r'name="month"\s+value="8"', again) and re.search(r'name="day"\s+value=""', again)


def test_what_is_missing_of_a_day_is_said(answer: Callable[..., Any]) -> None:
    year_alone = answer(LEFT_ON, year="2026", month="", day="").content.decode()
    assert "还没有写月、日" in year_alone
    birth = answer("出生日期", year="1978", month="3", day="").content.decode()
    assert "还没有写日" in birth, "everybody can look up the day they were born"


def test_a_month_that_has_not_come_is_refused(answer: Callable[..., Any]) -> None:
    response = answer(LEFT_ON, year="2062", month="3", day="")
    assert response.status_code == 400 and "这一天还没有到" in response.content.decode()


def test_the_first_screen_of_unpaid_wages_is_read_at_one_look(visitor: Client) -> None:
    visitor.get("/ask/?event=unpaid")
    page = visitor.get("/ask/").content.decode()
    at_once, _, behind = page.partition('<details class="box-more">')
    assert at_once.count('type="checkbox"') <= 7
    assert box("被拖欠工资") in at_once and box("单位进入破产程序") in behind
    assert page.count("去世的家人，说他") == 0
    visitor.post("/ask/", {**screen_asked(visitor), "box": ["被拖欠工资", "单位进入破产程序"]})
    again = visitor.get("/ask/?fact=被拖欠工资").content.decode()
    assert '<details class="box-more" open>' in again, "what is ticked must be seen"


def test_a_place_that_was_said_before_is_one_touch(visitor: Client, answer: Callable[..., Any]) -> None:
    visitor.post("/place/", {"region": "510421"})
    answer("户籍地", "云南省昭通市昭阳区")
    page = visitor.get("/ask/?fact=学校所在地").content.decode()
    offered = re.findall(r'name="place" value="([^"]+)"', page)
    assert offered == ["四川省攀枝花市米易县", "云南省昭通市昭阳区"]
    visitor.post("/ask/", {"fact": "学校所在地", "answer": "", "place": offered[0]})
    assert load(visitor.session).answers["学校所在地"] == "510421"


def test_a_whole_city_is_not_offered_where_a_county_is_asked_for(visitor: Client) -> None:
    assert 'name="place"' not in visitor.get("/ask/?fact=学校所在地").content.decode()

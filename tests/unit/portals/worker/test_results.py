"""Results and service pages: grouped, reasoned, with clauses and what to do if refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from huigong.catalogue.conversation import MOST_FOR_EVERYTHING
from huigong.catalogue.interview import interview
from huigong.catalogue.services import catalogue
from huigong.portals.worker import findings, guide
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.visit import Visit
from huigong.rules.evaluate import answer as holds
from huigong.rules.facts import written_value
from huigong.rules.values import UNKNOWN, Between
from tests.unit.portals.worker.filling import WAGE, fill_in, send, shown
from tests.unit.portals.worker.visiting import facts_of, screen_asked

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def permit_holder() -> Visit:
    """Six full months on the day, a job, away from home: residence permit regulation art. 2."""
    facts = guide.facts()
    return (
        Visit("510400")
        .answered({facts["离开户籍地"]: True})
        .answered({facts["户口在同市别县"]: False})
        .answered({facts["居住起始日期"]: date(2025, 9, 2)})
        .answered({facts["合法稳定就业"]: True})
    )


def kinds(visit: Visit, today: date = TODAY) -> dict[str, str]:
    return {
        row.service.id: row.kind for group in findings.findings(visit, today).groups for row in group.rows
    }


def test_every_service_stands_in_one_group() -> None:
    found = findings.findings(Visit("510400"), TODAY)
    assert [group.kind for group in found.groups] == ["yes", "perhaps", "no", "unticked", "held"]
    assert len(kinds(Visit("510400"))) == sum(len(group.rows) for group in found.groups)


def test_what_stands_beside_an_event_is_listed_without_a_verdict_and_not_counted_as_open() -> None:
    facts = guide.facts()
    mother = Visit("510421", event="school").answered({facts["有随迁子女"]: True})
    found = findings.findings(mother, TODAY)
    assert [service.id for service in found.beside] == ["child-vaccination"]
    assert "child-vaccination" not in kinds(mother)
    everything = findings.findings(mother.toward(""), TODAY)
    assert not everything.beside


def test_a_childs_birth_takes_the_place_of_the_range_that_was_chosen(visitor: Client) -> None:
    visitor.post("/place/", {"region": "510421"})
    for fact, said in {"有随迁子女": "是", "子女学段": "没上学"}.items():
        visitor.post("/ask/", {"fact": fact, "answer": said})
    visitor.post(
        "/ask/", {"fact": "子女年龄", "choice": written_value(guide.facts()["子女年龄"], Between(6, 130))}
    )
    day = {"year": "2019", "month": "8", "day": "20"}
    visitor.post("/ask/", {"fact": "接种儿童出生日期", **day})
    said = shown(visitor, "/ask/check/")
    assert "2019年8月20日" in said and "孩子几岁了" not in said


def test_half_a_year_to_the_day_is_enough_for_a_residence_permit() -> None:
    assert kinds(permit_holder())["residence-permit"] == "yes"
    assert kinds(permit_holder(), date(2026, 3, 1))["residence-permit"] == "no"


def test_what_one_has_already_is_not_offered_again() -> None:
    holder = permit_holder().answered({guide.facts()["持有居住证"]: True})
    assert kinds(holder)["residence-permit"] == "held"


def test_a_no_that_time_will_mend_says_when() -> None:
    found = findings.finding(permit_holder(), "residence-permit", date(2026, 1, 10))
    assert found.kind == "no"
    assert "2026年3月" in found.nearest


NOT_YET_INSURED_HERE: dict[str, Any] = {
    "出生日期": date(1990, 5, 5),
    "医疗保险关系在外地": True,
    "在现工作地参加职工医保": False,
    "领取养老金": False,
}


def test_a_no_that_one_errand_will_mend_says_which(visitor: Client, answer: Callable[..., Any]) -> None:
    """Years paid elsewhere, only not insured here yet: told so, not sent away."""
    facts = guide.facts()
    visit = Visit("510400").answered({facts[name]: value for name, value in NOT_YET_INSURED_HERE.items()})
    found = findings.finding(visit, "medical-insurance-transfer", date(2026, 11, 26))
    assert found.kind == "no"
    assert ["参保" in step for step in found.steps] == [True]

    insured = visit.answered({facts["在现工作地参加职工医保"]: True})
    assert findings.finding(insured, "medical-insurance-transfer", date(2026, 11, 26)).steps == ()

    answer("医疗保险关系在外地", "是")
    answer("在现工作地参加职工医保", "否")
    text = visitor.get("/services/medical-insurance-transfer/").content.decode()
    assert "可以先做" in text
    assert facts["在现工作地参加职工医保"].attain in text


def test_only_the_answers_that_the_rule_reads_are_sent() -> None:
    visit = permit_holder().answered({guide.facts()["户籍性质"]: "农业"})
    sent = {
        fact.name
        for fact, _shown in findings.answers_for(visit, findings.finding(visit, "residence-permit", TODAY))
    }
    assert sent == {"离开户籍地", "户口在同市别县", "居住起始日期", "合法稳定就业"}


def test_the_page_groups_and_links(visitor: Client, answer: Callable[..., Any]) -> None:
    answer("户籍性质", "农业")
    text = visitor.get("/results/").content.decode()
    for words in ("能享受", "可能能享受", "/services/arrears-complaint/", "攀枝花市"):
        assert words in text


def test_a_service_says_everything_one_needs(visitor: Client) -> None:
    text = visitor.get("/services/residence-permit/").content.decode()
    for words in (
        "给谁",
        "去哪里办",
        "当地县级公安部门",
        "选到县（市、区）",
        "按现在住的地方定",
        "居住证暂行条例第九条",
        "要带什么材料",
        "多久给答复",
        "15日",
        "要是不给办",
        "居住证暂行条例",
    ):
        assert words in text, words


def test_a_service_not_offered_here_is_refused_kindly(visitor: Client) -> None:
    response = visitor.get("/services/no-such-service/")
    assert response.status_code == 404
    assert "这里没有这项服务" in response.content.decode()


def test_everything_offered_is_listed(visitor: Client) -> None:
    text = visitor.get("/services/").content.decode()
    offered = catalogue().services_for("510400", date.today())
    assert offered
    for service in offered:
        assert service.name in text


def test_without_a_place_one_is_asked_for(client: Client) -> None:
    for path in ("/results/", "/services/"):
        assert client.get(path)["Location"] == "/place/"


def test_without_a_place_a_service_is_told_as_the_country_has_it(client: Client) -> None:
    text = client.get("/services/residence-permit/").content.decode()
    assert "派出所" in text
    assert "中国" not in text.split("<main")[1].split("去哪里办")[1][:400]


def at(client: Client, region: str, service_id: str) -> str:
    client.post("/place/", {"region": region})
    return client.get(f"/services/{service_id}/").content.decode()


def test_a_county_is_told_its_own_office_and_what_is_doubtful_about_it(visitor: Client) -> None:
    text = at(visitor, "510421", "hukou-settlement")
    assert "派出所（县级部门是米易县公安局，名称待核）" in text
    assert "示范镇派出所（虚构，待当地填写）" in text
    assert "还没有录入" in text and "12345" in text
    assert "按要落户的地方定" in text
    assert "上面写的是四川省攀枝花市米易县的" in text
    assert "户口登记条例第三条" in text


def test_a_level_without_an_article_is_told_as_the_usual_one(visitor: Client) -> None:
    text = at(visitor, "510421", "training-subsidy")
    assert "米易县人力资源和社会保障局（名称待核）" in text
    assert "没有查到定级别的条文" in text


def test_cases_that_the_city_keeps_are_told(visitor: Client) -> None:
    """锦州市实施意见（四）."""
    text = at(visitor, "210702", "arrears-complaint")
    assert "锦州市古塔区人力资源和社会保障局（名称待核）" in text
    assert "市政府主导实施的工程项目：锦州市人力资源和社会保障局" in text


def test_in_a_province_alone_nothing_is_sent_to_the_provincial_department(worker: Client) -> None:
    text = at(worker, "220000", "arrears-complaint")
    assert "当地县级人力资源社会保障部门" in text
    assert "吉林省人力资源和社会保障厅" not in text
    screen = "/services/minimum-wage-complaint/form/q/工作地点/"
    page = worker.post(screen, {"工作地点.region": "吉林省"}, follow=True)
    assert "请写到县（市、区）" in page.content.decode()


def test_where_the_hukou_is_not_known_the_office_is_told_in_words(visitor: Client) -> None:
    text = at(visitor, "510421", "mobile-party-member-card")
    assert "<strong>您原来的党组织所在地的县级组织部门</strong>" in text
    assert "要是就在四川省攀枝花市米易县，找中共米易县委组织部（名称待核）" in text
    assert "上面写的是" not in text


def test_whose_hukou_is_known_is_told_its_office(worker: Client) -> None:
    text = at(worker, "510421", "mobile-party-member-card")
    assert "<strong>中共盐边县委组织部（名称待核）</strong>" in text
    assert "上面写的是四川省攀枝花市盐边县的" in text


def test_what_one_person_is_told_is_kept_by_nobody(worker: Client) -> None:
    own = worker.get("/services/arrears-complaint/")
    assert own.headers["Cache-Control"] == "no-store"
    assert "X-Same-For-Everybody" not in own.headers


def test_what_has_been_applied_for_shows_how_it_stands(worker: Client) -> None:
    fill_in(worker, "arrears-complaint", WAGE)
    send(worker, "arrears-complaint")
    told = worker.get("/services/arrears-complaint/").content.decode()
    assert "已经交过这件事" in told
    assert re.search(r'href="/cases/[^"]+/"', told)
    worker.get("/ask/?event=unpaid")
    assert (
        "已收到" in worker.get("/results/").content.decode()
        or "chip" in worker.get("/results/").content.decode()
    )


def hurt_on(day: date) -> Visit:
    """Somebody hurt at work in a firm: work injury insurance regulation art. 17, one year."""
    facts = guide.facts()
    return Visit("510400").answered({facts["发生工伤"]: True}).answered({facts["受伤或确诊日期"]: day})


def test_the_last_day_to_hand_something_in_is_named_and_counted() -> None:
    last = findings.finding(hurt_on(date(2025, 3, 2)), "work-injury-claim", TODAY)
    assert (last.kind != "no", last.ends) == (True, findings.LastChance(TODAY, 0))
    assert findings.finding(hurt_on(date(2025, 2, 27)), "work-injury-claim", TODAY).ends is None


def test_the_last_day_stands_on_the_page_of_a_service(visitor: Client) -> None:
    session = visitor.session
    keep(session, lambda visit: hurt_on(date.today() - timedelta(days=3)))
    session.save()
    page = shown(visitor, "/services/work-injury-claim/")
    assert re.search(r"最后一天：.{9,11}</strong>\s+还有 36\d 天。", page)


def test_who_comes_a_day_late_reads_what_can_still_be_done(visitor: Client) -> None:
    known = guide.facts()
    day = date.today() - timedelta(days=400)
    late = hurt_on(day).answered({known["工伤申请被耽误天数"]: 0})
    finding = findings.finding(late, "work-injury-claim", date.today())
    assert (finding.kind, finding.gone_by is not None) == ("no", True)

    session = visitor.session
    keep(session, lambda visit: late)
    session.save()
    page = shown(visitor, "/services/work-injury-claim/")
    assert re.search(r"按您说的，最后一天是 20.{8,10}，已经过了。\s+</strong>\s+天灾、人身自由受限", page)
    assert page.index("已经过了") < page.index("按您的回答")


def test_nobody_is_sent_to_do_what_is_out_of_time() -> None:
    known = guide.facts()
    said = {known[name]: True for name in ("替家人申请工伤认定", "单位不付工伤待遇")}
    said |= {
        known["家人工伤已认定"]: False,
        known["单位参加了工伤保险"]: False,
        known["工伤申请被耽误天数"]: 0,
    }
    said |= {known["老板没有营业执照"]: False, known["伤人的不付医疗费或者找不到"]: False}
    said |= {known["已认定工伤"]: False}

    def steps(day: date) -> tuple[str, ...]:
        return findings.finding(hurt_on(day).answered(said), "injury-advance-payment", TODAY).steps

    assert any("申请工伤认定" in step for step in steps(TODAY - timedelta(days=30)))
    assert not steps(TODAY - timedelta(days=500))


def test_nobody_is_sent_to_do_what_is_done_for_another() -> None:
    known = guide.facts()
    said = {
        known[name]: False for name in ("家人工伤已认定", "已认定工伤", "替家人申请工伤认定", "家人因工死亡")
    }
    said |= {known["单位参加了工伤保险"]: False, known["伤人的不付医疗费或者找不到"]: False}
    visit = hurt_on(TODAY - timedelta(days=30)).answered(said | {known["单位不付工伤待遇"]: True})
    finding = findings.finding(visit, "injury-advance-payment", TODAY)
    assert (finding.kind, finding.steps) == ("unticked", ())


def reasons_of(visit: Visit, service_id: str) -> list[str]:
    return [line.text for line in findings.finding(visit, service_id, TODAY).top_reasons]


def test_a_no_from_an_empty_box_says_what_was_not_chosen() -> None:
    facts = guide.facts()
    boxes = ("成员身份受影响", "新增成员没被确认", "有农村土地权益")
    visit = Visit("510400", event="village").answered({facts[name]: False for name in boxes})
    reasons = reasons_of(visit, "collective-membership-kept")
    assert reasons and all(text.startswith("您没有选：") for text in reasons)
    assert not any("没有村集体不认" in text for text in reasons)


WENT_NOWHERE = ("被拖欠工资", "被收押金", "走过维权的路")


def test_a_box_left_empty_is_no_no() -> None:
    """劳动争议调解仲裁法 50: an award is for whoever got one; nobody was asked who passed over the box before it."""
    facts = guide.facts()
    visit = Visit("210702").answered({facts[name]: False for name in WENT_NOWHERE})
    passed_over = findings.finding(visit, "lawsuit-after-award", TODAY)
    assert (passed_over.kind, passed_over.box) == ("unticked", "走过维权的路")
    asked_alone = visit.without(["被拖欠工资", "被收押金"])
    said_so = findings.finding(asked_alone, "lawsuit-after-award", TODAY)
    assert (said_so.kind, said_so.box) == ("no", "")


def test_a_no_that_was_said_stays_a_no_beside_boxes_left_empty() -> None:
    facts = guide.facts()
    visit = Visit("210702").answered({facts[name]: False for name in WENT_NOWHERE})
    said = visit.answered({facts["对裁决不服"]: False})
    assert findings.finding(said, "lawsuit-after-award", TODAY).kind == "no"


def test_the_box_is_one_touch_away_and_the_questions_behind_it_follow(visitor: Client) -> None:
    shown = list(WENT_NOWHERE)
    visitor.post("/ask/", {"screen": "wrongs", "shown": shown, "none": "yes"})
    page = visitor.get("/services/lawsuit-after-award/").content.decode()
    link = html.unescape(re.search(r'href="([^"]+)"[^>]*>\s*其实有', page)[1])
    screen, onward = visitor.get(link).content.decode(), "/ask/?about=lawsuit-after-award"
    assert 'value="走过维权的路"' in screen and f'name="next" value="{onward}"' in screen
    ticked = {"screen": "wrongs", "shown": shown, "box": ["走过维权的路"], "next": onward}
    asked = visitor.post("/ask/", ticked, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/ask/")
    assert catalogue().name_of("lawsuit-after-award") in asked.content.decode()


def test_who_was_hurt_is_not_told_first_that_they_did_not_choose_unpaid_wages() -> None:
    facts = guide.facts()
    visit = (
        Visit("510400", event="hurt")
        .answered({facts["发生工伤"]: True, facts["被拖欠工资"]: False})
        .answered({facts["谁招用您"]: "公司或别的单位"})
    )
    assert not reasons_of(visit, "private-hire-claim")[0].startswith("您没有选")


def answered_in_a_round(visit: Visit, screens: int) -> Visit:
    """The first `screens` of a round, all skipped, as the pages keep them."""
    for _ in range(screens):
        still = guide.asking(visit, TODAY)
        screen = guide.next_screen(visit, still)
        assert screen is not None
        skipped = dict.fromkeys(screen.facts, UNKNOWN)
        visit = visit.answered(skipped, left=guide.questions_left(visit, still))
    return visit


def test_results_in_the_middle_of_a_round_tell_what_is_left_of_it() -> None:
    visit = answered_in_a_round(Visit("510400"), 5)
    found = findings.findings(visit, TODAY)
    assert found.left == guide.questions_left(visit, guide.asking(visit, TODAY)) == MOST_FOR_EVERYTHING - 5
    assert not found.through
    assert not found.anew


def test_after_the_last_question_no_new_number_is_told(client: Client) -> None:
    """At most fifteen was the promise: who skipped them all is not told fourteen again."""
    visit = answered_in_a_round(Visit("510400"), MOST_FOR_EVERYTHING)
    assert guide.next_screen(visit, guide.asking(visit, TODAY)) is None
    assert findings.findings(visit, TODAY).through

    client.post("/place/", {"region": "510400"})
    session = client.session
    keep(session, lambda _kept: visit)
    session.save()
    page = client.get("/results/").content.decode()
    assert "说好的问题都问完了" in page
    assert "结果会更准" not in page
    assert "/ask/?about=" in page


PLACE = ("在本地居住或务工", "离开户籍地", "从农村出来打工")
LIVING = ("同时干两份活", "灵活就业", "领取养老金")


def kept_house() -> Visit:
    """A woman of 48 whom a family has hired and not paid; no box was ticked of where she lives."""
    facts = guide.facts()
    said = {facts["被拖欠工资"]: True, facts["劳动关系已结束"]: True, facts["走过维权的路"]: False}
    said |= {facts[name]: False for name in (*PLACE, *LIVING)}
    said |= {facts["出生日期"]: date(1978, 3, 8), facts["谁招用您"]: "私人家里"}
    return Visit("510421", event="unpaid").answered(said)


def test_what_was_chosen_is_not_said_to_have_been_passed_over() -> None:
    """The labour inspection is shut to her because a family hired her, and only a second job could open it."""
    shut = findings.finding(kept_house(), "arrears-complaint", TODAY)
    assert (shut.kind, shut.box) == ("no", "")
    assert "私人家里" in shut.top_reasons[0].text


def test_the_box_offered_is_one_that_opens_the_service() -> None:
    visit = kept_house()
    offered = [
        (finding.service, finding.box)
        for group in findings.findings(visit, TODAY, whole="unticked").groups
        if group.kind == "unticked"
        for finding in group.rows
        if finding.box
    ]
    assert offered
    here = interview(catalogue(), "510421", TODAY)
    for service, box in offered:
        opened = here.here(guide.values_of(visit.without([box]), TODAY))
        assert holds(service.rule, opened) is not False, (service.id, box)


def test_what_somebody_came_for_stands_first_and_is_settled_by_what_was_asked() -> None:
    """民法典 188: the last payment that did not come is younger than three years, on whatever day of a range it was due."""
    fact = guide.facts()["欠薪终了日期"]
    visit = kept_house().answered({fact: Between(date(2025, 11, 1), TODAY), guide.facts()["发生工伤"]: False})
    first = findings.findings(visit, TODAY).groups[0]
    assert (first.kind, first.rows[0].service.id) == ("yes", "private-hire-claim")


@pytest.mark.parametrize(
    ("event", "boxes", "passed"), [("school", ("有随迁子女",), "子女年龄"), ("startup", (), "出生日期")]
)
def test_what_was_passed_over_is_named_and_one_touch_away(
    visitor: Client, event: str, boxes: tuple[str, ...], passed: str
) -> None:
    """No button leads back to where it stands: the page names what was not answered."""
    visitor.post("/place/", {"region": "510421"})
    visitor.get(f"/ask/?event={event}")
    interview_left(visitor, boxes)
    page = shown(visitor, "/results/")
    assert "接着回答" not in page, "nothing more would be asked"
    assert "您没有答" in page
    again = re.search(rf'href="(/ask/\?fact={quote(passed)}[^"]*)"', page)
    assert again
    asked = shown(visitor, html.unescape(again[1]))
    assert guide.facts()[passed].question in asked and 'value="/results/"' in asked


def interview_left(client: Client, boxes: tuple[str, ...]) -> None:
    """Answers with these boxes and passes over everything else."""
    for _ in range(20):
        screen = screen_asked(client)
        if not screen:
            return
        ticked = [name for name in facts_of(screen) if name in boxes]
        client.post("/ask/", {**screen, **({"box": ticked} if ticked else {"skip": "yes"})})


def test_an_age_that_was_passed_over_goes_when_the_birth_is_said(visitor: Client) -> None:
    visitor.post("/place/", {"region": "510421"})
    visitor.post("/ask/", {"fact": "出生日期", "skip": "yes"})
    visitor.post("/ask/", {"fact": "年龄", "skip": "yes"})
    assert guide.facts()["年龄"].question in shown(visitor, "/ask/check/")
    visitor.post("/ask/", {"fact": "出生日期", "year": "2002", "month": "5", "day": "6"})
    said = shown(visitor, "/ask/check/")
    assert "2002年5月6日" in said and guide.facts()["年龄"].question not in said


def test_a_box_that_was_only_left_empty_is_not_told_to_be_void(visitor: Client) -> None:
    """领取养老金 stood unticked beside what was ticked; a birth that makes it pointless takes it along without a word."""
    visitor.post("/place/", {"region": "510421"})
    together = catalogue().conversation.screen_of["领取养老金"]
    others = [name for name in together.options if name != "领取养老金"]
    sent = {"screen": together.id, "shown": list(together.options), "box": others[:1]}
    visitor.post("/ask/", sent)
    page = visitor.post("/ask/", {"fact": "出生日期", "year": "2002", "month": "5", "day": "6"}, follow=True)
    assert "跟着作废了" not in page.content.decode()

"""The interview of the packs asks what fits: boxes that say the same agree, and what follows is not asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from statistics import median

import pytest

from bench.interview.__main__ import MEDIAN_EVENT, MOST_OF_TWO, Life, lives, walk, walk_of_both
from huigong.catalogue.audience import BIRTH, HUKOU, SEX
from huigong.catalogue.conversation import MORE_FOR_ANOTHER, MOST_FOR_AN_EVENT, LifeEvent
from huigong.catalogue.interview import Interview, interview
from huigong.rules.values import NEVER, UNKNOWN, Answer, Between, Type
from tests.shipped import shipped_catalogue

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 26)
WHO = {BIRTH, SEX, HUKOU}
SOMEBODY_ELSE = {
    ("去世家人留有公积金", "公积金账户里有钱"),  # the account of the dead is not one's own
    ("有承包地", "有土地承包纠纷"),  # the land may be rented from another family
}


def here(region: str = "510421") -> Interview:
    return interview(CATALOGUE, region, TODAY)


def settled(name: str, *, by: str) -> bool:
    """Whether a ticked box settles another on its screen."""
    return here().ticked({by: True, name: False})[name] is True


def says(words: str) -> str:
    """What a box says, without what stands in brackets and the words that say little."""
    return re.sub("（[^）]*）|[我的了是在有里，]|现在|以前|已经", "", words)


def alternatives(box: str) -> list[str]:
    parts = re.split("，?或者", re.sub("（[^）]*）", "", box))
    return [part for part in map(says, parts) if part]


def says_already(words: str, box: str) -> bool:
    """Whether all that one box may mean stands among what another may mean."""
    wider = alternatives(box)
    return all(any(each in narrower for each in wider) for narrower in alternatives(words))


def test_no_box_says_again_what_another_on_its_screen_says() -> None:
    twice = [
        (said, name)
        for screen in CATALOGUE.conversation.together
        for said, words in screen.options.items()
        for name, box in screen.options.items()
        if said != name and says_already(words, box)
        if (said, name) not in SOMEBODY_ELSE and not settled(name, by=said)
    ]
    assert not twice


@pytest.mark.parametrize(
    ("ticked", "also"),
    [
        ("住在这里", "在本地居住或务工"),
        ("档案物品被扣", "劳动关系已结束"),
        ("被收押金", "单位违法用工"),
        ("居住证被扣押", "持有居住证"),
        ("享受最低生活保障", "受社会救助司法救助或优抚"),
        ("愿意流转承包地", "有农村土地权益"),
        ("户口在同市别县", "离开户籍地"),
        ("毕业那年办的执照", "持有营业执照"),
    ],
)
def test_an_empty_box_beside_one_that_says_the_same_is_no_no(ticked: str, also: str) -> None:
    screen = CATALOGUE.conversation.screen_of[ticked]
    boxes = here().ticked({name: name == ticked for name in screen.options})
    assert boxes[also] is True


@pytest.mark.parametrize(
    ("ticked", "open_box"),
    [("在本地居住或务工", "住在这里"), ("有未满18周岁子女", "有随迁子女")],
)
def test_a_wider_box_leaves_the_narrower_one_a_no(ticked: str, open_box: str) -> None:
    assert here().ticked({ticked: True, open_box: False})[open_box] is False


@pytest.mark.parametrize(
    ("told", "name"),
    [
        # anybody may report (监察条例 9), also who works nowhere
        ({"与用人单位建立劳动关系": False, "劳动关系已结束": False}, "单位违法用工"),
        # the parent of a hurt child, who may be a young actor (禁止使用童工规定 13)
        (
            {
                "年龄": 45,
                "替家人申请工伤认定": False,
                "家人因工死亡": False,
                "干活时不满十六岁受伤生病": True,
            },
            "依法招用不算童工",
        ),
    ],
)
def test_what_nobody_has_said_is_not_taken_for_a_no(told: Mapping[str, Answer], name: str) -> None:
    assert name not in here().begin(told).followed


NO_WORK: Mapping[str, Answer] = {
    "正在失业": True,
    "与用人单位建立劳动关系": False,
    "在建筑工地工作": False,
    "灵活就业": False,
    "从事个体经营": False,
}


def test_who_has_no_work_is_not_still_with_the_employer() -> None:
    assert here().begin(NO_WORK).followed["劳动关系已结束"] is True
    for work in NO_WORK.keys() - {"正在失业"}:
        assert "劳动关系已结束" not in here().begin({**NO_WORK, work: True}).followed
    assert "劳动关系已结束" not in here().begin({**NO_WORK, "正在失业": False}).followed


def test_who_speaks_of_no_child_is_not_asked_what_child_it_was() -> None:
    told: Mapping[str, Answer] = {
        "年龄": 45,
        "替家人申请工伤认定": False,
        "家人因工死亡": False,
        "干活时不满十六岁受伤生病": False,
    }
    assert here().begin(told).followed["依法招用不算童工"] is False


MOTHER: Mapping[str, Answer] = {
    "出生日期": date(1993, 2, 11),
    "有未满18周岁子女": True,
    "有随迁子女": True,
    "子女年龄": Between(6, 130),
    "子女学段": "没上学",
    "在本地居住或务工": True,
    "持有居住证": True,
}


def asked_and_answers(told: Mapping[str, Answer], event: str) -> tuple[set[str], dict[str, object]]:
    """What an event asks somebody of whom `told` is true and every other box empty, and its answers."""
    coming = CATALOGUE.conversation.events[event]
    asking = here().begin({}, service_ids=coming.services)
    asked: dict[str, Answer] = {}
    for _ in range(MOST_FOR_AN_EVENT):
        screen = asking.screen(coming)
        if screen is None:
            break
        empty = {fact.name: False if fact.type is Type.BOOL else UNKNOWN for fact in screen.facts}
        said = here().ticked({name: told.get(name, value) for name, value in empty.items()})
        asked |= said
        asking.tell_all(said)
    verdicts = here().verdicts({**asking.followed, **asked})
    return set(asked), {row.service.id: row.answer for row in verdicts}


def test_a_mother_who_says_once_that_her_child_is_here_has_said_it() -> None:
    asked, answers = asked_and_answers(MOTHER, "school")
    assert answers["schooling-of-accompanying-children"] is True
    assert "带孩子来上学" not in asked


def test_a_child_of_six_without_a_school_gets_primary_school_and_is_not_asked_about_the_end_of_junior() -> (
    None
):
    asked, answers = asked_and_answers(MOTHER, "school")
    assert answers["kindergarten-place"] is UNKNOWN
    assert not asked & {"子女已读完初中", "子女今年初中毕业", "子女读幼儿园大班"}


@pytest.mark.parametrize("region", ["510421", "210702", "140000"])
def test_school_asks_a_mother_nothing_of_vaccination_and_is_settled_within_six(region: str) -> None:
    (mother,) = (life for life in lives() if life.name == "mother with a child of six")
    walked = walk(replace(mother, place=region), mother.event, most=MOST_FOR_AN_EVENT)
    asked = {fact.name for screen, _ in walked.screens for fact in screen.facts}
    of_vaccination = {
        name
        for service in CATALOGUE.services
        if service.id == "child-vaccination"
        for name in service.reads
        if "接种" in name or "疫苗" in name
    }
    assert of_vaccination and not asked & of_vaccination
    assert walked.answers[mother.came_for] == "yes"
    assert 0 < walked.settled_after <= len(walked.screens) <= 6


@pytest.mark.parametrize("event", CATALOGUE.conversation.events.values(), ids=lambda event: event.id)
def test_what_stands_beside_an_event_asks_nothing_there(event: LifeEvent) -> None:
    """Whatever is answered, no screen has anything that only a service beside reads."""
    for life in (life for life in lives() if life.event == event):
        reads = {service.id: service.reads for service in here(life.place).services}
        core = {name for id in event.services for name in reads.get(id, ())}
        gates = {name for name, settled in CATALOGUE.conversation.gates.items() if settled & core}
        walked = walk(life, event, most=MOST_FOR_AN_EVENT)
        assert {fact.name for screen, _ in walked.screens for fact in screen.facts} <= core | gates | WHO


def test_the_birth_of_a_child_says_how_old_it_is() -> None:
    told: dict[str, Answer] = {"有随迁子女": True, "子女学段": "没上学"}
    assert "子女年龄" in here().begin(told, service_ids=["schooling-of-accompanying-children"]).reads
    told["接种儿童出生日期"] = date(2020, 8, 31)
    begun = here().begin(told, service_ids=["schooling-of-accompanying-children"])
    assert begun.followed["子女年龄"] == 6
    assert "子女年龄" not in begun.reads
    assert here().following({"接种儿童出生日期": date(2020, 11, 26)})["子女年龄"] == 6
    assert here().following({"接种儿童出生日期": date(2020, 11, 27)})["子女年龄"] == 5


def test_a_child_of_five_still_goes_to_kindergarten() -> None:
    _, answers = asked_and_answers({**MOTHER, "子女年龄": 5, "子女八月底满六周岁": False}, "school")
    assert answers["kindergarten-place"] is True
    assert answers["schooling-of-accompanying-children"] is False


def test_a_child_to_be_fetched_counts_as_coming_to_school() -> None:
    elsewhere = {**MOTHER, "有随迁子女": False, "要接孩子来上学": True}
    assert asked_and_answers(elsewhere, "school")[1]["schooling-of-accompanying-children"] is True
    nobody = {**MOTHER, "有随迁子女": False}
    assert asked_and_answers(nobody, "school")[1]["schooling-of-accompanying-children"] is False


WITHOUT_CHILDREN: Mapping[str, Mapping[str, Answer]] = {
    "man of 52 on a site": {
        "出生日期": date(1974, 5, 2),
        "与用人单位建立劳动关系": True,
        "在建筑工地工作": True,
        "在本地居住或务工": True,
        "离开户籍地": True,
    },
    "woman of 24 without work": {"出生日期": date(2002, 5, 2), "正在失业": True},
    "member of the village": {"出生日期": date(1990, 3, 3), "成员身份受影响": True, "有承包地": True},
}
OF_A_CHILD = re.compile("(?<!生)孩子")


def of_a_child(asked: list[str]) -> list[str]:
    return [ask for ask in asked if OF_A_CHILD.search(re.sub("（[^）]*）", "", ask))]


def questions_of_everything(told: Mapping[str, Answer], region: str) -> list[str]:
    """All that is asked one at a time, to the end, of somebody who ticks what `told` says."""
    asking, asked = here(region).begin({}), list[str]()
    while (screen := asking.screen()) is not None:
        empty = {fact.name: False if fact.type is Type.BOOL else UNKNOWN for fact in screen.facts}
        asking.tell_all(here(region).ticked({name: told.get(name, value) for name, value in empty.items()}))
        asked += [screen.ask] if screen.together is None else []
    return asked


@pytest.mark.parametrize("region", ["510421", "220000"])
@pytest.mark.parametrize("told", WITHOUT_CHILDREN.values(), ids=WITHOUT_CHILDREN)
def test_nobody_without_children_is_asked_about_a_child(told: Mapping[str, Answer], region: str) -> None:
    assert not of_a_child(questions_of_everything(told, region))


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_no_life_of_the_bench_without_children_is_asked_about_one(life: Life) -> None:
    told = {name: life.says(fact) for name, fact in CATALOGUE.facts.items() if name in life.facts}
    family = CATALOGUE.conversation.screen_of["有随迁子女"].options
    if any(told.get(name) is True for name in family):
        return
    assert not of_a_child(questions_of_everything(told, life.place))


def test_the_young_who_may_be_pupils_themselves_are_asked() -> None:
    asked = questions_of_everything({"出生日期": date(2011, 5, 2)}, "510421")
    assert any("在读初三" in ask for ask in asked)


def test_who_is_not_of_the_village_is_not_asked_whether_it_shuts_them_out() -> None:
    asked = questions_of_everything(WITHOUT_CHILDREN["man of 52 on a site"], "510421")
    assert not [ask for ask in asked if "村集体" in ask or "宅基地" in ask]
    member = questions_of_everything(WITHOUT_CHILDREN["member of the village"], "510421")
    assert any("别的村集体" in ask for ask in member)


def test_who_was_hurt_is_not_asked_whether_they_want_to_be_paid_for_it() -> None:
    asked, _ = asked_and_answers({"出生日期": date(1979, 11, 3), "发生工伤": True}, "hurt")
    assert "要求工伤赔偿" not in asked


def test_twenty_lives_are_answered_what_they_came_for_within_their_event() -> None:
    """A new question before the others cost a man of sixty his pension's answer once, and nobody saw it."""
    after = {life.name: walk(life, life.event, most=MOST_FOR_AN_EVENT).settled_after for life in lives()}
    assert not [name for name, screens in after.items() if not screens]
    assert median(after.values()) <= MEDIAN_EVENT


OF_TWO = [life for life in lives() if life.another]


@pytest.mark.parametrize("life", OF_TWO, ids=lambda life: life.name)
def test_two_children_or_two_employers_are_answered_with_two_screens_more(life: Life) -> None:
    """Of the second one is asked first what the rest hangs on, and nothing of what is true of both."""
    both, first = walk_of_both(life, life.event), walk(life, life.event, most=MOST_FOR_AN_EVENT)
    assert first.settled_after <= MOST_FOR_AN_EVENT
    assert first.settled_after < both.settled_after <= MOST_FOR_AN_EVENT + MORE_FOR_ANOTHER
    assert both.settled_after <= MOST_OF_TWO
    (word,) = {CATALOGUE.facts[name].one_of for name in life.another}
    second = [fact for screen, _ in both.screens[len(first.screens) :] for fact in screen.facts]
    assert second[0].name == CATALOGUE.conversation.several[word].ask_first[0]
    again = {fact.name for screen, _ in first.screens for fact in screen.facts} & {
        fact.name for fact in second
    }
    assert {CATALOGUE.facts[name].one_of for name in again} <= {word}


SECOND_JOB: Mapping[str, Answer] = {
    "出生日期": date(1979, 3, 2),
    "在本地居住或务工": True,
    "谁招用您": "个体户",
}


@pytest.mark.parametrize(
    ("last", "owed", "answer"),
    [(date(2026, 9, 30), True, True), (NEVER, False, False), (UNKNOWN, None, UNKNOWN)],
)
def test_the_day_of_a_second_job_says_whether_it_owes_anything(
    last: Answer, owed: bool | None, answer: Answer
) -> None:
    told = {**SECOND_JOB, "欠薪终了日期": last, "干活时在校读书": False}
    told |= {"性别": "男", "干活时已领养老金": False, "劳动关系已结束": False, "替去世的人要": False}
    told |= {"同时干两份活": False, "欠薪已进仲裁或诉讼": False}
    following = here().following(told)
    assert following.get("被拖欠工资") is owed
    verdicts = {row.service.id: row.answer for row in here().verdicts({**following, **told})}
    assert verdicts["arrears-complaint"] is answer


def test_who_cannot_say_who_hired_them_is_still_asked_whom_they_know() -> None:
    assert here().following(SECOND_JOB)["知道用人单位"] is True
    for silent in ("没有人雇", UNKNOWN):
        assert "知道用人单位" not in here().following({**SECOND_JOB, "谁招用您": silent})
    said = {**SECOND_JOB, "知道用人单位": False}
    assert "知道用人单位" not in here().following(said)


NEVER_OTHERWISE = {
    "依法招用不算童工",
    "接种儿童性别",
    "创业前登记失业月数",
    "居住证签注到期日",  # the day on the card says itself when it is over
    "性别",
    "毕业那年办的执照",
    "退休岗位",
}


def test_what_may_be_otherwise_next_time_is_asked_again() -> None:
    """A no before the accident, and the day of the accident before this one, would count for ever."""
    for_ever = {
        name
        for name, fact in CATALOGUE.facts.items()
        if fact.question and fact.good_for_months is None and not (fact.derivation or fact.lasting)
    }
    assert for_ever == NEVER_OTHERWISE

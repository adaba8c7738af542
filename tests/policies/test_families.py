"""Standard lives before families of services that see to the same thing: what one says, its sisters do not deny.

The lives, the families, who comes for whom and what stands alone are data beside this file; their heads say what the
words mean. Audits found the same kinds of mistake again and again: nobody's door, two doors that shut each other out,
an heir who is asked about himself, and what is inferred against what was said. Each is one test here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import yaml

from huigong.catalogue.audience import DEAD, Applicant
from huigong.catalogue.conditions import Heard
from huigong.catalogue.interview import Interview, interview
from huigong.catalogue.standings import AskingRule
from huigong.rules.nodes import fact_names
from huigong.rules.values import UNKNOWN, Answer, Type
from tests.shipped import shipped_catalogue

CATALOGUE = shipped_catalogue()
HERE, TODAY = "510400", date(2026, 11, 27)
DATA = Path(__file__).parent
LIVES: Mapping[str, Mapping[str, object]] = yaml.safe_load((DATA / "lives.yaml").read_text(encoding="utf-8"))
SEATS = yaml.safe_load((DATA / "seats.yaml").read_text(encoding="utf-8"))
ALONE = yaml.safe_load((DATA / "alone.yaml").read_text(encoding="utf-8"))
FAMILIES = yaml.safe_load((DATA / "families.yaml").read_text(encoding="utf-8"))
# The law of those past their age changed on 2025-09-01 and 2026-07-01.
DAYS = [date(2024, 6, 3), date(2026, 6, 30), TODAY]
BOXES = [
    name
    for screen in CATALOGUE.conversation.together
    for name in screen.options
    if CATALOGUE.facts[name].type is Type.BOOL
]
# What everybody answers of whom the life says nothing else.
SETTLED = {
    "出生日期": "1985-05-05",
    "性别": "男",
    "户籍性质": "农业",
    "从农村出来打工": "是",
    "离开户籍地": "是",
    "在本地居住或务工": "是",
    "与用人单位建立劳动关系": "是",
    "靠工资生活": "是",
    "谁招用您": "公司或别的单位",
    "受伤的活谁招": "公司厂店或别的单位",
    "知道用人单位": "是",
    "超龄投诉内容": "付工资",
    "超龄争议内容": "报酬",
    "最近主张权利日期": "没要过",
    "最近要离职的钱日期": "没要过",
    "最近要双倍工资日期": "没要过",
    "最近要生育的钱日期": "没要过",
    "最近要工伤的钱日期": "没要过",
    "最近要求执行日期": "没要过",
    "欠条最近催要日期": "没要过",
    "工伤申请被耽误天数": 0,
    "时效中止天数": 0,
    "没法去要离职的钱的天数": 0,
    "没法去要双倍工资的天数": 0,
    "没法去要生育的钱的天数": 0,
    "没法去要工伤的钱的天数": 0,
}
# These days lie in the month of asking, so that no term has run.
LATELY = (
    "知道受侵害日期",
    "欠薪终了日期",
    "违法行为终了日期",
    "少给加班费日期",
    "没发够最低工资日期",
    "被报复日期",
    "超龄投诉的事日期",
    "知道没给工伤的钱日期",
    "受伤或确诊日期",
)
LEFT = "劳动关系终止日期"


def here(on: date) -> Interview:
    return interview(CATALOGUE, HERE, on)


@cache
def implied(ticks: frozenset[str]) -> frozenset[str]:
    """The boxes that are left empty though a ticked one on their screen says the same."""
    screens = [{name: name in ticks for name in screen.options} for screen in CATALOGUE.conversation.together]
    said = {
        name
        for boxes in screens
        if any(boxes.values())
        for name, tick in here(TODAY).ticked(boxes).items()
        if tick
    }
    return frozenset(said - ticks)


def told(life: Mapping[str, object], *, on: date) -> dict[str, Answer]:
    """What somebody has said by the end, with what follows: a box that he does not tick is a no where no other says the same."""
    boxes, lately = dict.fromkeys(BOXES, "否"), dict.fromkeys(LATELY, on.replace(day=1).isoformat())
    said = {**boxes, **SETTLED, **lately, **life}
    if LEFT in said:
        said[LEFT] = min(str(said[LEFT]), on.isoformat())
    known = CATALOGUE.facts.parse_values(said)
    values = {name: value for name, value in known.items() if value is not None}
    ticks = frozenset(name for name in BOXES if values.get(name) is True)
    values |= {name: True for name in implied(ticks) if name not in life}
    return {**here(on).following(values), **values}


def verdicts(values: Mapping[str, Answer], *, on: date) -> dict[str, Answer]:
    return {row.service.id: row.answer for row in here(on).verdicts(values)}


@cache
def heard(name: str, on: date) -> Heard:
    """What every condition says to a standard life; a claim changes a few of them."""
    return here(on).heard(told(LIVES[name], on=on))


@cache
def rules(on: date) -> Mapping[str, AskingRule]:
    """The rules of the services for people that are offered on a day."""
    offered = zip(here(on).services, here(on).rules, strict=True)
    return {service.id: rule for service, rule in offered if service.applicant is Applicant.PERSON}


def services_of(family: str) -> set[str]:
    said = FAMILIES[family]
    within = said.get("within", {})
    return {*said["doors"], *chain(*said.get("apart", ())), *within, *within.values()}


@cache
def answered(family: str, name: str, on: date) -> Mapping[str, Answer]:
    """What the services of a family answer a standard life that has its claim."""
    values = told({**LIVES[name], **FAMILIES[family]["claim"]}, on=on)
    both = here(on).heard(values, after=heard(name, on))
    offered = rules(on)
    return {
        each: offered[each].verdict(both, both, both).answer
        for each in services_of(family)
        if each in offered
    }


def having(part: str) -> list[str]:
    return [name for name, family in FAMILIES.items() if family.get(part)]


@pytest.mark.parametrize("family", having("doors"))
def test_nobody_is_shut_out_of_every_door(family: str) -> None:
    shut_out = set()
    for on in DAYS:
        for name in LIVES:
            said = answered(family, name, on)
            offered = [said[door] for door in FAMILIES[family]["doors"] if door in said]
            if offered and all(answer is False for answer in offered):
                shut_out.add(name)
    assert shut_out == set(FAMILIES[family].get("none_for", ()))


@pytest.mark.parametrize("family", having("apart"))
def test_no_two_doors_that_exclude_each_other_are_both_open(family: str) -> None:
    both = {
        name
        for on in DAYS
        for name in LIVES
        for pair in FAMILIES[family]["apart"]
        if all(answered(family, name, on).get(service) is True for service in pair)
    }
    assert both == set(FAMILIES[family].get("both_for", ()))


@pytest.mark.parametrize("family", having("within"))
def test_whoever_gets_the_narrower_is_not_refused_the_wider(family: str) -> None:
    refused = [
        (name, str(on), narrow, wide)
        for on in DAYS
        for name in LIVES
        for narrow, wide in FAMILIES[family]["within"].items()
        if answered(family, name, on).get(narrow) is True and answered(family, name, on).get(wide) is False
    ]
    assert refused == []


def test_every_service_has_a_family_or_a_reason_to_stand_alone() -> None:
    services = {service.id for service in CATALOGUE.services}
    placed = {service for seats in SEATS.values() for service in seats["services"]}
    for name, family in FAMILIES.items():
        placed |= services_of(name)
        assert {*family.get("none_for", ()), *family.get("both_for", ())} <= set(LIVES)
    alone = set(chain(*ALONE.values()))
    assert placed | alone == services


WRONGS = dict.fromkeys(
    (
        "被拖欠工资",
        "加班没给加班费",
        "有劳动争议",
        "证件被扣押",
        "档案物品被扣",
        "单位违法用工",
        "违法做法对着自己",
    ),
    "是",
)
OF_THE_DEAD = {
    "替去世的人要": "是",
    "去世的人干活时年龄": "满十六没到退休年龄",
    "干活时已领养老金": "否",
    "劳动关系已结束": "是",
    LEFT: "2026-10-31",
    "用工起始日期": "2026-01-05",
}
HEIRS = {
    "woman": {"性别": "女"},
    "child": {"出生日期": "2013-05-05", "与用人单位建立劳动关系": "否", "靠工资生活": "否"},
    "pensioner": {"出生日期": "1950-05-05", "领取养老金": "是", "提前退休": "是"},
    "townsman": {"户籍性质": "非农业", "从农村出来打工": "否"},
    "out of work": {"正在失业": "是", "与用人单位建立劳动关系": "否", "靠工资生活": "否"},
    "says that he has not left": {"劳动关系已结束": "否"},
}


@pytest.mark.parametrize("heir", HEIRS)
def test_what_an_heir_is_does_not_count_for_what_the_dead_is_owed(heir: str) -> None:
    services = [each for each in CATALOGUE.services_for(HERE, TODAY) if DEAD not in fact_names(each.rule)]
    first = verdicts(told({**OF_THE_DEAD, **WRONGS}, on=TODAY), on=TODAY)
    said = verdicts(told({**OF_THE_DEAD, **WRONGS, **HEIRS[heir]}, on=TODAY), on=TODAY)
    assert [each.id for each in services if first.get(each.id) != said.get(each.id)] == []


@pytest.mark.parametrize("matter", SEATS)
def test_what_the_concerned_get_is_not_refused_to_whoever_comes_for_them(matter: str) -> None:
    seats = SEATS[matter]
    himself, another = (verdicts(told(seats[seat], on=TODAY), on=TODAY) for seat in ("himself", "another"))
    opposite = {
        service
        for service in seats["services"]
        if {himself.get(service), another.get(service)} == {True, False}
    }
    assert opposite == set(seats.get("only_one", ()))


def test_who_works_for_two_at_once_is_refused_nothing_for_the_other_job() -> None:
    """The household that owes the wages is what was told of; the canteen in the evening may be in the wrong too."""
    wrongs = {"被拖欠工资": "是", "加班没给加班费": "是", "单位违法用工": "是", "违法做法对着自己": "是"}
    household = {**wrongs, "谁招用您": "私人家里"}
    alone, both = (
        verdicts(told({**household, "同时干两份活": said}, on=TODAY), on=TODAY) for said in ("否", "是")
    )
    of_an_employer = (
        "arrears-complaint",
        "overtime-pay-complaint",
        "labour-arbitration",
        "emergency-wage-advance",
    )
    assert [alone[each] for each in of_an_employer] == [False] * 4
    assert [both[each] for each in of_an_employer] == [UNKNOWN] * 4
    assert both["private-hire-claim"] is True


@pytest.mark.parametrize("name", LIVES)
def test_what_an_interview_infers_is_never_against_what_was_said(name: str) -> None:
    life = {**LIVES[name], "被拖欠工资": "是", "发生工伤": "是"}
    values, asking = told(life, on=TODAY), here(TODAY).begin({})
    said: dict[str, Answer] = {}
    while (screen := asking.screen()) is not None:
        answers = {fact.name: values.get(fact.name, UNKNOWN) for fact in screen.facts}
        said |= answers if screen.together is None else here(TODAY).ticked(answers)
        asking.tell_all(said)
    inferred = {fact: value for fact, value in asking.followed.items() if fact in life and fact not in said}
    assert {fact: value for fact, value in inferred.items() if values[fact] != value} == {}
    direct, asked = verdicts(values, on=TODAY), verdicts({**asking.followed, **said}, on=TODAY)
    opposite = {service for service, answer in direct.items() if {answer, asked[service]} == {True, False}}
    assert opposite == set()

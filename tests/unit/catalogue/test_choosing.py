"""Ranges to choose from: made from the boundaries of what may still be had, and never a wrong yes or no."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.interview.__main__ import lives
from huigong.catalogue.audience import BIRTH
from huigong.catalogue.choosing import MOST_CHOICES, choice_words
from huigong.catalogue.compiled import compiled
from huigong.catalogue.conversation import LifeEvent
from huigong.catalogue.interview import Interview, interview
from huigong.kernel.days import EARLIEST
from huigong.rules.dividing import boundaries, open_conditions, span_of
from huigong.rules.nodes import Fact, fact_names
from huigong.rules.values import MEASURED, UNKNOWN, Between, Type
from tests import effort
from tests.shipped import shipped_catalogue
from tests.unit.catalogue.test_screening import answers

CATALOGUE = shipped_catalogue()
REGIONS = ("510421", "220000", "210703", "140000")
ON = date(2026, 11, 21)
BORN = date(1985, 3, 4)


def choices(service_id: str, name: str, **known: Any) -> list[str]:
    fact = CATALOGUE.facts[name]
    asking = interview(CATALOGUE, "510421", ON).begin({"出生日期": BORN, **known}, service_ids=[service_id])
    return [choice_words(fact, each, ON) for each in asking.alone(fact).choices]


@pytest.mark.parametrize(
    ("service_id", "name", "words"),
    [
        ("residence-permit", "居住月数", ["不到6个月", "6个月以上"]),
        (
            "residence-permit",
            "居住起始日期",
            ["2026年5月21日或更早（满6个月了）", "2026年5月22日到今天（不满6个月）"],
        ),
        ("unemployment-benefit", "这次失业保险缴费月数", ["不到12个月", "12个月以上"]),
        ("deed-tax-relief", "所购住房面积", ["不超过140平方米", "超过140平方米"]),
        (
            "schooling-of-accompanying-children",
            "子女年龄",
            ["不到3岁", "3岁以上，不到5岁", "5岁", "6岁以上，不到8岁", "8岁以上"],
        ),
        (
            "residence-permit-endorsement",
            "居住证签注到期日",
            ["2026年12月21日或更早", "2026年12月22日或更晚"],
        ),
        (
            "arrears-complaint",
            "欠薪终了日期",
            [
                "2023年11月20日或更早（超过3年了）",
                "2023年11月21日到2024年11月20日（超过2年了）",
                "2024年11月21日到2026年6月30日",
                "2026年7月1日到今天",
            ],
        ),
    ],
)
def test_the_choices_are_what_the_law_tells_apart(service_id: str, name: str, words: list[str]) -> None:
    assert choices(service_id, name) == words


def test_an_exact_figure_is_asked_where_it_is_compared_with_what_is_not_known_yet() -> None:
    """A complaint about pay under the minimum compares two sums, of which both are asked."""
    assert choices("minimum-wage-complaint", "月工资") == []
    known = choices("minimum-wage-complaint", "月工资", 没发够那月的最低工资=212000)
    assert known == ["不到2120元", "2120元以上"]


def test_an_exact_figure_is_asked_where_nothing_is_told_apart_or_too_much() -> None:
    assert choices("residence-permit", "出生日期") == []
    assert choices("child-vaccination", "接种儿童出生日期") == []


def test_a_range_that_decides_is_not_asked_about_again_and_one_that_does_not_is_divided() -> None:
    fact = CATALOGUE.facts["居住月数"]
    region = interview(CATALOGUE, "510421", ON)

    def begun(said: Between) -> Any:
        known = {"出生日期": BORN, "居住月数": said, "居住起始日期": UNKNOWN}
        return region.begin(known, skip=known, service_ids=["residence-permit"])

    assert fact.name not in _asked(begun(Between(6, 90)))
    assert fact.name in _asked(begun(Between(3, 8)))
    assert begun(Between(3, 8)).alone(fact).choices == (Between(3, 5), Between(6, 8))


def _asked(asking: Any) -> list[str]:
    names = []
    while (fact := asking.next()) is not None:
        names.append(fact.name)
        asking.tell(fact.name, True if fact.type is Type.BOOL else UNKNOWN)
    return names


def test_who_lives_somewhere_is_not_asked_since_which_day_where_any_day_would_do() -> None:
    """基本医疗卫生与健康促进法 15: whoever lives here, however long."""
    asking = interview(CATALOGUE, "510403", ON).begin({"出生日期": BORN}, service_ids=["basic-public-health"])
    screen = asking.screen()
    assert screen and screen.together and "住在这里" in [fact.name for fact in screen.facts]
    asking.tell_all({fact.name: True for fact in screen.facts})
    assert asking.screen() is None


@pytest.mark.parametrize("event", CATALOGUE.conversation.events)
def test_nobody_is_asked_for_a_figure_where_a_few_ranges_decide(event: str) -> None:
    """One invented life of each event, as the pages lead it: where a figure is asked, some open condition needs it."""
    life = next((each for each in lives() if each.event.id == event), None)
    assert life, f"no life of {event} in bench/interview/lives.yaml"
    region = interview(CATALOGUE, life.place, ON)
    asking, told = region.begin({}, service_ids=life.event.services), dict[str, Any]()
    while len(told) < 80 and (screen := asking.screen(life.event)) is not None:
        fact = screen.facts[0]
        if fact.type in MEASURED and not screen.choices and fact.name != BIRTH:
            known = {**asking.followed, **told}
            assert _needs_the_figure(fact, life.event, region, known), f"{life.name}: {fact.name}"
        said = region.ticked({each.name: life.says(each, screen.choices) for each in screen.facts})
        told |= said
        asking.tell_all(said)


def _needs_the_figure(fact: Fact, event: LifeEvent, region: Interview, known: dict[str, Any]) -> bool:
    """Whether a service pays for each of it, another unknown has a say, or there would be many ranges."""
    here, ends = region.here(known), set[Any]()
    for row in region.verdicts(known):
        service = row.service
        if row.answer is not UNKNOWN or service.id not in event.services:
            continue
        if service.amount is not None and service.amount.each == fact.name:
            return True
        for condition in open_conditions(service.rule, here):
            if fact.name in fact_names(condition, into_derived=True):
                found = boundaries(condition, fact, span_of(fact, on=ON), here)
                if found is None:
                    return True
                ends |= set(found)
    return len(ends) >= MOST_CHOICES


@given(st.sampled_from(REGIONS), st.data())
@settings(max_examples=effort.examples(3, release=10))
def test_who_answers_by_ranges_is_told_what_each_figure_in_them_would_be(
    region: str, data: st.DataObject
) -> None:
    """The interview by ranges, and the quick engine with figures from them: never a wrong yes or no."""
    asking, said, true = interview(CATALOGUE, region, ON).begin({}), dict[str, Any](), dict[str, Any]()
    for _ in range(60):
        fact = asking.next()
        if fact is None:
            break
        offered = asking.alone(fact).choices
        said[fact.name] = data.draw(
            st.sampled_from(offered) if offered else st.one_of(answers(fact), st.just(UNKNOWN))
        )
        true[fact.name] = data.draw(_within(fact, said[fact.name]))
        assert sum(_holds(each, true[fact.name]) for each in offered) == bool(offered)
        asking.tell(fact.name, said[fact.name])
    exact = {one.service.id: one.answer for one in compiled(CATALOGUE, region, ON).answers(true)}
    for row in interview(CATALOGUE, region, ON).verdicts(said):
        assert row.answer is UNKNOWN or row.answer is exact[row.service.id], row.service.id


def _within(fact: Fact, value: Any) -> st.SearchStrategy[Any]:
    match value:
        case Between(least=date(), most=most):
            return st.dates(max(value.least, EARLIEST), most)
        case Between(least=int(), most=most):
            return st.integers(value.least, most)
        case Between(least=least, most=most):
            return st.decimals(least, most, places=6)
        case _:
            return st.just(value)


def _holds(choice: Any, value: Any) -> bool:
    return bool(choice.least <= value <= choice.most if isinstance(choice, Between) else choice == value)

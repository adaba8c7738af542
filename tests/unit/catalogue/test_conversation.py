"""What is asked together, what follows without asking, and why people come: declared, checked and kept to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.catalogue.checking import events
from huigong.catalogue.interview import interview
from huigong.catalogue.services import Catalogue, load_catalogue
from huigong.catalogue.starter import starter_files
from huigong.kernel import regions
from huigong.kernel.packs import PackError, Report
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.values import UNKNOWN, Answer
from tests.shipped import shipped_catalogue
from tests.unit.catalogue.packs import service, write
from tests.unit.catalogue.test_screening import answers

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 21)
FACTS = """
    有孩子: {type: bool, question: 您有孩子吗？, phrase: 您有孩子}
    孩子跟着: {type: bool, question: 孩子跟着您吗？, phrase: 孩子跟着您}
    孩子上学: {type: bool, question: 孩子上学吗？, phrase: 孩子上学}
    孩子年级: {type: enum, values: [小学, 初中], question: 上几年级？}
    备注: {type: text, question: 备注写的是什么？}
"""
QUESTIONS = """
    together:
      family:
        ask: 家里有下面的情况吗？
        options: {有孩子: 有孩子, 孩子跟着: 孩子跟着我}
        none: 都没有
    follows:
      - when: 非 有孩子
        then: {孩子跟着: 否, 孩子上学: 否}
"""
EVENTS = """
    events:
      school: {name: 孩子上学, says: 上学, icon: school, services: [help]}
"""


def packs(folder: Path, *, rule: str = "孩子跟着 且 孩子上学", **files: str) -> Catalogue:
    texts = {
        "facts.yaml": FACTS,
        "questions.yaml": QUESTIONS,
        "life_events.yaml": EVENTS,
        "100000/law/services/help.yaml": service(rule=rule, for_whom="{says: 人, age: {none: 不限}}"),
    }
    return load_catalogue(write(folder, {**texts, **files}))


LOCAL = {"id": "local", "name": "本地的事", "for_whom": "{says: 人, age: {none: 不限}}", "rule": "有孩子"}


def test_a_service_joins_a_life_event_without_a_change_of_the_countrys_file(tmp_path: Path) -> None:
    ours = {"210000/opinion/services/local.yaml": service(**LOCAL, event="school")}
    assert packs(tmp_path, **ours).conversation.events["school"].services == ("help", "local")


def test_an_event_that_nobody_knows_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"local.yaml:\d+.*scool.*school"):
        packs(tmp_path, **{"210000/opinion/services/local.yaml": service(**LOCAL, event="scool")})


def test_the_starter_pack_joins_an_event_that_is_there() -> None:
    written = starter_files(regions.find("210782"))
    (event,) = re.findall(r"^event: (\w+)", "\n".join(written.values()), re.MULTILINE)
    assert event in CATALOGUE.conversation.events


def test_a_screen_shows_what_is_read_and_what_may_settle_it(tmp_path: Path) -> None:
    asking = interview(packs(tmp_path), "100000", TODAY).begin({})
    screen = asking.screen()
    assert screen is not None
    assert [fact.name for fact in screen.facts] == ["有孩子", "孩子跟着"]
    assert screen.ask == "家里有下面的情况吗？"


def test_what_follows_is_not_asked(tmp_path: Path) -> None:
    asking = interview(packs(tmp_path), "100000", TODAY).begin({})
    asking.tell_all({"有孩子": False})
    assert asking.screen() is None
    assert asking.followed == {"孩子跟着": False, "孩子上学": False}


def test_what_somebody_says_stands_before_what_would_follow(tmp_path: Path) -> None:
    asking = interview(packs(tmp_path), "100000", TODAY).begin({"有孩子": False, "孩子跟着": True})
    assert asking.followed == {"孩子上学": False}


def test_one_option_left_is_a_question_of_its_own(tmp_path: Path) -> None:
    asking = interview(packs(tmp_path), "100000", TODAY).begin({"有孩子": True})
    screen = asking.screen()
    assert screen is not None
    assert (screen.together, screen.ask) == (None, "孩子跟着您吗？")


def test_not_knowing_is_not_asked_again(tmp_path: Path) -> None:
    asking = interview(packs(tmp_path), "100000", TODAY).begin({})
    asking.tell_all({"有孩子": UNKNOWN, "孩子跟着": UNKNOWN})
    screen = asking.screen()
    assert screen is None or {fact.name for fact in screen.facts} == {"孩子上学"}


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("questions.yaml", QUESTIONS.replace("孩子跟着: 孩子跟着我", "孩子跟找: x"), "孩子跟着"),
        ("questions.yaml", QUESTIONS.replace("孩子跟着: 孩子跟着我", "孩子年级: x"), "是非题"),
        ("questions.yaml", QUESTIONS.replace("非 有孩子", "非 有孩了"), "有孩子"),
        ("questions.yaml", QUESTIONS.replace("孩子上学: 否", "孩子上学: 也许"), "也许"),
        (
            "questions.yaml",
            QUESTIONS + "      - {when: 非 孩子上学, then: {有孩子: 否}}\n",
            "绕成了圈",
        ),
        ("questions.yaml", QUESTIONS.replace("together:", "togehter:"), "together"),
        ("questions.yaml", QUESTIONS.replace("follows:", "folows:"), "follows"),
        ("questions.yaml", QUESTIONS.replace("- when:", "when:").replace("  then:", "then:"), "列表"),
        ("questions.yaml", "- 有孩子\n", "名称: 内容"),
        (
            "life_events.yaml",
            EVENTS.replace("services: [help]", "services: [help], ask_first: [有孩了]"),
            "有孩子",
        ),
        ("life_events.yaml", EVENTS.replace("icon: school", "ikon: school"), "icon"),
    ],
)
def test_a_bad_declaration_is_refused_with_its_place(tmp_path: Path, file: str, text: str, said: str) -> None:
    with pytest.raises(PackError) as refused:
        packs(tmp_path, **{file: text})
    assert said in str(refused.value)
    assert file in str(refused.value)


@pytest.mark.parametrize(
    "text", [EVENTS.replace("[help]", "[help, halp]"), EVENTS + "    elsewhere: {halp: x}\n"]
)
def test_a_life_event_that_names_no_service_is_told_and_serves(tmp_path: Path, text: str) -> None:
    """The packs of the region that offers it may be missing here, or set aside."""
    read, report = packs(tmp_path, **{"life_events.yaml": text}), Report()
    assert read.conversation.events["school"].services[0] == "help"
    events.check(read, report)
    assert [(error.code, error.file, error.suggestion) for error in report] == [
        ("pack.unknown", "life_events.yaml", "help")
    ]


BELOW = {
    f"510400/law/services/{id}.yaml": service(
        id=id, name=id, rule="有孩子", for_whom="{says: 人, age: {none: 不限}}"
    )
    for id in ("near", "nearer")
}


def test_a_region_says_where_its_services_stand(tmp_path: Path) -> None:
    joining = "events:\n  school: {near: help, nearer: near}\n"
    read, report = packs(tmp_path, **BELOW, **{"510400/life_events.yaml": joining}), Report()
    assert read.conversation.events["school"].services == ("help", "near", "nearer")
    events.check(read, report)
    assert not list(report)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("life_events.yaml", EVENTS.replace("[help]", "[help, near, nearer]"), "下面的地方才有"),
        (
            "510400/life_events.yaml",
            "elsewhere: {near: 谁都能用, nearer: 谁都能用, halp: 谁都能用}\n",
            "没有叫“halp”",
        ),
    ],
)
def test_a_life_event_names_nothing_of_a_place_below(tmp_path: Path, file: str, text: str, says: str) -> None:
    report = Report()
    events.check(packs(tmp_path, **BELOW, **{file: text}), report)
    told = [error for error in report if says in error.what]
    assert told
    assert told == list(report)
    assert {error.file for error in told} == {file}


@pytest.mark.parametrize("joining", ["events: {scool: {near: help}}", "events: {school: {near: halp}}"])
def test_an_event_or_a_service_that_a_region_does_not_name_right_is_refused(
    tmp_path: Path, joining: str
) -> None:
    with pytest.raises(PackError) as refused:
        packs(tmp_path, **BELOW, **{"510400/life_events.yaml": joining})
    assert "510400/life_events.yaml" in str(refused.value)


def test_a_service_that_no_life_event_names_is_told(tmp_path: Path) -> None:
    more = {
        "100000/law/services/more.yaml": service(
            id="more", name="更多", rule="有孩子", for_whom="{says: 人, age: {none: 不限}}"
        )
    }
    report = Report()
    events.check(packs(tmp_path, **more), report)
    assert [(error.code, "更多" in error.what) for error in report] == [("pack.no_event", True)]
    elsewhere = Report()
    events.check(
        packs(tmp_path, **more, **{"life_events.yaml": EVENTS + "    elsewhere: {more: 谁都能用}\n"}),
        elsewhere,
    )
    assert not list(elsewhere)


@pytest.mark.parametrize("event", [None, *CATALOGUE.conversation.events])
@given(st.data())
@settings(max_examples=4)
def test_nothing_is_asked_that_no_open_service_reads(event: str | None, data: st.DataObject) -> None:
    """By the slow definition of what a rule still needs, over whole interviews with any answers."""
    region = data.draw(st.sampled_from(("510421", "220000", "210700", "440000")))
    wanted = CATALOGUE.conversation.events.get(event or "")
    ids = None if wanted is None else wanted.services
    asking = interview(CATALOGUE, region, TODAY).begin({}, service_ids=ids)
    told: dict[str, Answer] = {}
    for _ in range(6):
        screen = asking.screen(wanted)
        if screen is None:
            break
        read = still_read(region, {**asking.followed, **told}, ids)
        gates = CATALOGUE.conversation.gates
        for fact in screen.facts:
            assert fact.name in read or gates[fact.name] & read, fact.name
        said = {fact.name: data.draw(st.one_of(answers(fact), st.just(UNKNOWN))) for fact in screen.facts}
        told |= said
        asking.tell_all(said)


def still_read(region: str, told: dict[str, Answer], ids: tuple[str, ...] | None) -> set[str]:
    here = Situation(told, TODAY, CATALOGUE.parameters.lookup(region))
    read: set[str] = set()
    for offered in CATALOGUE.services_for(region, TODAY):
        if (ids is None or offered.id in ids) and answer(offered.rule, here) is UNKNOWN:
            needed = needs(offered.rule, here)
            read |= {*needed.missing, *needed.estimates}
    return read


OF_A_CHILD = FACTS.replace(
    "{type: enum, values: [小学, 初中],", "{type: enum, one_of: 孩子, values: [小学, 初中],"
)
SEVERAL = """
    several:
      孩子: {when: 有孩子, told_by: [孩子年级], called: [第一个孩子, 第二个孩子], another: 再看一个}
"""


def of_a_child(folder: Path, several: str) -> Catalogue:
    rule = "有孩子 且 孩子年级 = 小学"
    return packs(folder, rule=rule, **{"facts.yaml": OF_A_CHILD, "questions.yaml": QUESTIONS + several})


def test_a_service_concerns_one_of_several_where_its_rule_reads_what_is_said_of_one(tmp_path: Path) -> None:
    known = of_a_child(tmp_path, SEVERAL)
    assert known.one_of("help") == {"孩子"}
    assert known.conversation.several["孩子"].called == ("第一个孩子", "第二个孩子")
    assert packs(tmp_path / "none").one_of("help") == frozenset()


def test_what_is_said_of_one_of_several_says_of_whom(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="有事实说的是一个孩子"):
        of_a_child(tmp_path, "")


def test_people_know_which_one_is_meant_by_what_is_said_of_one(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"questions.yaml:\d+.*“孩子上学”不是说一个孩子的事实"):
        of_a_child(tmp_path, SEVERAL.replace("[孩子年级]", "[孩子上学]"))


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("rarely: [孩子年级]", "孩子年级"),
        ("rarely: [孩子跟着]", "rarely 和 more 要一起写"),
        ("more: 还有别的", "rarely 和 more 要一起写"),
    ],
)
def test_what_few_have_is_among_the_boxes_and_stands_under_words(
    tmp_path: Path, more: str, wrong: str
) -> None:
    questions = QUESTIONS.replace("        none: 都没有", f"        none: 都没有\n        {more}")
    with pytest.raises(PackError, match=wrong):
        packs(tmp_path, **{"questions.yaml": questions})


BESIDE = EVENTS.replace("[help]", "[help], beside: [aside]")
ASIDE = {"100000/law/services/aside.yaml": service(**{**LOCAL, "id": "aside", "rule": "孩子上学"})}


def test_what_a_region_puts_behind_a_service_beside_is_beside_too(tmp_path: Path) -> None:
    joining = {"510400/life_events.yaml": "events:\n  school: {near: aside, nearer: help}\n"}
    read, report = packs(tmp_path, **BELOW, **ASIDE, **joining, **{"life_events.yaml": BESIDE}), Report()
    event = read.conversation.events["school"]
    assert event.services == ("help", "nearer") and event.beside == ("aside", "near")
    assert event.all_services == ("help", "nearer", "aside", "near")
    events.check(read, report)
    assert not list(report)


def test_a_service_beside_that_is_not_there_is_told(tmp_path: Path) -> None:
    read, report = packs(tmp_path, **{"life_events.yaml": BESIDE}), Report()
    events.check(read, report)
    assert [(error.code, error.file) for error in report] == [("pack.unknown", "life_events.yaml")]


WORKED = """
    follows:
      - when: 出生 <= 判定日期
        works: {岁数: "周岁(出生, 判定日期)"}
"""
AGES = """
    出生: {type: date, not_after: 今天, question: 哪天出生的？}
    岁数: {type: int, measure: 岁, question: 几岁了？}
    名字: {type: text, question: 叫什么？}
"""


def test_what_a_rule_works_out_is_not_asked(tmp_path: Path) -> None:
    read = packs(tmp_path, rule="岁数 >= 6", **{"facts.yaml": FACTS + AGES, "questions.yaml": WORKED})
    asking = interview(read, "100000", TODAY).begin({"出生": date(2020, 11, 21)})
    assert asking.followed == {"岁数": 6} and asking.screen() is None
    assert interview(read, "100000", TODAY).begin({"出生": date(2020, 11, 22)}).followed == {"岁数": 5}
    assert not interview(read, "100000", TODAY).begin({"出生": UNKNOWN}).followed
    assert read.conversation.worked_out_by({"出生"}) == {"岁数"}


@pytest.mark.parametrize(("name", "birth"), [("岁娄", "出生"), ("名字", "出生"), ("岁数", "出身")])
def test_a_rule_that_gives_another_kind_of_thing_is_refused(tmp_path: Path, name: str, birth: str) -> None:
    text = WORKED.replace("岁数: ", f"{name}: ").replace("周岁(出生", f"周岁({birth}")
    with pytest.raises(PackError, match=r"questions\.yaml"):
        packs(tmp_path, **{"facts.yaml": FACTS + AGES, "questions.yaml": text})

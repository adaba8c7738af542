"""Screening asks every service of a place about one person, and then the most useful question."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.catalogue.interview import interview
from huigong.catalogue.screening import entitle, next_question
from huigong.catalogue.services import Applicant
from huigong.rules.evaluate import answer
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Type
from tests import effort
from tests.shipped import shipped_catalogue, shipped_offices

CATALOGUE = shipped_catalogue()
OFFICES = shipped_offices()
REGIONS = ("510400", "220000", "210700", "140000", "440000")
JUNE_2016, NOW = date(2016, 6, 1), date(2026, 11, 21)
OWNER = {
    "年龄": 35,
    "户籍性质": "农业",
    "持有就业创业证": "是",
    "从事个体经营": "是",
    "个体经营起始日期": "2015-03-01",
}


def verdicts(region: str, on: date, facts: dict[str, object], **more: bool | Applicant) -> dict[str, str]:
    values = CATALOGUE.facts.parse_values(facts)
    found = entitle(catalogue=CATALOGUE, region=region, on=on, values=values, offices=OFFICES, **more)  # type: ignore[arg-type]
    return {one.service.id: one.verdict for one in found}


def test_yes_comes_first_and_no_last() -> None:
    order = list(verdicts("220000", JUNE_2016, {**OWNER, "有随迁子女": "否"}).values())
    places = {"yes": 0, "unknown": 1, "no": 2, "held": 2}
    assert [places[verdict] for verdict in order] == sorted(places[verdict] for verdict in order)
    assert set(order) == set(places)


def test_a_shop_owner_in_jilin_in_2016_gets_the_deduction_of_that_year() -> None:
    """吉（八）: 9,600 yuan a household a year, for three years, to whom the rules give it: the tax office says."""
    assert verdicts("220000", JUNE_2016, OWNER)["startup-tax-deduction"] == "unknown"
    values = CATALOGUE.facts.parse_values({**OWNER, "属于当地创业减税的人": "是"})
    found = entitle(catalogue=CATALOGUE, region="220000", on=JUNE_2016, values=values, offices=OFFICES)
    (deduction,) = (one for one in found if one.service.id == "startup-tax-deduction")
    assert (deduction.answer, deduction.amount_fen) == (True, 960_000)
    assert {reason.clause for reason in deduction.reasons} == {
        "100000/employment-service-rules#第六条",
        "220000/2015-implementation#（八）",
    }
    assert deduction.where is not None
    assert "税务" in deduction.where.name


def test_the_deduction_of_2015_gives_way_to_that_of_the_nation() -> None:
    """财税〔2019〕22号, 公告2023年第15号: it is no longer enough to be a migrant worker."""
    began_lately = {
        **OWNER,
        "个体经营起始日期": "2017-03-01",
        "创业前登记失业月数": 0,
        "零就业或低保家庭": "否",
        "脱贫人口": "否",
        "毕业年度高校毕业生": "否",
        "毕业那年办的执照": "否",
        "属于当地创业减税的人": "是",
    }
    assert verdicts("220000", date(2018, 12, 31), began_lately)["startup-tax-deduction"] == "yes"
    assert verdicts("220000", date(2019, 1, 1), began_lately)["startup-tax-deduction"] == "no"
    assert verdicts("510400", NOW, OWNER)["startup-tax-deduction"] == "no"


def test_a_version_nobody_checked_is_shown_only_on_request() -> None:
    on = date(2020, 6, 1)
    assert "hiring-tax-deduction" not in verdicts("220000", on, {}, applicant=Applicant.EMPLOYER)
    assert "hiring-tax-deduction" in verdicts("220000", on, {}, applicant=Applicant.EMPLOYER, unverified=True)


def test_employers_and_people_are_asked_apart() -> None:
    assert "hiring-tax-deduction" not in verdicts("220000", JUNE_2016, {})
    employers = set(verdicts("220000", JUNE_2016, {}, applicant=Applicant.EMPLOYER))
    assert {"hiring-tax-deduction", "small-firm-loan"} <= employers
    assert not employers & set(verdicts("220000", JUNE_2016, {}))


@pytest.mark.parametrize("on", [date(2016, 6, 1), date(2021, 12, 31), date(2022, 1, 1)])
def test_means_are_checked_only_of_those_who_have_not_come_to_work(on: date) -> None:
    """国发〔2006〕5号 until 2021 (L22), 法律援助法 42 since (L30): no hukou alone decides it.

    Whether somebody from another city counts as 进城务工 is written nowhere, so the office decides. It also
    checks the means (条例 13, since 2022 art. 41), so a person's own no leaves it open.
    """
    claim: dict[str, object] = {"被拖欠工资": "是", "谁招用您": "公司或别的单位"}
    claim |= {"享受最低生活保障": "否", "符合法律援助经济条件": "否"}
    from_a_city = {**claim, "户籍性质": "非农业", "离开户籍地": "是", "从农村出来打工": "否"}
    settled_since = {**claim, "户籍性质": "非农业", "离开户籍地": "是", "从农村出来打工": "是"}
    at_home = {**claim, "户籍性质": "非农业", "离开户籍地": "否", "从农村出来打工": "否"}
    from_the_village = {**claim, "户籍性质": "农业", "从农村出来打工": "是"}
    assert verdicts("220000", on, from_the_village)["legal-aid-wages"] == "yes"
    assert verdicts("220000", on, settled_since)["legal-aid-wages"] == "yes"
    assert verdicts("220000", on, from_a_city)["legal-aid-wages"] == "unknown"
    assert verdicts("220000", on, at_home)["legal-aid-wages"] == "unknown"


def test_an_interview_can_be_kept_to_one_service() -> None:
    first = next_question(CATALOGUE, "510400", NOW, {}, service_ids=["unemployment-registration"])
    assert first is not None
    assert first.name == "出生日期"


def test_what_the_person_does_not_know_is_not_asked_again() -> None:
    first = next_question(CATALOGUE, "510400", NOW, {})
    assert first is not None
    second = next_question(CATALOGUE, "510400", NOW, {}, skip=[first.name])
    assert second is not None
    assert second.name != first.name


def interviewed(region: str, say: Callable[[Fact], Any]) -> dict[str, Any]:
    """A whole interview, by the quick way that `test_interview` holds to `next_question`: what was said by fact."""
    said: dict[str, Any] = {}
    asking = interview(CATALOGUE, region, NOW).begin({})
    while (fact := asking.next()) is not None:
        assert fact.name not in said
        said[fact.name] = say(fact)
        asking.tell(fact.name, said[fact.name])
    return said


@pytest.mark.parametrize("region", REGIONS)
def test_who_knows_nothing_is_let_go_too(region: str) -> None:
    """Who does not know since when is asked for how long; who knows neither is not asked again."""
    passed = interviewed(region, lambda fact: UNKNOWN)
    assert "居住起始日期" not in passed or "居住月数" in passed


@given(st.sampled_from(REGIONS), st.data())
@settings(max_examples=effort.examples(5, release=25))
def test_an_interview_ends_and_leaves_nothing_open(region: str, data: st.DataObject) -> None:
    """However a person answers, the questions run out and none comes twice; only what an office alone can tell is open."""
    values = interviewed(region, lambda fact: data.draw(answers(fact), label=fact.name))
    values = {**interview(CATALOGUE, region, NOW).following(values), **values}
    found = entitle(catalogue=CATALOGUE, region=region, on=NOW, values=values, offices=OFFICES)
    open_still = [one for one in found if one.answer is UNKNOWN]
    assert not [fact for one in open_still for fact in one.missing if fact.question]
    assert all(one.missing for one in open_still)


@given(st.data())
@settings(max_examples=effort.examples(5, release=25))
def test_only_a_student_is_asked_about_the_parents(data: st.DataObject) -> None:
    """辽（十）: whoever asks for their child, or for nothing of the kind, has no parents' permit to speak of."""
    said = interviewed("210700", lambda fact: data.draw(answers(fact), label=fact.name))
    names = list(said)
    if "监护人.持有居住证" in said:
        assert said["本人是随迁学生"] is True
        assert names.index("本人是随迁学生") < names.index("监护人.持有居住证")


@pytest.mark.parametrize("region", REGIONS)
def test_who_says_no_to_everything_is_soon_let_go(region: str) -> None:
    """Screens, of which one may ask several things, until nothing more would help."""
    asking, screens = interview(CATALOGUE, region, NOW).begin({}), 0
    while (screen := asking.screen()) is not None:
        asking.tell_all({fact.name: plain_no(fact) for fact in screen.facts})
        screens += 1
    assert screens <= 15


def plain_no(fact: Fact) -> Any:
    match fact.type:
        case Type.BOOL:
            return False
        case Type.ENUM:
            return fact.values[-1]
        case Type.DATE:
            return NOW
        case Type.TEXT:
            return ""
        case _:
            return 0


@pytest.mark.parametrize("region", REGIONS)
def test_looking_ahead_stays_cheap(region: str) -> None:
    """Steps of `answer` for the first question, when every service is open: less than 660 for each service.

    The table of vaccinations, the retirement age and who hired (eight answers) take some hundreds; all others about a hundred.
    The age on the day of the work takes as many as the retirement age, in each service that asks it; unemployment since
    2015 asks for the retirement age too; whoever changed employers or names none takes some more in each service of the job.
    So do the kin of a dead worker in the claims against an employer, and the hurt whom work injury does not cover in the suit.
    Who hired the hurt is another question than who hired the asker: the injury services take both.
    The age of a dead worker, told by the kin, stands in for the asker's wherever the age on the day of the work is read.
    The dead man has left whatever his kin say of leaving, and who hired a sick relative is asked where a disease is.
    A mediation agreement asks whom arbitration takes; a disease opens by whoever suspects, was told or comes for another.
    Aid for the unemployed asks for the retirement age as their registration does, and their benefit how far off it is.
    Whoever hired decides of more claims whether a foreigner's permit is looked at; each claim asks whether it was heard already.
    """
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is answer.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        next_question(CATALOGUE, region, NOW, {})
    finally:
        sys.setprofile(before)
    assert calls < 660 * len(CATALOGUE.services_for(region, NOW))


def answers(fact: Fact) -> st.SearchStrategy[object]:
    """Values a person might give."""
    match fact.type:
        case Type.BOOL:
            return st.booleans()
        case Type.ENUM:
            return st.sampled_from(fact.values)
        case Type.DATE:
            return st.dates(date(2023, 1, 1), NOW)
        case _:
            return st.integers(0, 40)


@given(st.sampled_from(REGIONS), st.dates(date(2015, 1, 1), date(2027, 12, 31)), st.data())
@settings(max_examples=effort.examples(5, release=25))
def test_more_knowledge_never_turns_a_settled_answer(region: str, on: date, data: st.DataObject) -> None:
    names = sorted(CATALOGUE.facts)
    known = {
        name: data.draw(answers(CATALOGUE.facts[name])) for name in data.draw(st.sets(st.sampled_from(names)))
    }
    fewer = {name: value for name, value in known.items() if data.draw(st.booleans())}
    # A derived fact given directly and its source may disagree; a person gives one or the other.
    # What is taken for granted until a record says otherwise (nobody is asked) turns answers by its nature.
    for name in ("居住月数", "年龄", "已去世", "有劳动能力", "想找工作", "被剥夺政治权利"):
        known.pop(name, None), fewer.pop(name, None)
    before = entitle(catalogue=CATALOGUE, region=region, on=on, values=fewer, offices=OFFICES)  # type: ignore[arg-type]
    after = entitle(catalogue=CATALOGUE, region=region, on=on, values=known, offices=OFFICES)  # type: ignore[arg-type]
    settled = {one.service.id: one.answer for one in before if one.answer is not UNKNOWN}
    assert settled.items() <= {one.service.id: one.answer for one in after}.items()

"""Whom a service is for decides before its rule, on every engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huigong.catalogue.audience import Applicant, Population
from huigong.catalogue.checking import check_packs
from huigong.catalogue.compiled import compiled
from huigong.catalogue.guide import guide
from huigong.catalogue.interview import interview
from huigong.catalogue.screening import entitle, next_question
from huigong.catalogue.screening_many import duck, polars
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.plan import ask
from huigong.catalogue.services import Catalogue, load_catalogue
from huigong.kernel.packs import PackError
from huigong.rules.values import UNKNOWN
from tests.shipped import shipped_offices
from tests.unit.catalogue.packs import FACTS, NATION, PROVINCE, TODAY, service, write

OFFICES = shipped_offices()
HELP = f"{NATION}/law/services/help.yaml"
MORE = """
    出生日期: {type: date, question: 您哪天出生？}
    年龄: {type: int, measure: 岁, question: 您多大？, derived: "周岁(出生日期, 判定日期)"}
    户籍性质: {type: enum, values: [农业, 非农业], question: 您的户口？}
    已去世: {type: bool, phrase: 本人已经去世, not_phrase: 本人还在世, derived: 否}
    失业: {type: bool, question: 您没有工作吗？, phrase: 您没有工作, not_phrase: 您有工作}
"""
LIMIT = """
    - name: 最低年龄
      type: int
      measure: 岁
      values: [{value: 16, from: 2020-01-01, clause: "#第一条"}]
"""
AGE = '{says: 成年人, age: {from: 18, under: 60, clause: "#第二条"}, population: anyone}'
WOMEN = '{says: 女工, age: {none: 法律不限}, sex: {is: 女, clause: "#第二条"}, population: anyone}'
RURAL = '{says: 农业户口的人, age: {none: 法律不限}, population: {is: rural_hukou, clause: "#第二条"}}'
DEATHS = "{says: 家属, age: {none: 法律不限}, population: anyone, of_the_dead: true}"
FIRM = "{says: 企业, applicant: employer}"


def packs(folder: Path, **files: str) -> Catalogue:
    return load_catalogue(written(folder, **files))


def written(folder: Path, **files: str) -> Path:
    return write(folder, {"facts.yaml": FACTS + MORE, f"{NATION}/law/parameters.yaml": LIMIT, **files})


def verdict(catalogue: Catalogue, region: str = NATION, **values: Any) -> str:
    asked = {"catalogue": catalogue, "region": region, "on": TODAY}
    (answer,) = entitle(values=values, offices=OFFICES, **asked)
    (quick,) = compiled(catalogue, region, TODAY).answers(values)
    assert (quick.answer, quick.held) == (answer.answer, answer.held)
    return answer.verdict


@pytest.mark.parametrize(
    ("for_whom", "values", "expected"),
    [
        (AGE, {"年龄": 17}, "no"),
        (AGE, {"年龄": 18}, "yes"),
        (AGE, {"年龄": 59}, "yes"),
        (AGE, {"年龄": 60}, "no"),
        (AGE, {"出生日期": date(2017, 11, 21)}, "no"),
        (AGE, {}, "unknown"),
        (AGE.replace("under", "until"), {"年龄": 60}, "yes"),
        (AGE.replace("from: 18, under: 60", "from: 参数:最低年龄"), {"年龄": 15}, "no"),
        (AGE.replace("from: 18, under: 60", "from: 参数:最低年龄"), {"年龄": 16}, "yes"),
        (WOMEN, {"性别": "男"}, "no"),
        (WOMEN, {"性别": "女"}, "yes"),
        (RURAL, {"户籍性质": "非农业"}, "no"),
        (RURAL, {"户籍性质": "农业"}, "yes"),
        (
            RURAL.replace('{is: rural_hukou, clause: "#第二条"}', "migrant_worker"),
            {"户籍性质": "非农业"},
            "yes",
        ),
        (RURAL, {"户籍性质": "农业", "已去世": True}, "no"),
        (DEATHS, {}, "yes"),
        (DEATHS, {"已去世": True}, "yes"),
        ("需要的人", {"已去世": True}, "no"),
        ("需要的人", {"已去世": False}, "yes"),
        ("需要的人", {}, "yes"),
    ],
)
def test_only_those_whom_it_is_for_get_a_yes(
    tmp_path: Path, for_whom: str, values: dict[str, Any], expected: str
) -> None:
    catalogue = packs(tmp_path, **{HELP: service(for_whom=for_whom)})
    assert verdict(catalogue, 持证=True, **values) == expected


@pytest.mark.parametrize("engine", [duck, polars])
def test_the_engines_for_many_agree(engine: Any, tmp_path: Path) -> None:
    catalogue = packs(tmp_path, **{HELP: service(for_whom=AGE, writes="[{fact: 失业, value: true}]")})
    rows = [
        {"id": f"{age}{dead}{out}", "持证": True, "年龄": age, "已去世": dead, "失业": out}
        for age in (17, 18, 60, None)
        for dead in (True, False, None)
        for out in (True, False, None)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "p.parquet")
    people = open_people(tmp_path / "p.parquet", catalogue.facts)
    engine.screen(ask(catalogue, NATION, TODAY, people.facts), people, tmp_path / "out.parquet")

    answers = {row["id"]: row for row in pq.read_table(tmp_path / "out.parquet").to_pylist()}
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id" and value is not None}
        (alone,) = entitle(catalogue=catalogue, region=NATION, on=TODAY, values=values, offices=OFFICES)
        known = None if alone.answer is UNKNOWN else alone.answer
        assert (answers[row["id"]]["help"], answers[row["id"]]["help.held"]) == (known, alone.held)
        assert answers[row["id"]]["help.reason"].endswith(alone.explanation.reasons[0].condition)


def test_the_reasons_name_age_and_clause_and_never_that_somebody_lives(tmp_path: Path) -> None:
    catalogue = packs(tmp_path, **{HELP: service(for_whom=AGE)})
    asked = {"catalogue": catalogue, "region": NATION, "on": TODAY, "offices": OFFICES}

    (grown,) = entitle(values={"持证": True, "年龄": 30}, **asked)
    assert [reason.plain for reason in grown.reasons] == [
        "满18周岁（年龄30岁）",
        "不满60周岁（年龄30岁）",
        "您有证",
    ]
    assert grown.reasons[0].clause == "100000/law#第二条"
    (dead,) = entitle(values={"持证": True, "年龄": 30, "已去世": True}, **asked)
    assert [reason.text for reason in dead.reasons if not reason.answer] != []
    told = guide(catalogue.get("help", NATION, TODAY), catalogue=catalogue, region=NATION, on=TODAY)
    assert "在世" not in str(told)
    assert "满18周岁" in str(told)


def test_age_is_asked_first_and_once_and_sex_only_while_it_matters(tmp_path: Path) -> None:
    other = f"{NATION}/law/services/women.yaml"
    women = service(id="women", for_whom=WOMEN.replace("{none: 法律不限}", '{from: 18, clause: "#第二条"}'))
    catalogue = packs(tmp_path, **{HELP: service(for_whom=AGE), other: women})

    def asked(values: dict[str, Any]) -> str:
        skip = {name for name, value in values.items() if value is UNKNOWN}
        fact = next_question(catalogue, NATION, TODAY, values, skip=skip)
        quick = interview(catalogue, NATION, TODAY).begin(values, skip=skip).next()
        assert quick == fact
        return fact.name if fact else ""

    assert asked({}) == "出生日期"
    assert asked({"出生日期": UNKNOWN}) == "年龄"
    assert asked({"年龄": 9}) == ""
    assert asked({"年龄": 30}) in ("持证", "性别")
    assert asked({"年龄": 30, "持证": True}) == "性别"
    assert asked({"年龄": 9, "持证": True}) == ""


def test_an_inheriting_service_changes_only_what_it_says_of_whom_it_is_for(tmp_path: Path) -> None:
    ours = f"{PROVINCE}/opinion/services/help.yaml"
    text = 'id: help\ninherits: true\nfor_whom: {}\nclauses: ["#（一）"]\nvalid_from: 2021-01-01\n'
    for changed in ("本省的人", "{says: 本省的人}"):
        catalogue = packs(tmp_path, **{HELP: service(for_whom=AGE), ours: text.replace("{}", changed)})
        here = catalogue.get("help", PROVINCE, TODAY)
        assert here.for_whom == "本省的人"
        assert here.audience.population is Population.ANYONE
        assert verdict(catalogue, PROVINCE, 持证=True, 年龄=17) == "no"
    older = text.replace("{}", '{age: {from: 20, clause: "#（二）"}}')
    catalogue = packs(tmp_path, **{HELP: service(for_whom=AGE), ours: older})
    assert verdict(catalogue, PROVINCE, 持证=True, 年龄=19) == "no"
    (answer,) = entitle(catalogue=catalogue, region=PROVINCE, on=TODAY, values={"年龄": 19}, offices=OFFICES)
    assert answer.reasons[0].clause == "210000/opinion#（二）"


def test_employers_are_asked_for_no_age(tmp_path: Path) -> None:
    catalogue = packs(tmp_path, **{HELP: service(for_whom=FIRM)})
    asked = {"catalogue": catalogue, "region": NATION, "on": TODAY, "offices": OFFICES}
    assert entitle(values={"持证": True}, **asked) == ()
    (answer,) = entitle(values={"持证": True, "已去世": True}, applicant=Applicant.EMPLOYER, **asked)
    assert answer.verdict == "yes"


@pytest.mark.parametrize(
    ("for_whom", "why"),
    [
        ("{says: 成年人, age: {from: 18}}", "哪一条"),
        ("{says: 成年人, age: {}}", "none"),
        ('{says: 成年人, age: {from: 18, none: 不限, clause: "#第二条"}}', "none"),
        ("{says: 农民工, population: rural_hukou}", "哪一条"),
        ("{says: 企业, applicant: employer, age: {none: 不限}}", "单位"),
        ("{says: 女工, sex: {is: 女性, clause: 某条}}", "男、女"),
        ("{says: 老人, ages: {from: 60}}", "age"),
        ("[老人]", "给谁办"),
        ('{says: 老人, age: {from: 六十, clause: "#第二条"}}', "六十"),
        ('{says: 老人, age: {from: "参数:没有", clause: "#第二条"}}', "没有"),
    ],
)
def test_an_audience_that_is_wrong_or_has_no_clause_is_refused(
    tmp_path: Path, for_whom: str, why: str
) -> None:
    with pytest.raises(PackError, match=why) as refused:
        packs(tmp_path, **{HELP: service(for_whom=for_whom)})
    assert refused.value.place.line == 4


@pytest.mark.parametrize(
    ("for_whom", "missing"),
    [
        ("需要的人", ("age", "population")),
        ("{says: 需要的人, population: anyone}", ("age",)),
        (AGE, ()),
        (FIRM, ()),
    ],
)
def test_what_a_pack_does_not_say_is_an_error(
    tmp_path: Path, for_whom: str, missing: tuple[str, ...]
) -> None:
    folder = written(tmp_path, **{HELP: service(for_whom=for_whom)})
    assert load_catalogue(folder).get("help", NATION, TODAY).audience.missing == missing
    systems = {"systems.yaml": "- {id: S2, name: 就业, english: Jobs}\n"}
    offices = (
        'region: "100000"\nplace: 国\nbare: 国\nlevel: 国\n'
        "lines: {hrss: {title: 人社, kind: government, name: 人社}}\n"
    )
    check = check_packs(
        write(folder, {"facts.yaml": FACTS + MORE, **systems, f"{NATION}/offices.yaml": offices})
    )
    told = [error for error in check.errors if error.code == "pack.for_whom"]
    assert len(told) == bool(missing)

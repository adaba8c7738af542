"""A service says who answers, at which level, of which place and by which article; the check wants it right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.answering import who_answers
from huigong.catalogue.checking import check_packs
from huigong.catalogue.screening import screen_one
from huigong.catalogue.services import load_catalogue
from huigong.catalogue.telling import answer_as_json
from tests.shipped import shipped_offices
from tests.unit.catalogue.packs import NATION, TODAY, service, write
from tests.unit.catalogue.test_checking import SERVICE, change, packs

__all__ = ["packs"]
CLAUSE = "clause: 就业促进法第三十五条"
OTHER = "line: civil, level: county, place: hukou, clause: 就业促进法第三十五条"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("level: county", "", "level"),
        ("place: residence", "", "place"),
        ("level: county", "level: village", "township"),
        (CLAUSE, "", "没有写是哪一条"),
        (CLAUSE, 'clause: "#（九）"', "没有条款"),
        (CLAUSE, "verified: false", ""),
        (CLAUSE, f"{CLAUSE}\n  does: 找工作", "co_leads"),
        (CLAUSE, f"{CLAUSE}\nco_leads: [{{{OTHER}, does: 发补贴}}]", "does"),
        (CLAUSE, f"{CLAUSE}\n  does: 找工作\nco_leads: [{{{OTHER}}}]", "does"),
        (
            CLAUSE,
            f"{CLAUSE}\n  does: 找工作\nco_leads: [{{{OTHER.replace('civil', 'civic')}, does: 发补贴}}]",
            "civic",
        ),
        (CLAUSE, f"{CLAUSE}\n  does: 找工作\nco_leads: [{{{OTHER}, does: 发补贴}}]", ""),
        ("level: county", "level: basic_court", "line: court"),
        ("line: hrss", "line: court", "basic_court"),
        ("level: county                  # ", "level: province                # ", ""),
        (CLAUSE, "splits: [{applies: 市里的项目, level: prefecture}]\n  verified: false", "clause"),
        (
            CLAUSE,
            'splits: [{applies: 市里的项目, level: prefecture, clause: "#（一）"}]\n  verified: false',
            "",
        ),
        (
            CLAUSE,
            'splits: [{applies: 市里的项目, level: prefecture, clause: "#（一）", when: 没有的事实}]\n  verified: false',
            "没有的事实",
        ),
        (
            CLAUSE,
            'splits: [{applies: 市里的项目, level: prefecture, clause: "#（一）", when: 参数:没有的 > 1}]\n  verified: false',
            "没有的",
        ),
    ],
)
def test_what_a_lead_must_say(packs: Path, old: str, new: str, words: str) -> None:
    change(packs, SERVICE, old, new)
    errors = check_packs(packs).errors
    if not words:
        assert errors == []
        return
    assert any(words in f"{error.what}{error.why}{error.do}" for error in errors), errors


def test_nobody_is_sent_to_the_province_without_an_article(packs: Path) -> None:
    change(packs, SERVICE, "level: county", "level: province")
    change(packs, SERVICE, CLAUSE, "verified: false")
    (error,) = check_packs(packs).errors
    assert "不能让人去省级部门" in error.what
    assert error.place.line > 1


TWO = {
    "id": "help",
    "lead": "{line: civil, level: county, place: residence, does: 生活的救助, verified: false}",
    "co_leads": "[{line: medical-insurance, level: county, place: pooling-medical, does: 看病的救助, since: 2019-01-01, verified: false}]",
}


def test_two_departments_are_both_shown_each_with_its_part(tmp_path: Path) -> None:
    files = {f"{NATION}/law/services/help.yaml": service(**TWO)}
    catalogue = load_catalogue(write(tmp_path, files))
    found = catalogue.get("help", "510421", TODAY)
    answer = screen_one(
        found,
        catalogue=catalogue,
        region="510421",
        on=TODAY,
        values={"医保参保地": "510421"},
        offices=shipped_offices(),
    )

    civil, medical = answer.where, answer.where.others[0]
    assert "民政" in civil.name and "医疗保障" in medical.name
    assert answer.where.names == f"{civil.name}（生活的救助）；{medical.name}（看病的救助）"
    assert {
        line for line in answer.where.lines if "参加医疗保险的地方" in line or "现在住的地方" in line
    } == {
        f"县级办理，按现在住的地方定（上面写的是{civil.place_name}的）",
        f"县级办理，按参加医疗保险的地方定（上面写的是{civil.place_name}的）",
    }
    told = answer_as_json(answer)["where"]
    assert (told["does"], told["level"], told["place"]) == ("生活的救助", "county", "residence")
    (other,) = told["others"]
    assert (other["does"], other["level"], other["place"]) == ("看病的救助", "county", "pooling-medical")


def test_a_department_that_came_later_is_not_named_before(tmp_path: Path) -> None:
    files = {f"{NATION}/law/services/help.yaml": service(**{**TWO, "valid_from": "2015-01-01"})}
    found = load_catalogue(write(tmp_path, files)).get("help", "510421", TODAY)
    offices = shipped_offices()
    for day, others in ((date(2018, 12, 31), 0), (date(2019, 1, 1), 1)):
        assert len(who_answers(found, region="510421", on=day, offices=offices).others) == others

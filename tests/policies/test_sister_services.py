"""Services that are doors to the same claim agree about one person: some door stays open, and no two exclude each other.

Whom the inspection may order to be paid need not sue, whom work injury covers need not sue over the injury, and whoever
is shut out of all of them was told a wrong no.
"""

from __future__ import annotations

from datetime import date

import pytest

from huigong.catalogue.screening import entitle
from tests.shipped import shipped_catalogue, shipped_offices

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 27)
NOBODY_HURT = {"发生工伤": "否", "职业病诊断": "否", "替家人申请工伤认定": "否", "家人因工死亡": "否"}
ANYBODY = {
    **NOBODY_HURT,
    "出生日期": "1985-05-05",
    "性别": "男",
    "户籍性质": "农业",
    "谁招用您": "公司或别的单位",
    "同时干两份活": "否",
    "干活时在校读书": "否",
    "领取养老金": "否",
    "干活时已领养老金": "否",
    "替去世的人要": "否",
    "干活时不满十六岁受伤生病": "否",
    "依法招用不算童工": "否",
    "受伤的是另一份活": "否",
    "被拖欠工资": "否",
    "加班没给加班费": "否",
    "有劳动争议": "否",
    "知道用人单位": "是",
    "欠薪终了日期": "2026-10-31",
    "知道受侵害日期": "2026-10-31",
    "最近主张权利日期": "没要过",
    "劳动关系已结束": "否",
    "走过维权的路": "否",
    "欠薪已进仲裁或诉讼": "否",
    "仲裁已受理未裁决": "否",
    "仲裁不予受理": "否",
    "仲裁逾期未裁决": "否",
    "对裁决不服": "否",
    "有生效裁决或调解书": "否",
    "受伤或确诊日期": "2026-10-31",
    "工伤申请被耽误天数": 0,
    "老板没有营业执照": "否",
    "家人受伤时已领养老金": "否",
}
UNPAID, HURT, FOR_HUSBAND = {"被拖欠工资": "是"}, {"发生工伤": "是"}, {"替家人申请工伤认定": "是"}
BUILDER, FOREMAN = {"谁招用您": "包工头个人", "活是公司包出来的": "是"}, {"谁招用您": "包工头个人"}
NO_RELATION = {
    "仲裁认定有劳动关系": "否",
    "仲裁认为在校学生也算劳动关系": "否",
    "人社部门认没有劳动关系的伤": "否",
}
STUDENT = {"出生日期": "2009-03-01", "干活时在校读书": "是"}
PEOPLE = {
    "factory worker": {},
    "gang worker of a company": BUILDER,
    "gang worker on a farmer's house": {**FOREMAN, "活是公司包出来的": "否"},
    "gang worker who does not know for whom": FOREMAN,
    "rider": {"谁招用您": "网上平台"},
    "rider without a relation": {"谁招用您": "网上平台", **NO_RELATION},
    "nanny": {"谁招用您": "私人家里"},
    "apprentice of a craftsman": {"谁招用您": "手艺师傅"},
    "hand on a farm": {"谁招用您": "种地养殖的人家"},
    "trainee": {**STUDENT, "谁招用您": "学校安排实习"},
    "trainee without a relation": {**STUDENT, "谁招用您": "学校安排实习", **NO_RELATION},
    "holiday student": STUDENT,
    "holiday student without a relation": {**STUDENT, **NO_RELATION},
    "sixteen last week": {"出生日期": "2010-11-20", "受伤或确诊日期": "2026-11-25"},
    "re-hired pensioner": {"出生日期": "1960-03-01", "领取养老金": "是", "干活时已领养老金": "是"},
    "young heir of a pensioner": {
        "替去世的人要": "是",
        "干活时已领养老金": "是",
        "去世的人干活时年龄": "来时过了退休年龄",
    },
    "old heir of a young worker": {
        "出生日期": "1955-03-01",
        "领取养老金": "是",
        "替去世的人要": "是",
        "去世的人干活时年龄": "满十六没到退休年龄",
    },
    "small trader's help": {"谁招用您": "个体户"},
}
OF_PAY = ("arrears-complaint", "labour-arbitration", "private-hire-claim")
OF_INJURY = ("work-injury-claim", "private-hire-claim")


def verdicts(*, services: tuple[str, ...], **facts: object) -> dict[str, str]:
    values = CATALOGUE.facts.parse_values({**ANYBODY, **facts})
    answers = entitle(
        catalogue=CATALOGUE, region="510400", on=TODAY, values=values, offices=shipped_offices()
    )
    return {answer.service.id: answer.verdict for answer in answers if answer.service.id in services}


@pytest.mark.parametrize("person", PEOPLE)
def test_unpaid_wages_have_a_door_and_never_two_that_exclude_each_other(person: str) -> None:
    found = verdicts(services=OF_PAY, **PEOPLE[person], **UNPAID)
    assert set(found.values()) != {"no"}
    assert not (found["arrears-complaint"] == "yes" and found["private-hire-claim"] == "yes")


@pytest.mark.parametrize("person", [name for name in PEOPLE if "heir" not in name])
def test_an_injury_has_a_door_and_never_two(person: str) -> None:
    found = verdicts(services=OF_INJURY, **PEOPLE[person], **HURT)
    assert set(found.values()) != {"no"}
    assert set(found.values()) != {"yes"}


@pytest.mark.parametrize(
    ("own", "husbands", "expected"),
    [
        ("公司或别的单位", "私人师傅或农户", ("yes", "no", "yes")),
        ("私人家里", "公司厂店或别的单位", ("no", "yes", "yes")),
        ("公司或别的单位", "公司厂店或别的单位", ("yes", "yes", "no")),
        ("公司或别的单位", "不知道", ("yes", "unknown", "unknown")),
    ],
)
def test_a_wife_is_answered_by_her_boss_for_her_pay_and_by_her_husbands_for_his_injury(
    own: str, husbands: str, expected: tuple[str, str, str]
) -> None:
    found = verdicts(
        services=(*OF_PAY, *OF_INJURY), **UNPAID, **FOR_HUSBAND, 谁招用您=own, 受伤的活谁招=husbands
    )
    assert (found["arrears-complaint"], found["work-injury-claim"], found["private-hire-claim"]) == expected
    assert found["labour-arbitration"] == found["arrears-complaint"]

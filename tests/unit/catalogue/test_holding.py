"""Whoever is known to have what a service gives is told so, and not offered it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huigong.catalogue.compiled import compiled
from huigong.catalogue.interview import interview
from huigong.catalogue.screening import Answer, entitle, next_question
from huigong.catalogue.services import Catalogue, load_catalogue
from huigong.directory.offices import OfficeBook
from huigong.kernel.packs import PackError
from huigong.rules.values import UNKNOWN
from tests.unit.catalogue.packs import FACTS, NATION, TODAY, service, write

OFFICES = OfficeBook.load(Path(__file__).resolve().parents[3] / "policies")
HELP = f"{NATION}/law/services/help.yaml"
MORE = """
    有补贴: {type: bool, question: 您在领补贴吗？, phrase: 您在领补贴, not_phrase: 您没有领补贴}
    补贴种类: {type: enum, values: [大, 小], question: 是哪一种？}
    卡被扣: {type: bool, question: 卡被扣了吗？, phrase: 卡被扣了, not_phrase: 卡没有被扣}
"""
GRANT = "[{fact: 有补贴, value: true}]"


def packs(folder: Path, **changes: str) -> Catalogue:
    return load_catalogue(write(folder, {"facts.yaml": FACTS + MORE, HELP: service(**changes)}))


def answered(catalogue: Catalogue, **values: Any) -> Answer:
    (answer,) = entitle(catalogue=catalogue, region=NATION, on=TODAY, values=values, offices=OFFICES)
    (quick,) = compiled(catalogue, NATION, TODAY).answers(values)
    assert (quick.answer, quick.held) == (answer.answer, answer.held)
    assert str(quick.decided_by).endswith(answer.explanation.reasons[0].condition)
    (row,) = interview(catalogue, NATION, TODAY).verdicts(values)
    assert (row.answer, row.held) == (answer.answer, answer.held)
    return answer


@pytest.mark.parametrize(
    ("changes", "values", "expected"),
    [
        ({"writes": GRANT}, {"持证": True, "有补贴": True}, "held"),
        ({"writes": GRANT}, {"持证": False, "有补贴": True}, "held"),
        ({"writes": GRANT}, {"有补贴": True}, "held"),
        ({"writes": GRANT}, {"持证": True, "有补贴": False}, "yes"),
        ({"writes": GRANT}, {"持证": True}, "yes"),
        ({"writes": GRANT}, {"持证": True, "有补贴": UNKNOWN}, "yes"),
        ({}, {"持证": True, "有补贴": True}, "yes"),
        ({"writes": "[{fact: 补贴种类, value: 大}]"}, {"持证": True, "补贴种类": "大"}, "held"),
        ({"writes": "[{fact: 补贴种类, value: 大}]"}, {"持证": True, "补贴种类": "小"}, "yes"),
        ({"writes": "[{fact: 人数, value: 3}]"}, {"持证": True, "人数": 3}, "held"),
        ({"writes": "[{fact: 备注, value: 办过}]"}, {"持证": True, "备注": "办过"}, "held"),
        ({"writes": GRANT, "holds": "false"}, {"持证": True, "有补贴": True}, "yes"),
        ({"holds": "有补贴 且 补贴种类 = 大"}, {"持证": True, "有补贴": True, "补贴种类": "大"}, "held"),
        ({"holds": "有补贴 且 补贴种类 = 大"}, {"持证": True, "有补贴": True}, "yes"),
        ({"rule": "卡被扣", "writes": "[{fact: 卡被扣, value: false}]"}, {"卡被扣": False}, "no"),
    ],
)
def test_what_somebody_has_comes_before_the_rule(
    tmp_path: Path, changes: dict[str, str], values: dict[str, Any], expected: str
) -> None:
    assert answered(packs(tmp_path, **changes), **values).verdict == expected


def test_the_answer_says_what_they_have_and_promises_nothing(tmp_path: Path) -> None:
    catalogue = packs(tmp_path, writes=GRANT, rule="住满月数 >= 6")
    answer = answered(catalogue, 住满月数=2, 有补贴=True)
    assert [reason.plain for reason in answer.reasons] == ["您在领补贴"]
    assert (answer.nearest, answer.amount_fen, answer.missing) == (None, None, ())
    assert answered(catalogue, 住满月数=2).nearest is not None


def test_nobody_is_asked_about_what_they_have(tmp_path: Path) -> None:
    catalogue = packs(tmp_path, writes=GRANT)
    assert next_question(catalogue, NATION, TODAY, {"有补贴": True}) is None
    assert interview(catalogue, NATION, TODAY).begin({"有补贴": True}).next() is None
    asking = interview(catalogue, NATION, TODAY).begin({})
    assert asking.next() is not None
    asking.tell("有补贴", True)
    assert asking.next() is None


def test_a_condition_of_holding_is_checked_like_a_rule(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="有补帖"):
        packs(tmp_path, holds="有补帖")

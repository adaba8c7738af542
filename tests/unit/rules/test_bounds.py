"""What a fact's value can be at all, as the dictionary declares it."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.kernel import packs
from huigong.kernel.errors import DomainError, Invalid
from huigong.rules.bounds import require_possible
from huigong.rules.facts import FactDictionary
from huigong.rules.values import UNKNOWN, Type

TODAY = date(2026, 6, 1)
PACKS = FactDictionary.load(packs.folder() / "facts.yaml")
FACTS = FactDictionary.loads("""
生日: {type: date, question: 问, not_after: 今天, not_before: 1900-01-01}
住起: {type: date, question: 问, not_after: 今天, not_before: [1900-01-01, 生日]}
岁数: {type: int, measure: 岁, question: 问, min: 0, max: 130}
收入: {type: int, measure: 分, question: 问, min: 0元, max: 10万元}
随便: {type: int, question: 问}
""")


def refusal(**values: object) -> str:
    """The code of the refusal, "" for none."""
    try:
        require_possible(FACTS, values, today=TODAY)
    except Invalid as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("生日", TODAY, ""),
        ("生日", date(2026, 6, 2), "facts.not_yet"),
        ("生日", date(2062, 1, 1), "facts.not_yet"),
        ("生日", date(9999, 12, 31), "facts.not_yet"),
        ("生日", date(1900, 1, 1), ""),
        ("生日", date(1899, 12, 31), "facts.too_early"),
        ("生日", date(1, 1, 1), "facts.too_early"),
        ("生日", UNKNOWN, ""),
        ("岁数", 0, ""),
        ("岁数", -1, "facts.too_small"),
        ("岁数", 130, ""),
        ("岁数", 131, "facts.too_large"),
        ("收入", 10_000_000, ""),
        ("收入", 10_000_001, "facts.too_large"),
        ("收入", -1, "facts.too_small"),
        ("随便", -(10**9), ""),
    ],
)
def test_both_ends_of_a_bound_count(name: str, value: object, code: str) -> None:
    assert refusal(**{name: value}) == code


def test_a_day_is_not_before_the_day_that_it_follows_whichever_comes_in_first() -> None:
    born, moved = date(1990, 5, 1), date(1990, 4, 30)
    assert refusal(生日=born, 住起=moved) == "facts.too_early"
    assert refusal(生日=born, 住起=born) == ""
    for values, known in (({"住起": moved}, {"生日": born}), ({"生日": born}, {"住起": moved})):
        with pytest.raises(Invalid) as refused:
            require_possible(FACTS, values, today=TODAY, known=known)
        assert refused.value.code == "facts.too_early"
        assert "1990年5月1日" in refused.value.what


def test_without_a_day_only_what_never_can_be_is_refused() -> None:
    require_possible(FACTS, {"生日": date(2062, 1, 1)})
    with pytest.raises(Invalid):
        require_possible(FACTS, {"生日": date(1800, 1, 1)})


def test_the_refusal_says_what_a_person_can_do() -> None:
    with pytest.raises(Invalid) as refused:
        require_possible(FACTS, {"生日": date(2062, 1, 1)}, today=TODAY)
    assert "这一天还没有到" in refused.value.what
    with pytest.raises(Invalid) as refused:
        require_possible(FACTS, {"收入": 10_000_001})
    assert "100000元" in refused.value.what


@pytest.mark.parametrize(
    "declared",
    [
        "{type: int, question: 问, not_after: 今天}",
        "{type: bool, question: 问, min: 0}",
        "{type: date, question: 问, not_after: 明天}",
        "{type: date, question: 问, min: 0}",
        "{type: date, question: 问, not_before: 没有的事}",
        "{type: date, question: 问, not_before: [1900-01-01, 1950-01-01]}",
        "{type: int, question: 问, min: 三}",
        "{type: int, question: 问, min: 0.5}",
        "{type: int, measure: 分, question: 问, max: 很多}",
        "{type: int, question: 问, min: 5, max: 4}",
    ],
)
def test_a_bound_that_does_not_fit_is_refused_with_its_place(declared: str) -> None:
    with pytest.raises(DomainError) as refused:
        FactDictionary.loads(f"事: {declared}")
    assert refused.value.code == "facts.bounds"
    assert "第1行" in str(refused.value)


def test_every_number_and_every_day_of_the_packs_has_bounds() -> None:
    numbers = [fact for fact in PACKS.values() if fact.type in (Type.INT, Type.DECIMAL)]
    assert not [
        fact.name
        for fact in numbers
        if fact.bounds.least is None or fact.bounds.most is None or fact.bounds.least < 0
    ]
    days = [fact for fact in PACKS.values() if fact.type is Type.DATE]
    assert not [fact.name for fact in days if fact.bounds.earliest is None]
    assert [fact.name for fact in days if not fact.bounds.in_past] == ["居住证签注到期日"]  # lies ahead


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("出生日期", "2999-01-01"),
        ("出生日期", "0001-01-01"),
        ("出生日期", "９９９９-１２-３１"),
        ("居住起始日期", "2030-03-01"),
        ("子女年龄", "-3"),
        ("子女年龄", "300"),
        ("家庭人均月收入", "-100"),
        ("居住月数", "-1"),
        ("家庭人口数", "0"),
        ("拖欠工资金额", "9999999999999"),
    ],
)
def test_what_cannot_be_is_refused_however_it_comes_in(name: str, raw: str) -> None:
    with pytest.raises(DomainError) as refused:
        PACKS.parse_values({name: raw}, today=TODAY)
    assert refused.value.code.startswith("facts.")
    assert refused.value.code != "facts.value_not_read"


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("居住月数", "６", 6),
        ("居住月数", " 6 个月\u200b", 6),
        ("家庭人均月收入", "３，０００元", 300_000),
        ("出生日期", "１９９０年５月１日", date(1990, 5, 1)),
        ("出生日期", "1990 - 5 - 1", date(1990, 5, 1)),
        ("性别", "⼥", "女"),
        ("持有居住证", "是\u200b", True),
    ],
)
def test_figures_and_words_are_read_in_any_spelling(name: str, raw: str, value: object) -> None:
    assert PACKS.parse_values({name: raw}, today=TODAY) == {name: value}

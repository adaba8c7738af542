"""Facts of someone related (`监护人.持有居住证`) and totals of a household (`counted: 子女`).

The words stand here, because a dictionary is read without any register. Who is meant by
them, and where the answers come from, is the business of the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from huigong.kernel.packs import Place, nearest_name
from huigong.rules.errors import RuleError, unknown_name
from huigong.rules.nodes import Fact
from huigong.rules.values import Type

RELATIONS: Final = ("监护人",)
TOTALS: Final = ("子女", "家庭人口")


def related(names: Mapping[str, Fact]) -> dict[str, tuple[str, str]]:
    """Each dotted name with its relation and the fact that is asked of them."""
    split = {name: name.partition(".") for name in names}
    return {name: (relation, asked) for name, (relation, dot, asked) in split.items() if dot}


def check_related(fact: Fact, facts: Mapping[str, Fact], place: Place) -> None:
    """Raises `RuleError` for a dotted fact of an unknown relation, or one that its base fact does not bear out."""
    relation, dot, asked = fact.name.partition(".")
    if not dot:
        return
    if "." in asked:
        raise RuleError(
            "facts.one_hop",
            what=f"“{fact.name}”问到了家人的家人",
            why="一件事只能问到本人的家人，再远登记里就说不准了",
            do=f"名称里只写一个点，例如“{relation}.{asked.rpartition('.')[2]}”",
            place=place,
        )
    _require_word(relation, RELATIONS, code="facts.relation", kind="家人", place=place)
    there = place.moved(f"{relation}.")
    if asked not in facts:
        raise unknown_name("facts.related_unknown", kind="事实", name=asked, known=facts, place=there)
    base = facts[asked]
    if (fact.type, fact.measure, fact.values) != (base.type, base.measure, base.values):
        raise RuleError(
            "facts.related_type",
            what=f"“{fact.name}”和“{asked}”登记得不一样",
            why=f"同一件事问本人和问{relation}，type、measure、values 要相同",
            do=f"请照“{asked}”写：type: {base.type.value}",
            place=place,
            expected=base.type.value,
        )


def check_counted(fact: Fact, word: object, place: Place | None) -> None:
    """Raises `RuleError` for an unknown total, or a total that is no whole number of the person's own household."""
    _require_word(str(word), TOTALS, code="facts.counted", kind="总数", place=place)
    if fact.type is not Type.INT or "." in fact.name:
        raise RuleError(
            "facts.counted_type",
            what=f"“{fact.name}”不能用 counted",
            why="户里的人数是整数，而且只数本人这一户",
            do="counted 只写在 type: int、名称里没有点的事实上",
            place=place,
        )


def _require_word(word: str, known: tuple[str, ...], *, code: str, kind: str, place: Place | None) -> None:
    if word in known:
        return
    suggestion = nearest_name(word, known)
    raise RuleError(
        code,
        what=f"不认识“{word[:40]}”这种{kind}",
        why=f"登记里现在能答的{kind}只有：{'、'.join(known)}",
        do=f"是不是“{suggestion}”？" if suggestion else "请改用其中一个",
        place=place,
        expected="、".join(known),
        suggestion=suggestion,
    )

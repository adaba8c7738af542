"""What a fact's value can be at all: bounds that the dictionary declares, checked wherever a value comes in.

`min` and `max` bound a number in the fact's own measure (amounts as `0元`),
`not_after: 今天` keeps a date out of the future, `not_before` names a day, or a
fact that cannot be later (出生日期), or both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.kernel import money
from huigong.kernel.days import in_words
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.packs import Place, place_of
from huigong.kernel.sentences import say, wording
from huigong.rules.errors import RuleError
from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, NEVER, Answer, Bounds, Type, show

KEYS = ("min", "max", "not_after", "not_before")
TODAY = "今天"
_NUMBERS = (Type.INT, Type.DECIMAL)


def require_possible(
    facts: Mapping[str, Fact],
    values: Mapping[str, Answer],
    *,
    today: date | None = None,
    known: Mapping[str, Answer] | None = None,
) -> None:
    """The check for interview, counter, import and command: raises `Invalid` for the first value that cannot be.

    As `require_fact` for each of `values`; a day among them is also compared with those of `known`
    that cannot be earlier.
    """
    together = {**(known or {}), **values}
    for name, value in values.items():
        require_fact(facts[name], value, today=today, known=together)
    days = {name for name, value in values.items() if isinstance(value, date)}
    later = (name for name in together if days and name in facts and name not in values)
    for name in later:
        if facts[name].bounds.after in days:
            require_fact(facts[name], together[name], known=together)


def require_fact(
    fact: Fact, value: Answer, *, today: date | None = None, known: Mapping[str, Answer] | None = None
) -> None:
    """Raises `Invalid` where the value of the fact cannot be; UNKNOWN always can.

    `today` None leaves out what depends on the day; `known` holds the other facts of the same person.
    Codes: `facts.too_small`, `facts.too_large`, `facts.too_early`, `facts.not_yet`.
    """
    if fact.never and value == NEVER:
        return
    if isinstance(value, date):
        _require_day(fact.name, fact.bounds, value, today=today, known=known or {})
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        _require_number(fact.name, fact.bounds, value, fact.measure)


def read(name: str, kind: Type, body: Mapping[str, Any], place: Place) -> Bounds:
    """The bounds in a fact's declaration. Raises `RuleError` (`facts.bounds`) where they do not fit its type."""
    declared = {key: body[key] for key in KEYS if key in body}
    fits = KEYS[:2] if kind in _NUMBERS else KEYS[2:] if kind is Type.DATE else ()
    for key in declared:
        if key not in fits:
            raise _wrong(name, f"{kind.value} 不能写 {key}", place_of(key, place))
    least, most = (_number(name, body, key, place) for key in KEYS[:2])
    if least is not None and most is not None and least > most:
        raise _wrong(name, "min 大于 max", place)
    if declared.get("not_after", TODAY) != TODAY:
        raise _wrong(name, f"not_after 只能写“{TODAY}”", place)
    before = declared.get("not_before", ())
    words = before if isinstance(before, list) else [before] if before else []
    days = [day for word in words if (day := _day(word)) is not None]
    others = [str(word) for word in words if _day(word) is None]
    if len(days) > 1 or len(others) > 1:
        raise _wrong(name, "not_before 最多写一个日期和一个事实", place)
    return Bounds(least, most, "not_after" in declared, next(iter(days), None), next(iter(others), ""))


def check_names(bounds: Mapping[str, Bounds], types: Mapping[str, Type], places: Mapping[str, Place]) -> None:
    """Raises `RuleError` (`facts.bounds`) where a bound names something that is no date."""
    for name, bound in bounds.items():
        if bound.after and types.get(bound.after) is not Type.DATE:
            raise _wrong(name, f"not_before 里的“{bound.after}”不是日期事实", places.get(name) or Place())


def _require_number(name: str, bounds: Bounds, value: int | Decimal, measure: str) -> None:
    if bounds.least is not None and value < bounds.least:
        least = (
            say("“{name}”不能是负数", name=name)
            if bounds.least == 0
            else say("“{name}”最少是{least}", name=name, least=show(bounds.least, measure))
        )
        raise _refused("too_small", least, wording("请核对后重新填写"))
    if bounds.most is not None and value > bounds.most:
        most = say("“{name}”最多是{most}", name=name, most=show(bounds.most, measure))
        raise _refused("too_large", most, wording("请看看是不是多写了数字，或者写错了单位"))


def _require_day(
    name: str, bounds: Bounds, value: date, *, today: date | None, known: Mapping[str, Answer]
) -> None:
    written = in_words(value)
    if bounds.in_past and today is not None and value > today:
        raise _refused(
            "not_yet",
            say("{day}这一天还没有到", day=written),
            say("“{name}”请填已经过去的日子，看看年份有没有写错", name=name),
        )
    if bounds.earliest is not None and value < bounds.earliest:
        early = say("“{name}”不会早到{day}", name=name, day=written)
        raise _refused("too_early", early, wording("请看看年份有没有写错"))
    earlier = known.get(bounds.after)
    if isinstance(earlier, date) and value < earlier:
        too_early = say(
            "“{name}”（{day}）早于“{after}”（{earlier}）",
            name=name,
            day=written,
            after=bounds.after,
            earlier=in_words(earlier),
        )
        raise _refused("too_early", too_early, wording("请核对这两个日期"))


def _number(name: str, body: Mapping[str, Any], key: str, place: Place) -> int | None:
    if key not in body:
        return None
    written = body[key]
    try:
        if body.get("measure") == FEN:
            return int(money.yuan(str(written)))
        if type(written) is int:
            return written
    except DomainError:
        pass
    shape = "“0元”这样的金额" if body.get("measure") == FEN else "整数"
    raise _wrong(name, f"{key} 请写成{shape}", place_of(key, place))


def _day(word: object) -> date | None:
    try:
        return word if isinstance(word, date) else date.fromisoformat(str(word))
    except ValueError:
        return None


def _refused(kind: str, what: str, do: str) -> DomainError:
    return Invalid(code=f"facts.{kind}", about="value", what=what, do=do)


def _wrong(name: str, why: str, place: Place | None) -> RuleError:
    return RuleError("facts.bounds", what=f"“{name}”的范围写得不对：{why}", place=place)

"""Checks a rule before it is evaluated: names, types and measures must fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from huigong.rules.errors import RuleError, unknown_name
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Bracket,
    Brackets,
    Choice,
    Cited,
    Compare,
    Constant,
    Fact,
    FactReference,
    FullSpan,
    JudgementDate,
    Largest,
    Later,
    Member,
    Negate,
    Node,
    Not,
    Parameter,
    Rounded,
    Smallest,
    TimeBar,
    When,
    walk,
)
from huigong.rules.parameters import ParameterDeclarations
from huigong.rules.values import AGE, DAYS, FEN, MONTHS, UNKNOWN, YEARS, Answer, Type

NUMBERS = (Type.INT, Type.DECIMAL)
SPAN_MEASURES = {"满月数": MONTHS, "满年数": YEARS, "周岁": AGE, "满天数": DAYS}
LATER_MEASURES = {"月后": MONTHS, "天后": DAYS}


@dataclass(frozen=True)
class Shape:
    """The type of a node with its measure, and the options of an enum: all that a fact declares,
    or only those that a rule names."""

    type: Type
    measure: str = ""
    values: tuple[str, ...] = ()
    declared: bool = False

    def __str__(self) -> str:
        return f"{self.type.chinese}（{self.measure}）" if self.measure else self.type.chinese

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS


def check(
    node: Node,
    facts: Mapping[str, Fact],
    parameters: ParameterDeclarations | None = None,
    *,
    expect: Type | None = None,
) -> Type:
    """The type of a rule; raises `RuleError` where a name is not declared or parts do not fit.

    Without `parameters` a rule may not use any. `expect=Type.BOOL` for conditions.
    """
    for part in walk(node):
        if isinstance(part, FactReference) and part.name not in facts:
            raise unknown_name(
                "rule.unknown_fact", kind="事实", name=part.name, known=facts, place=part.place
            )
    result = shape(node, parameters)
    if expect is not None and result.type is not expect:
        raise _mismatch(node, f"整条规则应当得出{expect.chinese}，现在是{result}", expect.chinese)
    return result.type


def shape(node: Node, parameters: ParameterDeclarations | None) -> Shape:
    """The type, measure and options of a node; raises `RuleError` as `check` does."""
    match node:
        case Constant():
            return Shape(node.type, node.measure)
        case Choice(value=value):
            return Shape(Type.ENUM, values=(value,))
        case FactReference(fact=fact):
            return Shape(fact.type, fact.measure, fact.values, declared=fact.type is Type.ENUM)
        case JudgementDate():
            return Shape(Type.DATE)
        case Parameter(name=name):
            return _parameter(node, name, parameters)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return _all_yes_or_no(parts, parameters)
        case Not(part=part):
            return _all_yes_or_no((part,), parameters)
        case Compare(operator=operator, left=left, right=right):
            return _compared(node, operator, shape(left, parameters), shape(right, parameters))
        case Member(part=part, options=options):
            inside = shape(part, parameters)
            return [_compared(node, "=", inside, shape(option, parameters)) for option in options][-1]
        case Arithmetic(operator=operator, left=left, right=right):
            return _arithmetic(node, operator, shape(left, parameters), shape(right, parameters))
        case Negate(part=part):
            return _number(part, parameters)
        case Rounded(part=part):
            return replace(_number(part, parameters), type=Type.INT)
        case Smallest(parts=parts) | Largest(parts=parts):
            return _smallest_or_largest(node, [shape(part, parameters) for part in parts])
        case FullSpan(kind=kind, start=start, end=end):
            _dates((start, end), parameters)
            return Shape(Type.INT, SPAN_MEASURES[kind])
        case Later():
            return _later(node, parameters)
        case TimeBar():
            return _bar(node, parameters)
        case When(condition=condition, then=then, otherwise=otherwise):
            _all_yes_or_no((condition,), parameters)
            return _same(node, shape(then, parameters), shape(otherwise, parameters))
        case Brackets():
            return _brackets(node, parameters)
        case Cited(part=part):
            return shape(part, parameters)
    raise TypeError(f"not a node of the language: {node!r}")


def _mismatch(node: Node, what: str, expected: str = "") -> RuleError:
    return RuleError("rule.type_mismatch", what=what, place=node.place, expected=expected)


def _parameter(node: Node, name: str, parameters: ParameterDeclarations | None) -> Shape:
    declared = (parameters or {}).get(name)
    if declared is None:
        raise unknown_name(
            "rule.unknown_parameter", kind="参数", name=name, known=parameters or (), place=node.place
        )
    return Shape(declared.type, declared.measure, declared.options, declared=declared.type is Type.ENUM)


def _all_yes_or_no(parts: Iterable[Node], parameters: ParameterDeclarations | None) -> Shape:
    for part in parts:
        kind = shape(part, parameters)
        if kind.type is not Type.BOOL:
            raise _mismatch(part, f"这里应当是能答“是”或“否”的条件，现在是{kind}", Type.BOOL.chinese)
    return Shape(Type.BOOL)


def _dates(parts: Iterable[Node], parameters: ParameterDeclarations | None) -> None:
    for part in parts:
        kind = shape(part, parameters)
        if kind.type is not Type.DATE:
            raise _mismatch(part, f"这里应当是日期，现在是{kind}", Type.DATE.chinese)


def _bar(node: TimeBar, parameters: ParameterDeclarations | None) -> Shape:
    _dates([node.start, *([] if node.renewed is None else [node.renewed])], parameters)
    length = shape(node.length, parameters)
    if length.type is not Type.INT or length.measure != node.unit:
        raise _mismatch(node.length, f"期限按{node.unit}算，这里却是{length}", f"整数（{node.unit}）")
    value = node.length.value if isinstance(node.length, Constant) else 1
    if not isinstance(value, int) or value < 1:
        raise _mismatch(node.length, "期限至少是一年、一个月或一天", "大于零的整数")
    if node.suspended is not None:
        _whole(node.suspended, DAYS, "扣除的", parameters)
    return Shape(Type.BOOL)


def _later(node: Later, parameters: ParameterDeclarations | None) -> Shape:
    _dates((node.start,), parameters)
    _whole(node.count, LATER_MEASURES[node.kind], f"“{node.kind}”的", parameters)
    return Shape(Type.DATE)


def _whole(part: Node, measure: str, owner: str, parameters: ParameterDeclarations | None) -> None:
    kind = _number(part, parameters)
    if kind.type is not Type.INT or kind.measure not in ("", measure):
        raise _mismatch(part, f"{owner}要按{measure}算，这里却是{kind}", f"整数（{measure}）")


def _number(part: Node, parameters: ParameterDeclarations | None) -> Shape:
    kind = shape(part, parameters)
    if not kind.is_number:
        raise _mismatch(part, f"这里应当是数字，现在是{kind}", "数字")
    return kind


def _brackets(node: Brackets, parameters: ParameterDeclarations | None) -> Shape:
    subject = shape(node.subject, parameters)
    if not (subject.is_number or subject.type is Type.DATE):
        raise _mismatch(node.subject, f"{subject}没有大小，不能分段", "数字或日期")
    for step in node.steps:
        _same(step.upper, subject, shape(step.upper, parameters))
    _ascending(node)
    first, *others = node.values
    kind = shape(first, parameters)
    for value in others:
        kind = _same(value, kind, shape(value, parameters))
    return kind


def _ascending(node: Brackets) -> None:
    written = [step.upper.value if isinstance(step.upper, Constant) else UNKNOWN for step in node.steps]
    wrong = misplaced(node, written)
    if wrong is not None:
        raise RuleError(
            "rule.bounds_not_ascending",
            what="分段的界限要从小到大写，不能重复",
            do="请把这一行移到前面，或改正界限",
            place=wrong.upper.place or node.place,
            expected="比上一行大的界限",
        )


def misplaced(node: Brackets, bounds: Iterable[Answer]) -> Bracket | None:
    """The first line of a table whose bound is not above those before it; bounds not known are passed over."""
    # Up to and with a number lies above less than the same number.
    lines = [
        (step, bound, step.limit == "不超过")
        for step, bound in zip(node.steps, bounds, strict=True)
        if bound is not UNKNOWN
    ]
    return next((other[0] for line, other in pairwise(lines) if not line[1:] < other[1:]), None)


def _compared(node: Node, operator: str, left: Shape, right: Shape) -> Shape:
    joined = _same(node, left, right)
    if operator not in ("=", "≠") and not (joined.is_number or joined.type is Type.DATE):
        raise _mismatch(node, f"{joined}不能比大小，只能用 =、≠ 或 属于", "=、≠")
    return Shape(Type.BOOL)


def _same(node: Node, left: Shape, right: Shape) -> Shape:
    """The shape of two values that are compared or stand for each other."""
    if left.type is Type.ENUM and right.type is Type.ENUM:
        return _same_options(node, left, right)
    if left.is_number and right.is_number:
        kind = Type.INT if left.type is right.type is Type.INT else Type.DECIMAL
        return Shape(kind, _measure(node, left, right))
    if left.type is not right.type:
        raise _mismatch(node, f"{left}和{right}不能放在一起", str(left))
    return left


def _same_options(node: Node, left: Shape, right: Shape) -> Shape:
    if not (left.declared or right.declared):
        return Shape(Type.ENUM, values=tuple(dict.fromkeys(left.values + right.values)))
    smaller, larger = sorted((left, right), key=lambda side: (side.declared, len(side.values)))
    strangers = [value for value in smaller.values if value not in larger.values]
    if strangers:
        listed = "、".join(larger.values)
        raise _mismatch(node, f"“{strangers[0]}”不在可选的“{listed}”之中", listed)
    return larger


def _measure(node: Node, left: Shape, right: Shape) -> str:
    if left.measure == right.measure:
        return left.measure
    if FEN in (left.measure, right.measure):
        raise _mismatch(node, "金额只能和金额放在一起，请把单位写出来，例如 5000元", "金额")
    if left.measure and right.measure:
        raise _mismatch(node, f"一个按{left.measure}计，一个按{right.measure}计，不能放在一起", left.measure)
    return left.measure or right.measure


def _smallest_or_largest(node: Node, shapes: list[Shape]) -> Shape:
    joined = shapes[0]
    for other in shapes[1:]:
        joined = _same(node, joined, other)
    if not (joined.is_number or joined.type is Type.DATE):
        raise _mismatch(node, f"{joined}没有大小，不能取最大最小", "数字或日期")
    return joined


def _arithmetic(node: Node, operator: str, left: Shape, right: Shape) -> Shape:
    if not (left.is_number and right.is_number):
        raise _mismatch(node, f"{left}和{right}不能加减乘除", "数字")
    kind = Type.INT if left.type is right.type is Type.INT else Type.DECIMAL
    if operator in "+-":
        return Shape(kind, _measure(node, left, right))
    if operator == "*":
        if left.measure == right.measure == FEN:
            raise _mismatch(node, "两个金额不能相乘", "数字")
        money = FEN in (left.measure, right.measure)
        return Shape(kind, FEN if money else left.measure or right.measure)
    return Shape(Type.DECIMAL, "" if left.measure == right.measure else left.measure)

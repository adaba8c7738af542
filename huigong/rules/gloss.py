"""Says a rule in English for readers who do not read Chinese; facts keep their names unless given others."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Brackets,
    Choice,
    Cited,
    Compare,
    Constant,
    FactReference,
    FullSpan,
    JudgementDate,
    Largest,
    Member,
    Negate,
    Node,
    Not,
    Parameter,
    Rounded,
    Smallest,
    When,
)
from huigong.rules.values import AGE, DAYS, FEN, MONTHS, YEARS, Type, plain_decimal, yuan

Names = Mapping[str, str]

_COMPARED = {
    "=": "is",
    "≠": "is not",
    "<": "is less than",
    "≤": "is at most",
    ">": "is more than",
    "≥": "is at least",
}
_DATED = _COMPARED | {"<": "is before", "≤": "is on or before", ">": "is after", "≥": "is on or after"}
_SPANS = {
    "满月数": "full months",
    "满年数": "full years",
    "周岁": "full years of age",
    "满天数": "full days",
}
_ROUNDED = {"向上取整": "rounded up", "向下取整": "rounded down", "四舍五入": "rounded half up"}
_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_MEASURES = {MONTHS: "months", YEARS: "years", AGE: "years of age", DAYS: "days", "人": "people"}


def gloss(node: Node, names: Names | None = None) -> str:
    """One English sentence; `names` are English words for facts, parameters and options by Chinese name."""
    said = _say(node, names or {})
    return f"{said[0].upper()}{said[1:]}."


def _say(node: Node, names: Names) -> str:
    match node:
        case AllOf(parts=parts):
            return " and ".join(_inside(part, names) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_inside(part, names) for part in parts)
        case Not(part=part):
            return f"not {_inside(part, names)}"
        case Compare(operator=operator, left=left, right=right):
            words = _DATED if _is_date(left) or _is_date(right) else _COMPARED
            return f"{_inside(left, names)} {words[operator]} {_inside(right, names)}"
        case Member(part=part, options=options):
            return f"{_inside(part, names)} is one of {', '.join(_say(one, names) for one in options)}"
        case When(condition=condition, then=then, otherwise=otherwise):
            branches = f"then {_inside(then, names)}, otherwise {_inside(otherwise, names)}"
            return f"if {_inside(condition, names)} {branches}"
        case Brackets():
            return _brackets(node, names)
        case Cited(part=part, clause=clause):
            return f"{_inside(part, names)} [{clause}]" if clause else _say(part, names)
        case _:
            return _value(node, names)


def _brackets(node: Brackets, names: Names) -> str:
    words = {"不超过": "at most", "不满": "less than"}
    if _is_date(node.subject):
        words = {"不超过": "on or before", "不满": "before"}
    lines = [
        f"{words[one.limit]} {_say(one.upper, names)}: {_inside(one.value, names)}" for one in node.steps
    ]
    return f"by {_inside(node.subject, names)}, {'; '.join(lines)}; otherwise: {_inside(node.above, names)}"


def _value(node: Node, names: Names) -> str:
    match node:
        case Constant():
            return _constant(node)
        case Choice(value=name) | FactReference(name=name) | Parameter(name=name):
            return names.get(name, name)
        case JudgementDate():
            return "the day of judgement"
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_inside(left, names)} {_SIGNS[operator]} {_inside(right, names)}"
        case Negate(part=part):
            return f"minus {_inside(part, names)}"
        case Rounded(direction=direction, part=part):
            return f"{_inside(part, names)} {_ROUNDED[direction]}"
        case Smallest(parts=parts):
            return f"the smallest of {', '.join(_inside(part, names) for part in parts)}"
        case Largest(parts=parts):
            return f"the largest of {', '.join(_inside(part, names) for part in parts)}"
        case FullSpan(kind=kind, start=start, end=end):
            return f"the {_SPANS[kind]} from {_inside(start, names)} to {_inside(end, names)}"
    raise TypeError(f"not a node of the language: {node!r}")


def _inside(node: Node, names: Names) -> str:
    """A part of something larger: in brackets where it would run together."""
    said = _say(node, names)
    loose = AllOf | AnyOf | When | Brackets | Compare | Arithmetic | Rounded | Smallest | Largest
    return f"({said})" if isinstance(node, loose) else said


def _is_date(node: Node) -> bool:
    match node:
        case JudgementDate() | Constant(type=Type.DATE):
            return True
        case FactReference(fact=fact):
            return fact.type is Type.DATE
        case _:
            return False


def _constant(node: Constant) -> str:
    match node.value:
        case bool() as value:
            return "yes" if value else "no"
        case int() as value if node.measure == FEN:
            return f"{yuan(value).removesuffix('元')} yuan"
        case str() as value:
            return f"“{value}”"
        case Decimal() as value:
            return f"{plain_decimal(value)} {_MEASURES.get(node.measure, node.measure)}".strip()
        case value:
            return f"{value} {_MEASURES.get(node.measure, node.measure)}".strip()

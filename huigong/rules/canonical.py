"""Writes a tree as the one canonical text that reads back to the same tree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from huigong.rules.grammar import AND, COMPARE, LOOSEST, MINUS, NOT, OR, PRODUCT, SUM
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
)
from huigong.rules.values import FEN, MONTHS, Type, plain_decimal, yuan

ATOM = MINUS + 1


def expression(node: Node, level: int = LOOSEST) -> str:
    """`(A 或 B) 且 非 C`: the text of a tree, in brackets where it stands inside something tighter."""
    written = _written(node)
    return f"({written})" if _power(node) < level else written


def _power(node: Node) -> int:
    match node:
        case When():
            return LOOSEST
        case AnyOf():
            return OR
        case AllOf():
            return AND
        case Not():
            return NOT
        case Compare() | Member():
            return COMPARE
        case Arithmetic(operator=operator):
            return SUM if operator in "+-" else PRODUCT
        case Negate():
            return MINUS
        case _:
            return ATOM


def _written(node: Node) -> str:
    match node:
        case Constant():
            return _constant(node)
        case Choice(value=word) | FactReference(name=word):
            return word
        case JudgementDate():
            return "判定日期"
        case Parameter(name=name):
            return f"参数:{name}"
        case AllOf(parts=parts):
            return " 且 ".join(expression(part, NOT) for part in parts)
        case AnyOf(parts=parts):
            return " 或 ".join(expression(part, AND) for part in parts)
        case Not(part=part):
            return f"非 {expression(part, NOT)}"
        case Compare(operator=operator, left=left, right=right):
            return f"{expression(left, SUM)} {operator} {expression(right, SUM)}"
        case Member(part=part, options=options):
            return f"{expression(part, SUM)} 属于 ({_list(options)})"
        case When(condition=condition, then=then, otherwise=otherwise):
            inside = f"若 {expression(condition, OR)} 则 {expression(then, OR)}"
            return f"{inside} 否则 {expression(otherwise)}"
        case Brackets(subject=subject, steps=steps, above=above):
            lines = (f"{step.limit} {expression(step.upper)} 则 {expression(step.value)}" for step in steps)
            return f"分段({', '.join([expression(subject), *lines])}, 其余 {expression(above)})"
        case TimeBar():
            return _bar(node)
        case Cited(part=part, clause=clause, phrase=phrase):
            return f"({expression(part)})【{clause}{'｜' + phrase if phrase else ''}】"
        case _:
            return _number(node)


def _number(node: Node) -> str:
    match node:
        case Arithmetic(operator=operator, left=left, right=right):
            power = _power(node)
            return f"{expression(left, power)} {operator} {expression(right, power + 1)}"
        case Negate(part=part):
            return f"-({expression(part)})"
        case Rounded(direction=word, part=part):
            return f"{word}({expression(part)})"
        case Smallest(parts=parts):
            return f"最小({_list(parts)})"
        case Largest(parts=parts):
            return f"最大({_list(parts)})"
        case FullSpan(kind=kind, start=start, end=end):
            return f"{kind}({_list((start, end))})"
        case Later(kind=kind, start=start, count=count):
            return f"{kind}({_list((start, count))})"
    raise TypeError(f"not a node of the language: {node!r}")


def _bar(node: TimeBar) -> str:
    unit = f" {_measure(node.unit)}" if isinstance(node.length, Parameter) else ""
    parts = [expression(node.start), expression(node.length) + unit]
    if node.renewed is not None:
        parts.append(f"{'主张于' if node.claimed else '中断于'} {expression(node.renewed)}")
    if node.suspended is not None:
        parts.append(f"扣除 {expression(node.suspended)}")
    return f"期限内({', '.join(parts)})"


def _list(parts: tuple[Node, ...]) -> str:
    return ", ".join(expression(part) for part in parts)


def _constant(node: Constant) -> str:
    match node.type, node.value:
        case Type.BOOL, value:
            return "是" if value else "否"
        case Type.INT, int(value) if node.measure == FEN:
            return yuan(value)
        case _, date() as value:
            return value.isoformat()
        case _, Decimal() as value:
            return f"{plain_decimal(value)}{_measure(node.measure)}"
        case Type.INT, value:
            return f"{value}{_measure(node.measure)}"
        case _, value:
            text = str(value).replace("”", "””")
            return f"“{text}”"


def _measure(measure: str) -> str:
    return "个月" if measure == MONTHS else measure

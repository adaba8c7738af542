"""Says a rule in Chinese: exactly for officers, plainly for workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.rules.canonical import expression
from huigong.rules.check import LATER_MEASURES
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
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
)
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup
from huigong.rules.values import FEN, UNKNOWN, Type, show

__all__ = ["expression", "plain_statement", "render", "render_plain", "statement"]

_NUMBER_WORDS = {"=": "等于", "≠": "不等于", "<": "少于", "≤": "不超过", ">": "超过", "≥": "不少于"}
_DATE_WORDS = {"=": "是", "≠": "不是", "<": "早于", "≤": "不晚于", ">": "晚于", "≥": "不早于"}
_OPPOSITE = {"=": "≠", "≠": "=", "<": "≥", "≤": ">", ">": "≤", "≥": "<"}
_SIGNS = {"+": "加", "-": "减", "*": "乘以", "/": "除以"}
_SPAN_WORDS = {"满月数": "满的月数", "满年数": "满的年数", "周岁": "的周岁", "满天数": "的天数"}
_LATER_WORDS = {"月后": "个月", "天后": "天"}
_LIMITS = {"不超过": "≤", "不满": "<"}
_LOOSE = (AllOf, AnyOf, When, Brackets)


@dataclass(frozen=True)
class _Voice:
    """For whom a rule is said, and the day and declarations that make parameters readable."""

    plain: bool = False
    clauses: bool = True
    facts: Mapping[str, Fact] | None = None
    parameters: ParameterLookup | None = None
    declared: ParameterDeclarations | None = None
    on: date | None = None

    def fact(self, node: FactReference) -> Fact:
        return (self.facts or {}).get(node.name, node.fact)


def render(
    node: Node,
    facts: Mapping[str, Fact] | None = None,
    parameters: ParameterLookup | None = None,
    on: date | None = None,
    *,
    declared: ParameterDeclarations | None = None,
) -> str:
    """A sentence for officers, with clauses; parameters show their value on a day where both are given."""
    return _say(node, _Voice(facts=facts, parameters=parameters, declared=declared, on=on)) + "。"


def render_plain(
    node: Node,
    facts: Mapping[str, Fact] | None = None,
    parameters: ParameterLookup | None = None,
    on: date | None = None,
    *,
    declared: ParameterDeclarations | None = None,
) -> str:
    """A sentence for workers: the facts' own plain phrases, no clauses."""
    voice = _Voice(plain=True, clauses=False, facts=facts, parameters=parameters, declared=declared, on=on)
    return _say(node, voice) + "。"


def statement(node: Node) -> str:
    """A condition as half a sentence without clause or full stop, for reasons."""
    return _say(node, _Voice(clauses=False))


def plain_statement(node: Node) -> str:
    """The same in the facts' own plain phrases, for workers."""
    return _say(node, _Voice(plain=True, clauses=False))


def _say(node: Node, voice: _Voice) -> str:
    match node:
        case AllOf(parts=parts):
            return "，并且".join(_inside(part, voice) for part in parts)
        case AnyOf(parts=parts):
            return "，或者".join(_inside(part, voice) for part in parts)
        case Not(part=part):
            return _negated(part, voice)
        case FactReference() if voice.fact(node).type is Type.BOOL:
            return _fact_holds(voice.fact(node), voice)
        case Compare(operator=operator, left=left, right=right):
            return _compared(operator, left, right, voice)
        case Member(part=part, options=options):
            return f"{_term(part, voice)}是{_options(options, voice)}"
        case When(condition=condition, then=then, otherwise=otherwise):
            # A choice that follows from the other one reads on: 否则，如果 …
            rest = _say(otherwise, voice) if isinstance(otherwise, When) else _inside(otherwise, voice)
            branches = f"{_inside(then, voice)}；否则，{rest}"
            return f"如果{_inside(condition, voice)}，那么{branches}"
        case Brackets():
            return _brackets(node, voice)
        case TimeBar():
            return _bar(node, "没有超过", voice)
        case Cited(part=part, phrase=phrase):
            return (phrase if phrase and voice.plain else _say(part, voice)) + _clause(node, voice)
        case Constant(value=bool() as value):
            return "一律符合" if value else "一律不符合"
        case _:
            return _term(node, voice)


def _inside(part: Node, voice: _Voice) -> str:
    """A part of something larger: in brackets where it would run together."""
    if isinstance(part, Cited) and not (part.phrase and voice.plain):
        return _inside(part.part, voice) + _clause(part, voice)
    words = _say(part, voice)
    return f"（{words}）" if isinstance(part, _LOOSE) else words


def _clause(node: Cited, voice: _Voice) -> str:
    return f"（依据：{node.clause}）" if node.clause and voice.clauses else ""


def _fact_holds(fact: Fact, voice: _Voice) -> str:
    return (fact.phrase if voice.plain else "") or fact.name


def _fact_fails(fact: Fact, voice: _Voice) -> str:
    if not voice.plain:
        return f"{fact.name}为“否”"
    return fact.not_phrase or f"不是“{fact.phrase or fact.name}”"


def _negated(part: Node, voice: _Voice) -> str:
    match part:
        case FactReference():
            return _fact_fails(voice.fact(part), voice)
        case Compare(operator=operator, left=left, right=right):
            return _compared(_OPPOSITE[operator], left, right, voice)
        case Member(part=inside, options=options):
            return f"{_term(inside, voice)}不是{_options(options, voice)}"
        case TimeBar():
            return _bar(part, "已经超过", voice)
        case _:
            return f"并非（{_say(part, voice)}）"


def _bar(node: TimeBar, verdict: str, voice: _Voice) -> str:
    more = ["最后一天算在内，遇休息日顺延"]
    if node.renewed is not None:
        more.append(f"{_term(node.renewed, voice)}还在期限内的，从那天重新算")
    if node.suspended is not None:
        more.append(f"{_term(node.suspended, voice)}不算在内")
    start, length = _term(node.start, voice), _term(node.length, voice)
    return f"从{start}起{verdict}{length}（{'；'.join(more)}）"


def _options(options: tuple[Constant | Choice, ...], voice: _Voice) -> str:
    words = "、".join(_term(option, voice) for option in options)
    return f"{words}之一" if len(options) > 1 else words


def _brackets(node: Brackets, voice: _Voice) -> str:
    lines = []
    for step in node.steps:
        words = _words(node.subject, step.upper, voice)
        upper = _term(_measured(step.upper, node.subject, voice), voice)
        lines.append(f"{words[_LIMITS[step.limit]]}{upper}的，{_inside(step.value, voice)}")
    lines.append(f"其余的，{_inside(node.above, voice)}")
    return f"按{_term(node.subject, voice)}分段：{'；'.join(lines)}"


def _measured(right: Node, left: Node, voice: _Voice) -> Node:
    """A bare whole number, counted in what the other side is counted in."""
    if _measure(left, voice) and isinstance(right, Constant) and right.type is Type.INT and not right.measure:
        return Constant(right.type, right.value, _measure(left, voice))
    return right


def _compared(operator: str, left: Node, right: Node, voice: _Voice) -> str:
    right = _measured(right, left, voice)
    words = _words(left, right, voice)
    return f"{_term(left, voice)}{words[operator]}{_term(right, voice)}"


def _words(left: Node, right: Node, voice: _Voice) -> dict[str, str]:
    for side in (left, right):
        match side:
            case JudgementDate() | Later() | Constant(type=Type.DATE):
                return _DATE_WORDS
            case Choice() | Constant(type=Type.TEXT | Type.BOOL):
                return _DATE_WORDS
            case FactReference() if voice.fact(side).type not in (Type.INT, Type.DECIMAL):
                return _DATE_WORDS
    return _NUMBER_WORDS


def _measure(node: Node, voice: _Voice) -> str:
    match node:
        case FactReference():
            return voice.fact(node).measure
        case FullSpan(kind=kind):
            return {"满月数": "月", "满年数": "年", "周岁": "岁", "满天数": "天"}[kind]
        case Cited(part=part):
            return _measure(part, voice)
        case _:
            return ""


def _term(node: Node, voice: _Voice) -> str:
    match node:
        case Constant(value=value, measure=measure):
            return f"“{value}”" if node.type is Type.TEXT else show(value, measure)
        case Choice(value=value):
            return value
        case FactReference():
            fact = voice.fact(node)
            return (fact.phrase if voice.plain and fact.type is not Type.BOOL else "") or fact.name
        case JudgementDate():
            return "今天" if voice.plain else "判定日期"
        case Parameter(name=name):
            return _parameter(name, voice)
        case Cited(part=part):
            return _term(part, voice)
        case AllOf() | AnyOf() | Not() | Compare() | Member() | When() | Brackets() | TimeBar():
            return f"（{_say(node, voice)}）"
        case _:
            return _number(node, voice)


def _parameter(name: str, voice: _Voice) -> str:
    if voice.parameters is None or voice.on is None:
        return name
    value = voice.parameters(name, voice.on)
    declaration = (voice.declared or {}).get(name)
    return (
        name if value is UNKNOWN else f"{name}（{show(value, declaration.measure if declaration else '')}）"
    )


def _number(node: Node, voice: _Voice) -> str:
    match node:
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_factor(left, voice)}{_SIGNS[operator]}{_factor(right, voice)}"
        case Negate(part=part):
            return f"负的{_factor(part, voice)}"
        case Rounded(direction=direction, part=part):
            return (
                f"{_factor(part, voice)}（{direction}到{'分' if _measure(part, voice) == FEN else '整数'}）"
            )
        case Smallest(parts=parts):
            return f"{'、'.join(_term(part, voice) for part in parts)}中最小的"
        case Largest(parts=parts):
            return f"{'、'.join(_term(part, voice) for part in parts)}中最大的"
        case FullSpan(kind=kind, start=start, end=end):
            return f"从{_term(start, voice)}到{_term(end, voice)}{_SPAN_WORDS[kind]}"
        case Later():
            return _later(node, voice)
    raise TypeError(f"not a node of the language: {node!r}")


def _later(node: Later, voice: _Voice) -> str:
    """`上班日期之后1个月的那天`."""
    side = "之后"
    match node.count:
        case Constant(value=int() as number):
            side, many = "之前" if number < 0 else side, show(abs(number), LATER_MEASURES[node.kind])
        case Parameter():
            many = _term(node.count, voice)
        case count:
            many = f"{_factor(count, voice)}{_LATER_WORDS[node.kind]}"
    return f"{_term(node.start, voice)}{side}{many}的那天"


def _factor(node: Node, voice: _Voice) -> str:
    words = _term(node, voice)
    return f"（{words}）" if isinstance(node, Arithmetic | Smallest | Largest) else words

"""Says a rule in Chinese: exactly for officers, plainly for workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.kernel.sentences import listed, say, wording
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

_NUMBER_WORDS = {
    "=": wording("{left}等于{right}"),
    "≠": wording("{left}不等于{right}"),
    "<": wording("{left}少于{right}"),
    "≤": wording("{left}不超过{right}"),
    ">": wording("{left}超过{right}"),
    "≥": wording("{left}不少于{right}"),
}
_DATE_WORDS = {
    "=": wording("{left}是{right}"),
    "≠": wording("{left}不是{right}"),
    "<": wording("{left}早于{right}"),
    "≤": wording("{left}不晚于{right}"),
    ">": wording("{left}晚于{right}"),
    "≥": wording("{left}不早于{right}"),
}
_OPPOSITE = {"=": "≠", "≠": "=", "<": "≥", "≤": ">", ">": "≤", "≥": "<"}
_SIGNS = {
    "+": wording("{left}加{right}"),
    "-": wording("{left}减{right}"),
    "*": wording("{left}乘以{right}"),
    "/": wording("{left}除以{right}"),
}
_SPAN_WORDS = {
    "满月数": wording("从{start}到{end}满的月数"),
    "满年数": wording("从{start}到{end}满的年数"),
    "周岁": wording("从{start}到{end}的周岁"),
    "满天数": wording("从{start}到{end}的天数"),
}
_LATER_WORDS = {"月后": wording("{many}个月"), "天后": wording("{many}天")}
_LIMITS = {"不超过": "≤", "不满": "<"}
_LOOSE = (AllOf, AnyOf, When, Brackets)


@dataclass(frozen=True)
class _Voice:
    """The audience of a rendered rule, and the day and declarations that make parameters readable."""

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
            return listed((_inside(part, voice) for part in parts), "，并且")
        case AnyOf(parts=parts):
            return listed((_inside(part, voice) for part in parts), "，或者")
        case Not(part=part):
            return _negated(part, voice)
        case FactReference() if voice.fact(node).type is Type.BOOL:
            return _fact_holds(voice.fact(node), voice)
        case Compare(operator=operator, left=left, right=right):
            return _compared(operator, left, right, voice)
        case Member(part=part, options=options):
            return say("{left}是{right}", left=_term(part, voice), right=_options(options, voice))
        case When(condition=condition, then=then, otherwise=otherwise):
            # A choice that follows from the other one reads on: 否则，如果 …
            rest = _say(otherwise, voice) if isinstance(otherwise, When) else _inside(otherwise, voice)
            return say(
                "如果{condition}，那么{then}；否则，{rest}",
                condition=_inside(condition, voice),
                then=_inside(then, voice),
                rest=rest,
            )
        case Brackets():
            return _brackets(node, voice)
        case TimeBar():
            return _bar(node, wording("从{start}起没有超过{length}"), voice)
        case Cited(part=part, phrase=phrase):
            return _with_clause(phrase if phrase and voice.plain else _say(part, voice), node, voice)
        case Constant(value=bool() as value):
            return wording("一律符合") if value else wording("一律不符合")
        case _:
            return _term(node, voice)


def _inside(part: Node, voice: _Voice) -> str:
    """A part of something larger: in brackets where it would run together."""
    if isinstance(part, Cited) and not (part.phrase and voice.plain):
        return _with_clause(_inside(part.part, voice), part, voice)
    words = _say(part, voice)
    return say("（{words}）", words=words) if isinstance(part, _LOOSE) else words


def _with_clause(words: str, node: Cited, voice: _Voice) -> str:
    if not node.clause or not voice.clauses:
        return words
    return say("{words}（依据：{clause}）", words=words, clause=node.clause)


def _fact_holds(fact: Fact, voice: _Voice) -> str:
    return (fact.phrase if voice.plain else "") or fact.name


def _fact_fails(fact: Fact, voice: _Voice) -> str:
    if not voice.plain:
        return say("{fact}为“否”", fact=fact.name)
    return fact.not_phrase or say("不是“{phrase}”", phrase=fact.phrase or fact.name)


def _negated(part: Node, voice: _Voice) -> str:
    match part:
        case FactReference():
            return _fact_fails(voice.fact(part), voice)
        case Compare(operator=operator, left=left, right=right):
            return _compared(_OPPOSITE[operator], left, right, voice)
        case Member(part=inside, options=options):
            return say("{left}不是{right}", left=_term(inside, voice), right=_options(options, voice))
        case TimeBar():
            return _bar(part, wording("从{start}起已经超过{length}"), voice)
        case _:
            return say("并非（{words}）", words=_say(part, voice))


def _bar(node: TimeBar, verdict: str, voice: _Voice) -> str:
    more = [wording("最后一天算在内，遇休息日顺延")]
    if node.claimed and node.renewed is not None:
        more.append(say("算到{day}", day=_term(node.renewed, voice)))
    elif node.renewed is not None:
        more.append(say("{day}还在期限内的，从那天重新算", day=_term(node.renewed, voice)))
    if node.suspended is not None:
        more.append(say("{days}不算在内", days=_term(node.suspended, voice)))
    said = say(verdict, start=_term(node.start, voice), length=_term(node.length, voice))
    return say("{said}（{more}）", said=said, more=listed(more, "；"))


def _options(options: tuple[Constant | Choice, ...], voice: _Voice) -> str:
    words = listed(_term(option, voice) for option in options)
    return say("{options}之一", options=words) if len(options) > 1 else words


def _brackets(node: Brackets, voice: _Voice) -> str:
    lines = []
    for step in node.steps:
        words = _words(node.subject, step.upper, voice)
        upper = _term(_measured(step.upper, node.subject, voice), voice)
        limit = say(words[_LIMITS[step.limit]], left="", right=upper)
        lines.append(say("{limit}的，{value}", limit=limit, value=_inside(step.value, voice)))
    lines.append(say("其余的，{value}", value=_inside(node.above, voice)))
    return say("按{subject}分段：{lines}", subject=_term(node.subject, voice), lines=listed(lines, "；"))


def _measured(right: Node, left: Node, voice: _Voice) -> Node:
    """A bare whole number, counted in what the other side is counted in."""
    if _measure(left, voice) and isinstance(right, Constant) and right.type is Type.INT and not right.measure:
        return Constant(right.type, right.value, _measure(left, voice))
    return right


def _compared(operator: str, left: Node, right: Node, voice: _Voice) -> str:
    right = _measured(right, left, voice)
    words = _words(left, right, voice)
    return say(words[operator], left=_term(left, voice), right=_term(right, voice))


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
            return say("“{value}”", value=value) if node.type is Type.TEXT else show(value, measure)
        case Choice(value=value):
            return value
        case FactReference():
            fact = voice.fact(node)
            return (fact.phrase if voice.plain and fact.type is not Type.BOOL else "") or fact.name
        case JudgementDate():
            return wording("今天") if voice.plain else wording("判定日期")
        case Parameter(name=name):
            return _parameter(name, voice)
        case Cited(part=part):
            return _term(part, voice)
        case AllOf() | AnyOf() | Not() | Compare() | Member() | When() | Brackets() | TimeBar():
            return say("（{words}）", words=_say(node, voice))
        case _:
            return _number(node, voice)


def _parameter(name: str, voice: _Voice) -> str:
    if voice.parameters is None or voice.on is None:
        return name
    value = voice.parameters(name, voice.on)
    declaration = (voice.declared or {}).get(name)
    if value is UNKNOWN:
        return name
    shown = show(value, declaration.measure if declaration else "")
    return say("{name}（{value}）", name=name, value=shown)


def _number(node: Node, voice: _Voice) -> str:
    match node:
        case Arithmetic(operator=operator, left=left, right=right):
            return say(_SIGNS[operator], left=_factor(left, voice), right=_factor(right, voice))
        case Negate(part=part):
            return say("负的{part}", part=_factor(part, voice))
        case Rounded(direction=direction, part=part):
            unit = "分" if _measure(part, voice) == FEN else "整数"
            return say("{part}（{to}）", part=_factor(part, voice), to=f"{direction}到{unit}")
        case Smallest(parts=parts):
            return say("{parts}中最小的", parts=listed(_term(part, voice) for part in parts))
        case Largest(parts=parts):
            return say("{parts}中最大的", parts=listed(_term(part, voice) for part in parts))
        case FullSpan(kind=kind, start=start, end=end):
            return say(_SPAN_WORDS[kind], start=_term(start, voice), end=_term(end, voice))
        case Later():
            return _later(node, voice)
    raise TypeError(f"not a node of the language: {node!r}")


def _later(node: Later, voice: _Voice) -> str:
    """`上班日期之后1个月的那天`."""
    side = wording("{start}之后{many}的那天")
    match node.count:
        case Constant(value=int() as number):
            side = wording("{start}之前{many}的那天") if number < 0 else side
            many = show(abs(number), LATER_MEASURES[node.kind])
        case Parameter():
            many = _term(node.count, voice)
        case count:
            many = say(_LATER_WORDS[node.kind], many=_factor(count, voice))
    return say(side, start=_term(node.start, voice), many=many)


def _factor(node: Node, voice: _Voice) -> str:
    words = _term(node, voice)
    return say("（{words}）", words=words) if isinstance(node, Arithmetic | Smallest | Largest) else words

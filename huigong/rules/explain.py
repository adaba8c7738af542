"""Why a rule answers as it does: the reasons that matter, each with its clause, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from huigong.kernel.sentences import instead, listed, say, wording
from huigong.rules.check import LATER_MEASURES
from huigong.rules.evaluate import Situation, answer, possible_values
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Brackets,
    Cited,
    Fact,
    FactReference,
    Later,
    Node,
    Not,
    TimeBar,
    When,
    children,
    fact_names,
    walk,
)
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.render import plain_statement, statement
from huigong.rules.running_out import act_by, last_day_words, run_out
from huigong.rules.values import NEVER, UNKNOWN, Answer, Between, Type, show

_LINKS = (AllOf, AnyOf, Cited, When, Not)


@dataclass(frozen=True)
class Reason:
    """One condition that decided: what it says, whether it holds, its clause, the facts it read.

    Attributes:
        text: a Chinese sentence with the person's value (`居住月数不少于6个月：不符合（居住月数4个月）`).
        seen: that value alone, with its brackets.
        condition, plain: the condition alone, and the same in the facts' plain phrases.
        phrase: the wording for workers where the rule gives one.
        alone, negated: set where the condition is one yes-or-no fact and nothing more, and where that must be no.
        missing: the facts that keep it open.
        over: the last day (`最后一天是2026年10月8日`) where the answer is no because a period has run out.
    """

    text: str
    clause: str
    answer: Answer
    facts: tuple[str, ...]
    condition: str = ""
    phrase: str = ""
    seen: str = ""
    plain: str = ""
    alone: bool = False
    negated: bool = False
    missing: tuple[str, ...] = ()
    over: str = ""


@dataclass(frozen=True)
class Explanation:
    """An answer with its reasons.

    `missing` are facts that may still matter, in the order of the rule; `settled_by` are
    those of them of which one answer alone could settle the rule; `estimates` are derived
    facts (months lived here) for a person who cannot say what they are derived from (since
    which day), none where only an office can say that; `notes` say what could not be worked out
    (no parameter in force, a division by zero); `act_by` is the last day of an answer that a
    running period bounds (`running_out.act_by`).
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    settled_by: tuple[str, ...] = ()
    estimates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    act_by: date | None = None


@dataclass(frozen=True)
class Needs:
    """What an open rule still needs: `missing`, `settled_by` and `estimates` of `Explanation`."""

    missing: tuple[str, ...]
    settled_by: tuple[str, ...]
    estimates: tuple[str, ...]


def needs(node: Node, here: Situation) -> Needs:
    """What a rule without an answer needs, without the reasons; `here` may be shared by many rules."""
    # Which facts stay open behind a derived one is told of this rule alone.
    alone_here = replace(here, open_facts={})
    settles = settling(node, alone_here)
    missing = _missing(node, alone_here)
    alone = tuple(name for name in missing if name in settles[True] | settles[False])
    estimates = tuple(
        name for name, behind in alone_here.open_facts.items() if behind != (name,) and _sayable(node, behind)
    )
    return Needs(missing, alone, estimates)


def _sayable(node: Node, names: tuple[str, ...]) -> bool:
    """Whether a person may know any of these facts: what only an office or a court settles is nobody's to estimate."""
    parts = walk(node, into_derived=True)
    return any(
        isinstance(part, FactReference) and part.name in names and part.fact.question for part in parts
    )


def explain(
    node: Node,
    *,
    values: Mapping[str, Answer | None],
    on: date,
    parameters: ParameterLookup = no_parameters,
) -> Explanation:
    """The answer of a rule for one person on one day, why, and what is missing."""
    return explained(node, Situation(values, on, parameters))


def explained(node: Node, here: Situation) -> Explanation:
    """What `explain` gives of a rule, in a situation of its own."""
    result = answer(node, here)
    notes = tuple(here.faults) if result is UNKNOWN else ()
    if result is not UNKNOWN:
        return Explanation(result, _unique(_reasons(node, here, "")), (), act_by=act_by(node, here, result))
    open_for = needs(node, here)
    reasons = _unique(_reasons(node, here, ""))
    settled_by, estimates = open_for.settled_by, open_for.estimates
    return Explanation(
        result, reasons, open_for.missing, settled_by, estimates, notes, act_by(node, here, result)
    )


def _unique(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


def _reasons(node: Node, here: Situation, clause: str) -> list[Reason]:
    """The reasons of a node: of its parts, only those that gave the answer."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            result = answer(node, here)
            return [
                reason
                for part in parts
                if answer(part, here) is result
                for reason in _reasons(part, here, clause)
            ]
        case Cited(part=part, phrase=""):
            return _reasons(part, here, node.clause or clause)
        case Cited(part=part, phrase=phrase):
            return _reason(part, here, node.clause or clause, phrase)
        case Not(part=part) if isinstance(part, _LINKS):
            return _reasons(part, here, clause)
        case When():
            return _when_reasons(node, here, clause)
        case _:
            return _reason(node, here, clause, "")


def _when_reasons(node: When, here: Situation, clause: str) -> list[Reason]:
    condition, result = answer(node.condition, here), answer(node, here)
    tested = _reasons(node.condition, here, clause)
    if condition is UNKNOWN:
        branches = [node.then, node.otherwise] if result is not UNKNOWN else []
    else:
        branches = [node.then if condition else node.otherwise]
    decided = [reason for branch in branches for reason in _reasons(branch, here, clause)]
    # Which branch was taken is nothing that the person lacks.
    read = any(reason.facts for reason in decided)
    return decided if result is False and read else tested + decided


def _reason(node: Node, here: Situation, clause: str, phrase: str) -> list[Reason]:
    result = answer(node, here)
    if result is not UNKNOWN and not isinstance(result, bool):
        return []
    condition = statement(node)
    verdict = wording("还不清楚") if result is UNKNOWN else wording("符合") if result else wording("不符合")
    seen = _seen(node, here)
    text = say("{condition}：{verdict}{seen}", condition=condition, verdict=verdict, seen=seen)
    fact = node.part if isinstance(node, Not) else node
    plainly = (plain_statement(node), isinstance(fact, FactReference), isinstance(node, Not))
    open_for = _missing(node, here)
    over = run_out(node, here) if result is False else ""
    return [Reason(text, clause, result, fact_names(node), condition, phrase, seen, *plainly, open_for, over)]


def _seen(node: Node, here: Situation) -> str:
    """The person's own values behind a condition; a yes-or-no fact alone needs none."""
    references = [reference for reference in walk(node) if isinstance(reference, FactReference)]
    known = [
        _shown(reference.fact, value)
        for reference in dict.fromkeys(references)
        if (value := answer(reference, here)) is not UNKNOWN
        and not (reference.fact.type is Type.BOOL and reference is node)
    ]
    waits = {part for negated in walk(node) if isinstance(negated, Not) for part in walk(negated)}
    known += [
        words
        for part in dict.fromkeys(part for part in walk(node) if isinstance(part, Later))
        if (words := _reached(part, here))
    ]
    known += [
        words
        for part in walk(node)
        # A bar that must be over is waited for: its last day is no day to hurry to.
        if isinstance(part, TimeBar) and part not in waits and (words := last_day_words(part, here))
    ]
    return say("（{words}）", words=listed(known, "，")) if known else ""


def _reached(node: Later, here: Situation) -> str:
    """`满1个月是2026年10月1日`; empty where it is not known."""
    day, count = answer(node, here), answer(node.count, here)
    if not (isinstance(day, date) and isinstance(count, int)):
        return ""
    length = show(abs(count), LATER_MEASURES[node.kind])
    reached = wording("满{length}是{day}") if count >= 0 else wording("提前{length}是{day}")
    return say(reached, length=length, day=show(day))


def _shown(fact: Fact, value: Answer) -> str:
    """`居住月数4个月`; `户籍性质：农业`."""
    name = instead(fact.name, fact.phrase)
    if fact.never and value == NEVER:
        return say("{fact}：{value}", fact=name, value=fact.never)
    apart = fact.type in (Type.TEXT, Type.ENUM, Type.BOOL)
    pattern = wording("{fact}：{value}") if apart else wording("{fact}{value}")
    return say(pattern, fact=name, value=show(value, fact.measure))


def _missing(node: Node, here: Situation) -> tuple[str, ...]:
    """Facts that are not known, or not closely enough, inside the parts that keep this node open, each once, in order."""
    value = answer(node, here)
    if value is not UNKNOWN and not isinstance(value, Between):
        return ()
    match node:
        case FactReference():
            return _missing_behind(node, here)
        case When(condition=condition, then=then, otherwise=otherwise):
            known = answer(condition, here)
            parts: tuple[Node, ...] = (
                (condition, then, otherwise) if known is UNKNOWN else (then if known else otherwise,)
            )
        case Brackets(subject=subject):
            parts = (subject, *possible_values(node, here))
        case _:
            parts = children(node)
    return tuple(dict.fromkeys(name for part in parts for name in _missing(part, here)))


def _missing_behind(node: FactReference, here: Situation) -> tuple[str, ...]:
    """The fact itself, or what a derived fact still needs; itself again where that is no fact."""
    if node.name not in here.open_facts:
        given = isinstance(here.values.get(node.name), Between)
        derivation = None if given else node.fact.derivation
        deeper = _missing(derivation, here) if derivation is not None else ()
        here.open_facts[node.name] = deeper or (node.name,)
    return here.open_facts[node.name]


Settling = dict[bool, frozenset[str]]
_NOTHING: frozenset[str] = frozenset()


def settling(node: Node, here: Situation) -> Settling:
    """For an open condition, the facts of which one answer alone could make it yes, and no."""
    match node:
        case AllOf(parts=parts):
            return _settling_link(parts, here, decisive=False)
        case AnyOf(parts=parts):
            return _settling_link(parts, here, decisive=True)
        case Not(part=part):
            inside = settling(part, here)
            return {True: inside[False], False: inside[True]}
        case Cited(part=part):
            return settling(part, here)
        case When():
            return _settling_when(node, here)
        case _:
            missing = _missing(node, here)
            alone = frozenset(missing) if len(missing) == 1 else _NOTHING
            return {True: alone, False: alone}


def _settling_link(parts: tuple[Node, ...], here: Situation, *, decisive: bool) -> Settling:
    settles = [settling(part, here) for part in parts if answer(part, here) is UNKNOWN]
    shared = frozenset.intersection(*(names[not decisive] for names in settles)) if settles else _NOTHING
    return {decisive: _NOTHING.union(*(names[decisive] for names in settles)), not decisive: shared}


def _settling_when(node: When, here: Situation) -> Settling:
    condition = answer(node.condition, here)
    if condition is not UNKNOWN:
        return settling(node.then if condition else node.otherwise, here)
    by_condition = settling(node.condition, here)
    then, otherwise = answer(node.then, here), answer(node.otherwise, here)
    settles = {}
    for outcome in (True, False):
        through_then = by_condition[True] if then is outcome else _NOTHING
        through_otherwise = by_condition[False] if otherwise is outcome else _NOTHING
        settles[outcome] = through_then | through_otherwise
    return settles

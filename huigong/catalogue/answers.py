"""One service's answer for one person: yes, no or not known, why, how much, and when to expect word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huigong.catalogue.answering import Where
from huigong.catalogue.beginnings import Event, begins_at
from huigong.catalogue.entries import PublicService, ServiceLimit
from huigong.catalogue.parameters import RegionParameters
from huigong.kernel import regions, timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.money import Fen, format_wan, format_yuan
from huigong.kernel.sentences import listed, say, wording
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import Explanation
from huigong.rules.explain import Reason as RuleReason
from huigong.rules.nodes import Arithmetic, Constant, Fact, FactReference, Node
from huigong.rules.values import FEN, UNKNOWN, Type, Unknown, show
from huigong.rules.values import Answer as Known
from huigong.rules.yes_or_no import yes_or_no

NO_LIMIT = wording("办理时限：当地未公布，按窗口承诺的时间答复")
NOT_PUBLISHED = wording("金额以当地公布的为准（当地尚未公布，或还没有录入）")
_WAN = 1_000_000  # fen in ten thousand yuan


@dataclass(frozen=True)
class Reason:
    """Why: `text` with the exact condition for officers, `plain` for workers, and the clause it rests on.

    `lacking` names the yes-or-no fact that is a no and alone makes this one; "" for any other reason.
    """

    text: str
    plain: str
    clause: str
    answer: bool | Unknown
    lacking: str = ""


@dataclass(frozen=True)
class Answer:
    """What one service answers for one person on one day.

    Attributes:
        answer: True, False or UNKNOWN.
        amount_fen: None where there is no amount, where it is not published, and for a no.
        missing: the facts that may still matter, in the order of the rule.
        where: who answers on that day.
        nearest, steps: when waiting alone will make a no a yes, and what one can do that would.
        held: set for somebody who has it already, whom it is not offered again: the answer is then False and the
            reasons say what they have.
        act_by: the last day of a yes, or of what is not known, that a running period bounds.
        gone_by: the last day of the period that has run out, for a service that says what can still be done then.
        explanation: what the rules language found.
    """

    service: PublicService
    answer: bool | Unknown
    reasons: tuple[Reason, ...]
    amount_fen: Fen | None
    amount_text: str
    missing: tuple[Fact, ...]
    where: Where
    answer_by: tuple[str, ...]
    nearest: str | None
    steps: tuple[str, ...]
    refused: tuple[str, ...]
    explanation: Explanation
    held: bool = False
    gone_by: date | None = None

    @property
    def act_by(self) -> date | None:
        return None if self.answer is False else self.explanation.act_by

    @property
    def verdict(self) -> str:
        """`yes`, `held`, `unknown` or `no`, for programs and style classes."""
        if self.held:
            return "held"
        return "unknown" if self.answer is UNKNOWN else "yes" if self.answer else "no"


def reasons_of(
    explanation: Explanation, facts: Mapping[str, Fact], *, said: Collection[str] = ()
) -> tuple[Reason, ...]:
    """The reasons that decided, worded for officers and for workers.

    What is taken for granted is no reason for a yes: nobody has said it. `said` are facts of which it is known that
    somebody, or the register, did.
    """
    return tuple(
        Reason(
            reason.text,
            _plain(reason, facts),
            reason.clause,
            UNKNOWN if reason.answer is UNKNOWN else bool(reason.answer),
            reason.facts[0] if reason.answer is False and reason.alone and not reason.negated else "",
        )
        for reason in explanation.reasons
        if reason.answer is not True or not _taken_for_granted(reason, facts, said)
    )


def _taken_for_granted(reason: RuleReason, facts: Mapping[str, Fact], said: Collection[str]) -> bool:
    if any(name in said for name in reason.facts):
        return False
    read = [facts[name] for name in reason.facts if name in facts]
    return bool(read) and all(isinstance(fact.derivation, Constant) for fact in read)


def _plain(reason: RuleReason, facts: Mapping[str, Fact]) -> str:
    """The reason in a worker's words: the fact's own sentence, or the rule's wording with the person's value."""
    fact = facts.get(reason.facts[0]) if len(reason.facts) == 1 else None
    if reason.answer is UNKNOWN:
        return _open(reason, fact, facts)
    if reason.alone and fact is not None and not (reason.answer and reason.phrase):
        holds = reason.answer is not reason.negated
        return fact.phrase if holds else fact.not_phrase or say("不是：{phrase}", phrase=fact.phrase)
    phrase = reason.phrase or reason.plain
    # A number or a date is worth repeating.
    counted = fact is not None and fact.type not in (Type.BOOL, Type.ENUM)
    seen = reason.seen if counted else ""
    if reason.over:
        return say("要“{phrase}”，已经过了：{over}", phrase=phrase, over=reason.over)
    if reason.answer:
        return say("{phrase}{seen}", phrase=phrase, seen=seen)
    return say("要“{phrase}”，现在还不符合{seen}", phrase=phrase, seen=seen)


def _open(reason: RuleReason, fact: Fact | None, facts: Mapping[str, Fact]) -> str:
    """What is not known yet: the question, or what an office has to look at."""
    if reason.alone and fact is not None and fact.question and not reason.phrase:
        return say("还不清楚：{question}", question=fact.question)
    if reason.alone and fact is not None and fact.help and not reason.phrase:
        return say("还要看：{what}", what=fact.help)
    missing = [facts[name] for name in reason.missing if name in facts]
    offices = dict.fromkeys(office for each in missing for office in each.verified_by)
    left_to_office = offices and not any(each.question for each in missing)
    phrase = reason.phrase or reason.plain
    if left_to_office and "核对" not in phrase:
        phrase = say("{phrase}（由{offices}核对）", phrase=phrase, offices=listed(offices))
    return say("还要看：{what}", what=phrase)


def amount_rule(service: PublicService, facts: Mapping[str, Fact], published: Known) -> Node | None:
    """The amount in fen: what is published, times how many where it is for each of several.

    None where the service has no amount or none is published.
    """
    if not isinstance(published, int) or service.amount is None:
        return None
    unit = Constant(Type.INT, published, FEN)
    each = service.amount.each
    return Arithmetic("*", unit, FactReference(each, facts[each])) if each else unit


def amount_of(
    service: PublicService,
    facts: Mapping[str, Fact],
    *,
    values: Mapping[str, Known | None],
    parameters: RegionParameters,
    on: date,
) -> tuple[Fen | None, str]:
    """Fen and wording: `(960000, "每户每年 9,600 元；一共 3 年")`; `(None, "")` where there is no amount."""
    rule = service.amount
    if rule is None:
        return None, ""
    published = parameters(rule.parameter, on)
    node = amount_rule(service, facts, published)
    if node is None or not isinstance(published, int):
        return None, _noted(NOT_PUBLISHED, rule.note)
    here = Situation(values, on, parameters)
    total, unit = answer(node, here), _money(Fen(published))
    if not isinstance(total, int):
        return None, _noted(say("{amount}（一人）", amount=_per(rule.per, unit)), rule.note)
    told: str = _per(rule.per, _money(Fen(total)))
    if isinstance(node, Arithmetic):
        count = answer(node.right, here)
        told = say("{amount}（{count} 人，每人 {unit}）", amount=told, count=str(count), unit=unit)
    return Fen(total), _noted(told, rule.note)


def _per(per: str, amount: str) -> str:
    return say("{per} {amount}", per=per, amount=amount) if per else amount


def _noted(words: str, note: str) -> str:
    return say("{words}；{note}", words=words, note=note) if note else words


def _money(amount: Fen) -> str:
    return format_wan(amount) if amount >= 10 * _WAN and amount % _WAN == 0 else format_yuan(amount)


def show_answer(fact: Fact, value: Known) -> str:
    """A value as people read it beside the fact's name: `9600元`, `6个月`, `是`; a place by its full name."""
    if fact.is_region and isinstance(value, str) and regions.known(value):
        return regions.find(value).full_name
    return show(value, fact.measure)


def show_said(fact: Fact, value: Known) -> str:
    """The same below the fact's question: a yes or no in the words of the button that was pressed."""
    if isinstance(value, bool):
        return yes_or_no(fact.question)[0 if value else 1]
    return show_answer(fact, value)


def answer_by(service: PublicService, on: date) -> tuple[str, ...]:
    """By when they must answer, a line for each limit, with the day where it runs from what is handed in on `on`.

    A limit that runs from acceptance, opening or an earlier step has no day before that has happened.
    One line that says so where nothing is published.
    """
    return tuple(_told(limit, on) for limit in service.limits) or (NO_LIMIT,)


def _told(limit: ServiceLimit, on: date) -> str:
    told = limit.then if limit.after else limit.text
    if not (limit.after or limit.applies) and begins_at(limit) is Event.RECEIPT:
        told = say("{limit}（{due}）", limit=told, due=_due(limit, on, WorkCalendar.published()))
    return told if limit.limit.verified else say("{limit}（时限未核实）", limit=told)


@lru_cache(maxsize=512)
def _due(limit: ServiceLimit, on: date, calendar: WorkCalendar) -> str:
    """Kept by the calendar too: a day that the place says counts at once."""
    clock = timelimits.run(limit.limit, start=on, today=on, calendar=calendar)
    supposed = wording("，以当年放假安排为准") if clock.provisional else ""
    handed_in = say("{month}月{day}日", month=on.month, day=on.day)
    return say("{on}交的话，最迟{due}{supposed}", on=handed_in, due=show(clock.due), supposed=supposed)

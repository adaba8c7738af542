"""The conditions of a service one by one, for officials who hold an application against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.asking import first_open
from huigong.catalogue.audience import is_assumed
from huigong.catalogue.guide import in_words
from huigong.catalogue.services import Catalogue, PublicService
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import Reason, explained, needs
from huigong.rules.nodes import Cited, Fact, Node
from huigong.rules.values import UNKNOWN, Unknown
from huigong.rules.values import Answer as Known


@dataclass(frozen=True)
class Line:
    """One condition: in words, whether it holds, on which clause, and exactly as the rule reads it, with the values.

    `seen` are the person's own values, in brackets. `open` are the facts of which one answer alone may settle it; where no single one does, those that come first. None
    stands there that cannot change it any more.
    """

    words: str
    holds: bool | Unknown
    clause: str
    exactly: tuple[str, ...]
    seen: tuple[str, ...] = ()
    open: tuple[Fact, ...] = ()

    @property
    def still_asked(self) -> str:
        """The names of those facts."""
        return "、".join(fact.name for fact in self.open)


def lines(
    service: PublicService,
    *,
    catalogue: Catalogue,
    region: str,
    on: date,
    values: Mapping[str, Known | None],
    unverified: bool = False,
) -> tuple[Line, ...]:
    """Every condition in the order of the rule; `values` by fact name. What is taken for granted of everybody is told only
    where it does not hold.
    """
    here = Situation(values, on, catalogue.parameters.lookup(region, unverified=unverified))

    def line(part: Node) -> Line:
        explanation = explained(part, here.afresh())
        holds = UNKNOWN if explanation.answer is UNKNOWN else bool(explanation.answer)
        return Line(
            words=in_words(part, catalogue, region, on, service.verified),
            holds=holds,
            clause=_clause(part, explanation.reasons),
            exactly=tuple(dict.fromkeys(reason.text for reason in explanation.reasons)),
            seen=tuple(dict.fromkeys(reason.seen for reason in explanation.reasons if reason.seen)),
            open=_asked_first(catalogue.facts[name] for name in _open(part, here) if name in catalogue.facts),
        )

    return tuple(
        line(part) for part in service.parts if not (is_assumed(part) and answer(part, here.afresh()) is True)
    )


def still_open(told: Iterable[Line]) -> tuple[Fact, ...]:
    """What is to be explanation out, once a fact, in the order of the conditions; nothing where one of them is a no."""
    each_line = tuple(told)
    if any(each.holds is False for each in each_line):
        return ()
    return tuple({fact.name: fact for each in each_line for fact in each.open}.values())


def _open(part: Node, here: Situation) -> tuple[str, ...]:
    if answer(part, here.afresh()) is not UNKNOWN:
        return ()
    needed = needs(part, here.afresh())
    first = tuple(dict.fromkeys(first_open(part, here.afresh(), ())))
    return needed.settled_by or first or needed.missing


def _asked_first(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those that can be asked of somebody; what only an office or a court settles where nothing else is left."""
    named = tuple(facts)
    return tuple(fact for fact in named if fact.question) or named


def _clause(part: Node, reasons: tuple[Reason, ...]) -> str:
    own = part.clause if isinstance(part, Cited) else ""
    return own or next((reason.clause for reason in reasons if reason.clause), "")

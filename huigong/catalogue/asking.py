"""Which facts a service may ask for now: in the order in which its rule was written.

Whoever writes a rule puts what comes first in life first (参加培训 before
已领培训补贴, 发生工伤 before 要求工伤赔偿). Asking only for the first part that is
still open keeps an interview from presuming what nobody has said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from huigong.catalogue.audience import ASKED_FIRST
from huigong.rules.ask import OpenRule
from huigong.rules.dividing import boundaries, span_of
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.nodes import AllOf, AnyOf, Cited, FactReference, Node, walk
from huigong.rules.values import MEASURED, UNKNOWN


def in_turn(rule: Node, here: Situation, skip: Collection[str]) -> OpenRule:
    """An open rule with what may be asked before anything else of it.

    What is in `skip` the person does not know: for a date the number of months is
    asked instead, otherwise the service rests, because it can no longer become a yes.
    What only an office can tell is passed over.
    """
    needed = needs(rule, here)
    asked = tuple(dict.fromkeys(first_open(rule, here, skip)))
    return OpenRule(rule, replace(needed, estimates=()), asked)


def first_asked(asked: Iterable[Iterable[str]]) -> str | None:
    """The age where any open service asks for it: it comes before everything else, and so once."""
    names = {name for each in asked for name in each}
    return next((name for name in ASKED_FIRST if name in names), None)


def first_open(node: Node, here: Situation, skip: Collection[str]) -> list[str]:
    """What may be asked now for what is open in a part of a rule, in its order."""
    if answer(node, here) is not UNKNOWN:
        return []
    match node:
        case Cited(part=part):
            return first_open(part, here, skip)
        case AllOf(parts=parts):
            for part in (part for part in parts if answer(part, here) is UNKNOWN):
                names = first_open(part, here, skip)
                if names or not only_an_office_tells(part, here):
                    return names
            return []
        case AnyOf(parts=parts):
            return [name for part in parts for name in first_open(part, here, skip)]
        case FactReference() if node.name not in skip and _any_value_tells(node, here):
            return [node.name]
        case _:
            needed = needs(node, here)
            known_by_asking = [name for name in needed.missing if name not in skip]
            return known_by_asking or [name for name in needed.estimates if name not in skip]


def _any_value_tells(node: FactReference, here: Situation) -> bool:
    """Whether what a fact is worked out from settles it whatever the figure: whoever lives here since any day lives here.

    Then the fact itself is asked, which needs no day.
    """
    base = needs(node, here).missing
    if not node.fact.question or node.fact.derivation is None or len(base) != 1:
        return False
    parts = walk(node.fact.derivation, into_derived=True)
    fact = next(
        (part.fact for part in parts if isinstance(part, FactReference) and part.name == base[0]), None
    )
    if fact is None or fact.type not in MEASURED:
        return False
    return boundaries(node, fact, span_of(fact, on=here.on), here) == ()


def only_an_office_tells(node: Node, here: Situation) -> bool:
    """Whether nobody is asked what is open here, so that what comes after it may still be asked."""
    asked = {
        part.name
        for part in walk(node, into_derived=True)
        if isinstance(part, FactReference) and part.fact.question
    }
    return asked.isdisjoint(needs(node, here).missing)

"""Who has already what a service gives: as the service says, or as its grant writes it down."""

from __future__ import annotations

from collections.abc import Sequence

from huigong.catalogue.entries import PublicService
from huigong.kernel.packs import Entry
from huigong.rules.evaluate import Situation, answer
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import AllOf, Choice, Compare, Constant, Fact, FactReference, Node, fact_names
from huigong.rules.values import UNKNOWN, Type

NOBODY = Constant(Type.BOOL, False)


def holding_of(stated: Node | None, writes: Sequence[Entry], facts: FactDictionary) -> Node | None:
    """The rule for having the service already: `holds`, else all facts that a grant writes; None if there is none.

    A grant that ends something (`value: false`) leaves nobody with anything.
    """
    if stated is not None:
        return None if stated == NOBODY else stated
    parts = tuple(_written(write, facts) for write in writes if write["value"] is not False)
    return None if not parts else parts[0] if len(parts) == 1 else AllOf(parts)


def is_held(service: PublicService, here: Situation) -> bool:
    """Whether somebody is known to have what the service gives; who is not known to may be offered it."""
    return service.holding is not None and answer(service.holding, here) is True


def would_say_so(service: PublicService, here: Situation, facts: FactDictionary) -> Fact | None:
    """The fact that nobody has told yet and whose yes alone says that they have it: what a grant writes is asked of
    nobody, so that whoever has it must be able to say so. None where nothing they could say does, and for whoever has
    said that a grant's own fact is not true of them."""
    if service.holding is None:
        return None
    names = fact_names(service.holding)
    if any(write.fact in names and here.values.get(write.fact) is False for write in service.writes):
        return None
    for name in names:
        fact = facts[name]
        told = here.values.get(name, UNKNOWN) not in (None, UNKNOWN)
        if (
            fact.type is Type.BOOL
            and fact.question
            and not told
            and is_held(service, here.knowing({name: True}))
        ):
            return fact
    return None


def _written(write: Entry, facts: FactDictionary) -> Node:
    fact, value = facts[write["fact"]], write["value"]
    here = FactReference(fact.name, fact, place=write.place)
    if value is True:
        return here
    right = Choice(value) if fact.type is Type.ENUM else Constant(fact.type, value, fact.measure)
    return Compare("=", here, right, place=write.place)

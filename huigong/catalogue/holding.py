"""Who has already what a service gives: as the service says, or as its grant writes it down."""

from __future__ import annotations

from collections.abc import Sequence

from huigong.catalogue.entries import PublicService
from huigong.kernel.packs import Entry
from huigong.rules.evaluate import Situation, answer
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import AllOf, Choice, Compare, Constant, FactReference, Node
from huigong.rules.values import Type

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


def _written(write: Entry, facts: FactDictionary) -> Node:
    fact, value = facts[write["fact"]], write["value"]
    here = FactReference(fact.name, fact, place=write.place)
    if value is True:
        return here
    right = Choice(value) if fact.type is Type.ENUM else Constant(fact.type, value, fact.measure)
    return Compare("=", here, right, place=write.place)

"""What rules may know of people from places: who has one of a kind whose declaration names a fact.

That somebody has none here is no "no": another office may give the same elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from huigong.kernel.sentences import wording
from huigong.offers.models import Claim
from huigong.offers.shelf import book
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person
from huigong.registry.providers import Provider


def provided() -> frozenset[str]:
    """The facts that the kinds of the packs in use give."""
    return frozenset(book().facts.values())


def read(
    people: Sequence[Person], on: date, known_at: datetime | None
) -> Mapping[int, Mapping[str, FactValue]]:
    """Person's primary key → fact → True, for whoever has a place on the day; one query for any number of people."""
    named = book().facts
    if not named:
        return {}
    rows = Claim.objects.filter(person__in=people, offer__kind__in=named, since__lte=on)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    if known_at is not None:
        rows = rows.filter(hold__answered_at__lte=known_at)
    facts: defaultdict[int, dict[str, FactValue]] = defaultdict(dict)
    for person, kind in rows.order_by().values_list("person_id", "offer__kind"):
        facts[person][named[kind]] = True
    return facts


PROVIDER = Provider(
    "offers.claims", frozenset(), read, prevails=True, declared=provided, says=wording("名额和发放")
)

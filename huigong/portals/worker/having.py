"""Whoever has already what is offered to them says so, once: no question of the interview asks for what a grant writes down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huigong.catalogue.entries import PublicService
from huigong.catalogue.holding import would_say_so
from huigong.catalogue.interview import interview
from huigong.catalogue.services import catalogue
from huigong.portals.worker import guide
from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact
from huigong.rules.values import Answer


def said(
    service: PublicService, values: Mapping[str, Answer | None], visit: Visit, today: date
) -> Fact | None:
    """What they say by it, None where nothing they could say makes it theirs; `values` are all that is known of them."""
    here = interview(catalogue(), guide.region_of(visit), today)
    return would_say_so(
        service,
        here.here({name: value for name, value in values.items() if value is not None}),
        catalogue().facts,
    )


def as_had(visit: Visit, service_id: str, today: date) -> Visit:
    """The visit of somebody who has it; the same where that is known already, or cannot be said.

    Raises `DomainError` (`catalogue.no_service`) where the place does not offer it.
    """
    service = catalogue().get(service_id, guide.region_of(visit), today)
    fact = said(service, guide.values_of(visit, today), visit, today)
    return guide.corrected_by(visit, {fact: True}, today) if fact is not None else visit

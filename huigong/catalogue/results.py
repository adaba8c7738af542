"""What every service of a region answers for one visitor, quickly and without reasons.

`screening.entitle` explains every answer; a page explains only those that it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huigong.catalogue.compiled import compiled
from huigong.catalogue.screening import place
from huigong.catalogue.services import Applicant, Catalogue, PublicService
from huigong.catalogue.waiting import can_wait, waiting
from huigong.rules.values import Answer as Known
from huigong.rules.values import Unknown


@dataclass(frozen=True)
class Verdict:
    """A service and its answer; `waits` where time alone will make a no a yes."""

    service: PublicService
    answer: bool | Unknown
    waits: bool


def verdicts(
    catalogue: Catalogue, region: str, on: date, values: Mapping[str, Known | None]
) -> tuple[Verdict, ...]:
    """The answers for one person in the order of `entitle`; of the noes, those that time will mend first."""
    parameters = catalogue.parameters.lookup(region, unverified=False)
    growing = _growing(catalogue, region, on)
    rows = [
        Verdict(
            one.service,
            one.answer,
            one.answer is False
            and one.service.id in growing
            and waiting(one.service.rule, values=values, on=on, parameters=parameters) is not None,
        )
        for one in compiled(catalogue, region, on).answers(values)
    ]
    return tuple(sorted(rows, key=lambda row: (not row.waits, *place(row.service, row.answer))))


@lru_cache(maxsize=64)
def _growing(catalogue: Catalogue, region: str, on: date) -> frozenset[str]:
    """The services with something in their rule that grows by itself."""
    services = catalogue.services_for(region, on)
    return frozenset(one.id for one in services if one.applicant is Applicant.PERSON and can_wait(one.rule))

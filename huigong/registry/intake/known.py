"""What the register holds of the employers and the work that a file names, in few questions; people: `registry.numbers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from huigong.registry.models import Employer, Engagement, Person

_AT_ONCE = 500  # values a question; both databases take as many
Given = TypeVar("Given")


@dataclass(frozen=True)
class Employers:
    """The employers that have one of the codes or names of a file."""

    by_code: Mapping[str, Employer]
    by_name: Mapping[tuple[str, str], tuple[Employer, ...]]


def employers(*, codes: Collection[str], names: Collection[str]) -> Employers:
    by_code = {row.uscc: row for some in _chunks(codes) for row in Employer.objects.filter(uscc__in=some)}
    by_name: dict[tuple[str, str], tuple[Employer, ...]] = {}
    for some in _chunks(names):
        for row in Employer.objects.filter(name__in=some).order_by("pk"):
            key = (row.name, row.region)
            by_name[key] = (*by_name.get(key, ()), row)
    return Employers(by_code, by_name)


def engagements(people: Iterable[Person]) -> dict[tuple[int, int, date], Engagement]:
    """(person, employer, first day) → the spell of work as the register believes it today."""
    return {
        (row.person_id, row.employer_id, row.valid_from): row
        for some in _chunks([person.pk for person in people])
        for row in Engagement.objects.known_at().filter(person_id__in=some)
    }


def _chunks(values: Iterable[Given]) -> Iterator[list[Given]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some

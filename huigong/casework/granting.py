"""Whom a case grants something to: whom its form names, the applicants, who is concerned.

Nobody whom the register does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from huigong.casework import parties
from huigong.casework.answers import granted_to, named_in
from huigong.casework.models import Case, Party
from huigong.casework.procedures.roles import Role
from huigong.forms.values import Person as Named
from huigong.registry import numbers
from huigong.registry.models import Person


def granted_persons(case: Case) -> tuple[Person, ...]:
    """Whom the case grants something to, each once: whom the form names as those, else the applicants; and who else is concerned."""
    named = granted_to(case.application)
    granted = [person for each in named for person in _known_as(each, case)] if named else subjects(case)
    return tuple(dict.fromkeys((*granted, *parties.persons(case, (Role.CONCERNED,)))))


def subjects(case: Case) -> list[Person]:
    """The applicants; whom the form names instead, where the sender filed it for somebody else. Nobody whom the register
    does not know."""
    applicants, named = parties.persons(case, (Role.APPLICANT,)), named_in(case.application)
    if named is None:
        return applicants
    acted_for = bool(parties.persons(case, (Role.AGENT,)))
    same = [
        person
        for person in applicants
        if (
            person.resident_number == named.number if named.number else acted_for or person.name == named.name
        )
    ]
    known = numbers.on_record(named.number, name=named.name)
    return same or ([known] if known else [])


def _known_as(named: Named, case: Case) -> list[Person]:
    """Whom the form names in a row: an applicant, or somebody on record with that number; nobody else."""
    applicants = parties.persons(case, (Role.APPLICANT,))
    same = [
        person
        for person in applicants
        if person.name == named.name and named.number in ("", person.resident_number)
    ]
    known = None if same else numbers.on_record(named.number, name=named.name)
    return same or ([known] if known else [])


def named_in_many(cases: Sequence[Case]) -> Iterator[tuple[Case, str, Person | None]]:
    """Whom each case is for, by the name in its form, and who that is; None of whom the register does not know.

    The same few questions for any number of cases whose forms name people in rows.
    """
    named = {case.pk: granted_to(case.application) for case in cases}
    known = numbers.holders({each.number for rows in named.values() for each in rows if each.number})
    applicants: defaultdict[int, list[Person]] = defaultdict(list)
    rows = Party.objects.filter(
        case__in=named, role=Role.APPLICANT, left_on__isnull=True, person__isnull=False
    )
    for party in rows.select_related("person").order_by("pk"):
        if party.person is not None:
            applicants[party.case_id].append(party.person)
    for case in cases:
        if not named[case.pk]:
            yield from ((case, person.name, person) for person in subjects(case))
        for each in named[case.pk]:
            own = (
                person
                for person in applicants[case.pk]
                if person.name == each.name and each.number in ("", person.resident_number)
            )
            held = known.get(each.number)
            yield case, each.name, next(own, held.person if held and held.is_named(each.name) else None)

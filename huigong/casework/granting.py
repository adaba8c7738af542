"""Whom a case grants something to: whom its form names, the applicants, who is concerned.

Nobody whom the register does not know.
"""

from __future__ import annotations

from huigong.casework import parties
from huigong.casework.answers import granted_to, named_in
from huigong.casework.models import Case
from huigong.casework.procedures.roles import Role
from huigong.forms.values import Person as Named
from huigong.registry import numbers
from huigong.registry.models import Person


def granted_persons(case: Case) -> tuple[Person, ...]:
    """Whom the case grants something to, each once: whom the form names as those, else the applicants; and who else is concerned."""
    named = granted_to(case.application)
    granted = [person for each in named for person in known_as(each, case)] if named else subjects(case)
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


def known_as(named: Named, case: Case) -> list[Person]:
    """Whom the form names in a row: an applicant, or somebody on record with that number; nobody else."""
    applicants = parties.persons(case, (Role.APPLICANT,))
    same = [
        person
        for person in applicants
        if person.name == named.name and named.number in ("", person.resident_number)
    ]
    known = None if same else numbers.on_record(named.number, name=named.name)
    return same or ([known] if known else [])

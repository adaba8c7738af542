"""That an official has to do with a person: a case of theirs that the official may read."""

from __future__ import annotations

from huigong.casework import parties
from huigong.casework.access import readable
from huigong.directory.principals import Principal
from huigong.registry.models import Person


def by_case(viewer: Principal, person: Person) -> bool:
    """Whether the person stands on their own side in a case that the viewer may read.

    To name the number of a case proves nothing: numbers follow one another, and a few guesses find one.
    """
    return readable(viewer).filter(parties.of_person(person.public_id)).exists()

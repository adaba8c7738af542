"""That an official has to do with a person: a case of theirs that the official may read, or whose number the official knows."""

from __future__ import annotations

from huigong.casework import parties
from huigong.casework.access import readable
from huigong.casework.models import Case
from huigong.directory.principals import Principal
from huigong.registry.models import Person


def by_case(viewer: Principal, person: Person) -> bool:
    """Whether the person stands on their own side in a case that the viewer may read, or whose number the purpose names."""
    theirs = parties.of_person(person.public_id)
    if readable(viewer).filter(theirs).exists():
        return True
    numbers = Case.objects.filter(theirs).order_by("pk").values_list("number", flat=True)
    return any(number in viewer.purpose for number in numbers)

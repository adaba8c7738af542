"""Whether two applications for the same service are about the same people: the school place of one child is none of another's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huigong.casework.answers import SentForm, form_of, sent_form
from huigong.casework.models import Application
from huigong.forms.kinds import Role
from huigong.forms.lodging import Lodged
from huigong.forms.values import Person, Row
from huigong.kernel.simplified import simplified


@dataclass(frozen=True)
class _Named:
    """Somebody named in a form, with the day of birth where it asks for that too."""

    person: Person
    born: date | None = None


def of_other_people(application: Application | None, lodged: Lodged | None) -> bool:
    """Whether both forms say for whom they are, and nobody is named in both. One for oneself names nobody."""
    sent = form_of(application)
    if sent is None or lodged is None:
        return False
    here, there = _named(sent_form(lodged)), _named(sent)
    if not here or not there:
        return bool(here) is not bool(there)
    return not any(_alike(mine, theirs) for mine in here for theirs in there)


def people_named(sent: SentForm) -> tuple[Person, ...]:
    """Those whose matter a form says it is: everybody in its rows of such, else whoever the sender applies for."""
    return tuple(each.person for each in _named(sent))


def _named(sent: SentForm) -> tuple[_Named, ...]:
    other = sent.lodged.whose(sent.form)
    return tuple(_in_rows(sent)) or ((_Named(other),) if other else ())


def _in_rows(sent: SentForm) -> Iterator[_Named]:
    asked = sent.form.fields.get(sent.form.granted_to)
    answer = sent.lodged.answers.get(sent.form.granted_to)
    if asked is None or answer is None or not isinstance(answer.value, tuple):
        return
    births = [column.id for column in asked.fields if column.role is Role.BIRTH]
    for row in answer.value:
        if not isinstance(row, Row):
            continue
        born = next((day for id in births if isinstance(day := row.cells.get(id), date)), None)
        yield from (_Named(cell, born) for cell in row.cells.values() if isinstance(cell, Person))


def _alike(mine: _Named, theirs: _Named) -> bool:
    """By number where both have one, else by name; of one day of birth also with a character too many in the name."""
    if mine.person.number and theirs.person.number:
        return mine.person.number == theirs.person.number
    if mine.person.name == theirs.person.name:
        return True
    short, long = sorted((_letters(mine.person.name), _letters(theirs.person.name)), key=len)
    if short == long:
        return True
    same_day = mine.born is not None and mine.born == theirs.born
    return same_day and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _letters(name: str) -> str:
    """The name without what is only written otherwise: marks and blanks, wide and traditional characters, capitals."""
    plain = simplified(unicodedata.normalize("NFKC", name)).casefold()
    return "".join(each for each in plain if each.isalnum())

"""Whether two applications for the same service are about the same people: the school place of one child is none of another's."""

from __future__ import annotations

from huigong.casework.answers import SentForm, form_of, sent_form
from huigong.casework.models import Application
from huigong.forms.lodging import Lodged
from huigong.forms.values import Person


def of_other_people(application: Application | None, lodged: Lodged | None) -> bool:
    """Whether both forms say for whom they are, and nobody is named in both. One for oneself names nobody."""
    sent = form_of(application)
    if sent is None or lodged is None:
        return False
    here, there = people_named(sent_form(lodged)), people_named(sent)
    if not here or not there:
        return bool(here) is not bool(there)
    return not any(_alike(mine, theirs) for mine in here for theirs in there)


def people_named(sent: SentForm) -> tuple[Person, ...]:
    """Those whose matter a form says it is: everybody in its rows of such, else whoever the sender applies for."""
    named = sent.lodged.granted_to(sent.form)
    other = sent.lodged.whose(sent.form)
    return named or ((other,) if other else ())


def _alike(mine: Person, theirs: Person) -> bool:
    """By number where both have one, else by name."""
    return mine.number == theirs.number if mine.number and theirs.number else mine.name == theirs.name

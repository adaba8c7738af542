"""Who an actor is, and with whom they share a household: nobody acts as an official in an own or a relative's matter (回避)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.directory.principals import Principal
from huigong.directory.queries import number_of_official
from huigong.kernel.errors import Denied
from huigong.registry import lookup, numbers
from huigong.registry.households import homes_of
from huigong.registry.models import Person


def is_near(by: Principal, people: Iterable[Person], *, on: date) -> bool:
    """Whether the actor is one of these people, or on the household roll of that day with one of them.

    An official is every row of the number that their account is of, also what they said of themselves by phone.
    """
    apart = near(by, on=on)
    return any(person.pk in apart.people for person in people)


@dataclass(frozen=True)
class Near:
    """An official's own number, and the keys of the rows that are theirs or of the same household."""

    number: str = ""
    people: frozenset[int] = frozenset()

    def is_near(self, number: str, person: Person | None) -> bool:
        """Whether a resident number, or the row on record, is of the official or of their household."""
        return bool(number and number == self.number) or (person is not None and person.pk in self.people)


def near(by: Principal, *, on: date) -> Near:
    """With whom the actor has to do on that day, asked once for many people."""
    mine = _selves(by)
    homes = homes_of(mine, on).values() if mine else ()
    people = {person.pk for person in mine} | {person.pk for home in homes for person in home.relations}
    return Near(number_of_official(by.account_id), frozenset(people))


def require_apart(by: Principal, *people: Person, on: date) -> None:
    """Raises `DomainError` (`person.own_matter`) for an official's act on the own record or a relative's."""
    if is_near(by, people, on=on):
        raise own_matter()


def own_matter() -> Denied:
    """For an official's act on the own record or a relative's."""
    return Denied(
        code="person.own_matter",
        what="您不能办这件登记",
        why="这是您本人，或者和您在同一户里的人，办理人应当回避",
        do="请同事来办",
    )


def is_self(by: Principal, number: str) -> bool:
    """Whether a resident number is that of the official."""
    return bool(number) and number == number_of_official(by.account_id)


def _selves(by: Principal) -> list[Person]:
    rows = [lookup.person(by.person_id)] if by.person_id else []
    number = number_of_official(by.account_id)
    if number:
        rows += numbers.rows(number)
    return rows

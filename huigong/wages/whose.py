"""Whose a row of a month is: found by the number of a paper of that kind, and theirs where the name agrees.

A roster says which paper a number is of, or does not; then it may be of any kind. It never says which country a passport
is of. So a number alone is not enough to be shown somebody's pay: under another name it takes the word of whom it is found for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Protocol, TypeVar

from django.db.models import QuerySet

from huigong.audit.fields import BlindIndexField
from huigong.registry.models import Person
from huigong.registry.numbers import is_resident, on_paper
from huigong.wages.models import NumberClaim, WorkerMonth

_INDEX: BlindIndexField = WorkerMonth._meta.get_field("number_index")
_PAPERS: Final = {
    "通行证": Person.Paper.TRAVEL,
    "护照": Person.Paper.PASSPORT,
    "身份证": Person.Paper.RESIDENT,
}
UNSAID: Final = ""
_APART: Final = "·•‧・.．。-－'’ \t\u3000"


class Named(Protocol):
    """A row that names somebody by a number of a paper, "" where it does not say of which, and a name."""

    @property
    def pk(self) -> int: ...
    @property
    def paper(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=Named)


def paper_of(words: str, number: str) -> str:
    """The kind of paper that a roster means; "" where it does not say, or in words that nobody knows."""
    if is_resident(number):
        return Person.Paper.RESIDENT.value
    known = (paper.value for word, paper in _PAPERS.items() if word in words)
    return next(known, UNSAID)


def text_of(number: str, paper: str) -> str:
    """What is indexed for a number of a paper in every table of this folder."""
    return _INDEX.text_of(number, paper)


def texts_of_number(number: str) -> tuple[str, ...]:
    """What rows with a number may be indexed by, of whatever paper they say it is."""
    return tuple(text_of(number, paper) for paper in (*Person.Paper.values, UNSAID))


def texts_of(person: Person) -> tuple[str, ...]:
    """What rows of somebody may be indexed by: their own paper, and a paper that nobody named."""
    number = person.resident_number
    return tuple(text_of(number, paper) for paper in (person.paper, UNSAID)) if number else ()


def rows_of(person: Person) -> QuerySet[WorkerMonth]:
    """The rows with the number of somebody's paper in months that stand, whatever name they have."""
    return rows_ever_of(person).filter(month__current=True)


def rows_ever_of(person: Person) -> QuerySet[WorkerMonth]:
    """The same in every version of a month, also those that another took the place of."""
    texts = texts_of(person)
    rows: QuerySet[WorkerMonth] = WorkerMonth.objects.by_index("number", *texts).select_related("month")
    return rows if texts else rows.none()


def claims_of(person: Person) -> dict[str, bool]:
    """Name on a roster → whether somebody has said that the rows with it are theirs."""
    texts = texts_of(person)
    rows = NumberClaim.objects.by_index("number", *texts) if texts else ()
    return {same(row.name): row.mine for row in rows}


def disowned(rows: QuerySet[WorkerMonth]) -> list[WorkerMonth]:
    """Those of which whoever has the number says that they are not theirs."""
    said = NumberClaim.objects.filter(mine=False, number_index__in=rows.order_by().values("number_index"))
    names = {(claim.paper, claim.number, same(claim.name)) for claim in said}
    texts = [text_of(number, paper) for paper, number, _ in names]
    held = WorkerMonth.objects.by_index("number", *texts).filter(pk__in=rows.values("pk")) if texts else ()
    return [row for row in held if (row.paper, row.number, same(row.name)) in names]


def is_named(person: Person, name: str) -> bool:
    """Whether a row of that name may be somebody's by its number alone: the name agrees, or the row has none."""
    return not name or same(name) == same(person.name)


def same(name: str) -> str:
    """A name without what people and programs write in different ways: width, case, spaces, points."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter not in _APART)


def on_record(rows: Sequence[Named]) -> dict[int, Person]:
    """Row → who is on record with its number and its name; nobody for a row that does not say of which paper the number is."""
    named = [row for row in rows if row.paper and row.name]
    holders = on_paper((row.paper, row.number) for row in named)
    known: dict[int, Person] = {}
    for row in named:
        people = [each for each in holders.get((row.paper, row.number), ()) if is_named(each, row.name)]
        if len(people) == 1:
            known[row.pk] = people[0]
    return known


def theirs(person: Person, rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Of rows with somebody's number those that are theirs, and those under another name of which they have said nothing."""
    said = claims_of(person)
    own, other = list[Row](), list[Row]()
    for row in rows:
        if is_named(person, row.name) or said.get(same(row.name)):
            own.append(row)
        elif same(row.name) not in said:
            other.append(row)
    return own, other

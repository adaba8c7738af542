"""Which rows of a repeat or table stand on one page: two hundred are more than a cheap phone loads or a person reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.types import Compound, type_of

SEVERAL = 5
"""How many empty rows are asked for at once."""
_INPUTS = 60  # of all rows on a page: 20 fellow workers by name, phone and sum
_FEWEST = 5  # rows
_PLACES = 10  # inputs that weigh as much as the places to choose from
_OPTIONS = 4  # of a choice that weigh as much as an input


@dataclass(frozen=True)
class Wanted:
    """What is asked of the rows of a field: `empty` are ids of rows that were asked for and are still empty; `at` is the row to be
    seen, "" for none; where it `seeks`, a page on which something is to be put right goes before one without."""

    empty: Sequence[str] = ()
    at: str = ""
    seeks: bool = False


@dataclass(frozen=True)
class Rows:
    """Of the rows of a field: how many there are, which of them stand on the page, and what may be added.

    `first` counts from 1; `before` and `after` are the first rows of the pages beside it, `next` is the id of a row to add and `several`
    ids of some at once (`21-25`), "" for none; `order` is what a line of a list may say.
    """

    count: int = 0
    first: int = 1
    before: str = ""
    after: str = ""
    next: str = ""
    several: str = ""
    order: tuple[str, ...] = ()

    @property
    def how_many(self) -> int:
        """How many rows `several` are."""
        return SEVERAL

    @property
    def on_pages(self) -> bool:
        """Whether they are more than stand on one page."""
        return bool(self.before or self.after)


NOTHING_WANTED, NO_ROWS = Wanted(), Rows()


def size(asked: Field) -> int:
    """How many rows of the field a page takes; rows that a declaration names stand together."""
    if asked.fixed_rows:
        return len(asked.fixed_rows)
    return max(_FEWEST, _INPUTS // max(1, sum(map(_weight, asked.fields))))


def _weight(column: Field) -> int:
    kind = type_of(column.kind)
    if isinstance(kind, Compound):
        return sum(_PLACES if part == "region" else 1 for part in kind.asked(column))
    return 1 + (len(column.options) // _OPTIONS if column.kind is Kind.CODE else 0)


def start(asked: Field, ids: Sequence[str], wanted: Wanted, wrong: Collection[str]) -> int:
    """Where in `ids` the page begins: with the row to be seen, else with one that was asked for, or is `wrong`."""
    each = size(asked)
    begins = {id: place - place % each for place, id in enumerate(ids)}
    faulty = [begins[id] for id in ids if id in wrong]
    if wanted.at in begins and (not wanted.seeks or not faulty or begins[wanted.at] in faulty):
        return begins[wanted.at]
    empty = [begins[id] for id in wanted.empty if id in begins]
    return next(iter((*faulty, *empty) if wanted.seeks else (*empty, *faulty)), 0)

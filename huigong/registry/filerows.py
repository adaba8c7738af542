"""Rows of a file: all are checked, and all errors are reported together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from huigong.kernel.errors import Denied, DomainError, RowsRefused

Row = TypeVar("Row")
Made = TypeVar("Made")
Errors = dict[int, DomainError]


def each(
    rows: Sequence[Row],
    make: Callable[[Row], Made],
    *,
    compare: Callable[[Mapping[int, Made]], Errors] | None = None,
) -> list[Made]:
    """What `make` gives for each row, in order.

    `compare` gets all that could be made, by row number from 1, and gives the errors that show only
    beside other rows. Raises `RowsRefused` with the error of every row that has one, and `Denied`
    at once: what the sender may not do is no matter of one row.
    """
    by_row: dict[int, Made] = {}
    errors: Errors = {}
    for number, row in enumerate(rows, start=1):
        try:
            by_row[number] = make(row)
        except Denied:
            raise
        except DomainError as error:
            errors[number] = error
    if compare is not None:
        errors = compare(by_row) | errors
    if errors:
        raise RowsRefused.of(errors, total=len(rows))
    return list(by_row.values())


def contradictions(
    made: Mapping[int, Made],
    *,
    key: Callable[[Made], Hashable],
    said: Callable[[Made], object],
    error: Callable[[int], DomainError],
) -> Errors:
    """The error of every row that says something else than an earlier row of the same key, and of that earlier row.

    `error` gets the number of the other row.
    """
    first: dict[Hashable, int] = {}
    errors: Errors = {}
    for number, row in made.items():
        earlier = first.setdefault(key(row), number)
        if said(row) != said(made[earlier]):
            errors.setdefault(earlier, error(number))
            errors[number] = error(earlier)
    return errors

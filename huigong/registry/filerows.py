"""Rows of a file: all are checked, and all errors are reported together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from huigong.kernel.errors import DomainError, RowsRefused

Row = TypeVar("Row")
Made = TypeVar("Made")


def each(rows: Sequence[Row], make: Callable[[Row], Made]) -> list[Made]:
    """What `make` gives for each row, in order. Raises `RowsRefused` with the error of every row for which it raises one."""
    made: list[Made] = []
    errors: dict[int, DomainError] = {}
    for number, row in enumerate(rows, start=1):
        try:
            made.append(make(row))
        except DomainError as error:
            errors[number] = error
    if errors:
        raise RowsRefused.of(errors, total=len(rows))
    return made

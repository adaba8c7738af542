"""Many rows at once: a list of values by column, written as it is, which takes a fifth of the time of making a row of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models

_AT_ONCE = 2000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Writes the rows, whose values stand in the order of the columns; what has no column here must have no value."""
    quote = connection.ops.quote_name
    names, holes = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({holes})"
    rest = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(rest, _AT_ONCE)):
            cursor.executemany(statement, some)


def last(model: type[models.Model]) -> int:
    """The highest key that there is; 0 for none."""
    return model._base_manager.aggregate(models.Max("pk"))["pk__max"] or 0


def moment(at: datetime) -> Any:
    """A moment as the database is given it."""
    return connection.ops.adapt_datetimefield_value(at)


def public_id() -> str:
    """As random as that of `uuid4`, which takes five times as long."""
    return os.urandom(16).hex()

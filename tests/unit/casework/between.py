"""Something that happens between two statements of an action, as when another desk is faster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITING = re.compile(r'UPDATE "casework_clock"')
HOLDING = re.compile(r'UPDATE "casework_clock"|SELECT .* FROM "casework_case"')


@contextmanager
def interrupted(act: Callable[[], object], *, before: re.Pattern[str] = HOLDING) -> Iterator[None]:
    """Does it once, before the first statement of this kind; fails where none was sent."""
    left = [act]

    def watch(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if left and before.match(sql):
            left.pop()()
        return execute(sql, *given)

    with connection.execute_wrapper(watch):
        yield
    assert not left, "no such statement was sent"

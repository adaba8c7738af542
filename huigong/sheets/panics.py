"""A reader of workbooks that gives up on a crafted file does so with what is no `Exception`: here it becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_PANIC = "PanicException"  # of a module that cannot be imported


@contextmanager
def as_errors() -> Iterator[None]:
    """Turns a panic of the reader into a `ValueError`; everything else goes on."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise ValueError("the reader of workbooks gave up") from error

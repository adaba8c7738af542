"""Sections of a person's own case that folders above cases add; the page names none of them.

    casesections.register("arrears", draw)      # from AppConfig.ready

`draw` takes the viewer, the public id of the case and the day, and gives the template and what it shows as `view`, None where
the case has nothing of it. It is asked after the viewer was let in to the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registry

Draw = Callable[[Principal, str, date], tuple[str, Any] | None]
_KNOWN: Registry[str, Draw] = Registry("section of an own case")


def register(id: str, draw: Draw) -> None:
    """Raises `ValueError` for an id that is taken."""
    _KNOWN.add(id, draw)


def drawn(viewer: Principal, case_id: str, *, on: date) -> Iterator[tuple[str, Any]]:
    """(template, view) of each that has something to show."""
    for draw in _KNOWN.values():
        if (shown := draw(viewer, case_id, on)) is not None:
            yield shown

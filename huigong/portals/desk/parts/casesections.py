"""Sections of a case's page that folders above cases add; nothing here names one.

    casesections.register(CaseSection("arrears", draw))      # from AppConfig.ready

`draw` gives the template and what it shows as `view`, None where the case has nothing of it. It is asked after the viewer
was let in to the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registry

Draw = Callable[[Principal, str, datetime], tuple[str, Any] | None]


@dataclass(frozen=True)
class CaseSection:
    """One: `draw` takes the viewer, the public id of the case and the moment."""

    id: str
    draw: Draw


_KNOWN: Registry[str, CaseSection] = Registry("section of a case's page")


def register(section: CaseSection) -> None:
    """From `AppConfig.ready`. Raises `ValueError` for an id that is taken."""
    _KNOWN.add(section.id, section)


def drawn(viewer: Principal, case_id: str, *, now: datetime) -> Iterator[tuple[str, Any]]:
    """(template, view) of each that has something to show."""
    for section in _KNOWN.values():
        if (shown := section.draw(viewer, case_id, now)) is not None:
            yield shown

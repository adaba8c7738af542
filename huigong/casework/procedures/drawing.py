"""Which kinds of field each portal can draw: no procedure may ask on a page for what the page cannot show.

Portals stand above and declare their pages when the program starts.
"""

from __future__ import annotations

from dataclasses import dataclass

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.terms import Move, Who
from huigong.kernel.registries import Registry


@dataclass(frozen=True)
class Page:
    """A portal's pages of moves.

    `makes` says whose moves are made there, `kinds` which fields its forms can show; `name` stands in messages of
    `huigong pack check`.
    """

    id: str
    name: str
    makes: frozenset[Who]
    kinds: frozenset[FieldKind]


_PAGES: Registry[str, Page] = Registry("portal with moves")


def declare(page: Page) -> None:
    """Makes the pages of a portal known, from its `AppConfig.ready`. Raises `ValueError` for an `id` that is taken."""
    _PAGES.add(page.id, page)


def lacking(move: Move, field: Field) -> tuple[Page, ...]:
    """The pages on which the move is made and this field of its form cannot be drawn."""
    pages = (page for page in _PAGES.values() if move.who in page.makes)
    return tuple(page for page in pages if field.kind not in page.kinds)

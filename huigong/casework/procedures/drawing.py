"""Which kinds of field each page can draw: no procedure may ask on a page for what the page cannot show."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.terms import Move, Who


@dataclass(frozen=True)
class Page:
    """A portal's pages of moves: whose moves are made there, and which fields they draw. `name` is for messages."""

    id: str
    name: str
    makes: frozenset[Who]
    kinds: frozenset[FieldKind]


_PAGES = {
    page.id: page
    for page in (
        Page("desk", "工作台", frozenset({Who.OFFICE, Who.PARTY}), frozenset(FieldKind)),
        # Offices to choose from are those of an official's region.
        Page("worker", "务工人员的网页", frozenset({Who.PARTY}), frozenset(FieldKind) - {FieldKind.OFFICE}),
    )
}


def get(page_id: str) -> Page:
    """Raises `KeyError` for pages that there are not."""
    return _PAGES[page_id]


def lacking(move: Move, field: Field) -> tuple[Page, ...]:
    """The pages on which the move is made and this field of its form cannot be drawn."""
    pages = (page for page in _PAGES.values() if move.who in page.makes)
    return tuple(page for page in pages if field.kind not in page.kinds)
